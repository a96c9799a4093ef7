"""The linker: articles to events, purely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from casualties.lexicon.linking import weights
from casualties.link.cluster import average_link
from casualties.link.copies import Reports
from casualties.link.crowd import crowds
from casualties.link.decisions import rulings
from casualties.link.describe import entitled
from casualties.link.grouping import Scores, Stories, group
from casualties.link.judge import in_order, judge_of
from casualties.link.known import NOTHING, Known
from casualties.link.pairs import pair_up
from casualties.link.profile import order
from casualties.link.readings import read_all
from casualties.link.telling import mention, repeats_because, tell
from casualties.model import Article, Claim, Event, Judgement, Reason


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gives: every article is in one event, and has one judgement that says why.

    `judgements` come in the order of the events' articles. An article alone in its event is judged "same" with it. A
    round-up is besides judged "unsure" with every other event that it seems to tell of. `formerly` holds what was told
    of under an id and is in another event now, by that id. `known` makes the next call cheaper.
    """

    events: tuple[Event, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    formerly: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: Known = field(default=NOTHING, compare=False, repr=False)


def link(
    articles: Sequence[Article],
    decisions: Sequence[Judgement] = (),
    known: Known | None = None,
) -> Linked:
    """Group articles into events. The result depends on the set of articles, not on their order.

    `decisions` are judgements by analysts, the newest last: "same" puts the subject into the event, "different" keeps
    it out, whatever the texts say.
    `known` is what an earlier call returned for some of the articles: with it the cost is that of what is new, and the
    result the same. Raises ValueError when an article's id is given twice.
    """
    places = {article.id: order(article) for article in articles}
    if len(places) != len(articles):
        raise ValueError("an article is given twice")
    ordered = sorted(articles, key=lambda article: places[article.id])
    judge = judge_of(weights())
    known = known if known and known.holds(judge.actor, places) else NOTHING
    readings = read_all(ordered, known)
    ruled = rulings(decisions, ordered)
    pairs = pair_up(readings, judge, ruled.touched, known)
    crowd = crowds(readings.profiles, pairs.by_article)
    scores = Scores(readings, judge, pairs.edges, crowd, known)
    stories = Stories(readings, judge, average_link(scores), crowd, known)
    home, mentions = group(readings.profiles, pairs, ruled, scores, stories)
    told = tell(ordered, readings, pairs, ruled, home, scores, judge, crowd, known)
    return Linked(
        tuple(event for event, _ in told.values()),
        tuple(
            judgement
            for first, (_, own) in told.items()
            for judgement in (*own, *mention(readings.profiles, told, mentions, judge, first))
        ),
        known=Known(
            actor=judge.actor,
            profiles={profile.id: profile for profile in readings.profiles},
            months=readings.months,
            repeats={readings.profiles[number].id: repeat for number, (_, repeat) in pairs.repeats.items()},
            edges=pairs.by_article,
            pairs=scores.asked,
            stories=stories.asked,
            events={event.id: (event, own) for event, own in told.values()},
        ),
    )


def entitle(linked: Linked, articles: Iterable[Article], claims: Mapping[str, tuple[Claim, ...]]) -> Linked:
    """The events that were just linked, under headlines that tell no count; `claims` go by article id."""
    told = {article.id: article for article in articles}
    of_one = {id_ for id_, profile in linked.known.profiles.items() if not profile.roundup}

    def titled(event: Event) -> Event:
        own = [id_ for id_ in event.articles if id_ in of_one] or event.articles
        return entitled(event, [told[id_] for id_ in own], claims)

    return replace(linked, events=tuple(map(titled, linked.events)))


def explain(
    one: Article, two: Article, articles: Sequence[Article] = (), known: Known | None = None
) -> tuple[Reason, ...]:
    """Why two articles alone are, or are not, taken for one event: a waterfall from the prior to the total.

    `articles` is the ledger in whose light they are judged: it says how common their words are; `known` is what linking
    some of them gave, and makes it cheaper. A repeated report or page is explained by that alone.
    """
    ordered = sorted({article.id: article for article in (*articles, one, two)}.values(), key=order)
    judge = judge_of(weights())
    holds = known and known.holds(judge.actor, {article.id: order(article) for article in ordered})
    profiles = {profile.id: profile for profile in read_all(ordered, known if known and holds else NOTHING).profiles}
    a, b = in_order(profiles[one.id], profiles[two.id])
    copies = Reports()
    copies.add(0, a, 0)
    repeated = copies.earlier(b, [a])
    if repeated:
        return (repeats_because((a.id, *repeated[1:])),)
    detail = "Tells of several happenings: it joins one event that it matches and never links two."
    notes = tuple(Reason("roundup", detail, (profile.id,)) for profile in (a, b) if profile.roundup)
    return (*notes, *judge.waterfall(a, b))
