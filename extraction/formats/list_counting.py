"""Numbers of lists as word processors count them: the file says how to count, not the numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extraction.numerals import numeral

LEVELS = 9


@dataclass(slots=True)
class Level:
    """One level of a list: ``text`` as «%1.%2.», ``style`` a number format, ``restart`` after levels to n."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    paragraph_style: str = ""


@dataclass(slots=True)
class NumberedList:
    """A list: lists of one ``abstract`` go on counting where another of them stopped."""

    abstract: str
    levels: dict[int, Level]
    overrides: dict[int, int] = field(default_factory=dict)


class ListCounters:
    """Counts the paragraphs of all lists of one document, in its order."""

    def __init__(self, lists: dict[str, NumberedList]) -> None:
        self.lists = lists
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, number: str, at: int) -> str:
        """Number or bullet of the next paragraph in a list at a level from 0, or ``""``."""
        found = self.lists.get(number)
        if found is None or number == "0" or at not in found.levels or not 0 <= at < LEVELS:
            return ""
        counters = self._count(number, found, at)
        level = found.levels[at]
        if level.style == "bullet":
            return "•"
        return re.sub(
            r"%([1-9])", lambda match: _part(found.levels, counters, int(match[1]) - 1, level), level.text
        )

    def _count(self, number: str, found: NumberedList, at: int) -> list[int | None]:
        counters = self._counters.setdefault(found.abstract, [None] * LEVELS)
        last = counters[at]
        if at in found.overrides and (number, at) not in self._started:
            counters[at] = found.overrides[at]
            self._started.add((number, at))
        else:
            counters[at] = found.levels[at].start if last is None else last + 1
        for upper in range(at):
            if counters[upper] is None:
                counters[upper] = found.levels[upper].start if upper in found.levels else 1
        for lower in range(at + 1, LEVELS):
            restart = found.levels[lower].restart if lower in found.levels else None
            if restart is None or at < restart:
                counters[lower] = None
        return counters


def _part(levels: dict[int, Level], counters: list[int | None], at: int, level: Level) -> str:
    style = levels[at].style if at in levels else "decimal"
    return numeral(counters[at] or 0, "decimal" if level.legal else style)
