"""The text of a page as paragraphs and tables, for whoever shows or prints it.

Blank lines part paragraphs; lines with tabs are rows of a table; a line that only the width of the paper had
broken runs on; columns made of blanks stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

_COLUMN_MARKS = ("\t", " | ", "   ")
# Forty letters or more, the last of them no stop.
_RUNS_ON = re.compile(r"(?s).{39}[^.:;!?\s]\s?\Z")
_FIGURE = re.compile(r"[-\u2212(]?[\d\s\u00a0\u202f.,]*\d[\d\s\u00a0\u202f.,%)]*|[-\u2013\u2014x\u0445]")
_FEWEST_ROWS = 2

LineKind = Literal["blank", "row", "text"]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, or a table where ``rows`` are given.

    Attributes:
        text: of a paragraph; line breaks that are not the paper's are kept.
        columns: whether the paragraph has columns made of blanks, which are kept.
        rows: of a table, as long as they were written.
    """

    text: str = ""
    columns: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def unwrapped(text: str) -> str:
    """A text whose lines run on where only the width of the paper had broken them; its length stays.

    A line runs on when it is long, ends without a stop, and the next one begins with a small letter;
    lines with columns stay as they are.
    """
    lines = text.split("\n")
    joined = [lines[0]]
    for before, line in pairwise(lines):
        columns = has_columns(before) or has_columns(line)
        joined += [" " if not columns and _RUNS_ON.search(before) and line[:1].islower() else "\n", line]
    return "".join(joined)


def text_blocks(text: str) -> tuple[TextBlock, ...]:
    """Paragraphs and tables of a page."""
    lines = unwrapped(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return tuple(block for kind, run in groupby(lines, key=line_kind) for block in _blocks(kind, list(run)))


def line_kind(words: str) -> LineKind:
    """What a line is by its tabs and letters."""
    if not words.strip():
        return "blank"
    return "row" if "\t" in words.strip() else "text"


def has_columns(words: str) -> bool:
    """Whether a line or paragraph has columns made of blanks, bars or tabs."""
    return any(mark in words.strip() for mark in _COLUMN_MARKS)


def is_figure(words: str) -> bool:
    """Whether a cell holds a figure or a dash, and keeps to the right."""
    return bool(_FIGURE.fullmatch(words.strip()))


def is_table(rows: int, *, figures: bool) -> bool:
    """Whether rows are a table; one or two without a figure (names under signatures) are none."""
    return rows > _FEWEST_ROWS or (rows == _FEWEST_ROWS and figures)


def _blocks(kind: LineKind, lines: Sequence[str]) -> Iterator[TextBlock]:
    if kind == "text":
        text = "\n".join(lines)
        yield TextBlock(text, has_columns(text))
    elif kind == "row":
        rows = tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines)
        if is_table(len(rows), figures=any(is_figure(cell) for row in rows for cell in row)):
            yield TextBlock(rows=rows)
        else:
            yield from (TextBlock(line, columns=True) for line in lines)
