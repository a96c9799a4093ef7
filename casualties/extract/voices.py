"""Who says it: the speakers of a sentence and the figures they stand for.

A chain runs from the outermost teller to the innermost source: "Reuters reported that police said" is Reuters, police.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from casualties.extract.lexemes import Sentence, lexicon, read_sentence
from casualties.extract.phrases import Phrases, phrases
from casualties.extract.traits import words as words_of
from casualties.lexicon.load import read
from casualties.model import Voice

NAMES = frozenset("yz?62345197")
NAME = f"[{''.join(sorted(NAMES))}]"
# Read leftwards from the say-verb: adverbs, "speaking anonymously", "on Sunday", an apposition or another aside, then
# the speaker, or two at the head of a clause: "residents and a local chief".
BEFORE = re.compile(
    rf"(?:xI?)?(?:[vhbO](?=[vhbOPq{NAME[1:-1]}])|v?G)*(?:\)[^()]{{1,6}}\()?(?:—[^—KkgDdTXZ]{{1,20}}—)?(?:,(?:(?P<aside>[^,KkgDdTXZ;:s]{{0,13}}{NAME})|[^,;:]{{1,14}}),)?"
    rf"(?P<s>(?:{NAME}{{1,3}}[FI]){{0,3}}{NAME}{{1,3}}(?:&{NAME}{{1,2}}(?=$|[,\"]))?|[Pq])"
)
AFTER = re.compile(
    rf"(?:[FIt]|i)?(?P<s>{NAME}{{1,3}}(?:[FI]{NAME}{{1,2}}){{0,2}})(?:,(?P<aside>[yz?2345]{{1,2}}(?:[FI][yz?62345]{{1,2}}){{0,2}})(?=[,.~\"]|$))?"
)
# How a person is introduced: "Sheriff Ann Lee", "Ann Lee, a doctor at the clinic"; looked for in so many characters
# before the name, in the first mentions of the name, for so many names, so that the time stays linear.
TITLE = re.compile(r"(?:(?:[A-Z](?:[\w’'-]*|\w{0,4}\.)|of|for|the)[ \xa0]){1,6}\Z")
ASIDE = re.compile(r"(, (?:an?|the|[A-Z][\w’']+)\s[^,.;\n]{3,60})[,.;]")
WINDOW, MENTIONS, PEOPLE = 80, 3, 150
EDGE = re.compile(r"\b")
# what is said sets a figure: "put the toll at", "lowered the number of dead"
OF_A_TOLL = re.compile("[yz]?[TJ]")
TELLING = re.compile(f"[s:—]|V(?={OF_A_TOLL.pattern})")
# "that the group says it carried out": what it says is its own deed, inside the clause
OWN_DEED = re.compile("[Pq]v*V")
# How many words after a verb may tell that it is no speech.
REACH = 6
# How long a headline's "Police:" may be, and the headline itself, in characters.
HEADLINE_VOICE, HEADLINE = 60, 140


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice, where its say-verb stands and (`since`) its name, and how it comes into the chain.

    An `outer` one was told it ("told Reuters"), a `nested` one is told of by who spoke before ("that police said"), and
    a `cited` one too, wherever the figure stands ("citing police").
    """

    at: int
    voice: Voice
    outer: bool = False
    nested: bool = False
    cited: bool = False
    since: int = -1


