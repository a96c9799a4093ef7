"""Which voices are one voice, and how much each weighs: `identities.csv` and `ranking.csv` of the lexicon."""

import functools
import re

from casualties.lexicon.policies import Identity, Rank, identities, ranking, settings
from casualties.model import Article, Claim, Voice


def innermost(claim: Claim, article: Article) -> Voice:
    """The voice whose figure a claim is: the last of its chain, or else the outlet in its own words."""
    told = claim.voice
    return told if told and told.name else Voice(article.outlet, told.type if told else "media")


@functools.lru_cache(maxsize=65536)
def voice_key(voice: Voice, own_words: bool = False) -> str:
    """What all names of one voice have in common: the institution that it speaks for.

    "police", "a police spokesman" and "Chief Constable Kennedy" are one voice; unnamed sources are one beside it.

    >>> voice_key(Voice("police", "police")) == voice_key(Voice("a spokesman for the police", "police"))
    True
    """
    name = normal(voice.name)
    if own_words:
        return f"outlet {name}"
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
