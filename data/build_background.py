"""Build the table of how common a word is in the news, which the linker weighs shared words by.

    python data/build_background.py TEXTS.jsonl...    # needs the packages symspellpy and names

Writes casualties/lexicon/en/background.csv.gz: word, rarity. Rarity is -log2 of the share of news articles that carry
the word, rounded to a whole number; a word that is not in the table is rarer than all that are.

Three sources. The general one is symspellpy's English frequency dictionary (MIT; counts of Google Books Ngrams,
CC BY 3.0): the share of articles of 300 words in which a word of that frequency would be met. Surnames and given names
are those of the United States census of 1990 (public domain, from the package `names`, MIT). The third is a count of
articles per word in whatever news texts are named (JSON lines with `text` and `published`): it corrects what
books say about "police" or "toll". Only single lower-case words that stand in at least LEAST_ARTICLES articles of
LEAST_MONTHS different months enter it, so nothing about a single story can be read back from the table.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import names
import symspellpy

TARGET = Path(__file__).parent.parent / "casualties" / "lexicon" / "en" / "background.csv.gz"
WORD = re.compile(r"[^\W\d_]{3,}")
WORDS_PER_ARTICLE = 300
LEAST_ARTICLES, LEAST_MONTHS = 5, 4
RAREST = 14
NAMED_PER_ARTICLE = 4  # people a local article names


def from_books() -> dict[str, float]:
    """Share of articles a word would be met in, were they written like books."""
    counts: dict[str, int] = {}
    folder = Path(symspellpy.__file__).parent
    for line in (folder / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig").splitlines():
        word, count = line.split()
        counts[word.replace("'", "")] = int(count)
    total = sum(counts.values())
    return {word: 1 - math.exp(-WORDS_PER_ARTICLE * count / total) for word, count in counts.items()}


def from_census() -> dict[str, float]:
    """Share of articles that name somebody so."""
    shares: dict[str, float] = defaultdict(float)
    for name in ("all.last", "female.first", "male.first"):
        for line in (Path(names.__file__).parent / f"dist.{name}").read_text().splitlines():
            word, percent = line.split()[:2]
            shares[word.lower()] += float(percent) / 100
    return {word: 1 - (1 - min(share, 1.0)) ** NAMED_PER_ARTICLE for word, share in shares.items() if share > 0}


def from_news(paths: Iterable[str]) -> dict[str, float]:
    """Share of the named articles that carry a word, each file counting as much as any other."""
    shares: dict[str, float] = defaultdict(float)
    months: dict[str, set[str]] = defaultdict(set)
    articles: Counter[str] = Counter()
    paths = list(paths)
    for path in paths:
        rows = map(json.loads, Path(path).read_text(encoding="utf-8").splitlines())
        texts = {(row["text"], (row.get("published") or "")[:7]) for row in rows}
        found: Counter[str] = Counter()
        for text, month in texts:
            for word in set(WORD.findall(text.lower())):
                found[word] += 1
                months[word].add(month)
        articles += found
        for word, count in found.items():
            shares[word] += count / len(texts) / len(paths)
    return {w: s for w, s in shares.items() if articles[w] >= LEAST_ARTICLES and len(months[w]) >= LEAST_MONTHS}


def main(paths: list[str]) -> None:
    """Write the archive."""
    shares: dict[str, float] = defaultdict(float)
    for source in (from_books(), from_census(), from_news(paths)):
        for word, share in source.items():
            if WORD.fullmatch(word):
                shares[word] = max(shares[word], share)
    rarity = {word: max(0, round(-math.log2(share))) for word, share in shares.items() if share > 0}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("word", "rarity"))
    writer.writerows(sorted((word, level) for word, level in rarity.items() if level < RAREST))
    with TARGET.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())


if __name__ == "__main__":
    main(sys.argv[1:])
