"""The pages: a list of events, and one page per event that leads from every number to the words it rests on.

They ask for nothing from anywhere and work from disk; the same result gives the same bytes.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from casualties.pipeline import Result
from casualties.report.site.views import event_view, index_view

if TYPE_CHECKING:
    import jinja2

INDEX = "index.html"
EVENTS = "events"
ASSETS = ("site.css", "site.js")


def write(folder: Path, result: Result, earlier: Collection[str] = ()) -> None:
    """Write the pages into a folder, one at a time. `earlier` are the ids that have a page from an earlier run.

    An event that is no more keeps its address: the page says so, and states no figure. Raises OSError when the disk
    does.
    """
    (folder / EVENTS).mkdir(exist_ok=True)
    for name, text in pages(result, earlier):
        (folder / name).write_text(text, encoding="utf-8", errors="replace", newline="\n")


def pages(result: Result, earlier: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """The path of every file of the site, relative to its folder, and what stands in it."""
    for name in ASSETS:
        yield name, (_templates() / name).read_text(encoding="utf-8")
    yield INDEX, _template("index.html").render(index_view(result), root="")
    for event in result.linked.events:
        yield f"{EVENTS}/{event.id}.html", _template("event.html").render(event_view(result, event), root="../")
    for id_ in sorted(set(earlier) - result.reconciled.keys()):
        yield f"{EVENTS}/{id_}.html", _template("gone.html").render(id=id_, root="../")


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
