"""The text of a page as paragraphs and tables: found places marked, citations of held acts linked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from language.paragraphs import LineKind, has_columns, is_figure, is_table, line_kind
from web.marking import Marks, Piece, pieces

LONGEST_PAGE = 300_000

Line = tuple[Piece, ...]
NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; one with a figure keeps to the right."""

    pieces: Line
    figure: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table where ``rows`` are given.

    Attributes:
        pieces: of a paragraph.
        columns: whether the paragraph has columns made of blanks, which are kept.
        rows: of a table.
    """

    pieces: Line = ()
    columns: bool = False
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page of text.

    Attributes:
        number: from 1.
        blocks: paragraphs and tables of the text.
        found: how many places on it answer the query.
        address: link to it.
        cut: whether it is too long to be shown whole.
        doubts: figures and dates on it that were read uncertainly.
    """

    number: int
    blocks: tuple[Block, ...]
    found: int
    address: str
    cut: bool
    doubts: tuple[str, ...] = ()


def blocks(text: str, marks: Marks = NO_MARKS) -> tuple[Block, ...]:
    """Paragraphs and tables of a page: blank lines part paragraphs, lines with tabs are rows."""
    result: list[Block] = []
    for kind, run in groupby(_lines(pieces(text, marks)), key=_kind):
        lines = list(run)
        if kind == "row":
            result += _rows(lines)
        elif kind == "text":
            result.append(_paragraph(lines))
    return tuple(result)


def _rows(lines: Sequence[Line]) -> list[Block]:
    rows = tuple(tuple(_cells(line)) for line in lines)
    figures = any(cell.figure for row in rows for cell in row)
    if is_table(len(rows), figures=figures):
        return [Block(rows=rows)]
    return [Block(line, columns=True) for line in lines]


def _lines(run: Sequence[Piece]) -> Iterator[Line]:
    """Pieces cut at the ends of lines."""
    line: list[Piece] = []
    for piece in run:
        for at, part in enumerate(piece.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if at:
                yield tuple(line)
                line = []
            if part:
                line.append(_part(piece, part, at))
    yield tuple(line)


def _part(piece: Piece, text: str, at: int) -> Piece:
    """A part of a piece that is cut; the first one keeps the anchor."""
    return replace(piece, text=text, anchor=piece.anchor and not at)


def _kind(line: Line) -> LineKind:
    return line_kind("".join(piece.text for piece in line))


def _paragraph(lines: Sequence[Line]) -> Block:
    joined: list[Piece] = []
    for at, line in enumerate(lines):
        joined += [Piece("\n"), *line] if at else line
    words = "".join(piece.text for piece in joined)
    return Block(tuple(joined), has_columns(words))


def _cells(line: Line) -> Iterator[Cell]:
    """The cells of a line with tabs."""
    cell: list[Piece] = []
    for piece in line:
        for at, part in enumerate(piece.text.split("\t")):
            if at:
                yield _cell(cell)
                cell = []
            if part:
                cell.append(_part(piece, part, at))
    yield _cell(cell)


def _cell(run: Sequence[Piece]) -> Cell:
    return Cell(tuple(run), is_figure("".join(piece.text for piece in run)))
