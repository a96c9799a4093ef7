"""Which voices are one voice, and how much each weighs: `identities.csv` and `ranking.csv` of the lexicon."""

import functools
import re
from dataclasses import dataclass

from casualties.lexicon.policies import Identity, Rank, identities, ranking, settings
from casualties.model import Article, Claim, Voice


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose figure a claim is: the voice, the key that all its names share, and its weight."""

    voice: Voice
    key: str
    rank: Rank


def speaker(claim: Claim, article: Article, people: dict[str, Voice]) -> Speaker:
    """The innermost voice of a claim, or else the outlet in its own words.

    `people` holds the voices met so far by surname: "Vahidi" alone is the interior minister who was named before.
    """
    told = claim.voice
    if told is None or not told.name:
        voice = Voice(article.outlet, told.type if told else "media")
        return Speaker(voice, f"outlet {normal(article.outlet) or article.id}", rank_of(voice))
    words = told.name.split()
    if len(words) == 1 and told.type == "unknown":
        told = people.get(words[0], told)
    elif words and words[-1].istitle():
        people.setdefault(words[-1], told)
    return Speaker(told, voice_key(told), rank_of(told))


@functools.lru_cache(maxsize=65536)
def voice_key(voice: Voice) -> str:
    """What all names of one voice have in common: the institution that it speaks for.

    "police", "a police spokesman" and "Chief Constable Kennedy" are one voice; unnamed sources are one beside it.

    >>> voice_key(Voice("police", "police")) == voice_key(Voice("a spokesman for the police", "police"))
    True
    """
    name = normal(voice.name)
    known = next((row for row in identities() if row.pattern.search(name)), None)
    key = _institution(known, name) if known else _without_roles(name) or voice.type
    return f"{key} (unnamed)" if rank_of(voice).kind == "anonymous officials" else key


@functools.lru_cache(maxsize=65536)
def rank_of(voice: Voice) -> Rank:
    """The first row of the ranking that fits the voice's type and name."""
    name = normal(voice.name)
    fitting = (row for row in ranking() if row.type in ("", voice.type))
    return next(row for row in fitting if not row.pattern or row.pattern.search(name))


def normal(name: str) -> str:
    """A name in lower case with neither points nor double spaces: "U.S.  Military" is "us military"."""
    return " ".join(re.findall(r"\w+", name.lower().replace(".", "").replace("’s", "").replace("'s", "")))


def _institution(known: Identity, name: str) -> str:
    rest = _without_roles(known.pattern.sub(" ", name)) if known.apart else ""
    return f"{rest} {known.key}".strip()


def _without_roles(name: str) -> str:
    return " ".join(word for word in name.split() if word not in settings().roles)
