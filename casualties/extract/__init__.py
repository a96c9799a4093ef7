"""Text to claims: who says how many were killed, injured or missing, and where exactly it stands."""

from casualties.model import Article, Claim, Toll


def claims(article: Article) -> tuple[Claim, ...]:
    """Every claim of an article, in text order."""
    return ()


def tolls(article: Article, found: tuple[Claim, ...], attackers: str = "include") -> tuple[Toll, ...]:
    """What the article stands by for its main event, one Toll per category."""
    return ()
