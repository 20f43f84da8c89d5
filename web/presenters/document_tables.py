"""The tables of a document as its page shows them: as they stand in it, with what is uncertain in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.model import Record
from dossiers.exports.document_table import is_amount
from extraction.protocol import Table
from extraction.tables.captions import caption_lines
from web.marking import Piece
from web.presenters.asked import Asked
from web.presenters.layout import Way
from web.presenters.page_text import Cell
from web.visit import Visit

MOST_CELLS = 60_000
_SURE = 0.9
_LONGEST_CODE = 32
_CODE = re.compile(r"0\d|\d+[ \u00a0](?!\d{3}(?!\d))")
_NOTES = (
    "rows-joined",
    "from-text",
    "layer-repaired",
    "garbage-layer",
    "numbers-rounded",
    "numbers-as-stored",
    "truncated",
)

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """One table.

    Attributes:
        number: among those of the document, from 1.
        caption: the lines above it.
        head: its first rows.
        rows: the others, or as many as one page can hold.
        left: how many rows are not shown.
        notes: what is uncertain, in words.
        pages: links to the pages on which it stands: the first and the last.
        csv: address of the table for a spreadsheet.
    """

    number: int
    caption: tuple[str, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    left: int
    notes: tuple[str, ...]
    pages: tuple[Way, ...]
    csv: str


def table_views(visit: Visit, record: Record, tables: Sequence[Table], asked: Asked) -> tuple[TableView, ...]:
    """The tables, the first of them whole and the last ones cut where they are too many for one page."""
    room, found = MOST_CELLS, []
    for number, table in enumerate(tables, 1):
        across = max(1, len(table.rows[0]) if table.rows else 1)
        shown = table.rows[: max(table.header_rows, room // across)]
        room -= len(shown) * across
        rows = tuple(_row(row) for row in shown)
        found.append(
            TableView(
                number,
                caption_lines(table.caption),
                rows[: table.header_rows],
                rows[table.header_rows :],
                len(table.rows) - len(shown),
                tuple(_notes(visit, table)),
                _pages(visit, record, table, asked),
                visit.url("record-table", record=record.id, number=number),
            )
        )
    return tuple(found)


def _row(row: Sequence[str]) -> Row:
    return tuple(Cell((Piece(_unbroken(cell)),), _is_sum(cell)) for cell in row)


def _unbroken(cell: str) -> str:
    """A code is not broken between lines."""
    return cell.replace(" ", "\u00a0") if is_amount(cell) and len(cell) <= _LONGEST_CODE else cell


def _is_sum(cell: str) -> bool:
    """Whether a cell holds a sum or a share and no code: «0104» and «000 1 00 00000» keep to the left."""
    return is_amount(cell) and not _CODE.match(cell.strip())


def _notes(visit: Visit, table: Table) -> list[str]:
    said = []
    for note in table.notes:
        code, _, value = note.partition(":")
        if code in _NOTES:
            said.append(visit.t(f"tables.note_{code}", value=value))
    if table.confidence < _SURE:
        said.append(visit.t("tables.unsure", percent=round(100 * table.confidence)))
    return said


def _pages(visit: Visit, record: Record, table: Table, asked: Asked) -> tuple[Way, ...]:
    numbers = dict.fromkeys((table.first_page, table.last_page))
    return tuple(
        Way(
            str(number),
            visit.url("record-page", record=record.id, number=number) + asked.suffix + "#page",
        )
        for number in numbers
        if 1 <= number <= max(record.pages, 1)
    )
