"""The tables of the ledger and the few questions asked of them: SQLAlchemy Core, the same on any database.

SQLite is told how to open its file (`_on_connect`); nothing else here knows which database it is.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from casualties.store.entries import Entry, Link
from casualties.store.ledger import VERSION, LedgerError, damage, newer, strange
from casualties.store.swap import BusyError

Place = Path | str
Row = tuple[tuple[str, str], str]
"""One thing that is remembered: its kind and key, and what it is."""
Piece = tuple[sa.Table, list[dict[str, Any]]]
"""Some rows of a table, by column."""
SCHEMA = sa.MetaData()
ENTRIES = sa.Table(
    "entries",
    SCHEMA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String(16), nullable=False, unique=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("replaces", sa.String(16), nullable=False),
    sa.Column("told", sa.String(32), nullable=False),
    sa.Column("learned", sa.String(32), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
TEXTS = sa.Table(
    "texts",
    SCHEMA,
    sa.Column("article", sa.String(16), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)
MEMO = sa.Table(
    "memo",
    SCHEMA,
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""What was worked out of the entries, and what addresses gave when they were last read (VISIT): replaced as it changes,
lost without loss but for the time that it takes to have it again."""
VISIT = "visit"
ABOUT = sa.Table("about", SCHEMA, sa.Column("version", sa.Integer, nullable=False))
_FIELDS = [ENTRIES.c[field.name] for field in dataclasses.fields(Entry)]
_LINK = [ENTRIES.c[name] for name in ("id", "kind", "subject", "replaces")]
_PIECE = 1000  # rows that are fetched at a time
# What a database says where nothing is wrong with the ledger: somebody else is at work, or the disk takes no more.
_BUSY = ("locked", "could not obtain lock", "could not serialize", "deadlock", "already exists")
_NO_ROOM = ("full", "readonly", "unable to open", "disk I/O", "No space left")
KEPT = "what it held before this step it still holds"  # what earlier steps of the same run added, too


@contextlib.contextmanager
def connected(place: Place, reading: bool = False, named: str = "") -> Iterator[sa.Connection]:
    """One transaction on a ledger that is there: all of it is kept, or nothing.

    One for `reading` needs nothing of its folder but to be read. Errors call the ledger as it is `named`. Raises
    LedgerError where it is damaged or cannot be written, BusyError where somebody else wrote it meanwhile.
    """
    named = named or shown(place)
    if isinstance(place, Path) and _is_strange(place):
        raise LedgerError(strange(named))
    url = _address(place, reading) if isinstance(place, Path) else place
    try:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
    except (SQLAlchemyError, ImportError) as error:
        raise LedgerError(f"{named}: {error}; name a file, or a database that SQLAlchemy can open") from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _on_connect)
        if "mode" not in engine.url.query:
            sa.event.listen(engine, "connect", _go_on_reading)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        with _telling(named, engine.dialect.name), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@contextlib.contextmanager
def _telling(named: str, dialect: str) -> Iterator[None]:
    """Say what went wrong with a ledger as LedgerError or BusyError."""
    try:
        yield
    except DBAPIError as error:
        raise _told(named, dialect, error) from error


def _told(named: str, dialect: str, error: DBAPIError) -> LedgerError | BusyError:
    """What went wrong, in one line that says whether the ledger is damaged."""
    why = " ".join(str(error.orig).split())[:300]
    if isinstance(error, IntegrityError):
        return BusyError(f"another run wrote {named} meanwhile")
    if any(sign in why for sign in _BUSY):
        return BusyError(f"another run holds {named}")
    if any(sign in why for sign in _NO_ROOM):
        return LedgerError(f"{named}: {why}; {KEPT}; see that there is room and that it may be written")
    if dialect != "sqlite":
        return LedgerError(f"{named}: {why}; {KEPT}; ask who looks after that database")
    return LedgerError(damage(named, why))


@contextlib.contextmanager
def claimed(place: Place) -> Iterator[None]:
    """Have a database to oneself: its row of ABOUT is locked until the end, however that comes. Raises BusyError."""
    with connected(place) as connection:
        if not there(connection, place):
            create(connection)
    with connected(place) as connection:
        connection.execute(sa.select(ABOUT.c.version).with_for_update(nowait=True)).all()
        yield


def create(connection: sa.Connection) -> None:
    """Make the tables of this version, where nobody has: of two who begin at once, one fails."""
    SCHEMA.create_all(connection, checkfirst=False)
    connection.execute(sa.insert(ABOUT).values(version=VERSION))


def there(connection: sa.Connection, place: Place) -> bool:
    """Whether there are the tables of this version; False where there is nothing yet. Raises LedgerError otherwise.

    A database on a server may hold tables of others too, a file may not.
    """
    names = set(sa.inspect(connection).get_table_names())  # asked once: somebody may be making them
    if ABOUT.name not in names:
        if names if connection.dialect.name == "sqlite" else names & {*SCHEMA.tables}:
            raise LedgerError(strange(shown(place)))
        return False
    told = connection.scalars(sa.select(ABOUT.c.version)).all()
    version = told[0] if len(told) == 1 and type(told[0]) is int else 0
    if version > VERSION:
        raise LedgerError(newer(shown(place), version))
    if version != VERSION:
        held = ", ".join(map(repr, told)) or "nothing"
        raise LedgerError(damage(shown(place), f"its table about holds {held:.80}, not its version"))
    return True


def links(connection: sa.Connection) -> list[Link]:
    """Every entry without what it says, in the order in which they were added."""
    return [Link(*row) for row in connection.execute(sa.select(*_LINK).order_by(ENTRIES.c.number))]


