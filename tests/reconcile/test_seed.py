"""The article that everything began with: several voices, an increment without a base, a death in hospital."""

from casualties.model import Article, Claim, Event, Span, Voice
from casualties.reconcile import reconcile

TEXT = (
    "Rocket hits a garage in Baghdad\n\nAn attack by the U.S. military killed one militia leader, it says. "
    "A U.S. official, who gave no name, spoke of a senior man of the group who died. To Reuters, police put it "
    "at four further fighters killed and six people hurt. A police spokesman named a local commander and one close "
    "aide as dead. With the rubble gone, the death toll rose. A wounded man has died as well. Last month several "
    "American soldiers were hurt."
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
    claim("killed one militia leader", "killed", "partial", 1, voices=MILITARY, who=("a:leader",)),
    claim("a senior man of the group who died", "killed", "partial", 1, voices=ANONYMOUS, who=("a:leader",)),
    claim("four further fighters killed", "killed", "increment", 4, voices=POLICE),
    claim("six people hurt", "injured", "toll", 6, voices=POLICE),
    claim("a local commander and one close aide", "killed", "partial", 2, voices=SPOKESMAN),
    claim("the death toll rose", "killed", "trend", None),
    claim("A wounded man has died", "killed", "transfer", 1, moved_from="injured"),
    claim("several American soldiers were hurt", "injured", "background", 3, scope="last month", word="several"),
)
EVENT = Event("e", "Rocket hits a garage", (ARTICLE.id,), type="strike")


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


def test_without_an_outlet_name_the_narrative_is_the_articles_own():
    found = reconcile(EVENT, (ARTICLE,), CLAIMS)
    bare = Article.create(TEXT)
    event = Event("e", "", (bare.id,))
    moved = [Claim.create(bare, c.span, c.category, c.kind, c.low, c.high, who=c.who, voices=c.voices, scope=c.scope,
                          word=c.word, moved_from=c.moved_from) for c in CLAIMS]  # fmt: skip
    again = reconcile(event, (bare,), moved)
    assert [(e.low, e.best, e.high) for e in again.estimates] == [(e.low, e.best, e.high) for e in found.estimates]
