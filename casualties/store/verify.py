"""Re-read everything: hashes, quotes, and that every number leads to a claim (laws 1, 2 and 5)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import chain, zip_longest
from pathlib import Path

from casualties.model import Claim, identity
from casualties.pipeline import Result
from casualties.store.ledger import Ledger, LedgerError, damage, to_result


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold: `id` is the article, claim or event concerned."""

    id: str
    what: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.id}: {self.what}"


Files = Callable[[Result], Iterable[tuple[str, str]]]  # the name of every file in an output folder, and its text
csv.field_size_limit(2**31 - 1)  # a cell may hold a long quote, or thousands of ids
CITING = ("estimates.csv", "groups.csv", "history.csv", "revisions.csv", "claims.csv", "articles.csv")  # claims, by id
IDS = ("basis", "set_aside", "claim_id")  # what their columns of claim ids end with


def verified(ledger: Ledger, folder: Path | None = None, files: Files | None = None) -> tuple[str, list[Fault]]:
    """What was checked, in words, and every fault; the ranges only where the ledger itself is sound.

    `folder` is that of the outputs, which are checked too; `files` makes them anew to be held against.
    """
    counted = f"{len(ledger.articles)} articles, {len(ledger.claims)} claims, {len(ledger.events)} events"
    faults = list(of_ledger(ledger))
    if not faults:
        result = to_result(ledger)
        faults += of_result(result)
        if folder and files:
            faults += (fault for name, text in files(result) for fault in of_file(folder, name, text))
    if folder:
        faults += of_tables(folder, (claim.id for claim in (*ledger.claims, *corrected(ledger))))
    if ledger.pruned:
        counted += (
            f" ({len(ledger.pruned)} of the articles only as far as their quotes: the rest of the text was dropped)"
        )
    return f"{counted} re-read", faults


def sound(name: object, ledger: Ledger) -> None:
    """Raise LedgerError where a ledger is not fit to be added to."""
    for fault in of_ledger(ledger):
        raise LedgerError(damage(name, str(fault)))


def of_ledger(ledger: Ledger) -> Iterator[Fault]:
    """Articles and claims whose id is not the hash of what they say, quotes that do not stand in the stored text."""
    texts = {article.id: article.text for article in ledger.articles}
    dropped = set(ledger.pruned)
    for article in ledger.articles:
        if article.id not in dropped and identity(article.url, article.title, article.text) != article.id:
            yield Fault(article.id, "article: its url, title or text is not what was hashed")
    for claim in (*ledger.claims, *corrected(ledger)):
        yield from _of_claim(claim, texts)
    for event in ledger.events:
        yield from _missing(event.id, "event", event.articles, texts)
    for event_id, left in ledger.formerly.items():
        yield from _missing(event_id, "event (formerly)", left, texts)
    for decision in ledger.decisions:
        yield from _missing(decision.by, f"decision ({decision.act})", chain.from_iterable(decision.groups), texts)


def corrected(ledger: Ledger) -> Iterator[Claim]:
    """The claims that analysts put in the place of others."""
    return (decision.corrected for decision in ledger.decisions if decision.corrected)


def of_result(result: Result) -> Iterator[Fault]:
    """Estimates, revisions and tolls that rest on something that is not in the ledger."""
    claims = result.claim
    known = {*claims, *result.article, *result.reconciled}
    for event, reconciled in result.reconciled.items():
        for estimate in (*reconciled.estimates, *reconciled.groups, *reconciled.history):
            figures = (estimate.low, estimate.best, estimate.high)
            named = (estimate.category, estimate.group, estimate.policy)
            where = f"estimate ({', '.join(filter(None, named))})"
            if not estimate.basis and any(figure is not None for figure in figures):
                yield Fault(event, f"{where}: figures without a basis")
            cited = [*estimate.basis, *(aside.claim for aside in estimate.set_aside)]
            yield from _missing(event, where, cited, claims)
            yield from _missing(event, where, (id_ for step in estimate.steps for id_ in step.evidence), known)
        cited = [claim for revision in reconciled.revisions for claim in (revision.claim, *revision.basis)]
        yield from _missing(event, "revision", cited, claims)
    for article, tolls in result.tolls.items():
        yield from _missing(article, "toll", (claim for toll in tolls for claim in toll.basis), claims)


def of_file(folder: Path, name: str, text: str) -> Iterator[Fault]:
    """A file of an output folder that is not there, or that does not say what `text` says."""
    path = folder / name
    if not path.exists():
        yield Fault(name, "is not there")
    elif path.suffix == ".csv":
        yield from of_table(path, text)
    elif path.read_bytes() != text.encode("utf-8", "replace"):
        yield Fault(name, "is not as it was written from the ledger")


def of_table(path: Path, text: str) -> Iterator[Fault]:
    """The first row of a table that is not as `text` has it, counted as a spreadsheet does.

    Rows are compared, not bytes: a spreadsheet that saved the same cells in other quotes has changed nothing.
    """
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = zip_longest(csv.reader(file), csv.reader(StringIO(text, newline="")))
        for number, (held, made) in enumerate(rows, 1):
            if held != made:
                yield Fault(path.name, f"row {number} " + ("is missing" if held is None else "is not of the ledger"))
                return


def of_tables(folder: Path, claims: Iterable[str]) -> Iterator[Fault]:
    """Claim ids in the tables of an output folder that are not among `claims`; tables that are not there are passed."""
    known = set(claims)
    for name in CITING:
        if not (folder / name).exists():
            continue
        with (folder / name).open(encoding="utf-8", errors="replace", newline="") as file:
            rows = csv.DictReader(file)
            columns = [column for column in rows.fieldnames or () if column.endswith(IDS)]
            for row in rows:
                cited = [claim for column in columns for claim in (row.get(column) or "").split(";") if claim]
                yield from _missing(row.get("event_id") or "?", name, cited, known)


def _of_claim(claim: Claim, texts: dict[str, str]) -> Iterator[Fault]:
    text = texts.get(claim.article)
    if text is None:
        yield Fault(claim.id, f"claim: article {claim.article} is not in the ledger")
    elif text[claim.span.start : claim.span.end] != claim.quote:
        yield Fault(
            claim.id, f"claim: {claim.quote!r} does not stand at {claim.span.start}-{claim.span.end} of {claim.article}"
        )
    said = (claim.article, claim.span.start, claim.span.end, claim.category, claim.kind, claim.low, claim.high)
    if identity(*said) != claim.id:
        yield Fault(claim.id, "claim: its place or figures are not what was hashed")


def _missing(subject: str, where: str, cited: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    for id_ in cited:
        if id_ not in known:
            yield Fault(subject, f"{where}: {id_} is not in the ledger")
