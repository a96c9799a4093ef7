"""Sentences to mentions: each casualty word with its victims, as the rules read them.

A mention is local: what one place of the text says. What it means for the article (a total, a part, a repeat, another
event) is decided in assembly.py.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from casualties.extract.families import ACTIVE
from casualties.extract.hits import Hit, apply
from casualties.extract.lexemes import Lexicon, Sentence
from casualties.extract.numerals import Numeral
from casualties.extract.phrases import Phrase, Phrases, phrases
from casualties.extract.refusals import REFUSALS, Found
from casualties.extract.rules import BY_SHAPE, Rule
from casualties.extract.traits import words as words_of
from casualties.extract.victims import Victim, victim
from casualties.extract.whom import WITH_COMPANIONS, Whom
from casualties.lexicon.load import Cue
from casualties.model import Voice


@dataclass(slots=True)
class Mention:
    """One casualty word with its victims. `start:end` covers both; `aux` holds the tags of the auxiliaries between.

    `parted` tells that the same deed hit others elsewhere, who are told of beside these.
    """

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
    left: str = ""
    right: str = ""
    source: str = ""
    parted: bool = False
    voices: tuple[Voice, ...] = ()


ELLIPSIS = re.compile(r"[A-Za-z'0#]{0,8}?(?:&G[a-zA-Z']{0,4})?,?[&Q]?[vbh]*|,[^PqQ.;:bh]{1,14},&v?")
# after those of an aside, the verb of whom they are a part: "three others, including a boy, were hurt"
ITS_VERB = re.compile(r",[wbhvne]*[KDdZ]")
SHAPES = re.compile(f"[{re.escape(''.join(BY_SHAPE))}]")
COUNTED = re.compile("[79125]")
WHOLE = re.compile("#F[tp]?#")
PARTITIVE = re.compile(r"#F(?:[UP]|[tp][jr]*[KZ])")
# the rules in which a toll may pass a figure, or near it
PASSING_RULES = frozenset(("toll-of", "noun-figure", "fallen-figure"))
# "killed nine in Basra and four in Mosul"
ELSEWHERE = re.compile(
    r"I(?P<here>[yz6Oux?2345G]{1,3}),?&?(?<![yz6Oux?2345G])[791]"
    r"(?=I(?P<there>[yz6Oux?2345G]{1,3})(?![^,;.]{0,8}[KZDdgk]))"
)
# "killed or injured", "dead or wounded", or the end of what a page shows ("dead or …"); not "2 dead/6 injured"
EITHER = re.compile(r"K\||Z\|v*(?:[KZ]|[.~]*$)")
DEEDS = frozenset(("active", "active-shared", "passive", "participle", "died", "state"))


def threshold(v: Victim, word: str) -> None:
    """Read a figure that a toll has passed, or has yet to reach, as a bound: “the toll tops 200”."""
    if word in words_of("passing"):
        v.high, v.qualifier = None, "more_than"
    elif word in words_of("nearing"):
        v.qualifier = "about"


class Reader:
    """Reads one sentence: tries the rules at each of its casualty words."""

    def __init__(self, sentence: Sentence, lex: Lexicon) -> None:
        self.sentence = sentence
        self.lex = lex
        self.phrases = phrases(sentence)
        self.whom = Whom(sentence, lex, self.phrases)
        self.symbols = self.phrases.symbols
        self.mirrored = self.symbols[::-1]
        self.made: list[Mention] = []
        self.used: set[int] = set()
        self.pending: list[tuple[Rule, int, Cue, Hit]] = []

    def read(self) -> list[Mention]:
        """Return the mentions of the sentence in text order."""
        for shape in SHAPES.finditer(self.symbols):
            at = shape.start()
            known = self.cue_at(at)
            if known is None:
                continue
            for row in BY_SHAPE[shape[0]]:
                hit = apply(row, self.symbols, self.mirrored, at)
                if hit is not None and self.keep(row, at, known, hit):
                    break
            else:
                self.share(at, known)
        waiting, self.pending = self.pending, []
        for row, at, known, hit in waiting:
            place = self.sentence.starts[self.phrases[at].first]
            whole = next((m for m in self.made if m.cue_start > place), None)
            if whole is not None and hit.victims[0] not in self.used:
                self.keep(row, at, replace(known, category=whole.category), hit)
        self.parts()
        return self.made

    def parts(self) -> None:
        """Add what is told of some of those counted: "three of them children", "one of the wounded is a child"."""
        for match in COUNTED.finditer(self.symbols):
            at = match.start()
            if at in self.used:
                continue
            phrase = self.phrases[at]
            tags = self.sentence.tags[phrase.first : phrase.last]
            if phrase.symbol != "7":
                if phrase.symbol != "5" or at == 0 or self.symbols[at - 1] in "FIBW":  # "who killed man" is a deed
                    self.premodified(at, phrase, tags)
                continue
            if not PARTITIVE.search(tags):
                continue
            known = self.lex.words.cues.get(self.sentence.words[phrase.last - 1])
            category = (
                known.category if known else next((m.category for m in reversed(self.made) if m.rule != "trend"), "")
            )
            if category and self.symbols[at + 1 : at + 2] not in ("K", "D", "Z", "d"):
                made = self.mention("part-of", category, at, [victim(phrase, self.sentence, self.lex)], "", "part")
                self.made.append(made)

    def premodified(self, at: int, phrase: Phrase, tags: str) -> None:
        """Add "six missing people", told in no other role, as a figure of its own."""
        place = next((i for i, tag in enumerate(tags) if tag in "KZ"), -1)
        known = self.lex.words.cues.get(self.sentence.words[phrase.first + place]) if place >= 0 else None
        if known:
            self.made.append(
                self.mention(
                    "premodified", known.category, at, [victim(phrase, self.sentence, self.lex)], "", known.shape
                )
            )

    def keep(self, row: Rule, at: int, known: Cue, hit: Hit) -> bool:
        """Add what a rule found; False where its victims are none after all, and another rule may try."""
        either = EITHER.match(self.symbols, at) or EITHER.match(self.symbols, max(0, at - 2))
        if known.shape in ("pp", "state") and either and "0" not in self.symbols[slice(*hit.victims)]:
            return True  # "killed or injured 40" counts neither
        category = self.category(row, at, known, hit)
        if category is None:
            self.pending.append((row, at, known, hit))
            return True
        found = self.found(row, at, known, hit, category)
        if any(refuses(found) for refuses in REFUSALS):
            return False
        self.add(found, hit)
        return True

    def category(self, row: Rule, at: int, known: Cue, hit: Hit) -> str | None:
        """Return the category of a casualty word; None where the sentence has yet to tell it.

        "including three children" is of the category of those told before it, or of what comes: "fifty people,
        including 12 firefighters, were hurt".
        """
        if known.shape not in ("part", "replaced") and known.category != "same":
            return known.category
        fallen = self.cue_at(at - 1) if self.symbols[at - 1 : at] == "J" else None
        if fallen is not None:
            return fallen.category
        if known.category != "same":
            return known.category
        if row.name == "part-before" and hit.victims[0] > 1:
            whole = hit.victims[0] - 2
            if self.symbols[whole] in "79" and whole not in self.used:
                return None  # "one dead and six others, two children among them, missing"
        if hit.end and ITS_VERB.match(self.symbols, hit.end):
            return None
        near = self.made[-1] if self.made else None
        return near.category if near is not None and near.rule not in ("part", "trend", "found") else None

    def cue_at(self, at: int) -> Cue | None:
        """Return what the last word of a phrase is as a casualty word."""
        return self.lex.words.cues.get(self.sentence.words[self.phrases[at].last - 1])

    def found(self, row: Rule, at: int, known: Cue, hit: Hit, category: str) -> Found:
        """Return what a rule found, as the refusals see it."""
        struck = [m.victims[0] for m in self.made if m.rule in ACTIVE]
        source = self.cue_at(hit.source) if hit.source >= 0 else None
        victims = self.whom.victims(row, at, category, known, hit, struck)
        if category == "struck" and row.after and self.symbols[hit.victims[1] : hit.victims[1] + 1] in ("Z", "l"):
            outcome = self.lex.words.cues.get(self.sentence.words[self.phrases[hit.victims[1]].first])
            category = "killed" if outcome and outcome.category == "killed" else category  # "shot her dead"
        following, word = self.whom.word(at + 1), self.whom.word(at)
        ending = self.sentence.words[self.phrases.firsts[hit.end] - 1]
        phrase = self.phrases[at + 1] if following else self.phrases[at]
        destination = " ".join(self.sentence.words[phrase.first : phrase.last])
        before = self.phrases[at - 1] if at else self.phrases[at]
        ordinal = "O" in self.sentence.tags[before.first : before.last]
        then = self.phrases[at + 2] if at + 2 < len(self.phrases) else phrase
        beyond = " ".join(self.sentence.words[then.first : then.last])
        return Found(
            row, known, at, category, victims, word, following, destination, hit.aux, source, bool(struck), ending,
            ordinal, self.whom.excepted(victims), beyond, self.symbols[at + 1 : at + 2] == "y",
            self.symbols[at - 1 : at] in ("7", "9"),
        )  # fmt: skip

    def elsewhere(self, made: Mention, at: int) -> None:
        """Add those whom the same deed hit at other places: “killed nine in Basra and four in Mosul”."""
        while match := ELSEWHERE.match(self.symbols, at):
            here, there = match.span("here"), match.span("there")
            if not (self.is_place(*here) and self.is_place(*there)) and not self.alike(here, there):
                return
            at, made.parted = match.end(), True
            theirs = [victim(self.phrases[at - 1], self.sentence, self.lex)]
            self.made.append(self.mention("elsewhere", made.category, at - 1, theirs, made.aux, made.shape))
            self.used.add(at - 1)

    def is_place(self, first: int, last: int) -> bool:
        """Tell whether phrases name a place, or one of several: “in the first blast and three in the second”."""
        span = slice(self.phrases[first].first, self.phrases[last - 1].last)
        return "N" in self.sentence.tags[span] or not words_of("one-of-several").isdisjoint(self.sentence.words[span])

    def alike(self, here: tuple[int, int], there: tuple[int, int]) -> bool:
        """Tell whether two places are told alike: “at a farm and three at a depot”, not “and two in hospital”."""
        leads = {self.sentence.words[self.phrases[first - 1].first] for first, _ in (here, there)}
        span = slice(self.phrases[there[0]].first, self.phrases[there[1] - 1].last)
        return len(leads) == 1 and words_of("hospitals").isdisjoint(self.sentence.words[span])

    def add(self, found: Found, hit: Hit) -> None:
        """Add the mention of what was found, and of what is told beside it: the whole, the figure before."""
        row, at, victims, shape = found.row, found.at, found.victims, found.known.shape
        first, last = hit.victims
        made = self.mention(row.name, found.category, at, victims, hit.aux, shape)
        if row.name == "trend":
            made.end = self.sentence.ends[self.phrases.firsts[hit.end] - 1]
        made.left = self.symbols[max(0, first - 4) : first]
        made.right = self.symbols[at + 1 : at + 5]
        if hit.source >= 0:
            source = self.lex.words.cues.get(self.sentence.words[self.phrases[hit.source].first])
            made.source = source.category if source else ""
            self.made = [m for m in self.made if m.cue_start != self.sentence.starts[self.phrases[hit.source].first]]
        if row.name == "of-victims" and self.symbols[last : last + 1] in ("K", "Z"):
            fate = self.cue_at(last)  # "the bodies of the two people missing since Monday"
            made.source = "missing" if fate and fate.category == "missing" else ""
        whole = self.whole(victims, hit, row)
        if whole is not None:
            self.made.append(self.mention("part-of", found.category, at, [replace(victims[0])], "", shape))
            victims[0].low, victims[0].high = whole.low, whole.high
        self.made.append(made)
        if row.name in DEEDS:
            self.elsewhere(made, last if row.after else at + 1)
        self.used.update(range(first, last))
        if hit.previous >= 0:
            self.used.add(hit.previous)
            old = [victim(self.phrases[hit.previous], self.sentence, self.lex)]
            self.made.append(self.mention("previous", found.category, hit.previous, old, "", shape))

    def mention(self, rule: str, category: str, at: int, victims: list[Victim], aux: str, shape: str) -> Mention:
        """Make a mention of the casualty word `at` and its victims."""
        word, sentence = self.phrases[at], self.sentence
        start, end = sentence.starts[word.first], sentence.ends[word.last - 1]
        for v in victims:
            if v.qualifier == "up_to" and self.before(v.start) in words_of("went"):
                v.low, v.qualifier = v.high, "exact"
            if v.qualifier == "exact" and rule in PASSING_RULES:
                threshold(v, self.before(v.start))
        edges = [(start, end), *((v.start, v.end) for v in victims)]
        return Mention(
            rule, category, shape, sentence.words[word.first], min(e[0] for e in edges), max(e[1] for e in edges),
            start, end, victims, aux, sentence,
        )  # fmt: skip

    def whole(self, victims: list[Victim], hit: Hit, row: Rule) -> Numeral | None:
        """Return the number of all those killed in "six of the 18 people killed": without a verb both are told."""
        if (
            row.name not in ("participle", "adjacent")
            or hit.aux
            or len(victims) != 1
            or not WHOLE.search(victims[0].tags)
        ):
            return None
        start, end = victims[0].start, victims[0].end
        numbers = [n for at, n in self.sentence.numbers.items() if start <= n.core_start < end]
        return numbers[1] if len(numbers) > 1 else None

    def before(self, start: int) -> str:
        """Return the word that stands before an offset of the sentence."""
        at = bisect_left(self.sentence.starts, start)
        return self.sentence.words[at - 1] if at else ""

    def share(self, at: int, known: Cue) -> None:
        """Give a second predicate the subject of the one before it, where nothing is between ("was shot and died")."""
        nobody = bool(self.made and self.made[-1].victims and self.made[-1].victims[0].symbol == "0")
        milder = bool(self.made) and self.made[-1].category == "killed" and known.category != "killed"
        if known.category == "casualties" or (milder and not nobody):
            return
        if not self.made or known.shape not in ("past", "pp", "state", "dies") or known.category == "missing":
            return
        last = self.made[-1]
        phrase = self.phrases[at]
        between = self.sentence.tags[bisect_left(self.sentence.starts, last.cue_end) : phrase.first]
        if last.rule in (*WITH_COMPANIONS, "self-subject", "ellipsis") and (
            ELLIPSIS.fullmatch(between) or (nobody and between == "|")
        ):
            worse = known.category == "killed" and last.category in ("injured", "struck", "missing")
            if worse and not nobody and (last.category != "missing" or last.shape == "pp"):
                self.made.pop()  # hurt, or swept away, and then dead: only the outcome counts
            self.made.append(self.mention("ellipsis", known.category, at, last.victims, "", known.shape))


def mentions_in(sentence: Sentence, lex: Lexicon) -> tuple[list[Mention], Phrases]:
    """Return what the rules read in one sentence, in text order, and its phrases."""
    reader = Reader(sentence, lex)
    return reader.read(), reader.phrases
