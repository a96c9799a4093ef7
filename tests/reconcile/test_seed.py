"""The article that everything began with: several voices, an increment without a base, a death in hospital."""

from casualties.model import Article, Claim, Event, Span, Voice
from casualties.reconcile import reconcile

TEXT = (
    "Drone strike in Baghdad\n\nThe U.S. military said that it killed an Iraqi militia leader. A U.S. official who "
    "asked not to be named said a senior man of the group was hit. Police told Reuters that four additional militiamen "
    "were killed and six injured. A police spokesman said that a local commander was killed along with one of his "
    "close aides. The death toll rose once the rubble was cleared. One of the wounded also died. Last month several "
    "American personnel were injured."
)
ARTICLE = Article.create(TEXT, outlet="A journal")
MILITARY = (Voice("U.S. military", "military"),)
ANONYMOUS = (Voice("A U.S. official", "anonymous"),)
POLICE = (Voice("Reuters", "media"), Voice("Police", "police"))
SPOKESMAN = (Voice("A police spokesman", "police"),)


def claim(quote: str, category: str, kind: str, number: int | None, **fields: object) -> Claim:
    start = TEXT.index(quote)
    return Claim.create(ARTICLE, Span(start, start + len(quote)), category, kind, number, number, **fields)


CLAIMS = (
    claim("killed an Iraqi militia leader", "killed", "partial", 1, voices=MILITARY, who=("a:leader",)),
    claim("a senior man of the group was hit", "killed", "partial", 1, voices=ANONYMOUS, who=("a:leader",)),
    claim("four additional militiamen were killed", "killed", "increment", 4, voices=POLICE),
    claim("six injured", "injured", "toll", 6, voices=POLICE),
    claim("a local commander was killed along with one of his close aides", "killed", "partial", 2, voices=SPOKESMAN),
    claim("The death toll rose", "killed", "trend", None),
    claim("One of the wounded also died", "killed", "transfer", 1, moved_from="injured"),
    claim("several American personnel were injured", "injured", "background", 3, scope="last month", word="several"),
)
EVENT = Event("e", "Drone strike in Baghdad", (ARTICLE.id,), type="strike")


def test_the_range_holds_both_readings():
    found = reconcile(EVENT, (ARTICLE,), CLAIMS)
    assert {e.category: (e.low, e.best, e.high) for e in found.estimates} == {"killed": (5, 6, 6), "injured": (5, 5, 6)}


def test_every_voice_has_its_own_history():
    found = reconcile(EVENT, (ARTICLE,), CLAIMS)
    steps = [(r.voice.name, r.category, r.before_low, r.after_low, r.direction) for r in found.revisions]
    assert steps == [
        ("Police", "killed", None, 5, "first"),
        ("Police", "injured", None, 6, "first"),
        ("A journal", "killed", None, 6, "transferred"),
        ("A journal", "injured", None, 5, "transferred"),
    ]


def test_every_claim_is_used_or_set_aside_with_a_reason():
    for estimate in reconcile(EVENT, (ARTICLE,), CLAIMS).estimates:
        of_category = {claim.id for claim in CLAIMS if claim.category == estimate.category}
        aside = {item.claim for item in estimate.set_aside}
        assert of_category <= aside | set(estimate.basis) | {c for s in estimate.steps for c in s.evidence}
        assert all(item.reason.rule and item.reason.detail for item in estimate.set_aside)


def test_without_an_outlet_name_the_narrative_is_the_articles_own():
    found = reconcile(EVENT, (ARTICLE,), CLAIMS)
    bare = Article.create(TEXT)
    event = Event("e", "", (bare.id,))
    moved = [Claim.create(bare, c.span, c.category, c.kind, c.low, c.high, who=c.who, voices=c.voices, scope=c.scope,
                          word=c.word, moved_from=c.moved_from) for c in CLAIMS]  # fmt: skip
    again = reconcile(event, (bare,), moved)
    assert [(e.low, e.best, e.high) for e in again.estimates] == [(e.low, e.best, e.high) for e in found.estimates]
