"""Plain text as it was typed in an office: centred heads, wrapped paragraphs, columns by spaces."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from demo.blocks import Block, Line, PageBreak, Sides, Table

WIDTH = 78


def render(blocks: Iterable[Block], encoding: str = "utf-8") -> bytes:
    """The bytes of a text file with Windows line ends.

    Args:
        blocks: the document.
        encoding: a name that Python knows (``cp1251``, ``koi8-r``, ``cp866``, ``utf-16``, ...).
    """
    text = "\r\n".join(line for block in blocks for line in _lines(block)) + "\r\n"
    return _folded(text, encoding).encode(encoding)


def _folded(text: str, encoding: str) -> str:
    """What an old encoding has no sign for, written as people did."""
    spare = {"№": "N", "«": '"', "»": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
    for sign, substitute in spare.items():
        try:
            sign.encode(encoding)
        except UnicodeEncodeError:
            text = text.replace(sign, substitute)
    return text


def _lines(block: Block) -> Iterator[str]:
    match block:
        case PageBreak():
            yield "\f"
        case Sides(left, right):
            yield left + " " * max(WIDTH - len(left) - len(right), 3) + right
            yield ""
        case Table(rows):
            yield from _columns(rows)
            yield ""
        case Line(text, "centre" | "heading"):
            yield from (line.center(WIDTH).rstrip() for line in textwrap.wrap(text, 60))
            yield ""
        case Line(text, "right"):
            yield from (" " * 42 + line for line in textwrap.wrap(text, WIDTH - 42))
        case Line(text, "flush"):
            yield from textwrap.wrap(text, 46)
        case Line(text, _):
            yield from textwrap.wrap(text, WIDTH, initial_indent="    ")
            yield ""


def _columns(rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """A table by spaces, its widest column wrapped so that a row fits on the page."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    widest = widths.index(max(widths))
    widths[widest] = max(min(widths[widest], WIDTH + 10 - sum(widths) + widths[widest]), 24)
    for row in rows:
        wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
        for number in range(max(len(cell) for cell in wrapped)):
            cells = (cell[number] if number < len(cell) else "" for cell in wrapped)
            padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
            yield "  ".join(padded).rstrip()
