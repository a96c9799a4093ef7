"""Ids that were published lead to their event for good: in every verb, table and page, whatever came later."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
SIGNED = ("--ledger", "ledger.db", "--reason", "seen", "--by", "Kim")
STORIES = {
    "fire": ("Two die in Oderby fire", "A fire killed two in a bakery on Hollis Street in Oderby, {} said on Monday."),
    "flood": ("Camper dies in Karstad flood", "Floods swept away a campsite near Karstad, killing a camper, {} said."),
    "ferry": ("Ferry sinks off Penzu", "The ferry Aurora sank off Penzu in a storm, drowning nine people, {} said."),
}


def record(story: str, number: int, day: str, who: str) -> dict[str, str]:
    title, text = STORIES[story]
    told = f"{text.format(who)} Number {number} of {who} told what was seen there."
    return {"id": f"{story}-{number}", "title": title, "text": told, "published": f"2020-03-{day}"}


NEWS = [
    *(record("fire", number, f"0{number + 1}", who) for number, who in enumerate(("police", "officials"), 1)),
    *(record("flood", number, f"0{number + 4}", who) for number, who in enumerate(("rescuers", "police", "medics"), 1)),
    *(record("ferry", number, f"1{number}", who) for number, who in enumerate(("the navy", "police", "medics"), 1)),
]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def round_(run: Run, tmp_path: Path) -> Callable[..., dict[str, str]]:
    """A configured round that also reads these; the id of the event of each article."""
    (tmp_path / "casualties.toml").write_text('ledger = "ledger.db"\nout = "out"\nsources = ["news"]\n')
    (tmp_path / "news").mkdir()

    def told(*new: dict[str, str]) -> dict[str, str]:
        if new:
            lines = "".join(json.dumps(one) + "\n" for one in new)
            (tmp_path / f"news/{len(list(tmp_path.glob('news/*')))}.jsonl").write_text(lines)
        done = run("run", "--quiet")
        assert done.returncode == 0, done.stderr
        assert run("verify").returncode == 0
        return {row["id"]: row["event_id"] for row in rows(tmp_path / "out/articles.csv")}

    return told


def decided(run: Run, *arguments: str) -> str:
    done = run("decide", *arguments, *SIGNED)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_an_earlier_article_that_comes_later_leaves_ids_pages_and_tables(
    run: Run, round_: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    before = round_(*NEWS)
    assert len(set(before.values())) == 3
    now = round_(record("fire", 9, "01", "neighbours"))
    assert now == before | {"fire-9": before["fire-1"]}
    assert not [row for row in rows(tmp_path / "out/changes.csv") if row["change"] in ("event gone", "new event")]
    assert rows(tmp_path / "out/redirects.csv") == []
    assert {path.stem for path in tmp_path.glob("out/events/*.html")} == {*before.values()}


def test_a_merged_event_leads_to_the_one_that_it_is_in(
    run: Run, round_: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    before = round_(*NEWS)
    old, new = before["fire-1"], before["flood-1"]
    decided(run, "merge", old, new)
    now = round_()
    assert {now[id_] for id_ in ("fire-1", "flood-1")} == {new}
    line = f"{old} is now {new} (merged)\n"
    for verb, *more in (["show"], ["explain"], ["compare", "--format", "csv"], ["export", "--format", "hxl"]):
        for told in (old, old[:8]):
            done = run(verb, told, *more)
            assert (done.returncode, done.stderr) == (0, line), verb
            assert done.stdout == run(verb, new, *more).stdout != ""
    assert run("show", new).stderr == ""
    earlier = run("show", old, "--ledger", "ledger.db", "--known-at", "2021")
    assert (earlier.returncode, f"no event is called '{old}'" in earlier.stderr) == (2, True)

    changes = [row for row in rows(tmp_path / "out/changes.csv") if row["event_id"] == old]
    assert {(row["change"], row["into"], row["best"]) for row in changes} == {("merged", new, "")}
    redirect = {"event_id": old, "change": "merged", "into": new, "n_articles": "2"}
    assert rows(tmp_path / "out/redirects.csv") == [redirect]
    page = tmp_path / f"out/events/{old}.html"
    text = page.read_text(encoding="utf-8")
    assert f'<meta http-equiv="refresh" content="0; url={new}.html">' in text
    assert f'<a href="{new}.html">' in text
    written = page.stat().st_mtime_ns
    round_(*(record("ferry", number, f"1{number}", who) for number, who in enumerate(("divers", "owners", "crews"), 4)))
    assert page.stat().st_mtime_ns == written
    assert [row for row in rows(tmp_path / "out/changes.csv") if row["into"]] == []

    assert line in decided(run, "merge", old, before["ferry-1"])
    again = run("decide", "merge", old, new, *SIGNED)
    assert (again.returncode, "are the same event" in again.stderr) == (2, True)
    assert round_()["fire-1"] == before["ferry-1"]  # which by now has most articles
    assert run("show", old).stderr == f"{old} is now {before['ferry-1']} (merged)\n"
    assert f"url={before['ferry-1']}.html" in page.read_text(encoding="utf-8")


def test_a_split_names_the_parts_and_undone_merges_give_ids_back(
    run: Run, round_: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    before = round_(*NEWS)
    old = before["fire-1"]
    decided(run, "split", old, "fire-2")
    now = round_()
    other = now["fire-2"]
    assert now == before | {"fire-2": other}
    assert f"{old} was split: others of its articles are now in {other} " in run("show", old).stderr
    assert f'<a href="{other}.html">' in (tmp_path / f"out/events/{old}.html").read_text(encoding="utf-8")
    assert {row["change"] for row in rows(tmp_path / "out/redirects.csv")} == {"split"}

    decided(run, "merge", old, before["flood-1"])
    decided(run, "merge", other, before["ferry-1"])
    round_()
    for verb in ("show", "explain", "compare"):
        done = run(verb, old)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{old} was split: its articles are now in " in done.stderr
        assert before["flood-1"] in done.stderr
        assert before["ferry-1"] in done.stderr
    text = (tmp_path / f"out/events/{old}.html").read_text(encoding="utf-8")
    assert f'<a href="{before["flood-1"]}.html">' in text
    assert f'<a href="{before["ferry-1"]}.html">' in text
    assert 'http-equiv="refresh"' not in text

    decided(run, "split", before["flood-1"], "fire-1")
    decided(run, "split", before["ferry-1"], "fire-2")
    assert round_() == now
