"""The lines of a PDF page as the eye meets them.

PDFium gives lines in the order in which they were drawn and cuts them where drawing stopped: a number drawn
in two parts becomes two lines, the headings that a spreadsheet draws last stand after its table.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as c  # type: ignore[import-untyped]

_SAME_LINE, _TOUCHING, _OVERLAP = 0.25, 0.15, 0.3
"""Parts of a letter's height: how far apart baselines of one line lie, and letters of one word; how deep a
line may reach into another."""
_JUMP = 0.5
_MOST_LINES = 600
_TALLEST, _TILT = 200, 0.02
_SPAN = re.compile("[^\\s\ufffe\x02](?:[^\ufffe\x02]*[^\\s\ufffe\x02])?")
"""Text of one line: what stands before and after a hyphen that PDFium took for the end of a line."""
_START = re.compile("(?:^|[\n\ufffe\x02])\\s*([^\\s\ufffe\x02])")
"""The first letter of a line."""
_STEP = 5.0
"""Points from one baseline to the next from which no two lines are parts of one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text and where it stands, in points from the lower left corner.

    Attributes:
        text: as PDFium gives it; a word divided at the end of a line binds two lines into one stretch.
        left: of its leftmost line.
        right: of its rightmost line.
        begin: where its first letter begins.
        end: where its last letter ends.
        base: the baseline of its first line.
        foot: the baseline of its last line.
        size: the height of its letters.
    """

    text: str
    left: float
    right: float
    begin: float
    end: float
    base: float
    foot: float
    size: float


def in_reading_order(textpage: Any, text: str) -> str:
    """The text of a page, ``text`` having its very characters, as the eye meets its lines."""
    if _descends(textpage, text):
        return "\n".join(line for line in text.replace("\r\n", "\n").split("\n") if not line.isspace())
    if lines := lines_of(textpage, text):
        return "\n".join(ordered(lines))
    return as_drawn(text)


def as_drawn(text: str) -> str:
    """The text of a page in the order in which it was drawn."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _descends(textpage: Any, text: str) -> bool:
    """Whether each line begins well below the one before: the quick answer for most pages."""
    handle, across, up = textpage.raw, ctypes.c_double(), ctypes.c_double()
    ask, to = c.FPDFText_GetCharOrigin, (ctypes.byref(across), ctypes.byref(up))
    last = float("inf")
    for start in _START.finditer(text):
        if not ask(handle, start.start(1), *to) or up.value > last - _STEP:
            return False
        last = up.value
    return True


def lines_of(textpage: Any, text: str) -> list[Line]:
    """The lines of a page whose characters are those of ``text``; none where they do not lie level."""
    found: list[Line] = []
    place = 0
    corner = _Corners(textpage.raw)
    for part in text.split("\r\n"):
        spans = [(place + span.start(), place + span.end() - 1) for span in _SPAN.finditer(part)]
        place += len(part) + 2
        if not spans:
            continue
        line = _line(corner, part, spans)
        if line is None:
            return []
        found.append(line)
    return found


class _Corners:
    """Where letters of one page stand."""

    def __init__(self, handle: Any) -> None:
        self.handle = handle
        self.box, self.across, self.up = c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        self.asked = ctypes.byref(self.box), ctypes.byref(self.across), ctypes.byref(self.up)

    def of(self, index: int) -> tuple[float, float, float, float]:
        """Left and right edge of a letter, its baseline, its height; nought where PDFium does not know."""
        if not c.FPDFText_GetLooseCharBox(self.handle, index, self.asked[0]):
            return 0.0, 0.0, 0.0, 0.0
        c.FPDFText_GetCharOrigin(self.handle, index, *self.asked[1:])
        return self.box.left, self.box.right, self.up.value, self.box.top - self.box.bottom

    def is_tilted(self, index: int) -> bool:
        return bool(abs(c.FPDFText_GetCharAngle(self.handle, index)) > _TILT)


def _line(corners: _Corners, text: str, spans: Sequence[tuple[int, int]]) -> Line | None:
    begin, _, base, size = corners.of(spans[0][0])
    _, end, foot, _ = corners.of(spans[-1][1])
    if not 0 < size < _TALLEST:
        return None
    if len(spans) == 1 and base == foot and begin < end:
        return Line(text, begin, end, begin, end, base, foot, size)
    parts = [(corners.of(start), corners.of(last)) for start, last in spans]
    if corners.is_tilted(spans[0][0]) or any(abs(one[2] - other[2]) > size for one, other in parts):
        return None
    left, right = min(one[0] for one, _ in parts), max(other[1] for _, other in parts)
    return Line(text, left, right, begin, end, base, foot, size)


def ordered(lines: Sequence[Line]) -> list[str]:
    """Lines put together again where drawing cut them, those drawn out of turn moved to their place."""
    return [line.text for line in _in_place(_joined(lines))]


def _joined(lines: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last is None or not _continues(last, line):
            found.append(line)
            continue
        touching = line.begin - last.end < _TOUCHING * line.size
        between = "" if touching and not (last.text[-1:].isspace() or line.text[:1].isspace()) else " "
        text = last.text.rstrip() + between + line.text.lstrip()
        found[-1] = replace(
            last,
            text=text,
            left=min(last.left, line.left),
            right=max(last.right, line.right),
            end=line.end,
            foot=line.foot,
            size=max(last.size, line.size),
        )
    return found


def _continues(last: Line, line: Line) -> bool:
    size = min(last.size, line.size)
    return abs(last.foot - line.base) < _SAME_LINE * size and line.begin > last.end - _SAME_LINE * size


def _in_place(lines: list[Line]) -> list[Line]:
    """Runs drawn after what stands below them are moved up, if nothing stands beside any of their lines."""
    runs = _runs(lines)
    if len(runs) < 2 or len(lines) > _MOST_LINES:
        return lines
    placed = list(runs[0])
    for run in runs[1:]:
        if all(_is_alone(line, placed) for line in run):
            for line in run:
                place = next((at for at, other in enumerate(placed) if _is_below(other, line)), len(placed))
                placed.insert(place, line)
        else:
            placed += run
    return placed


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    runs: list[list[Line]] = []
    for line in lines:
        if runs and line.base <= runs[-1][-1].foot + _JUMP * line.size:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _is_alone(line: Line, others: Sequence[Line]) -> bool:
    """Whether nothing stands beside a line, and what is next above or below it is not of another column."""
    below, above = None, None
    for other in others:
        if other.base + other.size <= line.foot + _OVERLAP * line.size:
            below = other if below is None or other.base > below.base else below
        elif other.foot >= line.base + (1 - _OVERLAP) * line.size:
            above = other if above is None or other.foot < above.foot else above
        else:
            return False
    return any(
        next_to is not None and next_to.left < line.right and line.left < next_to.right
        for next_to in (below, above)
    ) or (below is not None and above is None)


def _is_below(other: Line, line: Line) -> bool:
    return other.base < line.foot - _JUMP * min(other.size, line.size)
