"""The numbers of one series and year as runs that rise with their days, apart from what does not fit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from acts.number_shapes import Shape
from catalog.stores.surveys import NumberHeld

_BEGINS_LOW = 5
_JUMP = 20
_PACE = 4.0
_SLACK = 0.1
_LEAST_SLACK = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One act on the line of days and numbers."""

    held: NumberHeld
    shape: Shape
    value: int


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers that rise with their days.

    Attributes:
        points: that fit, by day and number; at least one.
        doubtful: whose number goes with no day of theirs.
    """

    points: tuple[Point, ...]
    doubtful: tuple[Point, ...] = ()

    @property
    def low(self) -> int:
        """The lowest number."""
        return min(point.value for point in self.points)

    @property
    def high(self) -> int:
        """The highest number."""
        return max(point.value for point in self.points)


def runs_of(points: Sequence[Point]) -> list[Run]:
    """The runs of one year: one, or two where a new convocation begins its numbers anew.

    Args:
        points: at least one, in any order.
    """
    ordered = sorted(points, key=lambda point: (point.held.date, point.value, point.held.record))
    at = _new_beginning(ordered)
    return [_run(part) for part in (ordered[:at], ordered[at:]) if part]


def _new_beginning(points: Sequence[Point]) -> int:
    """The place behind which numbers begin anew, or 0."""
    values = [point.value for point in points]
    before = _rising(values)
    after = _rising([-value for value in reversed(values)])[::-1]
    whole = before[-1]
    best, at = max(((before[at - 1] + after[at], -at) for at in range(1, len(values))), default=(whole, 0))
    at = -at
    begins = at > 0 and min(values[at:]) <= _BEGINS_LOW and len(values) - at >= 3 and at >= 3
    return at if begins and best - whole >= max(3, 0.1 * len(values)) else 0


def _rising(values: Sequence[int]) -> list[int]:
    """For each place the length of the longest sequence up to it that never falls."""
    tails: list[int] = []
    lengths = []
    for value in values:
        at = bisect_left(tails, value + 1)
        tails[at : at + 1] = [value]
        lengths.append(len(tails))
    return lengths


def _run(points: Sequence[Point]) -> Run:
    chain = _trimmed(_chain(points))
    fitting = {id(point) for point in chain}
    kept, doubtful = list(chain), list[Point]()
    for point in points:
        if id(point) in fitting:
            continue
        (kept if _goes_with(point, chain) else doubtful).append(point)
    kept.sort(key=lambda point: (point.held.date, point.value))
    return Run(tuple(kept), tuple(doubtful))


def _chain(points: Sequence[Point]) -> list[Point]:
    """The longest part of the points whose numbers never fall."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for at, point in enumerate(points):
        place = bisect_left(tails, point.value + 1)
        tails[place : place + 1] = [point.value]
        ends[place : place + 1] = [at]
        back.append(ends[place - 1] if place else -1)
    chain = []
    at = ends[-1]
    while at >= 0:
        chain.append(points[at])
        at = back[at]
    return chain[::-1]


def _trimmed(chain: list[Point]) -> list[Point]:
    """The chain without ends that leap away from the pace of the rest: «1310» on the last day of 1..140."""
    while len(chain) >= 4 and _leaps(chain[:-1], chain[-2], chain[-1]):
        chain = chain[:-1]
    while len(chain) >= 4 and _leaps(chain[1:], chain[0], chain[1]):
        chain = chain[1:]
    return chain


def _leaps(rest: Sequence[Point], one: Point, other: Point) -> bool:
    days = (rest[-1].held.date - rest[0].held.date).days + 1
    pace = (rest[-1].value - rest[0].value + 1) / days
    away = (other.held.date - one.held.date).days
    return other.value - one.value > _JUMP + _PACE * pace * max(away, 1) and other.value > 2 * one.value


def _goes_with(point: Point, chain: Sequence[Point]) -> bool:
    """Whether a number that is a little out of order still goes with its day."""
    slack = max(_LEAST_SLACK, _SLACK * (chain[-1].value - chain[0].value))
    below = [one.value for one in chain if one.held.date <= point.held.date]
    above = [one.value for one in chain if one.held.date >= point.held.date]
    low = below[-1] if below else chain[0].value
    high = above[0] if above else chain[-1].value
    return low - slack <= point.value <= high + slack
