"""What many tests need: the annotated streams, a finished result made of them, and the program as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from casualties.model import (
    Article,
    Claim,
    Estimate,
    Event,
    Judgement,
    Moment,
    Place,
    Precision,
    Reason,
    Revision,
    SetAside,
    Span,
    Toll,
    Voice,
)

ROOT = Path(__file__).parent.parent
STREAMS = ROOT / "data/gold/streams"
SEEDS = ROOT / "seeds"
PROGRAM = [sys.executable, "-c", "from casualties.cli import main; main()"]

_LAWS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("house", _LAWS, max_examples=60, derandomize=True)  # the same examples for everybody
settings.register_profile("search", _LAWS, max_examples=600)  # new ones each time: make laws
settings.load_profile("house")

PRECISIONS: tuple[Precision, ...] = ("year", "month", "day", "hour", "minute", "second")
_PARTS = {"month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0}


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    """Moments of every precision; the parts below the precision are empty, as parsing leaves them."""
    at = draw(st.datetimes(datetime(1, 1, 1), datetime(9998, 12, 30))).replace(microsecond=0, tzinfo=UTC)
    precision = draw(st.sampled_from(PRECISIONS))
    empty = {part: value for part, value in _PARTS.items() if PRECISIONS.index(part) > PRECISIONS.index(precision)}
    return Moment(at.replace(**empty), precision)


st.register_type_strategy(Moment, moments())
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


def stream(slug: str) -> list[dict[str, Any]]:
    """The annotated records of one event."""
    return [json.loads(line) for line in (STREAMS / f"{slug}.jsonl").read_text(encoding="utf-8").splitlines()]


def article_of(record: dict[str, Any]) -> Article:
    return Article.create(
        record["text"],
        title=record["title"],
        url=record["url"],
        outlet=record["source"],
        ref=record["id"],
        published=Moment.parse(record["published"]) if record["published"] else None,
    )


def claims_of(article: Article, record: dict[str, Any]) -> tuple[Claim, ...]:
    """The claims that a person annotated, as the extractor would hand them on."""
    return tuple(
        Claim.create(
            article,
            Span(gold["start"], gold["end"]),
            gold["category"],
            gold["kind"],
            gold["low"],
            gold["high"],
            qualifier=gold["qualifier"],
            victims=gold["victims"] or "",
            voices=(Voice(gold["voice"], "official"),) if gold["voice"] else (),
            rule="annotated",
            confidence=1.0,
        )
        for gold in record["gold"]["claims"]
    )


@pytest.fixture(scope="session")
def result() -> Any:
    """A small finished Result made by hand from one stream: two events, every kind of row, awkward names."""
    from casualties.link import Linked
    from casualties.pipeline import Result, distinct, in_order
    from casualties.reconcile import Reconciled

    records = [record for record in stream("baghdad_nujaba_strike_2024") if record["text"].startswith(record["title"])]
    claims = {}
    for record in records:
        article = article_of(record)
        claims[article.id] = claims_of(article, record)
    bare = Article.create('Nothing, "quoted"\nhere', title="=SUM(A1)", outlet="-Outlet, Ltd", ref="@bare")
    claims[bare.id] = ()
    sightings = in_order([*(article_of(record) for record in records), bare])
    articles = distinct(sightings)
    told = [claim for article in articles for claim in claims[article.id] if claim.category == "killed" and claim.low]
    first, *rest = told
    event = Event("e" * 16, "Drone strike in Baghdad", tuple(a.id for a in articles if a.id != bare.id), "strike",
                  Place("Baghdad", "Iraq", "city"), Moment.parse("2024-01-04"))  # fmt: skip
    other = Event("f" * 16, "=SUM(A1)", (bare.id,))
    voice = first.voice or Voice("")
    estimate = Estimate(
        event.id, "killed", "full-range", None, first.low, first.low, None, (first.id,),
        tuple(SetAside(claim.id, Reason("superseded", "a later figure took its place")) for claim in rest[:2]),
        (Reason("newest", "the newest figure of the highest voice", (first.id,)),), ("disputed",),
    )  # fmt: skip
    revision = Revision(
        event.id, "killed", voice, Moment.parse("2024-01-04"), None, None, first.low, first.high, "first", first.id
    )
    reconciled = {
        event.id: Reconciled(revisions=(revision,), estimates=(estimate,), history=(estimate,)),
        other.id: Reconciled(revisions=(), estimates=(), history=()),
    }
    tolls = {article.id: () for article in articles}
    tolls[first.article] = (Toll(first.article, "killed", first.low, first.low, first.high, 0.9, (first.id,)),)
    judgement = Judgement(
        articles[0].id, event.id, "same", 0.9, (Reason("place", "both in Baghdad", weight=1.5),), "rules 1"
    )
    linked = Linked(events=(event, other), judgements=(judgement,))
    return Result(sightings, articles, claims, tolls, linked, reconciled, ("full-range",), None, "include")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The program in a process of its own, in an empty folder."""

    def call(*arguments: str | Path, stdin: str | bytes = "", **more: Any) -> subprocess.CompletedProcess[str]:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [*PROGRAM, *map(str, arguments)],
            cwd=tmp_path,
            input=given,
            capture_output=True,
            timeout=100,
            env=clean_env(),
            **more,
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return call


def clean_env() -> dict[str, str]:
    """The environment without what would change the program's output."""
    return {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "FORCE_COLOR", "NO_COLOR")}


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of `casualties run` on the starter articles; tests must not change it."""
    out = tmp_path_factory.mktemp("finished") / "out"
    subprocess.run([*PROGRAM, "run", str(SEEDS), "--out", str(out)], check=True, capture_output=True, env=clean_env())
    return out


@pytest.fixture
def article() -> Article:
    return Article.create("Three people died.\nPolice said so.", title="Blast in Aleppo", url="https://example.org/1")
