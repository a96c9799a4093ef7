"""Who is who: mentions of single victims merged into persons, so that one victim told ten times counts once."""

from dataclasses import dataclass, field

from casualties.extract.families import FIGHTERS, FORCES
from casualties.extract.traits import ages, traits, words
from casualties.extract.victims import Victim

# How many persons back a description may look; an article that names more is a list.
IN_VIEW = 100
OLDEST = 130
OFFICES = frozenset(("police", "soldiers", "responders"))


@dataclass(slots=True)
class Person:
    """One victim as far as the article tells: what is known of them, and in which categories they stand.

    `symbol` is that of the phrase that told of them last; `youngest` and `oldest` are the ends of the age that the
    words allow ("a teenager": 13 to 19); `whose` is the owner or the thing told with the role ("driver of the van");
    `lives` that they are counted as hurt right beside the dead ("three dead, one hurt").
    """

    key: str
    sex: str = ""
    age: str = ""
    youngest: int = 0
    oldest: int = OLDEST
    names: frozenset[str] = frozenset()
    role: str = ""
    other: str = ""
    whose: str = ""
    lives: bool = False
    categories: set[str] = field(default_factory=set)
    last: int = -1
    symbol: str = ""
    groups: set[str] = field(default_factory=set)


def name_of(victim: Victim) -> list[str]:
    """Return the words of the name that ends a phrase ("the mayor Ann Lee"); a name inside one is a place or a body."""
    if victim.symbol not in "62591":
        return []
    name: list[str] = []
    for word, tag in zip(reversed(victim.words), reversed(victim.tags), strict=True):
        if tag != "N":
            break
        if word.strip(".'") not in words("titles"):
            name.append(word.strip(".'"))
    return name


def telling(victim: Victim) -> list[str]:
    """Return the words of a phrase that tell of its victim: of "his wife" the head, for its owner is another."""
    if victim.words[0] in ("his", "her"):
        return [victim.head]
    return " ".join(victim.words).replace("-of-", " of ").split()


def described(victim: Victim, key: str) -> Person:
    """Return the person that one phrase describes, with what stands beside it: "a boy, Kim Lee, was hurt"."""
    known = traits()
    beside = victim.apposed or victim
    sex = ""
    youngest, oldest = 0, OLDEST
    for word in dict.fromkeys((*telling(victim), *telling(beside))):
        sex = known["sex"].get(word, sex)
        least, most = ages().get(word, (0, OLDEST))
        youngest, oldest = max(youngest, least), min(oldest, most)
    age = next((years for years in (victim.age, beside.age) if years.isdigit()), "")
    if age:
        youngest = oldest = int(age)
    other = next((word for word in telling(victim)[:3] if word in words("another")), "")
    names = frozenset(name_of(victim) or name_of(beside))
    groups = set(victim.groups)
    return Person(
        key, sex, age, youngest, oldest, names, victim.head, other, victim.whose, groups=groups, symbol=victim.symbol
    )


def conflict(a: Person, b: Person) -> bool:
    """Tell whether two descriptions cannot be of one person."""
    if a.sex and b.sex and a.sex != b.sex:
        return True
    if a.youngest > b.oldest or b.youngest > a.oldest:
        return True
    if a.names - b.names and b.names - a.names:  # "Ann Lee" and "Kim Lee" are two
        return True
    seats = {seat for person in (a, b) if (seat := traits()["seats"].get(person.role))}
    if len(seats) > 1:
        return True
    return doer_and_victim(a, b) or doer_and_victim(b, a)


def may_be_among(some: Victim, others: Victim) -> bool:
    """Tell whether those of one phrase may be some of those of another: "two women" of "five people", not of "men"."""
    sexes = {sex for v in (some, others) if (sex := traits()["sex"].get(v.one))}
    (youngest, oldest), (least, most) = (ages().get(v.one, (0, OLDEST)) for v in (some, others))
    sides = [{*v.groups} & (FORCES | FIGHTERS) for v in (some, others)]
    apart = some.groups and others.groups and sides[0] != sides[1]
    return len(sexes) < 2 and youngest <= most and least <= oldest and not apart


def plain(role: str) -> bool:
    """Tell whether a role says no more than a sex or an age: "man", "the 34-year-old", "victim"."""
    return role in words("generic") or role in words("plain") or role in ages() or role[:1].isdigit()


def doer_and_victim(a: Person, b: Person) -> bool:
    """Tell whether one is called an attacker, and the other is told as a victim of attackers."""
    if "attackers" not in a.groups or "attackers" in b.groups:
        return False
    return b.role == "victim" or "police" in b.groups