@functools.cache
def types(language: str = "en") -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the table of voice types: name and the expression of its words."""
    table = read(language, "voices")["voices"]
    return tuple((row["type"], re.compile(r"\b(?:" + "|".join(map(re.escape, row["words"])) + r")\b")) for row in table)


@functools.lru_cache(maxsize=4096)
def voice_of(name: str, anonymous: bool = False) -> Voice:
    """Return the voice of a name as told, which may have asked not to be named."""
    told = name.strip("\"“”'‘’ ").split()
    while len(told) > 1 and told[0].lower() in words_of("leading"):
        told = told[1:]
    while len(told) > 1 and told[-1].lower() in words_of("trailing"):
        told = told[:-1]
    name = " ".join(told)
    low = name.lower()
    if low.partition(" ")[0] in words_of("mouthpieces"):  # "a spokesman for the rebels" is of the rebels' type
        whose = re.compile(f" (?:{'|'.join(sorted(words_of('whose')))}) ")
        low = whose.split(low, maxsplit=1)[-1]
    if anonymous:
        return Voice(name, "anonymous")
    return Voice(name, next((kind for kind, words in types() if words.search(low)), "unknown"))


@dataclass(slots=True)
class Heard:
    """Who has spoken so far in an article: the last one ("he said"), and whom a bare name means ("Vahidi said")."""

    text: str
    low: str
    last: Voice | None = None
    people: dict[str, Voice] = field(default_factory=dict)
    unread: tuple[int, int] | None = None  # the sentence before, where it was passed over

    def recent(self) -> Voice | None:
        """Return who spoke last, or is the subject of the sentence before ("The mayor was at the scene. He said …")."""
        if self.unread:
            sentence = read_sentence(self.text, self.low, *self.unread, lexicon())
            self.unread = None
            listener = Listener(sentence, phrases(sentence), self)
            made = listener.listen()
            subject = None if made else listener.sentence_subject(len(listener.symbols))
            if made or (subject and subject.type != "unknown"):
                self.last = made[-1].voice if made else subject
        return self.last

    def person(self, voice: Voice) -> Voice:
        """Return the voice as the article introduces it where it is told by name alone."""
        if voice.type != "unknown" or len(self.people) > PEOPLE:
            return voice
        if voice.name not in self.people:
            self.people[voice.name] = introduced(voice, self.text)
        return self.people[voice.name]


def places(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands in a text as words of its own."""
    end = 0
    while (start := text.find(name, end)) >= 0:
        end = start + len(name)
        if EDGE.match(text, start) and EDGE.match(text, end):
            yield start, end


def introduced(voice: Voice, text: str) -> Voice:
    """Return the voice with the title or the apposition that the text gives its name, if these tell its type."""
    for start, end in islice(places(voice.name, text), MENTIONS):
        title = TITLE.search(text, max(0, start - WINDOW), start)
        aside = ASIDE.match(text, end)
        for name in (f"{title[0] if title else ''}{voice.name}", f"{voice.name}{aside[1] if aside else ''}"):
            found = voice_of(name)
            if found.type != "unknown":
                return found
    return voice


