"""When a rule's expression fits and yet there are no victims: a table of small named functions."""

from dataclasses import dataclass

from casualties.extract.rules import Rule
from casualties.extract.traits import words
from casualties.extract.victims import Victim
from casualties.lexicon.load import Cue


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found at the phrase `at`: its victims, the casualty `word`, what follows, and any `deeds` before.

    `following` and `destination` are the word and the phrase that follow, `beyond` the phrase after them, `object`
    whether a bare noun stands right after the word, `ending` the last word that the rule read, `ordinal` whether a
    number in a row stands before the word, `exception` whether the victims are left out, `numbered` whether a count
    stands right before the word.
    """

    row: Rule
    known: Cue
    at: int
    category: str
    victims: list[Victim]
    word: str
    following: str
    destination: str
    aux: str
    source: Cue | None
    deeds: bool
    ending: str = ""
    ordinal: bool = False
    exception: bool = False
    beyond: str = ""
    object: bool = False
    numbered: bool = False


def some_of_them(found: Found) -> bool:
    """“among the six dead were two guards”: they are some of those counted before."""
    return found.row.name == "inverted" and found.numbered


def nobody(found: Found) -> bool:
    """No victims are told, and none are needed."""
    return not found.victims and found.row.name != "trend"


def moved_from_nowhere(found: Found) -> bool:
    """“two people seen in the town have died”: they were not counted as injured or missing before."""
    known = found.source and found.source.category in ("injured", "missing", "struck")
    return found.row.name == "transfer" and (found.known.category != "killed" or not known)


def doer_is_not_the_victims(found: Found) -> bool:
    """“he killed five before turning the gun on himself”: the doer is not the five."""
    return found.row.name == "self-subject" and found.deeds


def no_deed_before(found: Found) -> bool:
    """“before being killed”, with no deed of his own before."""
    return found.row.name == "being" and (found.category != "killed" or not found.deeds)


def whereabouts(found: Found) -> bool:
    """“the whereabouts of the suspect”: sought, not missing."""
    return found.category == "missing" and found.known.shape == "of" and not counted(found)


def deaths_in_a_place(found: Found) -> bool:
    """“deaths in Peru”, where “deaths in three people” counts them."""
    return found.known.shape == "of" and not found.word.endswith((" of", " to")) and not counted(found, "971")


def not_found(found: Found) -> bool:
    """“not found alive”, “yet to be found alive”, “nobody was found alive”: only who is found is no longer missing."""
    return found.known.shape == "found" and (
        not {"n", "w", "i"}.isdisjoint(found.aux) or found.victims[0].symbol == "0"
    )


def victim_of(found: Found) -> bool:
    """“a victim of the crash”, who may live, where “the ninth victim of the crash” counts the dead."""
    return found.word.startswith("victim of ") and found.victims[0].symbol != "O"


def took_out(found: Found) -> bool:
    """“took out a loan”: a verb of two words that kills nobody when its object is a thing or a number alone."""
    return found.known.shape == "base" and " " in found.word and all(v.symbol in "?8" for v in found.victims)


def missed(found: Found) -> bool:
    """“he shot at a car”, “the first shot”; but “he, shot in the leg” was struck."""
    if found.category != "struck" or found.row.name != "participle" or found.aux:
        return False
    first = found.victims[0]
    if first.symbol == "7" and len(found.victims) == 1:
        return False  # “5 shot at a club”
    return found.following in words("aimed") or (first.symbol == "O" and len(first.words) == 1)


def shot_at(found: Found) -> bool:
    """“shot at by rebels”, “shot at but not hit”, where “shot at a club” was struck."""
    return found.category == "struck" and found.following == "at" and found.beyond in words("no-place")


def burned_a_thing(found: Found) -> bool:
    """“protesters burned tyres”, where “four people burned in the crash” are hurt."""
    return found.object and found.word in words("burned") and found.victims[0].symbol == "4"


def hit_a_thing(found: Found) -> bool:
    """“the storm hit Miami”, “struck a deal”, “knocked down 20”: such verbs hurt only whom the text calls a person."""
    return found.word in words("blows") and all(v.symbol in "?8674" and "U" not in v.tags for v in found.victims)


def shooting_as_a_noun(found: Found) -> bool:
    """“the shooting Smith described”, “Shooting Suspect”: a noun more often than a deed."""
    return found.category == "struck" and found.known.shape == "ing" and found.victims[0].symbol in "56"


def how_many(found: Found) -> bool:
    """“it is not known how many people were killed”."""
    return any("how" in v.words for v in found.victims)


def left_out(found: Found) -> bool:
    """“everyone but the pilot was killed”."""
    return found.exception


def no_body(found: Found) -> bool:
    """“a body camera”: a thing by the name of another."""
    return found.row.name == "event" and found.word.endswith("body") and found.following in words("no-bodies")


def no_rise(found: Found) -> bool:
    """“the toll was disputed”, “is expected to rise”, “fell by six”: it has not risen."""
    return found.row.name in ("trend", "toll-by") and found.ending not in words("rising")


def one_of_many(found: Found) -> bool:
    """“the third fatal shooting this week”: counted with others, and told of none in particular."""
    return found.row.name == "event" and found.ordinal


def taken_elsewhere(found: Found) -> bool:
    """“taken to jail”, where “taken to Grace Hospital” is hurt."""
    if found.category != "injured" or found.known.shape != "pp" or not found.word.endswith(" to"):
        return False
    return not found.row.before or not any(place in found.destination for place in words("hospitals"))


def ran_out(found: Found) -> bool:
    """“with an expired licence”: papers do not die."""
    return found.known.shape in ("past", "dies") and found.following in words("papers")


def not_with_it(found: Found) -> bool:
    """“the bus with 12 people aboard was hit”: only who is aboard what is missing is missing with it."""
    return found.row.name.startswith("aboard") and found.category != "missing"


def shut_in(found: Found) -> bool:
    """“trapped inside their cars”: everyone knows where they are."""
    return found.category == "missing" and not words("vehicles").isdisjoint(found.beyond.split())


def not_struck(found: Found) -> bool:
    """“wounded two men and a boy dead”: only who was struck is told dead by the next word."""
    return found.row.name == "active-outcome" and found.known.category != "struck"


def buried_dead(found: Found) -> bool:
    """“burying and killing 60”: they are told dead in the same breath."""
    return found.category == "missing" and found.row.name == "active-shared"


def counted(found: Found, symbols: str = "97") -> bool:
    """Tell whether the first of the victims are a number."""
    return found.victims[0].symbol in symbols


# In this order: from the third on each may look at the first victim.
REFUSALS = (
    nobody,
    some_of_them,
    doer_is_not_the_victims,
    no_deed_before,
    moved_from_nowhere,
    whereabouts,
    missed,
    shot_at,
    burned_a_thing,
    deaths_in_a_place,
    not_found,
    victim_of,
    took_out,
    hit_a_thing,
    shooting_as_a_noun,
    how_many,
    left_out,
    no_body,
    no_rise,
    one_of_many,
    taken_elsewhere,
    ran_out,
    shut_in,
    not_with_it,
    buried_dead,
    not_struck,
)
