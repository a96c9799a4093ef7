"""Annotated streams as articles and claims, so that the reconciler is tested apart from the extractor."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from casualties.feeds.dates import moment
from casualties.model import Article, Claim, Event, Span, Voice

STREAMS = Path(__file__).parents[2] / "data" / "gold" / "streams"
TYPES = (
    ("perpetrator", r"daesh|isis"),
    ("anonymous", r"sources?\b|two law enforcement|preliminary"),
    ("armed group", r"nujaba"),
    ("media", r"media|tv\b|television|reuters|xinhua|cctv|cnn|mbc|times|news|giornale|archives|rumors"),
    ("police", r"police|constable|pelletier"),
    ("military", r"military"),
    ("rescue", r"fire|emergency (service|department)|rescue|coast ?guard|ambulance|nwas|emergency services"),
    ("health", r"health|hospital|medical"),
    ("witness", r"witness"),
    ("official", r"."),
)


@dataclass(frozen=True)
class Stream:
    """One annotated event: what the reconciler is given, and the targets."""

    event: Event
    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    target: dict


def read_streams() -> list[Stream]:
    events = json.loads((STREAMS / "events.json").read_text(encoding="utf-8"))
    return [_stream(event) for event in events]


def voice_of(name: str) -> tuple[Voice, ...]:
    if name == "outlet":
        return ()
    return (Voice(name, next(kind for kind, pattern in TYPES if re.search(pattern, name.lower()))),)


def _stream(event: dict) -> Stream:
    articles, claims = [], []
    for line in (STREAMS / f"{event['slug']}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        published = moment(row["published"]) if row["published"] else None
        article = Article.create(
            row["text"], row["title"], row["url"], ref=row["id"], outlet=row["source"], published=published
        )
        articles.append(article)
        claims += [_claim(article, claim) for claim in row["gold"]["claims"]]
    found = Event(event["slug"], event["slug"], tuple(a.id for a in articles), type=event["type"])
    return Stream(found, tuple(articles), tuple(claims), event["target"])


def _claim(article: Article, row: dict) -> Claim:
    status = "denied" if "rj" in row["tags"] else "feared" if "fd" in row["tags"] else "asserted"
    return Claim.create(
        article,
        Span(row["start"], row["end"]),
        row["category"],
        row["kind"],
        row["low"],
        row["high"],
        qualifier=row["qualifier"],
        victims=row["victims"],
        voices=voice_of(row["voice"]),
        status=status,
        moved_from=_moved_from(row),
        word="hundreds" if row["qualifier"] == "vague" else "",
    )


def _moved_from(row: dict) -> str:
    if row["kind"] != "transfer":
        return ""
    missing = re.search(r"missing|body|passengers", f"{row['quote']} {row['victims']}")
    return "missing" if missing else "injured"


@pytest.fixture(scope="session")
def streams() -> list[Stream]:
    return read_streams()