class Listener:
    """Hears who speaks in one sentence of an article, given whom it has `heard` before."""

    def __init__(self, sentence: Sentence, found: Phrases, heard: Heard) -> None:
        self.sentence, self.found, self.text, self.heard = sentence, found, heard.text, heard
        self.symbols = found.symbols
        self.mirrored = self.symbols[::-1]
        self.anonymous = "anonym" in self.text[sentence.start : sentence.end].lower()
        self.made: list[Speaker] = []

    def listen(self) -> list[Speaker]:
        """Return the speakers in text order."""
        for match in TELLING.finditer(self.symbols):
            at = match.start()
            if match[0] == "s":
                self.said(at, self.sentence.words[self.found.firsts[at]])
            elif match[0] == "V":
                self.subject(at, known=True)
            else:
                self.headline(at)
        return self.made

    def said(self, at: int, verb: str) -> None:
        """Hear who says what a say-verb introduces."""
        after = self.sentence.words[self.found[at].last : self.found[at].last + REACH]
        if is_told(verb, after) or takes_lives(verb, after):
            return
        if verb in words_of("sources"):
            self.source(at, cited=verb not in words_of("according"))
        elif verb in words_of("saying") and self.symbols[at - 1 : at] == ",":
            self.add(at, self.sentence_subject(at))
        elif self.symbols[at - 1 : at] == "&":
            self.second_verb(at)
        elif not self.subject(at, known=self.may_be_no_speech(at, verb)):
            self.inverted(at)
        if verb in words_of("telling"):
            self.hearer(at)

    def may_be_no_speech(self, at: int, verb: str) -> bool:
        """Tell whether a verb may do something else than tell: "the storm raised", "reports", "put on"."""
        return verb in words_of("say-nouns") or (
            verb in words_of("putting") and not OF_A_TOLL.match(self.symbols, at + 1)
        )

    def named(self, first: int, last: int, aside: tuple[int, int] = (0, 0)) -> Voice:
        """Return the voice that a run of phrases names, with an apposition to it: "Ann Lee, the mayor"."""
        name = self.told(first, last)
        if any(aside):
            name = f"{name}, {self.told(*aside)}"
        return voice_of(name, self.anonymous)

    def told(self, first: int, last: int) -> str:
        """Return the text of a run of phrases."""
        words, found = self.sentence, self.found
        return self.text[words.starts[found[first].first] : words.ends[found[last - 1].last - 1]]

    def add(self, at: int, voice: Voice | None, *, nested: bool = False, cited: bool = False, name: int = -1) -> None:
        """Add a speaker who stands at a phrase, unless there is none or the name says nothing (a number, “message”)."""
        told = voice.name.lower().split() if voice else []
        if voice is None or not any(c.isalpha() for c in voice.name) or words_of("leading").issuperset(told):
            return
        if voice.type in ("unknown", "media") and told[0] in words_of("saying-nouns"):
            return
        voice = self.heard.person(voice)
        place = self.sentence.starts[self.found[at].first]
        since = self.sentence.starts[self.found[name].first] if name >= 0 else place
        self.made.append(Speaker(place, voice, nested=nested, cited=cited, since=since))

    def headline(self, at: int) -> None:
        """Hear "Police: four hurt" and "Four hurt - police"."""
        if self.symbols[at] == "—":
            first, last, length = at + 1, len(self.symbols), self.sentence.end - self.sentence.start
        else:
            first, last, length = 0, at, self.sentence.ends[self.found[at].first] - self.sentence.start
        if 0 < last - first <= 3 and length < (HEADLINE if first else HEADLINE_VOICE):
            voice = self.named(first, last)
            if voice.type != "unknown" and "/" not in voice.name:
                self.add(at, voice)

    def source(self, at: int, cited: bool) -> None:
        """Hear "according to police", "citing a hospital"."""
        self.add(at, self.after(at), nested=cited, cited=cited)

    def after(self, at: int) -> Voice | None:
        """Return whom the phrases after a say-verb name; an apposition is told where it says what kind of voice."""
        match = AFTER.match(self.symbols, at + 1)
        if not match:
            return None
        voice = self.named(*match.span("s"))
        if voice.type == "unknown" and match["aside"]:
            titled = self.named(*match.span("s"), match.span("aside"))
            return titled if titled.type != "unknown" else voice
        return voice

    def subject(self, at: int, known: bool) -> bool:
        """Hear "police said", "the mayor, Ann Lee, said", "it said"; False where nobody stands before the verb.

        `known` asks for a voice that the vocabulary knows: "early reports", "the United States".
        """
        match = BEFORE.match(self.mirrored, len(self.symbols) - at)
        if not match or self.symbols[at - 1 : at] == "b":
            return False
        size = len(self.symbols)
        first, end = size - match.end("s"), size - match.start("s")
        if self.of_a_deed(first, at):
            return True
        if self.symbols[first] in "Pq":
            self.add(at, self.pronoun(first))
            return True
        if self.own_words(first):
            self.add(at, self.heard.recent())
            return True
        aside = (size - match.end("aside"), size - match.start("aside")) if match["aside"] else (0, 0)
        voice = self.named(first, end, aside)
        if not known or voice.type != "unknown":
            self.add(at, voice, nested=bool(self.made) and self.that(first - 1), name=first)
        return True

    def that(self, at: int) -> bool:
        """Tell whether a phrase opens what was said: "said that", not "although"."""
        return self.symbols[at : at + 1] == "Q" and self.sentence.words[self.found[at].first] in words_of("that-clause")

    def own_words(self, at: int) -> bool:
        """Tell whether what speaks is "their statement", which is of whoever spoke before."""
        phrase = self.found[at]
        words = self.sentence.words
        return words[phrase.first] in words_of("own") and words[phrase.last - 1] in words_of("saying-nouns")

    def of_a_deed(self, first: int, at: int) -> bool:
        """Tell whether what is said is who did it: "that the group says it carried out", "claimed responsibility"."""
        inside = self.symbols[first - 1 : first] in ("Q", "R") and OWN_DEED.match(self.symbols, at + 1)
        after = self.found[at].last
        return bool(inside) or not words_of("taken").isdisjoint(self.sentence.words[after : after + 2])

    def pronoun(self, at: int) -> Voice | None:
        """Return whom a pronoun speaks of: "who" of the name before it; "it" of the subject of the sentence, if such a
        one speaks; else of who spoke before.
        """
        word = self.sentence.words[self.found[at].first]
        if word in words_of("relative-one"):
            return self.made[-1].voice if self.made else self.sentence_subject(at, nearest=True)
        subject = self.sentence_subject(at) if word in words_of("that-one") else None
        if subject and subject.type != "unknown":
            return subject
        return self.heard.recent() or subject

    def sentence_subject(self, end: int, nearest: bool = False) -> Voice | None:
        """Return whom the first (or the nearest) name before a phrase means, None where there is none."""
        at = self.name_before(end, nearest)
        return None if at is None else self.named(at, self.name_end(at))

    def name_before(self, end: int, nearest: bool = False) -> int | None:
        """Return where the first (or the nearest) name before a phrase stands."""
        order = reversed(range(end)) if nearest else range(end)
        named = (i for i in order if self.symbols[i] in NAMES)
        names = [i for i in named if self.sentence.words[self.found[i].first][0].isalnum()]
        free = names if nearest else [i for i in names if self.symbols[i - 1 : i] != "I"]  # not "during a briefing"
        return next(iter(free or names), None)

    def name_end(self, at: int) -> int:
        """Return where a name ends, with whom it speaks for: "a spokesman for the rebels"."""
        last = at + 1 + (self.symbols[at + 1 : at + 2] == "6")  # "Health Minister" and "Ama Sarr"
        while self.symbols[last + 1 : last + 2] in NAMES and self.sentence.words[self.found[last].first] in words_of(
            "whose"
        ):
            last += 2
        return last

    def second_verb(self, at: int) -> None:
        """Hear "the minister rejected the figure and repeated …": the subject of the sentence, if such a one speaks."""
        first = self.name_before(at)
        voice = None if first is None else self.named(first, self.name_end(first))
        if first is not None and voice and voice.type != "unknown":
            self.add(at, voice, name=first)

    def inverted(self, at: int) -> None:
        """Hear ", said the mayor"."""
        counted = self.symbols[at - 1 : at] in ("—", "~", ".") and self.symbols[at + 1 : at + 2] in ("9", "8", "7")
        place = at == 0 and self.symbols[at + 1 : at + 2] == "I"  # "Reporting from Delhi"
        if (at == 0 or self.symbols[at - 1] in ',"—~.') and not counted and not place:
            self.add(at, self.after(at))

    def hearer(self, at: int) -> None:
        """Hear to whom it was told: "police told Reuters" is Reuters, police."""
        if self.made and self.symbols[at + 1 : at + 2] in NAMES:
            voice = self.named(at + 1, at + 2)
            if voice.type == "media":
                place = self.sentence.starts[self.found[at].first]
                self.made.insert(len(self.made) - 1, Speaker(place, voice, outer=True))


