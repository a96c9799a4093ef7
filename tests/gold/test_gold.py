"""The gold set is whole: built from its sources, exact in its spans, and wide enough."""

import importlib.util
import json
import tomllib
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from casualties.model import KINDS, QUALIFIERS, STATUSES

GOLD = Path(__file__).parents[2] / "data" / "gold"
CATEGORIES = ("killed", "injured", "missing")


def read(name: str) -> list[dict]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_build", GOLD / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PHENOMENA = tomllib.loads((GOLD / "phenomena.toml").read_text(encoding="utf-8"))
SENTENCES, ARTICLES = read("sentences.jsonl"), read("articles.jsonl")
STREAMS = [row for path in sorted((GOLD / "streams").glob("*.jsonl")) for row in read(f"streams/{path.name}")]


def test_the_committed_files_are_what_the_sources_make(builder):
    for name, text in builder.build(GOLD).items():
        assert (GOLD / name).read_text(encoding="utf-8") == text, f"run python data/gold/build.py: {name} is stale"


def test_it_is_wide_enough():
    assert len(SENTENCES) >= 600
    assert len(ARTICLES) >= 60
    assert len({row["type"] for row in ARTICLES}) >= 10
    counts = Counter(row["phenomenon"] for row in SENTENCES)
    assert set(counts) == PHENOMENA["claims"].keys() | PHENOMENA["distractors"].keys()
    assert min(counts.values()) >= 7


@pytest.mark.parametrize(("rows", "group"), [(SENTENCES, "phenomenon"), (ARTICLES, "file")])
def test_a_part_of_every_group_is_held_back(rows, group):
    held = Counter(row[group] for row in rows if row["held"])
    assert set(held) == {row[group] for row in rows}
    assert 0.13 < held.total() / len(rows) < 0.17


@pytest.mark.parametrize("rows", [SENTENCES, ARTICLES, STREAMS])
def test_ids_and_texts_are_unique(rows):
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["text"] for row in rows}) == len(rows)


def test_every_claim_stands_where_it_says():
    for row in SENTENCES + ARTICLES + STREAMS:
        for claim in row["gold"]["claims"]:
            assert claim["quote"], row["id"]
            assert row["text"][claim["start"] : claim["end"]] == claim["quote"] == claim["quote"].strip(), row["id"]


def test_every_claim_speaks_the_terms_of_the_model():
    for row in SENTENCES + ARTICLES + STREAMS:
        for claim in row["gold"]["claims"]:
            low, high, qualifier = claim["low"], claim["high"], claim["qualifier"]
            assert claim["category"] in CATEGORIES, row["id"]
            assert claim["kind"] in KINDS, row["id"]
            assert qualifier in QUALIFIERS, row["id"]
            assert claim.get("status") in {None, *STATUSES}, row["id"]
            assert high is None or low <= high, row["id"]
            assert qualifier != "exact" or low == high, row["id"]
            assert qualifier not in ("at_least", "more_than") or high is None, row["id"]


def test_a_claim_says_what_its_kind_asks():
    for row in SENTENCES + ARTICLES:
        claims = row["gold"]["claims"]
        for claim in claims:
            assert (claim["kind"] == "transfer") == bool(claim["moved_from"]), row["id"]
            assert claim["kind"] != "trend" or claim["low"] is None, row["id"]
            assert not claim["word"] or claim["qualifier"] == "vague", row["id"]
        places = {(claim["category"], claim["kind"], claim["start"], claim["end"], claim["low"]) for claim in claims}
        assert len(places) == len(claims), row["id"]


def test_the_toll_is_a_range_that_holds_its_attackers():
    for row in SENTENCES + ARTICLES:
        gold = row["gold"]
        for category in CATEGORIES:
            low, high = gold[f"{category}_min"], gold[f"{category}_max"]
            assert (low is None) == (high is None), row["id"]
            assert low is None or gold.get(f"attackers_{category}", 0) <= low <= high, row["id"]


def test_distractors_give_no_toll():
    for row in SENTENCES:
        if row["phenomenon"] in PHENOMENA["distractors"]:
            assert row["gold"]["claims"] == [], row["text"]
