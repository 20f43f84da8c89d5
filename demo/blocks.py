"""What a page of a demo document is made of, and the light markup that its text is written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Role = Literal["body", "centre", "heading", "right", "flush"]

_MARKS: dict[str, Role] = {"^": "centre", "#": "heading", ">": "right", "<": "flush"}


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph.

    Attributes:
        text: its words.
        role: how it stands on the page: ``body`` (indented), ``centre``, ``heading`` (centred and bold),
            ``right`` (a corner block) or ``flush`` (at the left edge, without indent).
    """

    text: str
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class Sides:
    """A line with two ends: a date and a number, a post and a name."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has the same number of cells, the first row is its head."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a new page."""


Block = Line | Sides | Table | PageBreak


def parse(text: str) -> tuple[Block, ...]:
    """Read the markup: one paragraph a line, blank lines are for the eye only.

    ``# heading``, ``^ centred``, ``> at the right``, ``< at the left edge``, ``| a | b |`` a row of a table,
    ``left >>> right`` two ends, ``***`` a new page.

    Raises:
        ValueError: when the rows of one table differ in length.
    """
    return tuple(_grouped(_block(line.strip()) for line in text.splitlines() if line.strip()))


def _block(line: str) -> Block:
    if line == "***":
        return PageBreak()
    if line.startswith("|"):
        return Table((tuple(cell.strip() for cell in line.strip("|").split("|")),))
    if " >>> " in line:
        left, _, right = line.partition(" >>> ")
        return Sides(left.strip(), right.strip())
    mark, _, rest = line.partition(" ")
    if mark in _MARKS and rest:
        return Line(rest.strip(), _MARKS[mark])
    return Line(line)


def _grouped(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join rows that follow each other into one table."""
    rows: list[tuple[str, ...]] = []
    for block in blocks:
        if isinstance(block, Table):
            rows.extend(block.rows)
            continue
        if rows:
            yield _table(rows)
            rows = []
        yield block
    if rows:
        yield _table(rows)


def _table(rows: list[tuple[str, ...]]) -> Table:
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        msg = f"rows of {sorted(widths)} cells in one table that begins {rows[0]}"
        raise ValueError(msg)
    return Table(tuple(rows))