def entries(connection: sa.Connection) -> Iterator[Entry]:
    """Every entry, in the order in which they were added."""
    found = connection.execute(sa.select(*_FIELDS).order_by(ENTRIES.c.number), execution_options={"yield_per": _PIECE})
    return (Entry(*row) for row in found)


def texts(connection: sa.Connection) -> dict[str, str]:
    """The texts by article id."""
    return {row.article: row.text for row in connection.execute(sa.select(TEXTS.c.article, TEXTS.c.text))}


def kept(connection: sa.Connection) -> set[str]:
    """The ids of the articles whose texts are there."""
    return set(connection.scalars(sa.select(TEXTS.c.article)))


def add(connection: sa.Connection, new: Iterable[Entry], told: Mapping[str, str]) -> None:
    """Add entries, and the texts of articles."""
    rows: list[dict[str, Any]] = [dataclasses.asdict(entry) for entry in new]
    if rows:
        connection.execute(sa.insert(ENTRIES), rows)
    if told:
        connection.execute(sa.insert(TEXTS), [{"article": id_, "text": text} for id_, text in told.items()])


def memo(connection: sa.Connection, kinds: Iterable[str]) -> Iterator[Row]:
    """What was worked out, by kind and key, one by one."""
    asked = sa.select(MEMO.c.kind, MEMO.c.key, MEMO.c.value).where(MEMO.c.kind.in_(list(kinds)))
    for kind, key, value in connection.execute(asked, execution_options={"yield_per": _PIECE}):
        yield (kind, key), value


def remember(connection: sa.Connection, worked_out: Iterable[Row]) -> None:
    """Put these in the place of those of the same kind and key; empty text = nothing any more."""
    same = sa.and_(MEMO.c.kind == sa.bindparam("of_kind"), MEMO.c.key == sa.bindparam("of_key"))
    rows = iter(worked_out)
    while piece := dict(itertools.islice(rows, _PIECE)):
        connection.execute(sa.delete(MEMO).where(same), [{"of_kind": kind, "of_key": key} for kind, key in piece])
        kept = [{"kind": kind, "key": key, "value": text} for (kind, key), text in piece.items() if text]
        if kept:
            connection.execute(sa.insert(MEMO), kept)


def forget(connection: sa.Connection, kinds: Collection[str]) -> None:
    """Let everything of these kinds be worked out anew."""
    if kinds:
        connection.execute(sa.delete(MEMO).where(MEMO.c.kind.in_(list(kinds))))


def drop(connection: sa.Connection, articles: Collection[str]) -> None:
    """Forget the texts of articles."""
    if articles:
        one = sa.delete(TEXTS).where(TEXTS.c.article == sa.bindparam("of_article"))
        connection.execute(one, [{"of_article": article} for article in articles])


def everything(connection: sa.Connection, place: Place) -> Iterator[Piece]:
    """All that a ledger holds. Raises LedgerError of it, also within a transaction on another."""
    with _telling(shown(place), connection.dialect.name):
        for table in (ENTRIES, TEXTS, MEMO):
            found = connection.execute(sa.select(table), execution_options={"yield_per": _PIECE})
            for rows in found.mappings().partitions():
                yield table, [dict(row) for row in rows]


def put(connection: sa.Connection, pieces: Iterable[Piece]) -> int:
    """All that another ledger holds into one that has tables and nothing in them; returns the number of entries."""
    for table, rows in pieces:
        connection.execute(sa.insert(table), rows)
    return connection.execute(sa.select(sa.func.count()).select_from(ENTRIES)).scalar_one()


def intact(place: Place) -> None:
    """Have every page of a file read, those too that hold what can be worked out again. Raises LedgerError.

    A database on a server looks after its own pages.
    """
    with connected(place, reading=True) as connection:
        if connection.dialect.name == "sqlite":
            found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
            if found != "ok":
                raise LedgerError(damage(shown(place), " ".join(found.split())))


def compact(path: Path, patience: float = 10) -> None:
    """Give the room of what was dropped back to the disk, which SQLite does only when it is told to.

    Raises LedgerError where that cannot be now.
    """
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=patience)) as connection:
            connection.execute("VACUUM")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        trouble = "somebody reads it" if busy else ""
    except sqlite3.Error as error:
        trouble = str(error)
    if trouble:
        told = f"the texts are dropped, but their room could not be given back to the disk ({trouble})"
        raise LedgerError(f"{path}: {told}; prune again later")


def shown(place: Place) -> str:
    """A ledger's name as it can be printed: without a password."""
    if isinstance(place, Path):
        return str(place)
    try:
        return sa.make_url(place).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "that address"


def _is_strange(path: Path) -> bool:
    """Whether a file is the database of another program: asked as of a file that nobody writes, which changes nothing,
    where opening it as a ledger would."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            names = {name for (name,) in named if not name.startswith("sqlite_")}
    except sqlite3.Error:  # not there, or damaged: that is told when it is opened
        return False
    return bool(names) and ABOUT.name not in names


def _address(path: Path, reading: bool) -> sa.URL:
    """The address of a file; where it cannot be written, or nothing beside it, it is read as it stands."""
    if not reading or (os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)):
        return sa.URL.create("sqlite", database=str(path))
    still = {} if path.with_name(f"{path.name}-wal").exists() else {"immutable": "1"}
    return sa.URL.create("sqlite", database=path.absolute().as_uri(), query={"uri": "true", "mode": "ro", **still})


def _on_connect(connection: Any, _: Any) -> None:
    """SQLite: transactions are ours to begin, and a commit is on the disk."""
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA synchronous=FULL")


def _go_on_reading(connection: Any, _: Any) -> None:
    """SQLite: readers go on while a run writes."""
    connection.execute("PRAGMA journal_mode=WAL")
