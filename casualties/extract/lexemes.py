"""Text to tagged words: sentences that hold a casualty word, cut into tokens, each with a one-letter tag.

Phrase and rule patterns (phrases.py, rules.py) are ordinary regular expressions over the string of tags. A text
without any casualty word is let go by one search (`has_cue`).
"""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from casualties.extract.distractors import distractor
from casualties.extract.numerals import Numeral, numerals
from casualties.extract.traits import words as words_of
from casualties.lexicon.load import Vocabulary, vocabulary
from casualties.lexicon.patterns import trie_pattern

# Longer runs without an end of sentence are cut here, so that no later step sees an unbounded string.
LONGEST = 1200

WORD_TAGS = {
    "article": "a", "another": "A", "definite": "t", "possessive": "p", "other": "r", "modifier": "j", "particle": "N",
    "person": "q", "subject": "P", "object": "U", "zero": "0", "date": "x",
    "be": "b", "have": "h", "modal": "w", "do": "e", "not": "n", "to": "i", "verb": "V", "say": "s", "adverb": "v",
    "of": "F", "by": "B", "with": "W", "and": "&", "or": "|", "preposition": "I", "among": "E", "besides": "+",
    "subordinator": "Q", "relative": "R", "leaving": "L",
}  # fmt: skip
CUE_TAGS = {
    "pp": "K", "ing": "g", "base": "k", "past": "D", "dies": "d", "state": "Z", "nouns": "C", "noun": "c", "of": "X",
    "toll": "T", "among": "M", "part": "f", "self": "S", "harm": "%", "event": "!", "replaced": "<",
    "sent": ">", "blow": "*", "found": "@", "survived": "=", "outcome": "l",
}  # fmt: skip
# shapes that say nothing without another casualty word in their sentence
SILENT = ("part", "replaced", "outcome")
SINGULAR, PLURAL, THING, NAME, UNKNOWN, VERB, ING = "m", "H", "y", "N", "u", "V", "G"
NUMBER, ZERO, ORDINAL, DISTRACTOR, AGE = "#", "0", "O", "x", "Y"
PUNCTUATION = {
    "'s": "'",
    ",": ",",
    ".": ".",
    ";": ";",
    ":": ":",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "-": "-",
    '"': '"',
    "/": "|",
}
DASH, DASHES = "—", "–—"
PLAIN = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "}
# Endings that make an unknown lower-case word an adverb, a participle or a plural name of a people.
SUFFIXES = (("ly", "v"), ("ing", ING), ("ed", VERB))

# also where the blank after a full stop was lost: "left five injured.Police said"; the sign comes first, so that the
# search jumps from one to the next
BOUNDARY = re.compile(
    r"[.!?\n](?:(?<!\n)[\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9])|(?<=[a-z]{2}[.!?])[\"')\]]*(?=[A-Z][a-z])"
    r"|(?<=\n)(?!\s{0,40}+[a-z])|(?<=\n)\s{0,40}\n)"
)
SMALL = re.compile("[a-z]")
INITIALS = re.compile(r"[A-Z](?:\.[A-Z])*")
LAST_WORD = re.compile(r"([\w.]+)$")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary compiled for reading: one tag per word, and the expressions that find cues and tokens."""

    words: Vocabulary
    tags: dict[str, str]
    cue: re.Pattern[str]
    token: re.Pattern[str]


@dataclass(slots=True)
class Sentence:
    """A run of tokens. `tags[i]` is the tag of token i, which stands at `starts[i]:ends[i]` of the article's text."""

    start: int
    end: int
    tags: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    numbers: dict[int, Numeral]
    labels: dict[int, str]


def shortest(phrases: Set[str]) -> Iterator[str]:
    """Yield the phrases that hold no other of them: whoever looks for these finds all."""
    for phrase in phrases:
        words = phrase.split(" ")
        parts = (" ".join(words[a:b]) for a, b in itertools.combinations(range(len(words) + 1), 2))
        if not any(part in phrases and part != phrase for part in parts):
            yield phrase


