"""Publication dates as feeds, files and people write them, to a Moment with the precision that was told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from casualties.model import Moment, Precision

LONGEST = 64  # no date is written longer; parsers slow down on long strings
# Two dates that differ in every part: a part that comes out different both times was not in the text.
_ONE = datetime(2000, 1, 1, 1, 1, 1)
_OTHER = datetime(2004, 2, 2, 2, 2, 2)
_PARTS: tuple[tuple[str, Precision], ...] = (
    ("year", "year"), ("month", "month"), ("day", "day"), ("hour", "hour"), ("minute", "minute"), ("second", "second"),
)  # fmt: skip
# Zone names that RFC 2822 and American outlets use; offsets in hours.
_ZONES = {"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
          "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}  # fmt: skip


def moment(text: str) -> Moment:
    """Read a date; without an offset it is UTC, and the month comes first where both can (3/4/2024). Raises ValueError.

    >>> [str(moment(t)) for t in ("2024-01-04", "4-May-20", "25-APR-94 16:45:00", "Thu, 04 Jan 2024 09:30:00 +0300")]
    ['2024-01-04', '2020-05-04', '1994-04-25T16:45:00Z', '2024-01-04T06:30:00Z']
    """
    told = " ".join(text.split())
    if not told or len(told) > LONGEST:
        raise ValueError("not a date")
    try:
        return Moment.parse(told)
    except (ValueError, OverflowError):
        return _read(told)


def _read(told: str) -> Moment:
    from dateutil import parser

    try:
        one, other = (parser.parse(told, default=start, tzinfos=_zone) for start in (_ONE, _OTHER))
        precision = _precision(one, other)
        at = one if one.tzinfo else one.replace(tzinfo=UTC)
        at = at.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("not a date") from error
    return Moment(
        _cut(at if precision in ("hour", "minute", "second") else one.replace(tzinfo=UTC), precision), precision
    )


def _precision(one: datetime, other: datetime) -> Precision:
    told: Precision | None = None
    for part, precision in _PARTS:
        if getattr(one, part) != getattr(other, part):
            break
        told = precision
    if told is None:
        raise ValueError("no year")
    return told


def _cut(at: datetime, precision: Precision) -> datetime:
    """The earliest instant of the moment."""
    empty = {"month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0, "microsecond": 0}
    parts = [part for part, _ in _PARTS]
    return at.replace(**{part: empty[part] for part in [*parts[parts.index(precision) + 1 :], "microsecond"]})  # type: ignore[arg-type]


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    hours = _ZONES.get((name or "").upper())
    return None if hours is None else timezone(timedelta(hours=hours))
