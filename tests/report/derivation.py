"""A range worked out again from the words it cites and the steps it names, by a reading of its own.

Nothing of the reconciler is used but its data (the numbers that codebooks read in vague words): each named step says
which claims it takes, the claims say their figures, and what the step does with them is written here once more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from casualties.lexicon.policies import vague
from casualties.model import Claim, Estimate, Reason

Range = tuple[int | None, int | None, int | None]
Bounds = tuple[int | None, int | None]
Claims = Mapping[str, Claim]
NOTHING: Range = (None, None, None)
COUNTS = ("toll", "increment", "transfer")  # the steps that say what one voice stands by
ALL_LEFT = "taken for all that were left"
APART = "without attackers"


class UntracedError(AssertionError):
    """A figure that does not follow from what it cites."""


@dataclass(frozen=True)
class Stand:
    """What one voice stands by: the claims it rests on, and the figures that follow from them."""

    claims: tuple[str, ...]
    low: int
    high: int | None
    qualifier: str
    word: str = ""

    @property
    def figure(self) -> int:
        """The one number: of "up to 20" it is 20."""
        return self.high if self.qualifier in ("up_to", "fewer_than") and self.high is not None else self.low

    def read(self, column: str) -> int | None:
        """The number that a codebook reads, in a vague word too; None = it leaves the word blank."""
        is_word = self.qualifier == "vague" and self.word in vague()
        return vague()[self.word].get(column) if is_word else self.figure


def of_group(claim: Claim, group: str) -> Claim:
    """What a claim says of one group of its victims."""
    parts = [part for part in claim.parts if part.group == group]
    require(len(parts) == 1, f"{claim.id} does not count {group}")
    (part,) = parts
    one_by_one = len(claim.who) >= (claim.low or 0)
    kind = "toll" if claim.kind == "partial" and not one_by_one else claim.kind
    if (part.low, part.high) == (claim.low, claim.high):
        return replace(claim, kind=kind)
    exact = "exact" if part.low == part.high else "at_least" if part.high is None else "range"
    return replace(claim, kind=kind, low=part.low, high=part.high, qualifier=exact, word="")  # type: ignore[arg-type]


def added_up(claims: Iterable[Claim]) -> int:
    """The victims told of one by one: who is told of twice is counted once."""
    total, people = 0, set[str]()
    for claim in claims:
        total += (claim.low or 0) - len(people & set(claim.who))
        people |= set(claim.who)
    return total


def stand(cited: Sequence[Claim], category: str, detail: str = "") -> Stand:
    """What follows from the claims of one voice's count, taken in order: a total, or what was told, and the steps on.

    A step with no count before it leaves open what else there is.
    """
    ids = tuple(claim.id for claim in cited)
    require(bool(cited), "a count without a claim")
    told = [claim for claim in cited if claim.kind == "partial"]
    first, *steps = cited
    low: int
    high: int | None
    if told:
        require(list(cited[: len(told)]) == told, "parts after steps")
        low = high = added_up(told)
        steps = list(cited[len(told) :])
    elif first.kind in ("toll", "previous"):
        require(first.category == category, f"{first.id} counts the {first.category}")
        if not steps:
            return Stand(ids, first.low or 0, first.high, first.qualifier, first.word.lower())
        low, high = first.low or 0, first.high
        if first.kind == "previous" and first.qualifier in ("up_to", "fewer_than"):
            low = first.high or 0
    else:
        require(first.category == category, f"{first.id} takes from no count")
        low, high = first.low or 0, None
    for step in steps:
        number = step.low or 0
        if step.category == category and step.kind in ("increment", "transfer"):
            low += number
            high = None if high is None or step.high is None else high + step.high
        elif step.moved_from == category and step.kind == "transfer":
            low = max(0, low - number)
            high = None if high is None else max(0, high - number)
        else:
            raise UntracedError(f"{step.id} does not move the {category}")
    if ALL_LEFT in detail:
        low = high = 0
    return Stand(ids, low, high, "at_least" if high is None else "exact")


def require(holds: bool, why: str) -> None:
    if not holds:
        raise UntracedError(why)


@dataclass
class Reading:
    """A derivation as it goes along: what the voices stand by, the range so far, and the claims it rests on."""

    claims: Claims
    category: str
    group: str
    stands: list[Stand]
    range: Range = NOTHING
    basis: tuple[str, ...] = ()

    def claim(self, id_: str) -> Claim:
        require(id_ in self.claims, f"{id_} is no claim of the event")
        claim = self.claims[id_]
        return of_group(claim, self.group) if self.group else claim

    def one(self, step: Reason) -> Stand:
        """The voice whose claims a step cites."""
        found = [told for told in self.stands if told.claims == step.evidence]
        require(len(found) >= 1, f"{step.rule} cites what no voice stands by")
        return found[0]

    def several(self, step: Reason) -> list[Stand]:
        """The voices whose claims a step cites together."""
        found = [told for told in self.stands if set(told.claims) <= set(step.evidence)]
        require({id_ for told in found for id_ in told.claims} == set(step.evidence), f"{step.rule} cites others")
        return found

    def rest(self, step: Reason, range_: Range, instead: bool = False) -> None:
        """Take a range, which rests on what the step cites."""
        self.range = range_
        self.basis = step.evidence if instead else tuple(dict.fromkeys(self.basis + step.evidence))


def low(told: Reading, step: Reason) -> int:
    one = told.one(step)
    told.rest(step, (one.low, *told.range[1:]))
    return one.low


def best(told: Reading, step: Reason) -> int:
    one = told.one(step)
    told.rest(step, (told.range[0], one.figure, told.range[2]))
    return one.figure


def high(told: Reading, step: Reason) -> int:
    one = told.one(step)
    told.rest(step, (*told.range[:2], one.high))
    return one.low if one.high is None else one.high


def floor(told: Reading, step: Reason) -> int:
    number = in_part(told, step)
    _, likeliest, most = told.range
    told.rest(step, (number, max(number, likeliest or 0), None if most is None else max(number, most)))
    return number


def in_part(told: Reading, step: Reason) -> int:
    """Victims told of in part, added up; or a total that is read as a part."""
    cited = [told.claim(id_) for id_ in step.evidence]
    require(bool(cited) and all(claim.category == told.category for claim in cited), "a floor of others")
    return added_up(cited)


def rising(told: Reading, step: Reason) -> int | None:
    (trend,) = step.evidence
    require(told.claims[trend].kind == "trend", f"{trend} does not say that the toll moves")
    *rest, most = told.range
    told.range = (rest[0], rest[1], None)
    return most


def floors_only(told: Reading, step: Reason) -> int:
    number = in_part(told, step)
    told.rest(step, (number, number, None if told.group else number))
    return number


def nothing(told: Reading, step: Reason) -> None:
    told.rest(replace(step, evidence=()), NOTHING)


def newest(told: Reading, step: Reason) -> int | None:
    one = told.one(step)
    spread = one.qualifier in ("range", "up_to", "fewer_than")
    told.rest(step, (one.low, one.figure, one.high) if spread else (one.figure,) * 3)
    return None if one.word else one.figure


def majority(told: Reading, step: Reason) -> int | None:
    """The one number that voices give who together cite just what the step cites."""
    by_number: dict[int | None, set[str]] = {}
    for one in told.several(step):
        by_number.setdefault(one.read("gtd"), set()).update(one.claims)
    numbers = [number for number, cited in by_number.items() if cited == set(step.evidence)]
    require(len(numbers) == 1, f"{numbers} are given by what {step.rule} cites")
    told.rest(step, (numbers[0],) * 3)
    return numbers[0]


def current(told: Reading, step: Reason) -> int | None:
    number = told.one(step).read("acled")
    told.rest(step, (number,) * 3, instead=True)
    return number


def conservative(told: Reading, step: Reason) -> int | None:
    number = told.one(step).read("low")
    told.rest(step, (number, *told.range[1:]))
    return number


def reliable(told: Reading, step: Reason) -> int | None:
    number = told.one(step).read("low")
    told.rest(step, (told.range[0], number, told.range[2]))
    return number


def highest(told: Reading, step: Reason) -> int | None:
    one = told.one(step)
    number = one.high or one.read("low")
    told.rest(step, (*told.range[:2], number))
    return number


def credible(told: Reading, step: Reason) -> int | None:
    numbers = [(number, one) for one in told.several(step) if (number := one.read("low")) is not None]
    told.rest(step, (min(n for n, _ in numbers), None, max(one.high or n for n, one in numbers)))
    return told.range[2]


def no_best(told: Reading, step: Reason) -> int:
    number = floors_only(told, step)
    told.range = (told.range[0], None, told.range[2])
    return number


def minimum(told: Reading, step: Reason) -> int | None:
    told.rest(step, (told.one(step).read("low"), None, None))
    return told.range[0]


def maximum(told: Reading, step: Reason) -> int | None:
    number = told.one(step).read("low")
    told.rest(step, (told.range[0], number if number == told.range[0] else None, number))
    return number


def priority(told: Reading, step: Reason) -> int | None:
    number = told.one(step).read("emdat")
    told.rest(step, (number,) * 3)
    return number


def averaged(told: Reading, step: Reason) -> int:
    one = told.one(step)
    number = (one.figure + (one.high or one.figure) + 1) // 2
    told.rest(step, (number,) * 3)
    return number


def agreed(told: Reading, step: Reason) -> int | None:
    """The one figure that the articles come to: some of the claims cited, added up, or the people told of."""
    worked = re.search(r" to (\d+) in all", step.detail)
    if not step.evidence or worked is None:
        return nothing(told, step)
    number, cited = int(worked[1]), [told.claims[id_] for id_ in step.evidence]
    some = (group for size in range(1, len(cited) + 1) for group in combinations(cited, size))
    ways = {sum(claim.low or 0 for claim in group) for group in some} | {len({key for c in cited for key in c.who})}
    require(number in ways, f"{number} of {step.evidence}")
    least, _, most = told.range
    least = number if least is None else min(number, least)
    told.rest(step, (least, number, None if most is None else max(number, most)))
    return number


Act = Callable[[Reading, Reason], int | None]  # takes a step, and gives the number that its words must hold
STEPS: dict[tuple[str, str], Act] = {
    ("full-range", "low"): low, ("full-range", "best"): best, ("full-range", "high"): high,
    ("full-range", "floor"): floor, ("full-range", "rising"): rising,
    ("latest", "newest"): newest, ("gtd", "majority"): majority,
    ("acled", "first"): current, ("acled", "revised"): current,
    ("ucdp", "low"): conservative, ("ucdp", "best"): reliable, ("ucdp", "high"): highest,
    ("airwars", "credible"): credible, ("airwars", "partial"): no_best,
    ("ibc", "minimum"): minimum, ("ibc", "maximum"): maximum,
    ("emdat", "priority"): priority, ("emdat", "averaged"): averaged,
}  # fmt: skip
ANY: dict[str, Act] = {"partial": floors_only, "no figure": nothing, "blank": nothing, "agreed": agreed}


def range_of(estimate: Estimate, claims: Claims) -> Range:
    """The range that follows from an estimate's steps and the claims that they cite. Raises UntracedError."""
    told = Reading(claims, estimate.category, estimate.group, [])
    chosen = []
    for step in estimate.steps:
        if step.rule in COUNTS and (estimate.policy, step.rule) not in STEPS:
            one = stand([told.claim(id_) for id_ in step.evidence], estimate.category, step.detail)
            require(says(step.detail, one), f"“{step.detail}” for {one.low} to {one.high}")
            told.stands.append(one)
        else:
            chosen.append(step)
    for step in chosen:
        act = STEPS.get((estimate.policy, step.rule)) or ANY.get(step.rule)
        if act is None:
            raise UntracedError(f"no step of {estimate.policy} is called {step.rule}")
        number = act(told, step)
        require(number is None or str(number) in re.findall(r"\d+", step.detail), f"“{step.detail}” for {number}")
    require(set(told.basis) == set(estimate.basis), "it rests on other claims than its steps")
    return told.range


def says(detail: str, one: Stand) -> bool:
    """Whether a step says in words the figure that follows: `12 according to`, `91 + 2 = at least 93`."""
    worked = re.search(r"(?:= (?:at least )?|so )(\d+)", detail)
    if worked or ALL_LEFT in detail:
        return ALL_LEFT in detail or (worked is not None and int(worked[1]) == one.low)
    if "no count before" in detail:
        return detail.startswith(f"{one.low} ")
    words = detail.partition(" according to ")[0].casefold()
    return f"“{one.word}”" in words if one.word else str(one.figure) in re.findall(r"\d+", words)


def without_attackers(total: Estimate, theirs: Estimate) -> Range:
    """The toll without the attackers, where it is not said whether it holds them."""
    most = next(told for told in (theirs.high, theirs.best, theirs.low) if told is not None)
    return (max(0, (total.low or 0) - most), None, total.high)
