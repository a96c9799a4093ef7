"""Whom a rule found: the victims of a hit, and those who fell beside them."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from casualties.extract.hits import Hit
from casualties.extract.lexemes import Lexicon, Sentence
from casualties.extract.phrases import Phrases
from casualties.extract.rules import Rule, written
from casualties.extract.traits import words as words_of
from casualties.extract.victims import Victim, listed, victim
from casualties.lexicon.load import Cue

# with whom the victims fell: "killed with two of his guards"
COMPANIONS = written(r"v?,?W(?P<v>{list})(?!6?v*[bhKZCcwDGgV])")
# who fell with the doer: "blew himself up and 12 others"
TAKEN_ALONG = written(r"v?,?&(?P<v>{list})(?!v*[bhKZCcwD])")
# "shot his wife and then himself"
THEN_HIMSELF = re.compile(r",?[&v]{1,3}U")
ATTACKERS = ("attackers",)
WITH_COMPANIONS = ("passive", "participle", "died", "state")
BESIDE = dict.fromkeys(WITH_COMPANIONS, COMPANIONS) | dict.fromkeys(
    ("self", "self-subject", "self-relative"), TAKEN_ALONG
)


@dataclass(frozen=True, slots=True)
class Whom:
    """The victims that a sentence tells of, by the phrases that a rule found."""

    sentence: Sentence
    lex: Lexicon
    phrases: Phrases

    def victims(
        self, row: Rule, at: int, category: str, known: Cue, hit: Hit, struck: Sequence[Victim]
    ) -> list[Victim]:
        """Return the victims that a rule found, and those who fell beside them; `struck` are those of deeds before."""
        found = self.told(row, at, known, hit, struck)
        if self.done_to_the_doer(row, hit, struck):
            found = [replace(v, groups=ATTACKERS) for v in found]
        return [*found, *self.beside(row, at), *self.themselves(row, category, hit, struck)]

    def told(self, row: Rule, at: int, known: Cue, hit: Hit, struck: Sequence[Victim]) -> list[Victim]:
        """Return the victims that stand where the rule looks for them."""
        if row.name in ("being", "self"):
            return [self.doer(at, struck)]
        if row.name == "event":
            return [self.unnamed(at, known)]
        if row.name == "none-survived":
            return [self.everyone(hit.victims[0])]
        found = self.listed(hit.victims, row.before is not None)
        if row.before and len(found) > 1 and found[0].tags == found[1].tags == "#":
            return found[1:]  # "the toll was three and 25 were hurt": two bare numbers are no list
        if row.after and found and found[0].symbol in "79" and self.word(hit.victims[1]) in words_of("among-them"):
            return found[:1]  # "killed nine people, a cook and two children among them"
        return found

    def beside(self, row: Rule, at: int) -> list[Victim]:
        """Return those who fell with the victims: “killed with two of his guards”."""
        more = BESIDE[row.name].match(self.phrases.symbols, at + 1) if row.name in BESIDE else None
        found = self.listed(more.span("v"), leftwards=False) if more else []
        return [v for v in found if v.head not in words_of("alive")]

    def themselves(self, row: Rule, category: str, hit: Hit, struck: Sequence[Victim]) -> list[Victim]:
        """Return the doer who fell by the same deed: “shot his wife and then himself”."""
        if row.name != "active" or category != "killed":
            return []
        match = THEN_HIMSELF.match(self.phrases.symbols, hit.victims[1])
        if not match or self.word(match.end() - 1) not in words_of("reflexive"):
            return []
        return [replace(self.doer(match.end() - 1, struck), groups=ATTACKERS)]

    def unnamed(self, at: int, known: Cue) -> Victim:
        """Return those whom the word itself counts: “a double murder”."""
        phrase = self.phrases[at]
        start, end = self.sentence.starts[phrase.first], self.sentence.ends[phrase.last - 1]
        head = "" if known.count else self.sentence.words[phrase.first]
        count = known.count or None
        return Victim("7", count, count, "exact", "", start, end, head, "#", ("",))

    def done_to_the_doer(self, row: Rule, hit: Hit, struck: Sequence[Victim]) -> bool:
        """Tell whether the victim did a deed before: “killed six before he was shot dead”, “before police shot him”."""
        if row.name == "self-relative":
            return (
                self.phrases.symbols[hit.victims[0] - 1 : hit.victims[0]] == "B"
            )  # "by her friend, who killed himself"
        if row.name == "passive":
            return bool(struck) and self.phrases.symbols[hit.victims[0] - 1 : hit.victims[1]] == "Qq"
        if row.name != "active" or self.phrases.symbols[slice(*hit.victims)] != "q":
            return False
        return any(v.symbol in "9783" for v in struck)

    def listed(self, span: tuple[int, int], leftwards: bool) -> list[Victim]:
        """Return the victims of a list of phrases, counted from the casualty word's side."""
        found = listed(self.phrases, *span, self.sentence, self.lex, leftwards)
        return [v for v in found if v.words == ("both",)] or found  # "a man and a woman, both shot"

    def doer(self, at: int, struck: Sequence[Victim]) -> Victim:
        """Return the victim of an act upon oneself; after a deed against others in the same sentence, an attacker."""
        phrase = self.phrases[at]
        sex = "her" if "her" in self.sentence.words[phrase.first] else "him"
        start, end = self.sentence.starts[phrase.first], self.sentence.ends[phrase.first]
        groups = ATTACKERS if struck else ()
        return Victim("q", 1, 1, "exact", "", start, end, sex, "q", (sex,), groups)

    def everyone(self, at: int) -> Victim:
        """Return those of whom none lives: as many as "none of the 12" says, all who were there where it does not."""
        phrase = self.phrases[at]
        nobody = victim(phrase, self.sentence, self.lex)
        none = self.sentence.tags.find("0", phrase.first)
        numbers = [n for i, n in self.sentence.numbers.items() if none < i < phrase.last]
        low, high = (numbers[0].low, numbers[0].high) if numbers else (None, None)
        return replace(nobody, low=low, high=high, head="no survivors")

    def word(self, at: int) -> str:
        """Return the first word of a phrase, or nothing after the last."""
        return self.sentence.words[self.phrases[at].first] if at < len(self.phrases) else ""

    def excepted(self, victims: list[Victim]) -> bool:
        """Tell whether the victims are those left out: “everyone but the pilot”."""
        at = bisect_left(self.sentence.starts, victims[0].start) if victims else 0
        return (
            at > 1
            and self.sentence.words[at - 1] in words_of("except")
            and self.sentence.words[at - 2] in words_of("nobody")
        )
