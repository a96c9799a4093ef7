"""Measure how often the claims of each rule are right on data/gold, and write it where the extractor reads it.

    python data/measure_rules.py

A claim is right when the gold has its category and low figure in an overlapping place, or repeats that figure; held
rows are left out. A rule's precision is (right + 1) / (claims + 2), so that a rule seen seldom is doubted.
"""

import json
from collections import Counter
from pathlib import Path

from casualties.extract import claims
from casualties.feeds.dates import moment
from casualties.model import Article

HERE = Path(__file__).parent
TARGET = HERE.parent / "casualties" / "lexicon" / "en" / "precision.toml"
SOURCES = (
    "gold/sentences.jsonl",
    "gold/articles.jsonl",
    *(f"gold/streams/{p.name}" for p in (HERE / "gold/streams").glob("*.jsonl")),
)


def measured() -> tuple[Counter[str], Counter[str]]:
    """Return how many claims each rule made, and how many of them were right."""
    made: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for source in sorted(SOURCES):
        for line in (HERE / source).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record.get("held"):
                continue
            gold = record["gold"]["claims"]
            figures = {(g["category"], g["low"]) for g in gold}
            published = moment(record["published"]) if record.get("published") else None
            for c in claims(Article.create(record["text"], title=record.get("title", ""), published=published)):
                made[c.rule] += 1
                right[c.rule] += (c.category, c.low) in figures
    return made, right


def main() -> None:
    """Write the table, most used rules first."""
    made, right = measured()
    rows = [
        f'"{rule}" = {(right[rule] + 1) / (made[rule] + 2):.2f}  # {right[rule]} of {made[rule]}'
        for rule, _ in made.most_common()
    ]
    cases = [f'"{rule}" = {number}' for rule, number in made.most_common()]
    head = "# How often the claims of a rule are right on data/gold; written by data/measure_rules.py.\n[precision]"
    text = "\n".join([head, *rows, "", "# How many claims of the rule that was measured on.", "[cases]", *cases, ""])
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
