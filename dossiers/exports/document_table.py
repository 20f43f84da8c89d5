"""A table of a document as CSV: the cells as they stand in it, safe for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from dossiers.exports.table import safe_cell
from extraction.protocol import Table
from language.paragraphs import is_figure


def is_amount(cell: str) -> bool:
    """Whether a cell is a figure, perhaps with its sign: no spreadsheet takes it for a formula."""
    return is_figure(cell.strip().removeprefix("+"))


def csv_lines(table: Table) -> Iterator[str]:
    """The rows of a table, one a piece; the first begins with the mark by which spreadsheets know UTF-8.

    A figure stays as it is, also one below zero; any other cell that a spreadsheet would run is held back.
    """
    for at, row in enumerate(table.rows):
        line = io.StringIO(newline="")
        cells = [cell if is_amount(cell) else safe_cell(cell) for cell in row]
        csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(cells)
        yield ("" if at else "\ufeff") + line.getvalue()
