"""The life of an act as a line of days: its states as bands, what happened to it as numbered stops.

Places are given in hundredths of the width and no text is scaled, so that the drawing is read on a telephone
as well as on paper; the same stops stand below it as a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from acts.links import Links
from acts.status import Interval
from language.wording import day
from web.presenters.relations import Event
from web.visit import Visit

LEVEL = 28
_NEAR = 8.0  # two stops nearer than this stand one above the other
_LEFT, _RIGHT = 4.0, 96.0
_BASE = 24
_FOOT = 34
_MOST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop.

    Attributes:
        number: in the drawing and in the table, from 1.
        x: place, in hundredths of the width; None for one whose day is not known.
        y: height of its circle in the drawing.
        code: of the state that it leads to.
        day: in words.
        what: what happened.
        event: the act that did it, or None for what the act says of itself.
    """

    number: int
    x: float | None
    y: int
    code: str
    day: str
    what: str
    event: Event | None


@dataclass(frozen=True, slots=True)
class Band:
    """One state from a place to another."""

    x: float
    width: float
    code: str


@dataclass(frozen=True, slots=True)
class Lifeline:
    """A drawing with its table.

    Attributes:
        stops: by day.
        bands: states.
        years: (place, label).
        height: of the drawing.
        line: height of the line in it.
    """

    stops: tuple[Stop, ...]
    bands: tuple[Band, ...]
    years: tuple[tuple[float, str], ...]
    height: int
    line: int


def lifeline(visit: Visit, links: Links, events: Sequence[Event]) -> Lifeline | None:
    """The life of an act that something has happened to; None for any other record.

    Args:
        visit: who asks.
        links: of the act, with what happened to it.
        events: what others did to it, in the order of ``links.timeline``.
    """
    if not events:
        return None
    told = _told(visit, links, events)
    days = [when for when, _code, _what, _event in told if when is not None]
    today = visit.services.clock.today()
    first = min(days, default=today)
    last = max([today, *days])
    places = [None if when is None else _place(when, first, last) for when, *_ in told]
    levels = _levels(places)
    line = _BASE + LEVEL * max(levels, default=0)
    stops = tuple(
        Stop(
            number,
            place,
            line - LEVEL * level,
            code,
            day(when, visit.language) if when else visit.t("event.no_day"),
            what,
            event,
        )
        for number, ((when, code, what, event), place, level) in enumerate(
            zip(told, places, levels, strict=True), 1
        )
    )
    return Lifeline(stops, _bands(links.life, first, last), _years(first, last), line + _FOOT, line)


_OWN_CODES = {
    "adopted": "unknown",
    "signed": "unknown",
    "published": "unknown",
    "in-force": "in-force",
    "ended": "repealed",
}
_Told = tuple[date | None, str, str, Event | None]


def _told(visit: Visit, links: Links, events: Sequence[Event]) -> list[_Told]:
    """What is told, by day: the act's own days and what others did to it."""
    others = iter(events)
    told: list[_Told] = []
    for happened in links.timeline:
        if happened.link is None:
            words = visit.t(f"lifeline.{happened.what}")
            told.append((happened.day, _OWN_CODES[happened.what], words, None))
        else:
            event = next(others)
            told.append((event.when, event.code, visit.t(f"lifeline.{event.relation}"), event))
    return told


def _place(when: date, first: date, last: date) -> float:
    length = max((last - first).days, 1)
    return round(_LEFT + (_RIGHT - _LEFT) * (when - first).days / length, 2)


def _levels(places: Sequence[float | None]) -> list[int]:
    """For each stop how high it stands, so that none hides another."""
    ends: list[float] = []
    levels = []
    for place in places:
        if place is None:
            levels.append(0)
            continue
        level = next((at for at, end in enumerate(ends) if place - end >= _NEAR), len(ends))
        ends[level : level + 1] = [place]
        levels.append(level)
    return levels


def _bands(intervals: Sequence[Interval], first: date, last: date) -> tuple[Band, ...]:
    bands = []
    for one in intervals:
        since, until = max(one.since or first, first), min(one.until or last, last)
        if since < until:
            x = _place(since, first, last)
            bands.append(Band(x, round(_place(until, first, last) - x, 2), str(one.status)))
    return tuple(bands)


def _years(first: date, last: date) -> tuple[tuple[float, str], ...]:
    """The beginnings of a few years, evenly taken."""
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    step = -(-len(years) // _MOST_YEARS) or 1
    return tuple((_place(one, first, last), str(one.year)) for one in years[::step])
