"""What a picture of the pages shows, on a phone, on a desk and on paper: nothing wider than the page, nothing cut off,
nothing on top of anything else, and the headline where a reader looks first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casualties import read
from casualties.report import site

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
SIZES = {"small phone": (320, 640), "phone": (390, 844), "desktop": (1280, 900)}
STREAMS = Path(__file__).parents[2] / "data/gold/streams"
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine (apt-get install chromium)"),
    pytest.mark.filterwarnings("default::DeprecationWarning"),
]
# Every piece of text that is shown, with the rectangle that its own letters take; of a table's cell, what it holds.
TEXTS = """() => {
  const shown = (item) => item.checkVisibility({visibilityProperty: true}) && !item.closest(".hidden, .skip");
  const box = (item, text) => {
    const area = document.createRange();
    area.selectNodeContents(item);
    return [...area.getClientRects()].filter((one) => one.width && one.height)
      .map((one) => ({text, left: one.left, right: one.right, top: one.top, bottom: one.bottom}));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = {page: [], chart: []};
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || !shown(parent) || parent.closest("title, script, style")) continue;
    found[parent.closest("svg") ? "chart" : "page"].push(...box(node, node.data.trim().slice(0, 40)));
  }
  return found;
}"""
CUT = """() => [...document.querySelectorAll("body *")].filter((item) => {
  const style = getComputedStyle(item);
  const cuts = style.overflowX !== "visible" && !item.matches(".hidden, .skip, .scroll, svg, svg *, input");
  return cuts && item.checkVisibility() && !item.closest(".hidden") && item.scrollWidth > item.clientWidth + 1;
}).map((item) => item.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The list of the streams' events, and the pages of those that say most and least."""
    out = tmp_path_factory.mktemp("pictures")
    site.write(out, read(STREAMS, policies=["full-range", "gtd"]).result)
    events = sorted((out / "events").iterdir(), key=lambda path: path.stat().st_size)
    return [out / "index.html", events[0], *events[-3:]]


def over(one: dict[str, float], two: dict[str, float]) -> bool:
    """Whether two rectangles have more in common than the edges of their letters."""
    across = min(one["right"], two["right"]) - max(one["left"], two["left"])
    down = min(one["bottom"], two["bottom"]) - max(one["top"], two["top"])
    return across > 2 and down > 0.35 * min(one["bottom"] - one["top"], two["bottom"] - two["top"])


def covered(found: list[Any]) -> list[tuple[str, str]]:
    """The pieces of text that lie on each other; in order from the top, so that only near ones are compared."""
    rows = sorted(found, key=lambda one: one["top"])
    return [
        (one["text"], two["text"])
        for number, one in enumerate(rows)
        for two in rows[number + 1 : number + 40]
        if two["top"] < one["bottom"] and over(one, two)
    ]


def faults(page: Any) -> list[str]:
    """What a picture of a page would show to be wrong."""
    width = page.evaluate("innerWidth")
    told = page.evaluate(TEXTS)
    found = [f"lies on each other: {pair}" for pair in covered(told["page"]) + covered(told["chart"])]
    found += [f"is cut off: {item}" for item in page.evaluate(CUT)]
    for one in told["page"] + told["chart"]:
        if (one["left"] < -1 or one["right"] > width + 1) and not page.locator(".scroll", has_text=one["text"]).count():
            found.append(f"is out of the page: {one['text']}")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("the page is wider than its window")
    return found


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_or_covered(size: str, browser: Any, pages: list[Path], tmp_path: Path) -> None:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    for path in pages:
        page.goto(path.as_uri())
        headline = page.locator(".toll .best, table.events td a.best, .empty").first
        box = headline.bounding_box()
        assert 0 <= box["y"] < height - box["height"], "the headline is below the first screen"
        for item in page.locator("details").all():
            item.evaluate("item => item.open = true")
        assert faults(page) == [], path.name
        picture = page.screenshot(path=tmp_path / f"{path.stem}.png", full_page=True)
        assert len(picture) > 10_000
    page.close()


def test_paper_cuts_nothing_off(browser: Any, pages: list[Path]) -> None:
    page = browser.new_page(viewport={"width": 718, "height": 1000})  # A4 less its margins
    page.emulate_media(media="print")
    for path in pages:
        page.goto(path.as_uri())
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert faults(page) == [], path.name
    page.close()


@pytest.mark.parametrize(
    ("style", "fault"),
    [
        (".chart .up { font-size: 120px; }", "lies on each other"),
        (".toll .best a { width: .5em; white-space: nowrap; overflow: hidden; display: block; }", "is cut off"),
        ("main { width: 2000px; max-width: none; } p { max-width: none; }", "the page is wider"),
        (".masthead h1 { margin-left: -200px; }", "is out of the page"),
        (".voices .kind { position: relative; top: -1.3em; }", "lies on each other"),
    ],
)  # fmt: skip
def test_a_style_that_spoils_the_picture_is_noticed(style: str, fault: str, browser: Any, pages: list[Path]) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(pages[-1].as_uri())
    page.evaluate("css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); "
                  "document.adoptedStyleSheets.push(sheet); }", style)  # fmt: skip
    assert any(fault in found for found in faults(page)), faults(page)[:5]
    page.close()