def one_of(words: Iterable[str]) -> str:
    """Return an expression that matches exactly the given words, longest first, with single blanks."""
    return trie_pattern(words, r"\ ")


@functools.cache
def lexicon(language: str = "en") -> Lexicon:
    """Return the compiled vocabulary of a language. Raises LexiconError (see casualties.lexicon.load)."""
    words = vocabulary(language)
    tags = {word: WORD_TAGS[tag] for word, tag in words.tags.items() if tag == "modifier"}
    tags |= dict.fromkeys(words.things, THING)
    tags |= {word: PLURAL if noun.plural else SINGULAR for word, noun in words.people.items()}
    tags |= {word: WORD_TAGS[tag] for word, tag in words.tags.items() if tag != "modifier"}
    tags |= {word: CUE_TAGS[cue.shape] for word, cue in words.cues.items()}
    tags |= PUNCTUATION | {"--": DASH}
    titles = words_of("titles-with-a-stop")
    phrases = [word for word in tags if not (word.isalpha() and word.isascii())]
    return Lexicon(
        words=words,
        tags=tags,
        cue=re.compile(
            rf"\b{one_of(shortest({word for word, cue in words.cues.items() if cue.shape not in SILENT}))}\b"
        ),
        token=re.compile(
            rf"\b{one_of(phrases)}(?![\w-])|'s\b|n't\b|\b{one_of(titles)}\.(?=\s+[^\W\d])"
            r"|--|[^\W\d_]{1,2}(?:\.[^\W\d_])+(?![^\W\d_])\.?|[^\W_]+(?:-[^\W_]+)*|[^\w\s]"
        ),
    )


