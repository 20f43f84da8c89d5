"""How many pages a text takes in Word, near enough for a table of contents that Word brings up to date."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

PAGE = 715.0
"""Height of the type area in points."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Letters in a full line of a style, height of a line and the gap below, in points."""

    letters: float
    line: float
    gap: float

    def height(self, text: str) -> float:
        """Of a paragraph."""
        lines = sum(max(1, ceil(len(part) / self.letters)) for part in text.split("\n"))
        return lines * self.line + self.gap


READING = Measure(83.0, 14.4, 4.0)
HEADING = Measure(52.0, 17.5, 6.0)
SECTION = Measure(40.0, 22.5, 8.0)
SMALL = Measure(94.0, 11.9, 3.0)
CONTENTS = Measure(78.0, 12.6, 2.0)


class Estimate:
    """Counts pages while heights go by."""

    def __init__(self) -> None:
        self.page = 1
        self._used = 0.0

    def new_page(self) -> None:
        """Begin a page, unless nothing stands on this one."""
        if self._used:
            self.page += 1
            self._used = 0.0

    def add(self, height: float) -> None:
        """Something of a height, which may run over pages."""
        self._used += height
        while self._used > PAGE:
            self.page += 1
            self._used -= PAGE
