"""Which voices are one, how much they weigh, and how many victims partial figures add up to."""

import pytest

from casualties.lexicon import policies
from casualties.model import VOICE_TYPES, Article, Claim, Event, Moment, Span, Voice
from casualties.reconcile import reconcile
from casualties.reconcile.decided import correct
from casualties.reconcile.partial import distinct
from casualties.reconcile.voices import rank_of, speaker, voice_key

SAME = [
    (("police", "police"), ("a police spokesman", "police")),
    (("police", "police"), ("Chief Constable Serena Kennedy", "police")),
    (("Merseyside Police", "police"), ("the police", "police")),
    (("state television", "media"), ("Iranian state TV", "media")),
    (("Interior Minister Ahmad Vahidi", "official"), ("the Interior Ministry", "official")),
    (("officials", "official"), ("local authorities", "official")),
    (("Gov. Josh Green", "official"), ("the governor of Hawaii", "official")),
    (("Gov. Josh Green", "official"), ("Hawaii Gov. Josh Green", "official")),
    (("Amin Sabri, head of the emergency department", "rescue"), ("emergency services", "rescue")),
    (("U.S. military", "military"), ("the US military", "military")),
]
DIFFERENT = [
    (("police", "police"), ("police sources", "police")),
    (("U.S. military", "military"), ("the Iraqi military", "military")),
    (("the interior ministry", "official"), ("the health ministry", "official")),
    (("Reuters", "media"), ("AFP", "media")),
    (("the mayor", "official"), ("the governor", "official")),
]
ORDER = [
    ("the coroner", "official"),
    ("the interior ministry", "official"),
    ("the mayor", "official"),
    ("police", "police"),
    ("a relief agency", "ngo"),
    ("Reuters", "media"),
    ("a security source", "anonymous"),
    ("a shopkeeper", "witness"),
    ("the rebels", "armed group"),
    ("the bombers", "perpetrator"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_voice(one, other):
    assert voice_key(Voice(*one)) == voice_key(Voice(*other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_two_voices(one, other):
    assert voice_key(Voice(*one)) != voice_key(Voice(*other))


def test_voices_from_most_to_least_weight():
    ranks = [rank_of(Voice(*voice)).rank for voice in ORDER]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize("kind", VOICE_TYPES)
def test_every_type_of_voice_has_a_rank(kind):
    assert rank_of(Voice("somebody", kind)).rank > 0


def test_a_surname_leads_to_the_voice_that_was_named_before():
    article = Article.create("text")
    people: dict[str, Voice] = {}
    minister = Voice("Interior Minister Ahmad Vahidi", "official")
    full, short, other = (
        Claim.create(article, Span(0, 1), "killed", "toll", 1, 1, voices=(voice,))
        for voice in (minister, Voice("Vahidi"), Voice("Sabri"))
    )
    keys = [speaker(claim, article, people).key for claim in (short, full, short, other)]
    assert keys == ["vahidi", "interior ministry", "interior ministry", "sabri"]


PARTS = [
    ([("nine others injured", 9), ("six of them critical", 6)], 9),
    ([("33 are in serious condition", 33), ("116 had minor injuries", 116)], 149),
    ([("nine were hurt", 9), ("another two were hurt", 2)], 11),
    ([("two men died", 2), ("a woman died", 1)], 3),
    ([("a commander was killed", 1), ("a leader was killed", 1)], 1),
    ([("eight children have stab wounds", 8), ("five of them critical", 5), ("two adults are critical", 2)], 10),
    ([], 0),
]


@pytest.mark.parametrize(("parts", "total"), PARTS)
def test_partial_figures_add_up_only_where_the_text_sets_them_apart(parts, total):
    text = ". ".join(quote for quote, _ in parts)
    article = Article.create(text)
    claims = [
        Claim.create(article, Span(text.index(q), text.index(q) + len(q)), "injured", "partial", n, n) for q, n in parts
    ]
    assert distinct(claims)[0] == total


def test_named_victims_count_once():
    article = Article.create("A and B died. B died.")
    both = Claim.create(article, Span(0, 12), "killed", "partial", 2, 2, who=("name:a", "name:b"))
    one = Claim.create(article, Span(14, 20), "killed", "partial", 1, 1, who=("name:b",))
    new = Claim.create(article, Span(15, 20), "killed", "partial", 1, 1, who=("name:c",))
    assert distinct([both, one, new])[0] == 3


def test_the_last_row_of_the_ranking_takes_every_voice():
    last = policies.ranking()[-1]
    assert (last.type, last.pattern) == ("", None)


def test_vague_words_have_a_number_of_ours():
    assert all(row["low"] for row in policies.vague().values())


def test_every_limit_says_where_it_comes_from():
    assert all(row.cap > 0 and row.source for row in policies.limits())


def test_settings_are_read():
    assert policies.settings().stale_hours > policies.settings().lead_hours > 0


def test_a_figure_that_an_analyst_corrected_is_not_put_into_the_voices_mouth_alone():
    article = Article.create("Police said 59 people were killed.", published=Moment.parse("2024-01-01"))
    read = Claim.create(article, Span(12, 14), "killed", "toll", 59, 59, voices=(Voice("police", "official"),))
    event = Event("e", "A fire", (article.id,))
    corrected = correct(read, {"low": 95, "high": 95})
    mended = "95 according to police; an analyst corrected what was read."
    for claim, told in ((read, "59 according to police."), (corrected, mended)):
        (estimate,) = reconcile(event, [article], [claim]).estimates
        assert estimate.steps[0].detail == told
