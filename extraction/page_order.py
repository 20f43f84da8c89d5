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


def lines_of(textpage: Any, text: str) -> list[Line]:
    """The lines of a page whose characters are those of ``text``; none where they do not lie level."""
    found: list[Line] = []
    place = 0
    for part in text.split("\r\n"):
        spans = [(place + span.start(), place + span.end() - 1) for span in _SPAN.finditer(part)]
        place += len(part) + 2
        if not spans:
            continue
        line = _line(textpage, part, spans)
        if line is None:
            return []
        found.append(line)
    return found


def _line(textpage: Any, text: str, spans: Sequence[tuple[int, int]]) -> Line | None:
    begins = [_corner(textpage, start) for start, _ in spans]
    ends = [_corner(textpage, end, right=True) for _, end in spans]
    size = begins[0][2]
    level = all(abs(one[1] - other[1]) <= size for one, other in zip(begins, ends, strict=True))
    if not level or not 0 < size < _TALLEST or abs(c.FPDFText_GetCharAngle(textpage, spans[0][0])) > _TILT:
        return None
    return Line(
        text,
        left=min(one[0] for one in begins),
        right=max(one[0] for one in ends),
        begin=begins[0][0],
        end=ends[-1][0],
        base=begins[0][1],
        foot=ends[-1][1],
        size=size,
    )


def ordered(lines: Sequence[Line]) -> list[str]:
    """Lines put together again where drawing cut them, those drawn out of turn moved to their place."""
    return [line.text for line in _in_place(_joined(lines))]


def _corner(textpage: Any, index: int, *, right: bool = False) -> tuple[float, float, float]:
    box = c.FS_RECTF()
    if not c.FPDFText_GetLooseCharBox(textpage, index, box):
        return 0.0, 0.0, 0.0
    across, base = ctypes.c_double(), ctypes.c_double()
    c.FPDFText_GetCharOrigin(textpage, index, across, base)
    return box.right if right else box.left, base.value, box.top - box.bottom


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
