"""The pages: a list of events, and one page per event that leads from every number to the words it rests on.

They ask for nothing from anywhere and work from disk; the same result gives the same bytes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from casualties.model import Event, identity
from casualties.pipeline import Result
from casualties.report.site.views import event_view, index_view, others

if TYPE_CHECKING:
    import jinja2

INDEX = "index.html"
EVENTS = "events"
ASSETS = ("site.css", "site.js")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of the site: its path relative to the folder, a key of all that it follows from (empty where that is
    not worth knowing), and how to make it."""

    name: str
    key: str
    text: Callable[[], str]


def write(
    folder: Path, result: Result, earlier: Collection[str] = (), stands: Callable[[str, str], bool] | None = None
) -> dict[str, str]:
    """Write the pages into a folder, one at a time; the key of each that has one, by its path.

    `earlier` are the ids that have a page from an earlier run: an event that is no more keeps its address, and its page
    leads to where its articles are now and states no figure. `stands` tells whether the page of a path and key is there
    as it would be made now: such a page is neither made nor written. Raises OSError when the disk does.
    """
    (folder / EVENTS).mkdir(exist_ok=True)
    keys = {}
    for sheet in _sheets(result, earlier):
        if sheet.key:
            keys[sheet.name] = sheet.key
            if stands and stands(sheet.name, sheet.key):
                continue
        (folder / sheet.name).write_text(sheet.text(), encoding="utf-8", errors="replace", newline="\n")
    return keys


def pages(result: Result, earlier: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """The path of every file of the site, relative to its folder, and what stands in it."""
    for sheet in _sheets(result, earlier):
        yield sheet.name, sheet.text()


def _sheets(result: Result, earlier: Collection[str]) -> Iterator[Sheet]:
    for name in ASSETS:
        yield Sheet(name, "", partial((_templates() / name).read_text, encoding="utf-8"))
    yield Sheet(INDEX, "", lambda: _template("index.html").render(index_view(result), root=""))
    for event in result.linked.events:
        yield Sheet(f"{EVENTS}/{event.id}.html", _key(result, event), partial(_event_page, result, event))
    for id_ in sorted({*earlier, *result.succession} - result.reconciled.keys()):
        key = identity("gone", id_, *others(result, id_))
        yield Sheet(f"{EVENTS}/{id_}.html", key, partial(_gone_page, result, id_))


def _event_page(result: Result, event: Event) -> str:
    return _template("event.html").render(event_view(result, event), root="../")


def _gone_page(result: Result, id_: str) -> str:
    return _template("gone.html").render(id=id_, others=others(result, id_), root="../")


def _key(result: Result, event: Event) -> str:
    """A hash of all that an event's page follows from beside our own code; empty where that is not known."""
    made_of = result.made_of.get(event.id, "")
    articles = ((result.article[id_].ref, [claim.id for claim in result.claims[id_]]) for id_ in event.articles)
    return made_of and identity(event, made_of, *articles, *others(result, event.id))


def earlier(folder: Path) -> list[str]:
    """The ids of the events that have a page in the folder of an earlier run."""
    return sorted(path.stem for path in (folder / EVENTS).glob("[0-9a-f]*.html"))


def _templates() -> Path:
    return Path(str(resources.files(__package__))) / "templates"


@functools.cache
def _template(name: str) -> jinja2.Template:
    import jinja2

    from casualties.report.site import words

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_templates()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=words.printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= words.FILTERS
    return environment.get_template(name)
