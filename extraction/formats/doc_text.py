"""The marks inside Word's text: paragraphs, cells, fields, notes ([MS-DOC] 2.4.1, 2.8.25)."""

from __future__ import annotations

import re

from extraction.rows import row_text

ROW_END = "\ue007"
"""Stands for the cell mark that ends a row, after ``doc_writing`` told it from the others."""
IN_CELL = "\ue008"
"""Stands for the end of a paragraph inside a cell."""
INNER_CELL = "\ue009"
"""Stands for the end of a cell of a table inside a cell."""

_PLAIN = str.maketrans({
    "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x1f": None, "\x01": None, "\x02": None,
    "\x03": None,
    "\x04": None, "\x05": None, "\x08": None, "\xa0": "\xa0",
})  # fmt: skip
_COUNTER = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.I)


def lines_of(text: str) -> str:
    """Text with Word's marks to plain lines; rows of tables on lines, their cells divided by tabs."""
    text = _without_fields(text)
    return _with_rows(text) if "\x07" in text or ROW_END in text else text.translate(_PLAIN)


def _without_fields(text: str) -> str:
    """Keep what fields show, drop their instructions and page counters."""
    if "\x13" not in text:
        return text.replace("\x14", "").replace("\x15", "")
    kept: list[str] = []
    fields: list[list[str]] = []  # of each open field: its instruction, "" or "shown"
    for piece in _with_ends(re.split("([\x13\x14\x15])", text)):
        if piece == "\x13":
            fields.append(["", ""])
        elif piece == "\x14":
            if fields:
                fields[-1][1] = "shown"
        elif piece == "\x15":
            if fields:
                fields.pop()
        elif fields and not fields[-1][1]:
            fields[-1][0] += piece
        elif not any(not shown or _COUNTER.match(instruction) for instruction, shown in fields):
            kept.append(piece)
    return "".join(kept)


def _with_ends(pieces: list[str]) -> list[str]:
    """Pieces without the beginnings of fields that have no end, which would hide all that follows."""
    begun: list[int] = []
    for at, piece in enumerate(pieces):
        if piece == "\x13":
            begun.append(at)
        elif piece == "\x15" and begun:
            begun.pop()
    for at in begun:
        pieces[at] = ""
    return pieces


def _with_rows(text: str) -> str:
    marked = ROW_END in text
    lines: list[str] = []
    cells: list[str] = []
    for piece in re.split(f"([\x07{ROW_END}])", text):
        if piece == ROW_END or (
            piece == "\x07" and not marked and cells and cells[-1] == "" and len(cells) > 1
        ):
            lines.append(row_text([_cell(cell) for cell in (cells if marked else cells[:-1])]))
            cells = []
        elif piece == "\x07":
            if not cells:
                cells.append("")
            _begin_cell(cells, lines)
        elif cells:
            cells[-1] += piece
        else:
            cells.append(piece)
    return "\n".join([*lines, *(_cell(cell) for cell in cells)])


def _begin_cell(cells: list[str], lines: list[str]) -> None:
    """The first cell of a table carries all text before it: only its last paragraph belongs to the table."""
    if len(cells) == 1 and "\r" in cells[0]:
        before, _, first = cells[0].rpartition("\r")
        lines.append(before.translate(_PLAIN))
        cells[0] = first
    cells.append("")


def _cell(cell: str) -> str:
    inner = cell.replace(INNER_CELL + IN_CELL, IN_CELL).replace(INNER_CELL, "\t")
    return inner.replace(IN_CELL, "\n").translate(_PLAIN).strip("\n")