def same(a: Person, b: Person) -> bool:
    """Tell whether a name or an age in years makes two descriptions one person."""
    return not conflict(a, b) and (not a.names.isdisjoint(b.names) or bool(a.age and a.age == b.age))


def merged(into: Person, other: Person) -> None:
    """Add what `other` tells to a person."""
    into.sex = into.sex or other.sex
    into.age = into.age or other.age
    into.youngest, into.oldest = max(into.youngest, other.youngest), min(into.oldest, other.oldest)
    into.names = into.names | other.names
    into.groups |= other.groups
    into.symbol = other.symbol


def another_one(known: Person, new: Person, category: str) -> bool:
    """Tell whether two who are told by number alone are of two fates: “one was hurt … one was pronounced dead”."""
    return known.role == new.role and not known.names and known.categories.isdisjoint((category, "struck"))


def of_another(known: Person, new: Person, category: str) -> bool:
    """Tell whether two of one role and two fates go with different things: “the driver of the van”, “… of the bus”."""
    if not known.whose or not new.whose or known.whose == new.whose or known.role != new.role:
        return False
    makes = traits()["makes"]
    if known.whose in makes and new.whose in makes:  # "the sedan" and "the car" may be one
        return bool(makes[known.whose] != makes[new.whose])
    one_thing = known.whose in makes or new.whose in makes or {known.whose, new.whose} <= words("vehicles")
    return not one_thing and known.categories.isdisjoint((category, "struck"))


def the_other(known: str, told: str) -> bool:
    """Tell whether two words for one more person may speak of one: “another was hurt … the other is in hospital”."""
    return known == told or (told == "other" and known in words("second-one"))


def told_again(known: Person, new: Person, victim: Victim, category: str) -> bool:
    """Tell whether a sentence may speak of one twice: of one fate, or a worse one, or as "the man … the man"."""
    worse = known.categories <= {"struck"}
    return (
        worse
        or category in known.categories
        or (category == "killed" and victim.words[0] == "the" and known.role == new.role)
    )


def find(
    people: list[Person], new: Person, victim: Victim, category: str, sentence: int, taken: set[str]
) -> Person | None:
    """Return the person already known that a phrase speaks of, or None when it brings a new one.

    `taken` holds the keys of persons of the same list: "a man and a man" are two.
    """
    people = people[-IN_VIEW:]
    if new.other:  # "another man", told again, is the same one only where he was so told before
        again = [p for p in people if the_other(p.other, new.other) and p.last != sentence and not conflict(p, new)]
        return again[-1] if again else None
    if victim.symbol == "q":
        if "attackers" in new.groups:
            near = [p for p in people if "attackers" in p.groups and p.sex in ("", new.sex)]
            if not near and category == "struck":  # "he shot his wife and himself": who of the dead it was is not told
                near = [p for p in people if p.sex == new.sex and "killed" in p.categories]
        else:
            near = [p for p in people if p.sex in ("", new.sex)] or people
        return max(near, key=lambda p: (category in p.categories, p.last)) if near else None
    fits = [p for p in people if p.key not in taken and not conflict(p, new) and not of_another(p, new, category)]
    if category == "killed":
        fits = [p for p in fits if not p.lives or p.last == sentence]
    if victim.symbol == "7":  # "one" is none of whom its own sentence has told
        fits = [p for p in fits if p.last != sentence and not another_one(p, new, category)]
    if victim.symbol == "1" and not new.groups:  # an officer is not called "a man" once his office is told
        fits = [p for p in fits if p.groups.isdisjoint(OFFICES)]
    if victim.symbol in "15":  # "a boy was shot, and a child hurt" are two
        fits = [p for p in fits if sentence != p.last or p.role == new.role or p.symbol not in "15"]
    if category != "struck":
        fits = [p for p in fits if sentence != p.last or told_again(p, new, victim, category)]
    else:
        the_same = victim.words[0] == "the" and plain(new.role)  # "a child is dead after a man shot the girl"
        fits = [p for p in fits if sentence != p.last or (the_same and "killed" in p.categories)]
    if not fits or (new.names and not any(p.names & new.names for p in fits) and all(p.names for p in fits)):
        return None
    return max(fits, key=lambda p: likeness(p, new, category))


def likeness(known: Person, new: Person, category: str) -> tuple[bool, bool, bool, bool, bool, bool, int]:
    """Rank how well a known person fits a new description: name, age, fate, role, this very fate, sex, who was last."""
    return (
        bool(known.names & new.names),
        bool(new.age) and known.age == new.age,
        category in known.categories or (category == "killed" and known.categories == {"struck"}),
        known.role == new.role,
        category in known.categories,
        bool(new.sex) and known.sex == new.sex,
        known.last,
    )