def lowered(text: str) -> str:
    """Lower-case a text and make its quotes and dashes plain, keeping every offset."""
    low = text.lower()
    if text.isascii():
        return low
    if len(low) != len(text):
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    for sign, plain in PLAIN.items():  # a few quick searches: str.translate is ten times slower
        low = low.replace(sign, plain)
    return low


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of a text; line ends and full stops end them, abbreviations do not."""
    start = 0
    short = words_of("abbreviations") | words_of("titles-with-a-stop")
    for match in BOUNDARY.finditer(text):
        if match[0][0] == ".":
            before = LAST_WORD.search(text, max(start, match.start() - 12), match.start())
            if before and (before[1].lower() in short or INITIALS.fullmatch(before[1])):
                continue
        yield from pieces(text, start, match.end())
        start = match.end()
    yield from pieces(text, start, len(text))


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a span whole, or cut near every LONGEST characters where it is longer."""
    while end - start > LONGEST:
        cut = max(text.rfind(sign, start + LONGEST // 2, start + LONGEST) for sign in (" ", ",", ";"))
        cut = cut + 1 if cut > start else start + LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end


@functools.lru_cache(maxsize=16384)
def tag_unknown(word: str, original: str, shouting: bool) -> str:
    """Return the tag of a word that the vocabulary has not: by its ending and its capital."""
    if not word[0].isalnum():
        return "~"
    if not original[0].isupper() or shouting:
        for ending, tag in SUFFIXES:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                return tag
    return NAME if original[0].isupper() else UNKNOWN


class Tokens:
    """The tokens of a sentence as they are found, column by column."""

    def __init__(self, text: str, low: str, lex: Lexicon, shouting: bool) -> None:
        self.text, self.low, self.lex, self.shouting = text, low, lex, shouting
        self.tags: list[str] = []
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.numbers: dict[int, Numeral] = {}
        self.labels: dict[int, str] = {}

    def add(self, tag: str, word: str, start: int, end: int) -> None:
        """Add one token."""
        self.tags.append(tag)
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(end)

    def is_name(self, word: str, start: int, end: int) -> bool:
        """Tell whether an abbreviation is written as a name: a car is a "Kia", a soldier "KIA"."""
        return word in words_of("abbreviated") and self.text[start:end].istitle()

    def add_words(self, start: int, end: int) -> None:
        """Add the words and signs of a stretch without numbers."""
        text, find, known, shouting = self.text, self.low.find, self.lex.tags.get, self.shouting
        tags, words, starts, ends = self.tags.append, self.words.append, self.starts.append, self.ends.append
        stop = start
        for word in self.lex.token.findall(self.low, start, end):
            at = find(word, stop)  # only blanks are between
            stop = at + len(word)
            tag = known(word)
            if tag is None and "-of-" in word:
                tag = known(word.partition("-of-")[0])  # "mother-of-three"
            if tag is None or (tag in "UPq" and stop - at > 1 and not shouting and text[at:stop].isupper()):
                tag = tag_unknown(word, text[at:stop], shouting)  # "US" is not "us"
            elif tag == "Z" and self.is_name(word, at, stop):
                tag = NAME
            elif tag in PERSON and word in words_of("capitalised") and text[at].islower():
                tag = THING
            elif tag == "-" and (text[at] in DASHES or text[at - 1 : at].isspace() or text[stop : stop + 1].isspace()):
                tag = DASH  # a dash between words, where a hyphen is inside one
            tags(tag)
            words(word)
            starts(at)
            ends(stop)

    def add_number(self, number: Numeral, limit: int) -> int:
        """Add a number as one token, an age with the words that make it one; return where the token ends."""
        following = NEXT_WORD.match(self.low, number.end)
        counts = following is not None and self.lex.tags.get(following[1]) in COUNTED
        counts = counts and not (following and self.is_name(following[1], *following.span(1)))
        counts = counts and not (self.words and self.words[-1] in words_of("aged"))
        label = "" if counts else distractor(self.text, number)
        if label == "date" and number.start < number.core_start:  # "in December at least five"
            label = ""
        end = number.end
        tag = DISTRACTOR if label else NUMBER_FORMS.get(number.form, NUMBER)
        more = AGE_TAIL.match(self.low, number.core_start, limit) if label == "age" else None
        if more or (label == "age" and "year" in self.low[number.start : end + 12]):
            tag = AGE
            end = max(end, more.end()) if more else end
        self.numbers[len(self.tags)] = number
        self.labels[len(self.tags)] = label
        self.add(tag, self.low[number.start : end], number.start, end)
        return end


def in_context(made: Tokens) -> str:
    """Return the tags of a sentence, with those that only their neighbours tell: "were both killed" tells how."""
    tags = DEED_AS_NOUN.sub("u", "".join(made.tags))
    both = (at for at, word in enumerate(made.words) if word == "both" and at)
    for at in both:
        if tags[at - 1] in "bh" or made.words[at - 1] in words_of("relative-one"):  # "who both died"
            tags = f"{tags[:at]}v{tags[at + 1 :]}"
    return tags


def read_sentence(text: str, low: str, start: int, end: int, lex: Lexicon) -> Sentence:
    """Cut one sentence into tagged tokens; a number is one token however many words it has."""
    shouting = not (SMALL.search(text, start, end) or any(c.islower() for c in text[start:end]))
    made = Tokens(text, low, lex, shouting)
    at = start
    for number in numerals(text, start, end):
        if number.start < at:
            continue
        made.add_words(at, number.start)
        at = made.add_number(number, end)
    made.add_words(at, end)
    return Sentence(start, end, in_context(made), made.words, made.starts, made.ends, made.numbers, made.labels)


# "Monday's shooting": a noun, where "the gunman's killing three" is a deed
DEED_AS_NOUN = re.compile(r"(?<=')g(?=[IFhbwQ&.,;x]|$)")
NEXT_WORD = re.compile(r"\s([a-z]+)\b(?!-)")
PERSON = frozenset((SINGULAR, PLURAL))
# a number right before people, or before a casualty word, counts them
COUNTED = frozenset((PLURAL, "K", "Z", "C", "r"))
NUMBER_FORMS = {"zero": ZERO, "ordinal": ORDINAL, "digits": NUMBER, "words": NUMBER}
AGE_TAIL = re.compile(r"[\w]+(?:[ -]+(?:to|and|or)[ -]+\w+)?[ -]+(?:years?|months?|weeks?|days?)[ -]+olds?\b")
