"""Phrases to victims: how many each counts, who they are, and which phrases of a list belong together."""

import re
from dataclasses import dataclass

from casualties.extract.lexemes import Lexicon, Sentence
from casualties.extract.phrases import Phrase, Phrases
from casualties.extract.traits import traits
from casualties.extract.traits import words as words_of
from casualties.model import Qualifier

VICTIMS = frozenset("9871235460O?qJ")
NAMED = tuple({"6", symbol} for symbol in "125?34")
SINGLE = frozenset("125O?6q")
# who stands before, told once more: "his brother, Kim Lee, was killed", "the driver of the van, a man of 30, was hurt"
APPOSED = re.compile("(?:F[yz])?,([61])(?=[,.;]|$)")
# what follows is no victim: "the owner of", "the editor of the paper El Faro"
OF_WHAT = re.compile(r"(?:[FIBf]|F[yz])\Z")


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
    apposed: "Victim | None" = None  # the name beside: "his brother, Kim Lee"
    whose: str = ""  # "girl" of "the girl's mother", "van" of "the driver of the van"
    one: str = ""  # what one of them is called: "man" of "three men"


def victim(phrase: Phrase, sentence: Sentence, lex: Lexicon, age: str = "") -> Victim:
    """Read one victim phrase: how many, who."""
    words = tuple(sentence.words[phrase.first : phrase.last])
    tags = sentence.tags[phrase.first : phrase.last]
    low: int | None = 1
    high: int | None = 1
    qualifier: Qualifier = "exact"
    word = ""
    place = sentence.tags.find("#", phrase.first, phrase.last)
    if phrase.symbol in "987" and place >= 0:
        number = sentence.numbers[place]
        low, high, qualifier, word = number.low, number.high, number.qualifier, number.word  # type: ignore[assignment]
    elif phrase.symbol == "0":
        low = high = 0
    elif words[0] == "both" and phrase.symbol == "3":
        low = high = 2
    elif phrase.symbol in "34J":
        low, high, qualifier = None, None, "vague"
    elif phrase.symbol == "O":
        place = sentence.tags.find("O", phrase.first, phrase.last)
        low = high = sentence.numbers[place].low if place in sentence.numbers else 1
    groups = tuple(
        dict.fromkeys(g for w in words for g in (lex.words.people[w].groups if w in lex.words.people else ()))
    )
    if not words_of("attacking").isdisjoint(words):
        groups = ("attackers",)  # "two of the attacking militants"
    twins = words[-2] if len(words) > 1 and phrase.symbol in "34" else ""  # "twin brothers", not "his twin brother"
    counts = traits()["counts"].get(words[-1]) or traits()["counts"].get(twins)
    if phrase.symbol in "125?346" and counts:
        low = high = int(counts)  # "a couple", "his parents", "twin brothers"
        qualifier = "exact"
    for w in words:
        if not age and "year" in w and w[0].isdigit():
            age = w.split("-")[0].split()[0]
    return Victim(
        phrase.symbol, low, high, qualifier, word, sentence.starts[phrase.first], sentence.ends[phrase.last - 1],
        words[-1], tags, words, groups, age, whose=words[words.index("'s") - 1] if "'s" in words[1:] else "",
        one=lex.words.people[words[-1]].singular if words[-1] in lex.words.people else "",
    )  # fmt: skip


def of_two_sexes(left: Phrase, right: Phrase, sentence: Sentence) -> bool:
    """Tell whether two phrases are of a man and a woman."""
    sexes = {traits()["sex"].get(sentence.words[phrase.last - 1]) for phrase in (left, right)}
    return len(sexes - {None}) == 2


def of_two(left: Phrase, right: Phrase, joint: str, sentence: Sentence) -> bool:
    """Tell whether two descriptions must be of two: by sex, an age between, parent and child ("a father and son")."""
    heads = {sentence.words[phrase.last - 1] for phrase in (left, right)}
    kin = not heads.isdisjoint(words_of("elders")) and not heads.isdisjoint(words_of("children"))
    return "x" in joint or kin or of_two_sexes(left, right, sentence)


