"""Feed the extractor texts that nobody would write, and hold it to its laws.

    python data/fuzz_extract.py [--inputs 1000000] [--seed 0] [--jobs 2]

An input is put together from pieces of the gold set (words, figures, sentences), signs that text formats leave behind
and characters from anywhere in Unicode; it is then cut, doubled, shuffled and shouted. The same seed gives the same
inputs. Exit status 1 and the broken inputs, as Python literals, if a law is broken.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from casualties.extract import claims, tolls
from casualties.lexicon import categories
from casualties.lexicon.load import vocabulary
from casualties.model import KINDS, QUALIFIERS, STATUSES, Article, Claim, Toll

GOLD = Path(__file__).parent / "gold"
LONGEST = 600  # characters of an input: most are far shorter, so that a million take minutes
BATCH = 5_000
SHOWN = 20
LEFT_OVERS = (
    "&nbsp;", "&amp;", "&#8217;", "<b>", "</p>", "<br/>", "[[", "]]", "((", "))", "{", "}", "\\n", "\x00", "\x07",
    "\x1b[0m", "\ufeff", "\u200b", "\u200d", "\u200e", "\u200f", "\u202e", "\u2028", "\u00ad", "\u0085", "\r\n",
    "\n\n\n", "\t", "\xa0", "İ", "ß", "ǅ", "ﬁ", "Ⅻ", "²", "½", "١٢", "๓", "३", "𝟙𝟚", "e\u0301", "👩‍👩‍👧", "🕯️", "\ud800",
    "—", "–", "-", "…", "...", "“", "”", "''", "`", "%", "$", "€", "#", "@", "|", "/", ",", ";", ":", "?", "!", "*",
    "http://a.b/3", "a@b.c", "000", "0", "-1", "1,", ",1", "1.5.2", "9" * 16, "1e9", "No.", "U.S.",
)  # fmt: skip


@functools.cache
def pieces() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What inputs are made of: sentences of the gold set, their words, and the casualty words of the lexicon."""
    files = [GOLD / "sentences.jsonl", GOLD / "articles.jsonl", *sorted((GOLD / "streams").glob("*.jsonl"))]
    texts = [json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    sentences = tuple(dict.fromkeys(part for text in texts for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part))
    words = tuple(dict.fromkeys(word for sentence in sentences for word in sentence.split(" ") if word))
    return sentences, words, tuple(vocabulary().cues)


def anywhere(source: random.Random) -> str:
    """A few characters from anywhere in Unicode, lone surrogates among them."""
    return "".join(chr(source.choice((source.randrange(0x250), source.randrange(0x3000), source.randrange(0x110000))))
                   for _ in range(source.randint(1, 4)))  # fmt: skip


def piece(source: random.Random) -> str:
    """One piece of an input."""
    sentences, words, cues = pieces()
    kind = source.random()
    if kind < 0.45:
        return source.choice(words)
    if kind < 0.65:
        return source.choice(cues)
    if kind < 0.75:
        return source.choice(LEFT_OVERS)
    if kind < 0.8:
        return str(source.randrange(10 ** source.randint(1, 7)))
    return anywhere(source) if kind < 0.84 else source.choice(sentences)[: source.randint(5, 200)]


def cut(text: str, source: random.Random) -> str:
    """The text without a stretch of it."""
    start = source.randrange(len(text) + 1)
    return text[:start] + text[start + source.randint(1, 8) :]


def put(text: str, source: random.Random) -> str:
    """The text with a piece put in anywhere, also into the middle of a word."""
    start = source.randrange(len(text) + 1)
    return text[:start] + piece(source) + text[start:]


def shuffled(text: str, source: random.Random) -> str:
    """The text with its words in another order."""
    words = text.split(" ")
    source.shuffle(words)
    return " ".join(words)


def doubled(text: str, source: random.Random) -> str:
    """The text with a stretch of it said several times over."""
    start = source.randrange(len(text) + 1)
    stretch = text[start : start + source.randint(1, 60)]
    return text[:start] + stretch * source.randint(2, 8) + text[start:]


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    cut, put, put, shuffled, doubled,
    lambda text, source: text.upper(),
    lambda text, source: text.lower(),
    lambda text, source: text.title(),
    lambda text, source: text.swapcase(),
    lambda text, source: re.sub(r"[^\w\s]", "", text),
    lambda text, source: text.replace(" ", source.choice(("", "  ", "\n", "-", "\xa0", ", ", " and "))),
)  # fmt: skip


