"""The pages in a real Chromium, from disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casualties import pipeline
from casualties.model import Article, Claim, Event, Moment, Place, Span, Voice
from casualties.report import site

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine (apt-get install chromium)"),
    pytest.mark.filterwarnings("default::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(params=[(scheme, size) for scheme in ("light", "dark") for size in SIZES], ids=" ".join)
def page(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    """An empty page that fails its test for anything it says or asks for."""
    scheme, size = request.param
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    opened, trouble = context.new_page(), []
    opened.on("console", lambda message: trouble.append(message.text))
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("request", lambda asked: asked.url.startswith(("file:", "data:")) or trouble.append(asked.url))
    opened.on("requestfailed", lambda asked: trouble.append(asked.url))
    yield opened
    context.close()
    assert trouble == []


def event_page(finished: Path) -> Path:
    return max((finished / "events").iterdir(), key=lambda path: path.stat().st_size)


def test_pages_are_accessible_and_fit(page: Any, finished: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for path in (finished / "index.html", event_page(finished)):
        page.goto(path.as_uri())
        for item in page.locator("details").all():
            item.evaluate("item => item.open = true")
        found = Axe().run(page, options={"preload": False}).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_search_and_sort(page: Any, finished: Path) -> None:
    page.goto((finished / "index.html").as_uri())
    shown = page.locator("table.events tbody tr:visible")
    assert shown.count() == 3
    page.get_by_label("Search").fill("KERMAN iran")
    assert shown.count() == 1
    assert page.get_by_role("status").inner_text() == "1 of 3 events"
    page.get_by_label("Search").fill("nowhere")
    assert shown.count() == 0
    page.get_by_label("Search").fill("")
    best = page.locator("table.events tbody td.number:nth-of-type(1)")

    def order() -> list[str]:
        return [cell.get_attribute("data-value") for cell in best.all()]

    page.get_by_role("button", name="Killed").click()
    assert order() == sorted(order(), key=int, reverse=True)
    page.get_by_role("button", name="Killed").press("Enter")
    assert order() == sorted(order(), key=int)
    assert page.locator("th[aria-sort=ascending]").count() == 1


def test_from_the_headline_to_the_highlighted_words(page: Any, finished: Path) -> None:
    page.goto((finished / "index.html").as_uri())
    page.locator("table.events td a.best").first.click()
    assert "#why-killed" in page.url
    link = page.locator("h3:target + ol .cite").last
    said = " ".join(link.inner_text().strip("“”").split())
    link.click()
    words = page.locator("mark.aimed")
    words.first.wait_for()
    assert " ".join("".join(words.all_inner_texts()).split()) == said
    box = words.first.bounding_box()
    assert 0 <= box["y"] < page.viewport_size["height"]
    assert page.locator(".readings li.aimed").count() == 1


def test_the_chart_leads_to_words_by_keyboard(page: Any, finished: Path) -> None:
    page.goto(event_page(finished).as_uri())
    mark = page.locator(".chart a").first
    mark.focus()
    assert mark.evaluate("item => item.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    page.locator("mark.aimed").first.wait_for()


HEBREW, ARABIC = "\u05e4\u05d9\u05d2\u05d5\u05e2", "\u0627\u0646\u0641\u062c\u0627\u0631"
AWKWARD = {
    "right to left": f"{HEBREW} {ARABIC} \u202eoverridden",
    "a very long name": "n" * 10_000,
    "very many words": "killed " * 1500,
    "markup": "<script>alert(1)</script><b onclick=alert(1)>\"'&amp;",
    "nothing": "",
}


@pytest.mark.parametrize("name", AWKWARD.values(), ids=AWKWARD)
def test_awkward_names_break_no_page(page: Any, name: str, tmp_path: Path) -> None:
    """Escaped, wrapped, in their own direction, and the event without date and place said to be so."""
    text = f"{name} said 7 people were killed."
    article = Article.create(text, name, outlet=name, ref=name or "r", published=Moment.parse("2024-01-04"))
    start = article.text.index("7 people")
    voice = Voice(name or "police", "police")
    claim = Claim.create(article, Span(start, start + 8), "killed", "toll", 7, 7, voices=(voice,), victims=name)
    event = Event("a" * 16, name, (article.id,), "", Place(name, name))
    site.write(tmp_path, pipeline.settle([article], {article.id: (claim,)}, pipeline.Linked((event,), ())))
    for path in (tmp_path / "index.html", tmp_path / "events" / f"{event.id}.html"):
        page.goto(path.as_uri())
        for item in page.locator("details").all():
            item.evaluate("item => item.open = true")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("b, img").count() == 0
    assert "Date unknown" in page.locator(".facts").first.inner_text()
    assert ("Place unknown" in page.locator(".facts").first.inner_text()) == (not name)
    assert page.locator(".toll .best").inner_text() == "7"
    assert page.locator(".toll .range").inner_text() == "one voice alone"
    page.locator(".toll .range a").click()
    page.locator("h3:target + ol .cite").last.click()
    page.locator("mark.aimed").wait_for()
    assert page.locator("mark.aimed").all_inner_texts() == ["7 people"]


def test_no_events_at_all_is_said(page: Any, tmp_path: Path) -> None:
    site.write(tmp_path, pipeline.run([]))
    page.goto((tmp_path / "index.html").as_uri())
    assert page.get_by_text("No event was found in these articles.").is_visible()
    assert not page.get_by_label("Search").is_visible()


def test_paper_has_everything(page: Any, finished: Path) -> None:
    page.goto(event_page(finished).as_uri())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("details:not([open])").count() == 0
    assert page.locator(".aside dt").first.is_visible()
    assert not page.locator("nav").is_visible()
