"""Who is who: mentions of single victims merged into persons, so that one victim told ten times counts once."""

from dataclasses import dataclass, field

from casualties.extract.traits import traits, words
from casualties.extract.victims import Victim

# How many persons back a description may look; an article that names more is a list.
IN_VIEW = 100


@dataclass(slots=True)
class Person:
    """One victim as far as the article tells: what is known of them, and in which categories they stand."""

    key: str
    sex: str = ""
    age: str = ""
    stage: str = ""
    names: frozenset[str] = frozenset()
    role: str = ""
    categories: set[str] = field(default_factory=set)
    last: int = -1
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


def described(victim: Victim, key: str) -> Person:
    """Return the person that one phrase describes."""
    known = traits()
    sex = stage = ""
    for word in victim.words:
        sex = known["sex"].get(word, sex)
        stage = known["stage"].get(word, stage)
    if victim.words[0] in ("his", "her"):  # "his wife": the owner's sex is not the victim's
        sex = known["sex"].get(victim.head, "")
    names = frozenset(name_of(victim))
    age = victim.age if victim.age.isdigit() else ""
    if age:
        stage = "child" if int(age) < 13 else "teen" if int(age) < 20 else "adult"
    return Person(key, sex, age, stage, names, victim.head, groups=set(victim.groups))


def conflict(a: Person, b: Person) -> bool:
    """Tell whether two descriptions cannot be of one person."""
    if a.sex and b.sex and a.sex != b.sex:
        return True
    if a.age and b.age and a.age != b.age:
        return True
    if a.names and b.names and not (a.names & b.names):
        return True
    if ("attackers" in a.groups and b.role == "victim") or ("attackers" in b.groups and a.role == "victim"):
        return True
    return {a.stage, b.stage} == {"child", "adult"}


def merged(into: Person, other: Person) -> None:
    """Add what `other` tells to a person."""
    into.sex = into.sex or other.sex
    into.age = into.age or other.age
    into.stage = into.stage or other.stage
    into.names = into.names | other.names
    into.groups |= other.groups


def find(
    people: list[Person], new: Person, victim: Victim, category: str, sentence: int, taken: set[str]
) -> Person | None:
    """Return the person already known that a phrase speaks of, or None when it brings a new one.

    `taken` holds the keys of persons of the same list: "a man and a man" are two.
    """
    people = people[-IN_VIEW:]
    if victim.symbol == "O" or any(t in "Ar" for t in victim.tags[:2]):
        return None
    if victim.symbol == "q":
        if "attackers" in new.groups:
            near = [p for p in people if "attackers" in p.groups and p.sex in ("", new.sex)]
        else:
            near = [p for p in people if p.sex in ("", new.sex)] or people
        return max(near, key=lambda p: (category in p.categories, p.last)) if near else None
    fits = [p for p in people if p.key not in taken and not conflict(p, new)]
    if category != "struck":
        fits = [p for p in fits if sentence != p.last or category in p.categories or p.categories <= {"struck"}]
    else:
        fits = [p for p in fits if sentence != p.last]
    if not fits or (new.names and not any(p.names & new.names for p in fits) and all(p.names for p in fits)):
        return None
    return max(fits, key=lambda p: likeness(p, new, category))


def likeness(known: Person, new: Person, category: str) -> tuple[bool, bool, bool, bool, bool, int]:
    """Rank how well a known person fits a new description: name, age, fate, role, sex, then who was told of last."""
    return (
        bool(known.names & new.names),
        bool(new.age) and known.age == new.age,
        category in known.categories or (category == "killed" and known.categories == {"struck"}),
        known.role == new.role,
        bool(new.sex) and known.sex == new.sex,
        known.last,
    )
