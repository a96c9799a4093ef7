"""Turn the marked-up sources of the gold set into `sentences.jsonl` and `articles.jsonl`.

    python data/gold/build.py

The sources are plain text for people to read and edit; the JSON lines, with their offsets, are for programs. The
markup and the conventions of annotation are told in README.md beside this file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CATEGORIES = ("killed", "injured", "missing")
KINDS = ("toll", "partial", "increment", "transfer", "previous", "trend", "background", "period")
STATUSES = ("asserted", "unconfirmed", "feared", "denied", "hypothetical")
GROUPS = ("attacker", "civilian", "child", "soldier", "police", "aid worker", "journalist", "medic", "rescuer")
HELD = 0.15  # this share of every phenomenon, and of every file of articles, is for measuring only

# The smallest count that a careful reader would take each vague word to mean.
VAGUE = {
    "some": 2, "many": 2, "others": 2, "several": 3, "few": 3, "handful": 3, "tens": 20, "dozens": 24, "scores": 40,
    "hundreds": 200, "thousands": 2000, "tens-of-thousands": 20000,
}  # fmt: skip

Row = dict[str, Any]


def read_marked(source: str) -> tuple[str, list[tuple[int, int, str]]]:
    r"""Split marked text into the plain text and its notes: (start, end, note), in order of start.

    >>> read_marked("[Two men]{killed toll 2} fell \\[sic\\].")
    ('Two men fell [sic].', [(0, 7, 'killed toll 2')])
    """
    plain: list[str] = []
    opened: list[int] = []
    notes: list[tuple[int, int, str]] = []
    at = 0
    while at < len(source):
        letter = source[at]
        if letter == "\\" and source[at + 1 : at + 2] in ("[", "]"):
            plain.append(source[at + 1])
            at += 2
        elif letter == "[":
            opened.append(len(plain))
            at += 1
        elif letter == "]":
            found = re.compile(r"(?:\{[^{}]+\})+").match(source, at + 1)
            if not opened or not found:
                raise ValueError(f"bracket without partner or note near {source[max(0, at - 40) : at + 20]!r}")
            start = opened.pop()
            notes += [(start, len(plain), note) for note in re.findall(r"\{([^{}]+)\}", found.group())]
            at = found.end()
        else:
            plain.append(letter)
            at += 1
    if opened:
        raise ValueError(f"bracket left open in {source[:60]!r}")
    return "".join(plain), sorted(notes, key=lambda note: (note[0], -note[1]))


def read_figure(told: str) -> tuple[int | None, int | None, str, str]:
    """Read a figure of the markup as (low, high, qualifier, vague word).

    >>> read_figure("12"), read_figure("12+"), read_figure("10-15")
    ((12, 12, 'exact', ''), (12, None, 'at_least', ''), (10, 15, 'range', ''))
    >>> read_figure(">12"), read_figure("..12"), read_figure("<12"), read_figure("~12")
    ((12, None, 'more_than', ''), (0, 12, 'up_to', ''), (0, 12, 'fewer_than', ''), (12, 12, 'about', ''))
    >>> read_figure("dozens"), read_figure("?")
    ((24, None, 'vague', 'dozens'), (None, None, 'vague', ''))
    """
    if told == "?":
        return None, None, "vague", ""
    if told in VAGUE:
        return VAGUE[told], None, "vague", told
    patterns = (
        (r"(\d+)", lambda n: (n, n, "exact")),
        (r"(\d+)\+", lambda n: (n, None, "at_least")),
        (r">(\d+)", lambda n: (n, None, "more_than")),
        (r"\.\.(\d+)", lambda n: (0, n, "up_to")),
        (r"<(\d+)", lambda n: (0, n, "fewer_than")),
        (r"~(\d+)", lambda n: (n, n, "about")),
        (r"(\d+)-(\d+)", lambda n, m: (n, m, "range")),
    )
    for pattern, read in patterns:
        if found := re.fullmatch(pattern, told):
            return (*read(*map(int, found.groups())), "")
    raise ValueError(f"not a figure: {told}")


def read_claim(text: str, start: int, end: int, note: str) -> Row:
    """Read one note, `category kind figure [status]; of …; by … > …; group …; from …`, as a claim."""
    head, *rest = (part.strip() for part in note.split(";"))
    words = head.split()
    if len(words) not in (3, 4):
        raise ValueError(f"not a note: {note}")
    category, kind, figure, status = (*words, "asserted")[:4]
    for value, allowed in ((category, CATEGORIES), (kind, KINDS), (status, STATUSES)):
        if value not in allowed:
            raise ValueError(f"{value} in {note!r} is none of {', '.join(allowed)}")
    low, high, qualifier, word = read_figure(figure)
    claim: Row = {
        "category": category, "kind": kind, "low": low, "high": high, "qualifier": qualifier, "status": status,
        "victims": "", "groups": [], "voices": [], "moved_from": "", "word": word,
        "start": start, "end": end, "quote": text[start:end],
    }  # fmt: skip
    for part in rest:
        key, _, value = part.partition(" ")
        if key == "of":
            claim["victims"] = value
        elif key == "by":
            claim["voices"] = [name.strip() for name in value.split(">")]
        elif key == "group" and all(name in GROUPS for name in value.split(", ")):
            claim["groups"] = value.split(", ")
        elif key == "from" and value in CATEGORIES:
            claim["moved_from"] = value
        else:
            raise ValueError(f"{part!r} in {note!r} is not understood")
    return claim


def read_toll(told: str) -> Row:
    """Read what an article stands by: `killed 3; injured 10-12; attackers killed 1`; a category left out is null.

    >>> read_toll("killed 3; attackers killed 1") == empty_toll() | {
    ...     "killed_min": 3, "killed_max": 3, "attackers_killed": 1}
    True
    """
    toll = empty_toll()
    for part in filter(None, (part.strip() for part in told.replace("none", "").split(";"))):
        if found := re.fullmatch(r"(killed|injured|missing) (\d+)(?:-(\d+))?", part):
            category, low, high = found.groups()
            toll[f"{category}_min"], toll[f"{category}_max"] = int(low), int(high or low)
        elif found := re.fullmatch(r"attackers (killed|injured) (\d+)", part):
            toll[f"attackers_{found[1]}"] = int(found[2])
        else:
            raise ValueError(f"not a toll: {part}")
    return toll


def empty_toll() -> Row:
    """Nothing stated: every category null."""
    return {f"{category}_{end}": None for category in CATEGORIES for end in ("min", "max")}


def derive_toll(claims: list[Row]) -> Row:
    """Add up the claims of one sentence, where the source does not say otherwise.

    Stated totals first, lowest to highest; failing them the sum of partial, increment and transfer. Bounds are read
    as the figure told; vague words, fears, denials and other events give nothing.
    """
    toll = empty_toll()
    for category in CATEGORIES:
        stood_by = [
            claim
            for claim in claims
            if claim["category"] == category and claim["status"] in ("asserted", "unconfirmed")
            and claim["qualifier"] not in ("vague", "fewer_than")
        ]  # fmt: skip
        ends = [
            (claim["high"] if claim["qualifier"] == "up_to" else claim["low"],
             claim["low"] if claim["high"] is None else claim["high"])
            for claim in stood_by if claim["kind"] == "toll"
        ]  # fmt: skip
        if ends:
            toll[f"{category}_min"], toll[f"{category}_max"] = (
                min(low for low, _ in ends),
                max(high for _, high in ends),
            )
            continue
        parts = [claim["low"] for claim in stood_by if claim["kind"] in ("partial", "increment", "transfer")]
        if parts:
            toll[f"{category}_min"] = toll[f"{category}_max"] = sum(parts)
    return toll


def make_row(prefix: str, marked: str, told_toll: str | None) -> Row:
    """Build the record of one marked text. Its id depends on the text alone."""
    text, notes = read_marked(marked)
    claims = [read_claim(text, start, end, note) for start, end, note in notes]
    digest = hashlib.sha256(text.encode()).hexdigest()
    toll = derive_toll(claims) if told_toll is None else read_toll(told_toll)
    return {
        "id": f"{prefix}-{digest[:10]}",
        "text": text,
        "gold": toll | {"claims": claims},
    }


def sentences(folder: Path) -> Iterator[Row]:
    """Read `# phenomenon` headings and one marked sentence a line; ` => toll` overrides the sum of its claims."""
    for path in sorted(folder.glob("*.txt")):
        phenomenon = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("# "):
                phenomenon = line[2:].strip()
            elif line.strip():
                marked, arrow, told = line.partition(" => ")
                try:
                    row = make_row("s", marked.strip(), told if arrow else None)
                except ValueError as error:
                    raise ValueError(f"{path.name}:{number}: {error}") from error
                yield row | {"phenomenon": phenomenon}


def articles(folder: Path) -> Iterator[Row]:
    """Read `=== name | type | toll` headings, each followed by a title, a blank line and the marked body."""
    for path in sorted(folder.glob("*.txt")):
        for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            heading, _, marked = block.partition("\n")
            name, kind, told = (part.strip() for part in heading.split("|"))
            try:
                row = make_row("a", marked.strip(), told)
            except ValueError as error:
                raise ValueError(f"{path.name}, {name}: {error}") from error
            yield row | {"name": name, "type": kind, "file": path.stem}


def hold_back(rows: list[Row], group: str) -> None:
    """Mark as held the rows of each group whose ids sort first: nobody chooses, and every group is represented."""
    members: dict[str, list[Row]] = {}
    for row in rows:
        members.setdefault(row[group], []).append(row)
    for rows_of_group in members.values():
        rows_of_group.sort(key=lambda row: str(row["id"]))
        for rank, row in enumerate(rows_of_group):
            row["held"] = rank < round(HELD * len(rows_of_group))


def build(folder: Path) -> dict[str, str]:
    """Read the sources under `folder`; return the text of each file to write, by name."""
    texts = {}
    for name, rows, group in (
        ("sentences.jsonl", list(sentences(folder / "sentences")), "phenomenon"),
        ("articles.jsonl", list(articles(folder / "articles")), "file"),
    ):
        hold_back(rows, group)
        texts[name] = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return texts


if __name__ == "__main__":
    for name, text in build(HERE).items():
        (HERE / name).write_text(text, encoding="utf-8")