def together(left: Phrase, right: Phrase, joint: str, verb: str, sentence: Sentence) -> bool:
    """Tell whether two neighbours of a list are two victims, and not one and its apposition.

    A comma joins only names with names, descriptions with descriptions: "Ann Lee, a teacher, and two others". A bare
    noun after "and" is the same person when the verb says so ("an official and activist was shot").
    """
    if "W" in joint and right.symbol == "?":
        return False  # "killed a guard with a machete"
    if "&" in joint or "|" in joint or "W" in joint:
        return of_two(left, right, joint, sentence) or not (
            right.symbol == "5" and left.symbol in "126O?" and (verb in words_of("singular-verbs") or not verb)
        )
    return (left.symbol == "6") == (right.symbol == "6") or {left.symbol, right.symbol} <= {"6", "9", "7"}


def joined(found: Phrases, first: int, last: int, sentence: Sentence, leftwards: bool) -> list[int]:
    """Return where in `found[first:last]` the members of a list stand, what is in brackets passed over."""
    symbols = found.symbols
    inside = 0
    places: list[int] = []
    for i in range(first, last):
        inside += (symbols[i] == "(") - (symbols[i] == ")")
        if not inside and symbols[i] in VICTIMS and (i == first or not OF_WHAT.search(symbols, max(first, i - 2), i)):
            places.append(i)
    if leftwards:
        places.reverse()
    kept = places[:1]
    for at in places[1:]:
        low, high = min(kept[-1], at), max(kept[-1], at)
        joint = symbols[low + 1 : high]
        verb = sentence.words[found[last].first] if symbols[last : last + 1] in ("b", "h") else ""
        if together(found[low], found[high], joint, verb, sentence):
            kept.append(at)
        elif leftwards and {symbols[low], symbols[high]} not in NAMED:
            break  # "his wife, Mary": one and her name, and the list goes on before them
    return sorted(kept)


def age_after(found: Phrases, at: int, sentence: Sentence) -> str:
    """Return the age told right after a phrase: “their son, Sam, 12, …”."""
    aged = found.symbols[at : at + 2] == ",x" and sentence.labels.get(found.firsts[at + 1]) == "age"
    return sentence.words[found.firsts[at + 1]] if aged else ""


def listed(found: Phrases, first: int, last: int, sentence: Sentence, lex: Lexicon, leftwards: bool) -> list[Victim]:
    """Return the victims of a list of phrases `found[first:last]`, counted from the casualty word's side.

    An age after a victim belongs to that victim.
    """
    places = joined(found, first, last, sentence, leftwards)
    victims: list[Victim] = []
    for nth in range(len(places)):
        phrase = found[places[nth]]
        if phrase.symbol == "q" and sentence.words[phrase.first] not in words_of("pronouns"):
            continue
        if sentence.words[phrase.first] in words_of("nobody") and phrase.symbol not in "978":
            continue
        made = victim(phrase, sentence, lex)
        if made.head in ("family", "families") and found.symbols[places[nth] + 1 : places[nth] + 3] == "F7":
            counted = victim(found[places[nth] + 2], sentence, lex)  # "a family of five"
            made.symbol, made.low, made.high, made.qualifier, made.end = (
                "9",
                counted.low,
                counted.high,
                counted.qualifier,
                counted.end,
            )
        stop = places[nth + 1] if nth + 1 < len(places) else min(places[nth] + 3, len(found))
        for i in range(places[nth] + 1, stop):
            if found.symbols[i] == "x" and sentence.labels.get(found.firsts[i]) == "age":
                made.age = made.age or sentence.words[found.firsts[i]]
        if found.symbols[places[nth] + 1 : places[nth] + 2] == "F" and places[nth] + 2 < len(found):
            made.whose = made.whose or sentence.words[found[places[nth] + 2].last - 1]
        if made.symbol in "125?O" and (told := APPOSED.match(found.symbols, places[nth] + 1)):
            made.apposed = victim(found[told.start(1)], sentence, lex)
            made.age = made.age or age_after(found, told.end(1), sentence)
        victims.append(made)
    return victims
