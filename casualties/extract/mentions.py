"""Sentences to mentions: each casualty word with its victims, as the rules read them.

A mention is local: what one place of the text says. What it means for the article (a total, a part, a repeat, another
event) is decided in assembly.py.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace

from casualties.extract.lexemes import Lexicon, Sentence
from casualties.extract.phrases import Phrase, phrases
from casualties.extract.rules import BY_SHAPE, Rule
from casualties.model import Qualifier

VICTIMS = frozenset("9871235460O?PU")
SINGLE = frozenset("125O?6PU")
PRONOUNS = frozenset(("he", "she", "him", "her"))


@dataclass(slots=True)
class Victim:
    """One phrase of a list of victims: its symbol, how many it counts, and where it stands."""

    symbol: str
    low: int | None
    high: int | None
    qualifier: Qualifier
    word: str
    start: int
    end: int
    head: str
    tags: str
    words: tuple[str, ...]
    groups: tuple[str, ...] = ()
    age: str = ""


@dataclass(slots=True)
class Mention:
    """One casualty word with its victims. `start:end` covers both; `aux` holds the tags of the auxiliaries between."""

    rule: str
    category: str
    shape: str
    cue: str
    start: int
    end: int
    cue_start: int
    cue_end: int
    victims: list[Victim]
    aux: str
    sentence: Sentence
    included: bool = False
    left: str = ""
    right: str = ""
    marks: set[str] = field(default_factory=set)


def victim(phrase: Phrase, sentence: Sentence, lex: Lexicon, age: str = "") -> Victim:
    """Read one victim phrase: how many, who."""
    words = tuple(sentence.words[phrase.first : phrase.last])
    tags = sentence.tags[phrase.first : phrase.last]
    low: int | None = 1
    high: int | None = 1
    qualifier: Qualifier = "exact"
    word = ""
    if phrase.symbol in "987" and phrase.number >= 0:
        number = sentence.numbers[phrase.number]
        low, high, qualifier, word = number.low, number.high, number.qualifier, number.word  # type: ignore[assignment]
    elif phrase.symbol == "0":
        low = high = 0
    elif phrase.symbol in "34":
        low, high, qualifier = None, None, "vague"
    elif phrase.symbol == "O":
        place = sentence.tags.find("O", phrase.first, phrase.last)
        low = high = sentence.numbers[place].low if place in sentence.numbers else 1
    groups = tuple(dict.fromkeys(g for w in words for g in (lex.words.people[w].groups if w in lex.words.people else ())))
    for w in words:
        if not age and "year" in w and w[0].isdigit():
            age = w.split("-")[0].split()[0]
    return Victim(
        phrase.symbol, low, high, qualifier, word, sentence.starts[phrase.first], sentence.ends[phrase.last - 1], words[-1], tags, words, groups, age,
    )  # fmt: skip


def together(left: Phrase, right: Phrase, joint: str, closed: bool) -> bool:
    """Tell whether two neighbours of a list are two victims, and not one with an apposition or a place before it.

    A comma joins only in a list that ends in "and" (`closed`), and only names with names, descriptions with
    descriptions: "Ann Lee, a teacher, and two others", "in Rio, a man and a boy".
    """
    if "&" in joint or "|" in joint or "W" in joint:
        return not (right.symbol == "5" and left.symbol in "126O?")  # "an official and activist" is one person
    return closed and (left.symbol == "6") == (right.symbol == "6")


def listed(found: list[Phrase], first: int, last: int, sentence: Sentence, lex: Lexicon, leftwards: bool) -> list[Victim]:
    """Return the victims of a list of phrases `found[first:last]`, counted from the casualty word's side.

    An age after a victim belongs to that victim.
    """
    places = [i for i in range(first, last) if found[i].symbol in VICTIMS]
    joints = ["".join(p.symbol for p in found[i + 1 : j]) for i, j in zip(places, places[1:], strict=False)]
    start, end = 0, len(places)
    if leftwards:
        start = end - 1
        while start > 0 and together(found[places[start - 1]], found[places[start]], joints[start - 1], any("&" in j for j in joints[start:])):
            start -= 1
    else:
        end = 1
        while end < len(places) and together(found[places[end - 1]], found[places[end]], joints[end - 1], any("&" in j for j in joints[end - 1 :])):
            end += 1
    victims: list[Victim] = []
    for nth in range(start, end):
        phrase = found[places[nth]]
        if phrase.symbol in "PU" and sentence.words[phrase.first] not in PRONOUNS:
            continue
        made = victim(phrase, sentence, lex)
        stop = places[nth + 1] if nth + 1 < len(places) else min(last + 2, len(found))
        for i in range(places[nth] + 1, stop):
            if found[i].symbol == "x" and sentence.labels.get(found[i].first) == "age":
                made.age = made.age or sentence.words[found[i].first]
        victims.append(made)
    return victims


def apply(row: Rule, symbols: str, mirrored: str, at: int) -> tuple[int, int, str] | None:
    """Try one rule at the casualty word `at`; return the victims' first and last phrase and the auxiliaries."""
    aux = ""
    span: tuple[int, int] | None = None
    size = len(symbols)
    if row.before:
        match = row.before.match(mirrored, size - at)
        if not match:
            return None
        first, last = match.span("v")
        span = size - last, size - first
        groups = match.groupdict()
        aux = (groups.get("aux") or "")[::-1]
    if row.after:
        match = row.after.match(symbols, at + 1)
        if not match:
            return None
        span = span or match.span("v")
    return (*span, aux) if span else None


