"""Where an event is put: in the place told of, not in that where the report was written, and in none by guess."""

import pytest

from casualties.link import link
from casualties.model import Article, Moment, Place

WHEN = Moment.parse("2021-06-24")
PLACES = [
    (
        "NAIROBI (Reuters) - An air strike hit a market in the Tigray village of Togoga on Tuesday.",
        "Tigray",
        "Ethiopia",
    ),
    ("LONDON (AFP) - Two ferries collided in Odesa on Sunday and nine people died.", "Odesa", "Ukraine"),
    ("YEREVAN - At least 50 people died at a mine in northern Myanmar on Thursday.", "Myanmar", "Myanmar"),
    ("NAIROBI, Kenya (AP) - A car bomb killed 20 people at a restaurant in Somalia's capital.", "Somalia", "Somalia"),
    ("KABUL (Reuters) - A bomb killed nine people outside a mosque on Friday, police said.", "Kabul", "Afghanistan"),
    ("WAVERLY, Tenn. (AP) - Floods killed 20 people on Saturday.", "Waverly", "United States"),
    ("BUFFALO, N.Y. (AP) - A boy was shot on Friday. His father is Mexican.", "Buffalo", "United States"),
    ("Gunmen attacked the village of Obande on Sunday, a local official said. Nine were killed.", "Obande", ""),
    ("Gunmen attacked the village of Obande on Sunday, Nigerian police said. Nine died.", "Obande", "Nigeria"),
    ("ABUJA (AFP) - Gunmen attacked the village of Obande on Sunday. Nine were killed.", "Obande", ""),
    ("LONDON (Reuters) - A ferry sank off the island of Masirah on Monday, 12 people drowned.", "Masirah", ""),
    ("A fire killed nine people in a hotel in Rio de Janeiro on Monday.", "Rio de Janeiro", "Brazil"),
    ("A bus fell into a ravine in San Juan de los Cayos on Monday, nine people died.", "San Juan de los Cayos", ""),
    ("An air strike killed nine people in Deir al-Balah on Monday.", "Dayr al Balaḩ", "Palestinian Territory"),
    ("A house in Khan Younis was hit on Monday and nine people died.", "Khān Yūnis", "Palestinian Territory"),
    ("Rockets were fired at Almar district, Faryab, Afghanistan. Nine people died.", "Faryab", "Afghanistan"),
    ("Clashes in Helmand, Faryab and Kunduz killed nine people on Monday.", "Helmand", "Afghanistan"),
    ("A man was shot dead in Coeur d'Alene on Monday.", "Coeur d'Alene", "United States"),
    ("Emergency department doctors said on Monday that nine people died.", "", ""),
    ("A School district mourned nine people on Monday.", "", ""),
    ("Nine people died in clashes in Lower Juba on Monday.", "Lower Juba", "Somalia"),
    ("Two bombs shook the city of Kerman. A US drone had killed the general in 2020.", "Kerman", "Iran"),
]


@pytest.mark.parametrize(("text", "name", "country"), PLACES)
def test_place(text, name, country):
    (event,) = link([Article.create(text, "Many dead", published=WHEN)]).events
    assert (event.place.name, event.place.country) == (name, country)


def test_a_fire_chief_is_no_fire():
    told = "A crowd surged in an alley in Seoul and at least 151 people were trampled, the fire headquarters said."
    (event,) = link([Article.create(told, "Deadly night", published=WHEN)]).events
    assert event.type == "stampede"
    assert event.place == Place("Seoul", "South Korea", "city")


@pytest.mark.parametrize("told", ["04/01/2021: ", "On 2021-04-01, ", "01/04/2021 - "])
def test_a_day_in_figures(told):
    article = Article.create(f"{told}assailants shot nine people in Kabul.", published=Moment.parse("2021-04-03"))
    (event,) = link([article]).events
    assert str(event.date) == "2021-04-01"