def is_told(verb: str, after: list[str]) -> bool:
    """Tell whether a say-verb is a participle of what is told: “the attack, believed to have been planned”."""
    return verb in words_of("told-to") and after[:1] == ["to"] and not words_of("be-or-have").isdisjoint(after[1:2])


def takes_lives(verb: str, after: list[str]) -> bool:
    """Tell whether a verb of saying takes lives instead: “the storm claimed 49 lives”."""
    return verb in words_of("claiming") and not words_of("lives").isdisjoint(after)


def speakers(sentence: Sentence, found: Phrases, heard: Heard) -> list[Speaker]:
    """Return the speakers of a sentence in text order; `heard` is who spoke before, and learns of them."""
    made = Listener(sentence, found, heard).listen() if TELLING.search(found.symbols) else []
    if made:
        heard.last = made[-1].voice
    return made


def chain(made: list[Speaker], start: int) -> tuple[Voice, ...]:
    """Return the voices that stand for a figure at `start`: the nearest speaker before it, else the first after."""
    if not made:
        return ()
    own = [s for s in made if not s.outer and not s.since < start < s.at]  # "Ann Lee, who shot three people, said"
    if not own:
        return ()
    before = [s for s in own if s.at <= start]
    speaker = before[-1] if before else own[0]
    voices = [speaker.voice]
    where = made.index(speaker)
    nested = speaker.nested
    while where > 0 and (made[where - 1].outer or nested):
        where -= 1
        voices.insert(0, made[where].voice)
        nested = made[where].nested
    inner = made[made.index(speaker) + 1 :][:1]
    voices += [s.voice for s in inner if s.cited or (s.nested and not before)]
    if before and speaker.voice.type != "media":  # "police said four were hurt, Reuters reported"
        voices[:0] = [s.voice for s in own if s.at > start and s.voice.type == "media" and not s.nested][:1]
    return tuple(dict.fromkeys(voices))
