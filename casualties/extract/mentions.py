"""Sentences to mentions: each casualty word with its victims, as the rules read them.

A mention is local: what one place of the text says. What it means for the article (a total, a part, a repeat, another
event) is decided in assembly.py.
"""

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from casualties.extract.lexemes import Lexicon, Sentence
from casualties.extract.numerals import Numeral
from casualties.extract.phrases import Phrase, phrases
from casualties.extract.rules import BY_SHAPE, Rule, written
from casualties.extract.traits import traits
from casualties.extract.traits import words as words_of
from casualties.lexicon.load import Cue
from casualties.model import Qualifier, Voice

VICTIMS = frozenset("9871235460O?qJ")
SINGLE = frozenset("125O?6q")


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
    left: str = ""
    right: str = ""
    source: str = ""
    voices: tuple[Voice, ...] = ()


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
    if phrase.symbol in "125?346" and words[-1] in traits()["counts"]:
        low = high = int(traits()["counts"][words[-1]])  # "a couple", "his parents"
        qualifier = "exact"
    for w in words:
        if not age and "year" in w and w[0].isdigit():
            age = w.split("-")[0].split()[0]
    return Victim(
        phrase.symbol, low, high, qualifier, word, sentence.starts[phrase.first], sentence.ends[phrase.last - 1],
        words[-1], tags, words, groups, age,
    )  # fmt: skip


def together(left: Phrase, right: Phrase, joint: str, verb: str) -> bool:
    """Tell whether two neighbours of a list are two victims, and not one and its apposition.

    A comma joins only names with names, descriptions with descriptions: "Ann Lee, a teacher, and two others". A bare
    noun after "and" is the same person when the verb says so ("an official and activist was shot").
    """
    if "&" in joint or "|" in joint or "W" in joint:
        return not (right.symbol == "5" and left.symbol in "126O?" and (verb in words_of("singular-verbs") or not verb))
    return (left.symbol == "6") == (right.symbol == "6") or {left.symbol, right.symbol} <= {"6", "9", "7"}


