"""Who says it: the speakers of a sentence and the figures they stand for.

A chain runs from the outermost teller to the innermost source: "Reuters reported that police said" is Reuters, police.
"""

import functools
import re
from dataclasses import dataclass

from casualties.extract.lexemes import Sentence
from casualties.extract.phrases import Phrase
from casualties.lexicon.load import read
from casualties.model import Voice

NAMES = frozenset("yz?62345197")
NAME = f"[{''.join(sorted(NAMES))}]"
# read leftwards from the say-verb: adverbs, "speaking anonymously", an apposition, then the speaker
BEFORE = re.compile(
    rf"(?:[vhb](?=[vhPq{NAME[1:-1]}])|v?G)*(?:,(?P<aside>[^,KkgDdTXZ;:s]{{1,14}}),)?(?P<s>(?:{NAME}{{1,3}}[FI]){{0,3}}{NAME}{{1,3}}|[Pq])"
)
AFTER = re.compile(rf"(?:[FIt]|i)?(?P<s>{NAME}{{1,3}}(?:[FI]{NAME}{{1,2}}){{0,2}})")
SOURCES = ("according to", "citing", "quoting", "cited", "quoted", "per")
TELLING = ("told", "tells")
LEADING = re.compile(
    r"^(?:the|a|an|its|his|her|their|another|one|two|three|some|several|both|but|and|as|that)\s+", re.IGNORECASE
)


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
    name = " ".join(name.split())
    while LEADING.match(name):
        name = LEADING.sub("", name)
    low = name.lower()
    if "anonym" in around.lower():
        return Voice(name, "anonymous")
    return Voice(name, next((kind for kind, words in types() if words.search(low)), "unknown"))


def text_of(found: list[Phrase], first: int, last: int, sentence: Sentence, text: str) -> str:
    """Return the words of a run of phrases as told."""
    return text[sentence.starts[found[first].first] : sentence.ends[found[last - 1].last - 1]]


def speakers(sentence: Sentence, found: list[Phrase], text: str, last: Voice | None) -> list[Speaker]:
    """Return the speakers of a sentence in text order; `last` is who spoke before (for "he said")."""
    symbols = "".join(p.symbol for p in found)
    mirrored = symbols[::-1]
    size = len(symbols)
    around = text[sentence.start : sentence.end]
    made: list[Speaker] = []
    for at, symbol in enumerate(symbols):
        if symbol == ":" and at and sentence.ends[found[at].first] - sentence.start < 60:
            head = text_of(found, 0, at, sentence, text)
            kind = voice_of(head)
            if kind.type != "unknown" and at <= 3 and "/" not in head:
                made.append(Speaker(sentence.starts[found[at].first], kind))
            continue
        if symbol != "s":
            continue
        verb = sentence.words[found[at].first]
        place = sentence.starts[found[at].first]
        if verb in SOURCES:
            match = AFTER.match(symbols, at + 1)
            if match:
                made.append(
                    Speaker(
                        place,
                        voice_of(text_of(found, *match.span("s"), sentence, text)),
                        nested=verb not in ("according to", "per"),
                    )
                )
            continue
        match = BEFORE.match(mirrored, size - at)
        if match and symbols[at - 1 : at] != "b":
            first, end = size - match.end("s"), size - match.start("s")
            if symbols[first] in "Pq":
                word = sentence.words[found[first].first]
                if word in ("it", "which", "who"):
                    subject = next(
                        (
                            i
                            for i in range(first)
                            if symbols[i] in NAMES and sentence.words[found[i].first][0].isalnum()
                        ),
                        None,
                    )
                    speaker = (
                        voice_of(text_of(found, subject, subject + 1, sentence, text)) if subject is not None else last
                    )
                else:
                    speaker = last if word in ("he", "she", "they") else None
                if speaker is not None:
                    made.append(Speaker(place, speaker))
            else:
                name = text_of(found, first, end, sentence, text)
                if match["aside"]:
                    low, high = size - match.end("aside"), size - match.start("aside")
                    name = f"{name}, {text_of(found, low, high, sentence, text)}"
                nested = bool(made) and symbols[first - 1 : first] == "Q"
                made.append(Speaker(place, voice_of(name, around if "anonym" in around else ""), nested=nested))
        elif symbols[at - 1 : at] in (",", '"', "—", "~") or at == 0:
            after = AFTER.match(symbols, at + 1)
            if after:
                made.append(Speaker(place, voice_of(text_of(found, *after.span("s"), sentence, text))))
        if verb in TELLING and at + 1 < size and symbols[at + 1] in NAMES:
            hearer = voice_of(text_of(found, at + 1, at + 2, sentence, text))
            if hearer.type == "media" and made:
                made.insert(len(made) - 1, Speaker(place, hearer, outer=True))
    return made


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