def mentions_in(sentence: Sentence, lex: Lexicon) -> list[Mention]:
    """Return what the rules read in one sentence, in text order."""
    found = phrases(sentence)
    symbols = "".join(phrase.symbol for phrase in found)
    mirrored = symbols[::-1]
    made: list[Mention] = []
    for at, symbol in enumerate(symbols):
        rows = BY_SHAPE.get(symbol)
        if not rows:
            continue
        cue_phrase = found[at]
        cue = sentence.words[cue_phrase.first]
        known = lex.words.cues.get(cue)
        if known is None:
            continue
        for row in rows:
            hit = apply(row, symbols, mirrored, at)
            if hit is None:
                continue
            first, last, aux = hit
            victims = listed(found, first, last, sentence, lex, row.before is not None)
            if not victims:
                continue
            start, end = sentence.starts[cue_phrase.first], sentence.ends[cue_phrase.last - 1]
            made.append(
                Mention(
                    row.name, known.category, known.shape, cue, min(start, victims[0].start), max(end, victims[-1].end), start, end,
                    victims, aux, sentence, left=symbols[max(0, first - 4) : first], right=symbols[at + 1 : at + 5],
                )  # fmt: skip
            )
            break
        else:
            shared = same_victims(made, symbols, at, cue, known.category, known.shape, sentence, cue_phrase)
            if shared:
                made.append(shared)
    return made


def same_victims(
    made: list[Mention], symbols: str, at: int, cue: str, category: str, shape: str, sentence: Sentence, phrase: Phrase
) -> Mention | None:
    """Return a mention with the victims of the one before, for a second predicate of one subject ("was shot and died")."""
    if not made or shape not in ("past", "pp", "state", "dies") or phrase.first == 0:
        return None
    last = made[-1]
    between = sentence.tags[bisect_left(sentence.starts, last.cue_end) : phrase.first]
    if last.rule not in ("passive", "participle", "died", "state") or not re.fullmatch(r"[A-Za-z'0#]{0,8}?,?[&Q]?[vbh]*", between):
        return None
    start, end = sentence.starts[phrase.first], sentence.ends[phrase.last - 1]
    return replace(last, rule="ellipsis", category=category, shape=shape, cue=cue, start=start, end=end, cue_start=start, cue_end=end)