def listed(
    found: list[Phrase], first: int, last: int, sentence: Sentence, lex: Lexicon, leftwards: bool
) -> list[Victim]:
    """Return the victims of a list of phrases `found[first:last]`, counted from the casualty word's side.

    An age after a victim belongs to that victim.
    """
    inside = 0
    places: list[int] = []
    for i in range(first, last):  # what stands in brackets is told of the victim before
        inside += (found[i].symbol == "(") - (found[i].symbol == ")")
        if not inside and found[i].symbol in VICTIMS and (i == first or found[i - 1].symbol not in "FIB"):
            places.append(i)
    if leftwards:
        places.reverse()
    kept = places[:1]
    for here, nxt in itertools.pairwise(places):
        low, high = min(here, nxt), max(here, nxt)
        joint = "".join(p.symbol for p in found[low + 1 : high])
        verb = sentence.words[found[last].first] if last < len(found) and found[last].symbol in "bh" else ""
        if together(found[low], found[high], joint, verb):
            kept.append(nxt)
        elif leftwards:
            break
    places = sorted(kept)
    victims: list[Victim] = []
    for nth in range(len(places)):
        phrase = found[places[nth]]
        if phrase.symbol == "q" and sentence.words[phrase.first] not in words_of("pronouns"):
            continue
        if sentence.words[phrase.first] in words_of("nobody") and phrase.symbol not in "978":
            continue
        made = victim(phrase, sentence, lex)
        if (
            made.head in ("family", "families")
            and "".join(p.symbol for p in found[places[nth] + 1 : places[nth] + 3]) == "F7"
        ):
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
            if found[i].symbol == "x" and sentence.labels.get(found[i].first) == "age":
                made.age = made.age or sentence.words[found[i].first]
        victims.append(made)
    return victims


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule fitted: spans of phrases (half-open), -1 where the rule has no such part."""

    victims: tuple[int, int]
    aux: str = ""
    previous: int = -1
    source: int = -1
    end: int = 0


def apply(row: Rule, symbols: str, mirrored: str, at: int) -> Hit | None:
    """Try one rule at the casualty word `at`."""
    size = len(symbols)
    if row.before:
        match = row.before.match(mirrored, size - at)
        if not match or (row.after and not row.after.match(symbols, at + 1)):
            return None
        first, last = match.span("v")
        groups = match.groupdict()
        source = size - match.end("from") if groups.get("from") else -1
        previous = size - match.end("previous") if groups.get("previous") else -1
        return Hit((size - last, size - first), (groups.get("aux") or "")[::-1], previous, source)
    match = row.after.match(symbols, at + 1) if row.after else None
    if not match:
        return None
    before = AUXILIARIES.match(mirrored, size - at)
    return Hit(
        match.span("v"),
        before[0][::-1] if before else "",
        match.start("previous") if "previous" in match.groupdict() else -1,
        -1,
        match.end(),
    )


ELLIPSIS = re.compile(r"[A-Za-z'0#]{0,8}?,?[&Q]?[vbh]*|,[^PqQ.;:bh]{1,14},&v?")
AUXILIARIES = re.compile(r"[wbhvnei]*")
# an age told between commas after one person: "the girl, nine, died"
AGE_BETWEEN = re.compile(r"([1256O]),7,")
WHOLE = re.compile("#F[tp]?#")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
PARTITIVE = re.compile(r"#F(?:[UP]|[tp][jr]*[KZ])")
ACTIVE = frozenset(("active", "active-shared", "headline-base", "leaving"))
# words that speak of nobody in particular
COMPANIONS = written(r"v?W(?P<v>{list})(?!v*[bhKZCcwD])")
WITH_COMPANIONS = frozenset(("passive", "participle", "died", "state"))
# "went up to 12" is exactly 12, where "up to 12" alone is a bound


class Reader:
    """Reads one sentence: tries the rules at each of its casualty words."""

    def __init__(self, sentence: Sentence, lex: Lexicon) -> None:
        self.sentence = sentence
        self.lex = lex
        self.phrases = phrases(sentence)
        self.symbols = "".join([phrase.symbol for phrase in self.phrases])
        if "7" in self.symbols:
            self.ages()
        self.mirrored = self.symbols[::-1]
        self.made: list[Mention] = []
        self.used: set[int] = set()
        self.pending: list[tuple[Rule, int, Cue, Hit]] = []

    def ages(self) -> None:
        """Turn bare counts that are ages or years into distractors."""
        symbols = AGE_BETWEEN.sub(r"\1,x,", self.symbols)
        for at, phrase in enumerate(self.phrases):
            if phrase.symbol != "7":
                continue
            year = at and symbols[at - 1] in "IQv" and YEAR.match(self.sentence.words[phrase.first])
            if year or symbols[at] == "x":
                phrase.symbol = "x"
                self.sentence.labels[phrase.first] = "age"
        self.symbols = "".join([phrase.symbol for phrase in self.phrases])

    def read(self) -> list[Mention]:
        """Return the mentions of the sentence in text order."""
        for at, symbol in enumerate(self.symbols):
            rows = BY_SHAPE.get(symbol)
            known = self.lex.words.cues.get(self.sentence.words[self.phrases[at].last - 1]) if rows else None
            if rows is None or known is None:
                continue
            for row in rows:
                hit = apply(row, self.symbols, self.mirrored, at)
                if hit is not None and self.keep(row, at, known, hit):
                    break
            else:
                self.share(at, known)
        waiting, self.pending = self.pending, []
        for row, at, known, hit in waiting:
            place = self.sentence.starts[self.phrases[at].first]
            whole = next((m for m in self.made if m.cue_start > place), None)
            if whole is not None:
                self.keep(row, at, replace(known, category=whole.category), hit)
        self.parts()
        return self.made

    def parts(self) -> None:
        """Add what is told of some of those counted: "three of them children", "one of the wounded is a child"."""
        for at, phrase in enumerate(self.phrases):
            if phrase.symbol not in "79" or at in self.used:
                continue
            tags = self.sentence.tags[phrase.first : phrase.last]
            if phrase.symbol == "9":
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
        """Add what a rule found; False where its victims are none after all."""
        category = known.category
        if "K|" in (self.symbols[max(0, at - 2) : at], self.symbols[at : at + 2]) and known.shape == "pp":
            return True  # "killed or injured 40" counts neither
        if row.name == "transfer":
            source = self.lex.words.cues.get(self.sentence.words[self.phrases[hit.source].last - 1])
            if category != "killed" or source is None or source.category not in ("injured", "missing", "struck"):
                return False
        if known.shape in ("part", "replaced"):
            fallen = (
                self.lex.words.cues.get(self.sentence.words[self.phrases[at - 1].last - 1])
                if self.symbols[at - 1 : at] == "J"
                else None
            )
            near = self.made[-1] if self.made else None
            if fallen is None and known.category == "same" and (near is None or near.rule in ("part", "trend")):
                self.pending.append((row, at, known, hit))  # "fifty people, including 12 firefighters, were hurt"
                return True
            category = fallen.category if fallen else near.category if near and known.category == "same" else category
        first, last = hit.victims
        victims = listed(self.phrases, first, last, self.sentence, self.lex, row.before is not None)
        if row.name in WITH_COMPANIONS:
            more = COMPANIONS.match(self.symbols, at + 1)
            if more:
                victims = victims + listed(self.phrases, *more.span("v"), self.sentence, self.lex, leftwards=False)
        if row.name == "self-subject" and any(m.rule in ACTIVE for m in self.made):
            return False  # "he killed five before turning the gun on himself": the doer is not the five
        if row.name == "being" and (category != "killed" or not any(m.rule in ACTIVE for m in self.made)):
            return False
        if row.name in ("self", "being"):
            victims = [self.doer(at)]
        if row.name == "event":
            start, end = self.sentence.starts[self.phrases[at].first], self.sentence.ends[self.phrases[at].last - 1]
            victims = [Victim("7", known.count, known.count, "exact", "", start, end, "", "#", ("",))]
        if not victims and row.name != "trend":
            return False
        if category == "missing" and known.shape == "of" and victims[0].symbol not in "97":
            return False  # "the whereabouts of the suspect"
        if category == "struck" and row.name == "participle" and not hit.aux and self.missed(at, victims):
            return False
        if (
            known.shape == "of"
            and not self.sentence.words[self.phrases[at].first].endswith((" of", " to"))
            and victims[0].symbol not in "97"
        ):
            return False  # "deaths in three people", but not "deaths in Peru"
        if (
            known.shape == "base"
            and " " in self.sentence.words[self.phrases[at].first]
            and all(v.symbol in "?8" for v in victims)
        ):
            return False  # "took out a march"
        if category == "struck" and row.after and self.symbols[last : last + 1] == "Z":
            outcome = self.lex.words.cues.get(self.sentence.words[self.phrases[last].first])
            category = outcome.category if outcome and outcome.category == "killed" else category  # "shot her dead"
        if category == "struck" and known.shape == "ing" and victims[0].symbol in "56":
            return False  # "the shooting Smith described", "Shooting Suspect": a noun more often than a deed
        made = self.mention(row.name, category, at, victims, hit.aux, known.shape)
        if row.name == "trend":
            made.end = self.sentence.ends[self.phrases[hit.end - 1].last - 1]
        made.left = self.symbols[max(0, first - 4) : first]
        made.right = self.symbols[at + 1 : at + 5]
        if hit.source >= 0:
            source = self.lex.words.cues.get(self.sentence.words[self.phrases[hit.source].first])
            made.source = source.category if source else ""
            self.made = [m for m in self.made if m.cue_start != self.sentence.starts[self.phrases[hit.source].first]]
        whole = self.whole(victims, hit, row)
        if whole is not None:
            self.made.append(self.mention("part-of", category, at, [replace(victims[0])], "", known.shape))
            victims[0].low, victims[0].high = whole.low, whole.high
        self.made.append(made)
        self.used.update(range(first, last))
        if hit.previous >= 0:
            old = [victim(self.phrases[hit.previous], self.sentence, self.lex)]
            self.made.append(self.mention("previous", category, hit.previous, old, "", known.shape))
        return True

    def mention(self, rule: str, category: str, at: int, victims: list[Victim], aux: str, shape: str) -> Mention:
        """Make a mention of the casualty word `at` and its victims."""
        word, sentence = self.phrases[at], self.sentence
        start, end = sentence.starts[word.first], sentence.ends[word.last - 1]
        for v in victims:
            if v.qualifier == "up_to" and self.before(v.start) in words_of("went"):
                v.low, v.qualifier = v.high, "exact"
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

    def missed(self, at: int, victims: list[Victim]) -> bool:
        """Tell "he shot at a car" and "the first shot" from "he, shot in the leg"."""
        following = self.sentence.words[self.phrases[at + 1].first] if at + 1 < len(self.phrases) else ""
        return following in words_of("aimed") or (victims[0].symbol == "O" and len(victims[0].words) == 1)

    def doer(self, at: int) -> Victim:
        """Return the victim of an act upon oneself; after a deed against others in the same sentence, an attacker."""
        phrase = self.phrases[at]
        sex = "her" if "her" in self.sentence.words[phrase.first] else "him"
        start, end = self.sentence.starts[phrase.first], self.sentence.ends[phrase.first]
        groups = ("attackers",) if any(m.rule in ACTIVE for m in self.made) else ()
        return Victim("q", 1, 1, "exact", "", start, end, sex, "q", (sex,), groups)

    def before(self, start: int) -> str:
        """Return the word that stands before an offset of the sentence."""
        at = bisect_left(self.sentence.starts, start)
        return self.sentence.words[at - 1] if at else ""

    def share(self, at: int, known: Cue) -> None:
        """Give a second predicate the subject of the one before it, where nothing is between ("was shot and died")."""
        if known.category == "casualties" or (
            self.made and self.made[-1].category == "killed" and known.category != "killed"
        ):
            return
        if not self.made or known.shape not in ("past", "pp", "state", "dies") or known.category == "missing":
            return
        last = self.made[-1]
        phrase = self.phrases[at]
        between = self.sentence.tags[bisect_left(self.sentence.starts, last.cue_end) : phrase.first]
        if last.rule in (*WITH_COMPANIONS, "ellipsis") and ELLIPSIS.fullmatch(between):
            if known.category == "killed" and last.category in ("injured", "struck"):
                self.made.pop()  # hurt, then dead: only the outcome counts
            self.made.append(self.mention("ellipsis", known.category, at, last.victims, "", known.shape))


def mentions_in(sentence: Sentence, lex: Lexicon) -> tuple[list[Mention], list[Phrase]]:
    """Return what the rules read in one sentence, in text order, and its phrases."""
    reader = Reader(sentence, lex)
    return reader.read(), reader.phrases
