"""Who says it: the speakers of a sentence and the figures they stand for.

A chain runs from the outermost teller to the innermost source: "Reuters reported that police said" is Reuters, police.
"""

import functools
import re
from dataclasses import dataclass

from casualties.extract.lexemes import Sentence
from casualties.extract.phrases import Phrase
from casualties.extract.traits import words as words_of
from casualties.lexicon.load import read
from casualties.model import Voice

NAMES = frozenset("yz?62345197")
NAME = f"[{''.join(sorted(NAMES))}]"
# read leftwards from the say-verb: adverbs, "speaking anonymously", an apposition, then the speaker
BEFORE = re.compile(
    rf"(?:[vhb](?=[vhPq{NAME[1:-1]}])|v?G)*(?:,(?P<aside>[^,KkgDdTXZ;:s]{{1,14}}),)?(?P<s>(?:{NAME}{{1,3}}[FI]){{0,3}}{NAME}{{1,3}}|[Pq])"
)
AFTER = re.compile(rf"(?:[FIt]|i)?(?P<s>{NAME}{{1,3}}(?:[FI]{NAME}{{1,2}}){{0,2}})")
# "that the group says it carried out": what it says is its own deed, inside the clause
OWN_DEED = re.compile("[Pq]v*V")
# How long a headline's "Police:" may be.
HEADLINE_VOICE = 60


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice, where its say-verb stands, and how it comes into the chain: outer ones tell of inner ones."""

    at: int
    voice: Voice
    outer: bool = False
    nested: bool = False


@functools.cache
def types(language: str = "en") -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the table of voice types: name and the expression of its words."""
    table = read(language, "voices")["voices"]
    return tuple((row["type"], re.compile(r"\b(?:" + "|".join(map(re.escape, row["words"])) + r")\b")) for row in table)


def voice_of(name: str, around: str = "") -> Voice:
    """Return the voice of a name as told; `around` may say that it asked not to be named."""
    told = name.strip("\"“”'‘’ ").split()
    while len(told) > 1 and told[0].lower() in words_of("leading"):
        told = told[1:]
    name = " ".join(told)
    low = name.lower()
    if "anonym" in around.lower():
        return Voice(name, "anonymous")
    return Voice(name, next((kind for kind, words in types() if words.search(low)), "unknown"))


