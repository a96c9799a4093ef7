"""Claims to the article's toll: what the article stands by for its main event."""

from collections.abc import Sequence

from casualties.model import Article, Claim, Toll

LIVE = ("asserted", "unconfirmed")


def toll(article: Article, category: str, claims: Sequence[Claim], attackers: str) -> Toll | None:
    """Return the toll of one category, or None when the article states nothing of it."""
    mine = [c for c in claims if c.category == category and c.status in LIVE and c.kind not in ("background", "period", "previous", "trend")]
    totals = [c for c in mine if c.kind == "toll" and not c.rule.startswith("struck") and c.low]
    struck = [c for c in mine if c.kind == "toll" and c.rule.startswith("struck") and c.low]
    zeros = [c for c in mine if c.kind == "toll" and c.low == 0]
    parts = [c for c in mine if c.kind == "partial"]
    adds = [c for c in mine if c.kind in ("increment", "transfer")]
    persons = {key for c in parts for key in c.who}
    unnamed = max((c.low or 0 for c in parts if not c.who), default=0)
    single = max(len(persons), unnamed)
    if totals:
        figure = (totals[0].low or 0) + sum(c.low or 0 for c in later(totals[0], adds, article))
        basis = [totals[0].id]
    elif struck:
        dead = toll(article, "killed", claims, attackers)
        figure = max(0, (struck[0].low or 0) - (dead.figure or 0 if dead else 0))
        basis = [struck[0].id]
    elif parts or adds:
        figure = single + sum(c.low or 0 for c in adds)
        basis = [c.id for c in (*parts, *adds)]
    elif zeros:
        figure, basis = 0, [zeros[0].id]
    else:
        return None
    return Toll(article.id, category, figure, figure, figure, 0.5, tuple(basis))


def later(total: Claim, adds: Sequence[Claim], article: Article) -> list[Claim]:
    """Return the additions that a total does not hold yet: those told after it, unless it stands in the title."""
    if total.span.end <= len(article.title):
        return []
    return [c for c in adds if c.span.start >= total.span.end]
