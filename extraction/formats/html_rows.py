"""Rows of HTML tables: cells that reach down from the rows above leave their place empty (HTML, 4.9.12)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from extraction.formats.html_lists import integer
from extraction.rows import row_text

_LONGEST, _WIDEST = 1000, 200


@dataclass(slots=True)
class _Reaching:
    """A cell of a row above: how many rows it still covers, how many columns."""

    rows: int
    columns: int


@dataclass(slots=True)
class _Row:
    cells: list[str] = field(default_factory=list)
    column: int = 0
    begun: tuple[int, int, int] = (0, 1, 1)


class Rows:
    """The rows that are open, of tables inside one another."""

    def __init__(self) -> None:
        self._tables: list[dict[int, _Reaching]] = []
        self._rows: list[_Row] = []

    def __bool__(self) -> bool:
        return bool(self._rows)

    def begin_table(self) -> None:
        """A table begins."""
        self._tables.append({})

    def end_table(self) -> None:
        """A table ends."""
        if self._tables:
            self._tables.pop()

    def begin(self) -> None:
        """A row begins."""
        if not self._tables:
            self._tables.append({})
        self._rows.append(_Row())

    def begin_cell(self, element: etree._Element) -> None:
        """A cell begins in the next column that none from above covers."""
        row, reaching = self._rows[-1], self._reaching()
        while (above := reaching.get(row.column)) is not None:
            row.cells.append("")
            self._pass(reaching, row.column, above)
            row.column += above.columns
        columns = max(1, min(_WIDEST, integer(element.get("colspan"), 1)))
        row.begun = (row.column, columns, max(1, min(_LONGEST, integer(element.get("rowspan"), 1))))
        row.column += columns

    def end_cell(self, text: str) -> None:
        """The cell that is open ends."""
        row = self._rows[-1]
        row.cells.append(text)
        column, columns, rows = row.begun
        if rows > 1:
            self._reaching()[column] = _Reaching(rows - 1, columns)

    def end(self) -> str:
        """The row ends; its text."""
        row, reaching = self._rows.pop(), self._reaching()
        for column in [one for one in reaching if one >= row.column]:
            self._pass(reaching, column, reaching[column])
        return row_text(row.cells)

    def _reaching(self) -> dict[int, _Reaching]:
        return self._tables[-1] if self._tables else {}

    @staticmethod
    def _pass(reaching: dict[int, _Reaching], column: int, above: _Reaching) -> None:
        above.rows -= 1
        if above.rows <= 0:
            del reaching[column]