class Listener:
    """Hears who speaks in one sentence; `last` is who spoke before (for "he said")."""

    def __init__(self, sentence: Sentence, found: list[Phrase], text: str, last: Voice | None) -> None:
        self.sentence, self.found, self.text, self.last = sentence, found, text, last
        self.symbols = "".join(phrase.symbol for phrase in found)
        self.mirrored = self.symbols[::-1]
        self.anonymous = "anonym" in text[sentence.start : sentence.end].lower()
        self.made: list[Speaker] = []

    def listen(self) -> list[Speaker]:
        """Return the speakers in text order."""
        for at, symbol in enumerate(self.symbols):
            if symbol == ":":
                self.headline(at)
            elif symbol == "s":
                verb = self.sentence.words[self.found[at].first]
                if verb in words_of("sources"):
                    self.source(at, nested=verb not in words_of("according"))
                elif not self.subject(at, verb):
                    self.inverted(at)
                if verb in words_of("telling"):
                    self.hearer(at)
        return self.made

    def named(self, first: int, last: int, around: bool = False) -> Voice:
        """Return the voice that a run of phrases names."""
        words, found = self.sentence, self.found
        name = self.text[words.starts[found[first].first] : words.ends[found[last - 1].last - 1]]
        return voice_of(name, "anonymous" if around and self.anonymous else "")

    def add(self, at: int, voice: Voice, *, outer: bool = False, nested: bool = False) -> None:
        """Add a speaker who stands at a phrase, unless the name says nothing (a number, “message”)."""
        told = voice.name.lower().split()
        says_nothing = voice.type in ("unknown", "media") and told and told[0] in words_of("saying-nouns")
        if any(c.isalpha() for c in voice.name) and not says_nothing:
            self.made.append(Speaker(self.sentence.starts[self.found[at].first], voice, outer, nested))

    def headline(self, at: int) -> None:
        """Hear "Police: four hurt"."""
        if 0 < at <= 3 and self.sentence.ends[self.found[at].first] - self.sentence.start < HEADLINE_VOICE:
            voice = self.named(0, at)
            if voice.type != "unknown" and "/" not in voice.name:
                self.add(at, voice)

    def source(self, at: int, nested: bool) -> None:
        """Hear "according to police", "citing a hospital"."""
        match = AFTER.match(self.symbols, at + 1)
        if match:
            self.add(at, self.named(*match.span("s")), nested=nested)

    def subject(self, at: int, verb: str) -> bool:
        """Hear "police said", "the mayor, Ann Lee, said", "it said"; False where nobody stands before the verb."""
        match = BEFORE.match(self.mirrored, len(self.symbols) - at)
        if not match or self.symbols[at - 1 : at] == "b":
            return False
        size = len(self.symbols)
        first, end = size - match.end("s"), size - match.start("s")
        if self.of_a_deed(first, at):
            return True
        if self.symbols[first] in "Pq":
            voice = self.pronoun(first)
            if voice:
                self.add(at, voice)
            return True
        voice = self.named(first, end, around=True)
        if match["aside"]:
            aside = self.named(size - match.end("aside"), size - match.start("aside"))
            name = f"{voice.name}, {aside.name}"
            voice = voice_of(name, "anonymous" if self.anonymous else "")
        if verb in words_of("say-nouns") and voice.type == "unknown":
            return True  # "early reports", "the United States"
        self.add(at, voice, nested=bool(self.made) and self.symbols[first - 1 : first] == "Q")
        return True

    def of_a_deed(self, first: int, at: int) -> bool:
        """Tell whether what is said is who did it: "that the group says it carried out", "claimed responsibility"."""
        inside = self.symbols[first - 1 : first] in ("Q", "R") and OWN_DEED.match(self.symbols, at + 1)
        after = self.found[at].last
        return bool(inside) or not words_of("taken").isdisjoint(self.sentence.words[after : after + 2])

    def pronoun(self, at: int) -> Voice | None:
        """Return whom "he" or "it" speaks of: who spoke before, or the subject of the sentence."""
        if self.sentence.words[self.found[at].first] not in words_of("that-one"):
            return self.last
        for i in range(at):
            if self.symbols[i] in NAMES and self.sentence.words[self.found[i].first][0].isalnum():
                return self.named(i, i + 1)
        return self.last

    def inverted(self, at: int) -> None:
        """Hear ", said the mayor"."""
        if at == 0 or self.symbols[at - 1] in ',"—~':
            match = AFTER.match(self.symbols, at + 1)
            if match:
                self.add(at, self.named(*match.span("s")))

    def hearer(self, at: int) -> None:
        """Hear to whom it was told: "police told Reuters" is Reuters, police."""
        if self.made and self.symbols[at + 1 : at + 2] in NAMES:
            voice = self.named(at + 1, at + 2)
            if voice.type == "media":
                place = self.sentence.starts[self.found[at].first]
                self.made.insert(len(self.made) - 1, Speaker(place, voice, outer=True))


def speakers(sentence: Sentence, found: list[Phrase], text: str, last: Voice | None) -> list[Speaker]:
    """Return the speakers of a sentence in text order; `last` is who spoke before (for "he said")."""
    return Listener(sentence, found, text, last).listen()


def chain(made: list[Speaker], start: int) -> tuple[Voice, ...]:
    """Return the voices that stand for a figure at `start`: the nearest speaker before it, else the first after."""
    if not made:
        return ()
    own = [s for s in made if not s.outer]
    before = [s for s in own if s.at <= start]
    speaker = before[-1] if before else own[0] if own else made[0]
    voices = [speaker.voice]
    where = made.index(speaker)
    nested = speaker.nested
    while where > 0 and (made[where - 1].outer or nested):
        where -= 1
        voices.insert(0, made[where].voice)
        nested = made[where].nested
    follow = made.index(speaker) + 1
    if follow < len(made) and made[follow].nested:
        voices.append(made[follow].voice)
    return tuple(dict.fromkeys(voices))
