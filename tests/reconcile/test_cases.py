"""The named cases of `cases.toml`: a few articles each; the range, history, revisions and flags that must follow."""

import re
import tomllib
from pathlib import Path

import pytest

from casualties.feeds.dates import moment
from casualties.model import Article, Claim, Event, GroupCount, Place, Span, Toll, Voice
from casualties.reconcile import POLICIES, compare, reconcile

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]
FIELDS = {"from": "moved_from"} | {name: name for name in ("who", "scope", "word", "as_of", "victims")}


def build(case):
    rows = [*case.get("articles", [])]
    copies = range(case.get("reprints", {}).get("count", 0))
    rows += [case["reprints"] | {"outlet": f"Reprinter {number}", "wire": True} for number in copies]
    articles, claims = [], []
    for row in rows:
        article, told = article_of(row)
        articles.append(article)
        claims += told
    place = Place(case["place"], precision="city") if "place" in case else Place()
    date = moment(case["date"]) if "date" in case else None
    ids = tuple(article.id for article in articles)
    return Event("e", case["name"], ids, type="vehicle-crash", place=place, date=date), articles, claims


def tolls_of(case, articles):
    """What the articles that say so come to by themselves: `comes_to = "killed 15"`, "-" = nothing."""
    told = {}
    for row, article in zip(case.get("articles", []), articles, strict=False):
        if "comes_to" in row:
            category, number = row["comes_to"].split()
            figure = None if number == "-" else int(number)
            told[article.id] = (Toll(article.id, category, figure, figure, figure, 1.0),)
    return told


def article_of(row):
    """An article whose text holds every claim's words, each among words of its own outlet (or of the wire)."""
    name = "wire" if row.get("wire") else f"{row['outlet']} {row['at']}"
    words = " ".join(f"{name}{n}" for n in range(40))
    head = [row["head"]] if "head" in row else []
    title = f"{row['outlet']} {name} <{head[0]}>" if head else ""
    text = f"{title}\n\n{row['outlet']}. " + "".join(f"{words} <{line}> " for line in row["says"]) + words
    at = moment(row["at"]) if row["at"] else None
    fetched = moment(row["fetched"]) if "fetched" in row else None
    article = Article.create(text, title, url=row.get("url", ""), outlet=row["outlet"], published=at, fetched=fetched)
    starts = [m.start() for m in re.finditer("<", text)]
    return article, [claim_of(article, line, start + 1) for line, start in zip(head + row["says"], starts, strict=True)]


def claim_of(article, line, start):
    chain, _, said = line.partition(" # ")[0].partition("|")
    category, kind, number, *rest = said.split()
    span = Span(start, start + len(line))
    fields = {"voices": tuple(voice_of(name) for name in chain.split(">") if name.strip())}
    for word in rest:
        key, equals, value = word.partition("=")
        if key == "parts":
            fields["parts"] = tuple(
                GroupCount(*group.split(":")[:1], *map(int, group.split(":")[1:] * 2)) for group in value.split(",")
            )
        elif equals:
            fields[FIELDS[key]] = {"as_of": moment, "who": lambda v: (v,)}.get(key, str)(value)
        else:
            fields["status" if word in ("denied", "feared", "unconfirmed") else "qualifier"] = word
    bounds = re.fullmatch(r"(-?\d+)(-?)(\d*)", number)
    low = int(bounds[1]) if bounds else None
    high = low if not bounds or not bounds[2] else int(bounds[3]) if bounds[3] else None
    return Claim.create(article, span, category, kind, low, high, **fields)


def voice_of(text):
    name, kind = re.fullmatch(r"\s*(.*?) \[(.*?)\]\s*", text).groups()
    return Voice(name, kind)


def shown(*numbers):
    return " ".join("-" if number is None else str(number) for number in numbers)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case):
    event, articles, claims = build(case)
    found = reconcile(event, articles, claims, tolls=tolls_of(case, articles))
    assert {e.category: shown(e.low, e.best, e.high) for e in found.estimates} == case["toll"]
    if "history" in case:
        rows = {c.split()[0] for c in case["history"]}
        told = [f"{e.category} {e.as_of} {shown(e.low, e.best, e.high)}" for e in found.history if e.category in rows]
        assert sorted(told) == sorted(row_of(line) for line in case["history"])
    if "revisions" in case:
        assert [f"{r.category} {r.voice.name} {r.direction}" for r in found.revisions] == case["revisions"]
    for category, flags in case.get("flags", {}).items():
        (estimate,) = (e for e in found.estimates if e.category == category)
        assert sorted(estimate.flags) == sorted(flags)
    rules = {item.reason.rule for estimate in found.estimates for item in estimate.set_aside}
    assert set(case.get("aside", ())) <= rules
    details = {item.reason.detail for estimate in found.estimates for item in estimate.set_aside}
    details |= {step.detail for estimate in (*found.estimates, *found.groups) for step in estimate.steps}
    assert set(case.get("said", ())) <= details
    if "groups" in case:
        assert {f"{e.category} {e.group}": shown(e.low, e.best, e.high) for e in found.groups} == case["groups"]
    if "voices" in case:
        (estimate,) = found.estimates
        assert (
            len([step for step in estimate.steps if step.rule in ("toll", "increment", "transfer")]) == case["voices"]
        )


POLICY_CASES = [case for case in CASES if "policies" in case]


@pytest.mark.parametrize("case", POLICY_CASES, ids=[case["name"] for case in POLICY_CASES])
def test_policies(case):
    rows = compare(*build(case))
    told = {row.policy: shown(row.estimate.low, row.estimate.best, row.estimate.high) for row in rows if row.estimate}
    assert told == case["policies"]
    assert {row.policy for row in rows} == set(POLICIES)


def test_every_policy_says_what_it_follows():
    for policy in POLICIES.values():
        assert "ours" in policy.__doc__.lower() or "[seen" in policy.__doc__ or "[opening]" in policy.__doc__


def row_of(line):
    category, at, *numbers = line.split()
    return f"{category} {moment(at)} {' '.join(numbers)}"
