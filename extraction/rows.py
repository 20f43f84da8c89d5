"""Rows of tables: cells of one row on one line, divided by tabs, unless the table only lays out a page."""

from __future__ import annotations

import re

_BREAKS = re.compile(r"\s*\n\s*")
_MOST_LINES = 5
_LONGEST = 600
_MOST_SIDE_BY_SIDE = 3
"""Texts that lay out a page stand two or three abreast; more cells than that are the row of a table."""


def row_text(cells: list[str]) -> str:
    """One row.

    A row whose cells hold whole stretches of text (letterheads, texts side by side) is written cell under
    cell: their lines mean something, and a line of half a page is no line.
    """
    cells = [cell.strip("\n ") for cell in cells]
    if len(cells) == 1:
        return cells[0]
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) <= _MOST_SIDE_BY_SIDE and any(
        cell.count("\n") >= _MOST_LINES or len(cell) > _LONGEST for cell in filled
    ):
        return "\n".join(filled)
    return "\t".join(_BREAKS.sub(" ", cell) for cell in cells).rstrip("\t ")