def made(source: random.Random) -> str:
    """One input: a sentence of the gold set or a row of pieces, changed a few times."""
    if source.random() < 0.4:
        text = source.choice(pieces()[0])
    else:
        text = source.choice((" ", " ", " ", "", "\n")).join(piece(source) for _ in range(source.randint(0, 12)))
    for _ in range(source.choice((0, 1, 1, 2, 3))):
        text = source.choice(CHANGES)(text, source)[:LONGEST]
    return text


def broken(text: str) -> Iterator[str]:
    """Yield the laws that the extractor breaks on a text; an exception is let through."""
    article = Article.create(text)
    found = claims(article)
    if claims(article) != found:
        yield "the same text gives the same claims"
    if len({claim.id for claim in found}) != len(found):
        yield "ids are unique"
    if list(found) != sorted(found, key=lambda claim: (claim.span, claim.category)):
        yield "claims stand in text order"
    for claim in found:
        yield from broken_claim(claim, article)
    for attackers in ("include", "exclude", "range"):
        made = tolls(article, found, attackers)
        if tuple(toll.category for toll in made) != categories():
            yield "one toll per category, in the table's order"
        for toll in made:
            yield from broken_toll(toll, found)


def broken_claim(claim: Claim, article: Article) -> Iterator[str]:
    """Yield the laws that one claim breaks."""
    start, end = claim.span.start, claim.span.end
    if not (0 <= start < end <= len(article.text) and article.text[start:end] == claim.quote):
        yield "the quote stands at its span"
    if claim.victims and claim.victims not in article.text:
        yield "the victims stand in the text"
    if claim.category not in categories() or claim.kind not in KINDS:
        yield "category and kind are those of the tables"
    if claim.qualifier not in QUALIFIERS or claim.status not in STATUSES:
        yield "qualifier and status are those of the model"
    if (claim.low is None) != (claim.kind == "trend"):
        yield "only a trend has no figure"
    if claim.low is not None and claim.low < 0:
        yield "nobody counts below zero"
    if claim.low is not None and claim.high is not None and claim.low > claim.high:
        yield "low is at most high"
    if not claim.rule:
        yield "a claim names its rule"


def broken_toll(toll: Toll, found: tuple[Claim, ...]) -> Iterator[str]:
    """Yield the laws that one toll breaks."""
    if toll.figure is not None and not (
        0 <= (toll.low or 0) <= toll.figure <= (toll.figure if toll.high is None else toll.high)
    ):
        yield "0 <= low <= figure <= high"
    if toll.figure is None and (toll.low is not None or toll.high is not None or toll.basis):
        yield "a figure that is not stated has no ends and no basis"
    if not 0 <= toll.confidence <= 1:
        yield "a confidence is a chance"
    if not set(toll.basis) <= {claim.id for claim in found}:
        yield "a toll rests on claims of its article"


def batch(seed: int, size: int) -> list[tuple[str, str]]:
    """Make and read one batch of inputs: the broken ones, each with the law."""
    source = random.Random(seed)
    bad = []
    for text in (made(source) for _ in range(size)):
        try:
            bad += [(text, law) for law in broken(text)]
        except Exception as error:  # noqa: BLE001  what may be raised is the question
            bad.append((text, repr(error)))
    return bad


def main() -> int:
    """Read the arguments, feed the batches to the processes, print what is broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    batches = -(-arguments.inputs // BATCH)
    seeds = [arguments.seed * 1_000_003 + nth for nth in range(batches)]
    bad: list[tuple[str, str]] = []
    with ProcessPoolExecutor(arguments.jobs) as pool:
        for nth, more in enumerate(pool.map(batch, seeds, [BATCH] * batches), 1):
            for text, law in more[: max(0, SHOWN - len(bad))]:
                print(f"{law}: {text!a}", flush=True)
            bad += more
            print(f"\r{nth * BATCH:,} inputs, {len(bad):,} broken", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
