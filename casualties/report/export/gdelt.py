"""GDELT: one line per article with a V2.1COUNTS field, `type#count#object#place (7 fields)#offset;`, as the GKG has it.

Only what is told of the event itself as of now is a count: no older figure, other event, period or denial, and nothing
that an analyst rejected or put another figure in the place of. An address stands in a field of its own, where `;` and
`#` divide nothing, so it is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from casualties.extract.numerals import numerals
from casualties.model import Article, Claim, Event, Moment, Place
from casualties.pipeline import Result
from casualties.reconcile import docket, stand
from casualties.reconcile.figures import figure
from casualties.report.export import addresses

NAME = "counts.gdelt.tsv"
HEADER = ("V2.1DATE", "V2SOURCECOMMONNAME", "V2DOCUMENTIDENTIFIER", "V2.1COUNTS")
TYPES = {"killed": "KILL", "injured": "WOUND"}  # of the themes that count; other categories are AFFECT
KINDS = ("toll", "partial", "increment", "transfer")
STATUSES = ("asserted", "unconfirmed")
PLACES = {"country": "1", "region": "5", "city": "4", "address": "4"}
AMERICAN = {
    "region": "2",
    "city": "3",
    "address": "3",
}  # of the United States
UNITED_STATES = "United States"


def write(folder: Path, result: Result, event: Event | None = None) -> Iterator[Path]:
    """Write the articles of all events, or of the one."""
    places = {article: one.place for one in reversed(result.linked.events) for article in one.articles}
    decided = docket(result.decisions)
    with (folder / NAME).open("w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(HEADER) + "\n")
        for article in result.articles:
            if event is None or article.id in event.articles:
                place = event.place if event else places.get(article.id, Place())
                file.write("\t".join(_line(article, stand(result.claims[article.id], decided)[0], place)) + "\n")
    yield folder / NAME


def _line(article: Article, claims: tuple[Claim, ...], place: Place) -> tuple[str, ...]:
    counted = (block(claim, place) for claim in sorted(claims, key=lambda claim: claim.span) if counts(claim))
    address = addresses.unbroken(article.url) if article.url else _plain(article.ref)
    return (_stamp(article.published), _plain(article.outlet), address, "".join(counted))


def counts(claim: Claim) -> bool:
    """Is the claim a count of this event's victims, with a figure, that somebody stands by?"""
    return claim.low is not None and claim.kind in KINDS and claim.status in STATUSES and not claim.scope


def block(claim: Claim, place: Place) -> str:
    """One count: the one number that the words give ("up to 20" is 20); the offset is that of the quote in the text."""
    codes = PLACES | AMERICAN if place.country == UNITED_STATES else PLACES
    where = (codes.get(place.precision, ""), place.name or place.country, "", "", "", "", "")
    kind = TYPES.get(claim.category, "AFFECT")
    return "#".join(map(_plain, (kind, str(figure(claim)), counted(claim), *where, str(claim.span.start)))) + ";"


def counted(claim: Claim) -> str:
    """Who is counted, without the number, which has a field of its own; `missing people` where the type says less.

    Words that hold other numbers than the figure ("a commander and one of his aides" are two) stay whole.
    """
    found = list(numerals(claim.victims))
    alone = len(found) == 1 and (found[0].low == claim.low or found[0].high == claim.high == figure(claim))
    who = claim.victims[found[0].end :].strip().removeprefix("of ") if alone else claim.victims
    named = claim.category in TYPES or claim.category in who
    return who if named else f"{claim.category} {who}".rstrip()


def _stamp(moment: Moment | None) -> str:
    return moment.at.strftime("%Y%m%d%H%M%S") if moment else ""


def _plain(text: str) -> str:
    """Text without the signs that divide fields."""
    return " ".join(text.replace("#", " ").replace(";", ",").split())
