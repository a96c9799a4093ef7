"""One victim told in many ways, and many victims told alike: what short articles add up to."""

import pytest

from casualties.extract import claims, tolls
from casualties.extract.identity import Person, conflict, same
from casualties.extract.traits import ages
from casualties.model import Article

# text, killed, injured; None where nothing is stated
ARTICLES = [
    pytest.param(
        "Teen shot in Wexby\n\nA 16-year-old boy was hit in the arm on Friday. The teenager was taken to Grace "
        "Hospital. The boy, Ned P. Marsh, will survive.",
        None,
        1,
        id="age, name and boyhood are of one",
    ),
    pytest.param(
        "The death of Ruth M. Calder III shocked the street. Calder was found shot to death on Monday.",
        1,
        None,
        id="an initial inside a name",
    ),
    pytest.param(
        "A man was shot and killed on Elm Street. A 9-month-old girl was also killed.",
        2,
        None,
        id="ages told in months",
    ),
    pytest.param(
        "Three people are dead and another injured after a fight in Arden.\n\n"
        "Three people were killed and another injured on Sunday, police said.",
        3,
        1,
        id="another, told again in the same way, is the same",
    ),
    pytest.param(
        "A man shot another man outside a bar in Tilbury. The victim, 30, was taken to Mercy Hospital.",
        None,
        1,
        id="another than the one who did it",
    ),
    pytest.param(
        "He shot his brother to death before killing a guard at the gate.",
        2,
        None,
        id="deeds of one sentence have different victims",
    ),
    pytest.param(
        "A ten-year-old girl was shot and killed. He shot the child and a 45-year-old woman as they ran.",
        1,
        1,
        id="the dead leave the list of the shot",
    ),
    pytest.param(
        "Three were found shot dead.\n\nIda Poe, 20, and Max Rill, 16, were shot on Monday in the kitchen.",
        3,
        None,
        id="the shot are the dead whom nobody named yet",
    ),
    pytest.param(
        "A police officer was shot and killed near Orrin. Investigators found the remains of a man in a trailer.",
        2,
        None,
        id="an officer is not called a man",
    ),
    pytest.param(
        "A young boy was killed in Dunmere on Sunday. Just last year, a 12-year-old was killed in the same park. "
        "In that case a child found a gun, killing 12-year-old Cy Dole.",
        1,
        None,
        id="a victim of another event, told again",
    ),
    pytest.param(
        "A woman was shot and killed by her neighbor, Al Trask, who killed himself. The suspect was found dead.",
        2,
        None,
        id="who did it and died is one attacker",
    ),
    pytest.param(
        "The gunman and two guards were shot dead at the bank.",
        3,
        None,
        id="an attacker in a list is told apart, and counted once",
    ),
    pytest.param(
        "Three students were shot at the gate. One of the students, Sam Lind, died. Lind was 17.",
        1,
        2,
        id="one of the students is a person, no total",
    ),
    pytest.param(
        "Police seek a driver after a crash that injured eight people last week in Colby.",
        None,
        8,
        id="the sequel of an event is about it",
    ),
]


@pytest.mark.parametrize(("text", "killed", "injured"), ARTICLES)
def test_article(text: str, killed: int | None, injured: int | None) -> None:
    article = Article.create(text)
    figures = {t.category: t.figure for t in tolls(article, claims(article))}
    assert (figures.get("killed"), figures.get("injured")) == (killed, injured)


def test_no_attackers_wanted() -> None:
    article = Article.create("The gunman and two guards were shot dead at the bank.")
    assert tolls(article, claims(article), "exclude")[0].figure == 2


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        (Person("a", sex="male"), Person("b", sex="female"), True),
        (Person("a", youngest=16, oldest=16), Person("b", youngest=13, oldest=19), False),
        (Person("a", youngest=16, oldest=16), Person("b", youngest=0, oldest=13), True),
        (Person("a", names=frozenset({"poe"})), Person("b", names=frozenset({"rill"})), True),
        (Person("a", names=frozenset({"ida", "poe"})), Person("b", names=frozenset({"poe"})), False),
        (Person("a", groups={"attackers"}), Person("b", role="victim"), True),
    ],
)
def test_conflict(a: Person, b: Person, apart: bool) -> None:
    assert conflict(a, b) is conflict(b, a) is apart


def test_same_needs_a_name_or_an_age() -> None:
    assert not same(Person("a", sex="male"), Person("b", sex="male"))
    assert same(Person("a", age="12", youngest=12, oldest=12), Person("b", age="12", youngest=12, oldest=12))


def test_ages_are_ranges() -> None:
    assert all(0 <= least < most for least, most in ages().values())
