"""Tables of DOCX and ODT: the document itself says where cells, merged cells and heads are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

from extraction.formats import docx, odt
from extraction.formats.docx_parts import main_part
from extraction.formats.numbering import child, local, number_of, value
from extraction.packages import Package
from extraction.protocol import Limits, Table
from extraction.tables.heads import Row, head_rows

if TYPE_CHECKING:
    from lxml.etree import _Element

_CAPTION_LINES = 8
_WIDEST = 200


def docx_tables(path: Path, limits: Limits) -> list[Table]:
    """The tables of a DOCX, those inside cells left to the text of their cell."""
    with Package(path, limits) as package:
        walk = _WordWalk(package, main_part(package), limits, 0)
        walk.document()
    return walk.found


def odt_tables(path: Path, limits: Limits) -> list[Table]:
    """The tables of an ODT, those inside cells left to the text of their cell."""
    with Package(path, limits) as package:
        root, body = odt.content(package)
        walk = _OpenWalk(root, odt.shared_styles(package))
        walk.blocks(body)
    return walk.found


class _WordWalk(docx.Walk):
    """The usual walk over a DOCX that keeps its tables instead of writing them as lines."""

    def __init__(self, package: Package, main: str, limits: Limits, depth: int) -> None:
        super().__init__(package, main, limits, depth)
        self.found: list[Table] = []
        self._recent: list[str] = []
        self._in_table = False

    @override
    def _paragraph(self, paragraph: _Element, begun: str = "") -> tuple[str, bool]:
        told = super()._paragraph(paragraph, begun)
        if not self._in_table:
            self._recent.append(told[0])
        return told

    @override
    def _table(self, table: _Element) -> list[str]:
        if self._in_table:
            return super()._table(table)
        self._in_table = True
        rows = [self._row(row) for row in docx.table_rows(table)]
        heads = [child(row, "trPr", "tblHeader") is not None for row in docx.table_rows(table)]
        self._in_table = False
        self.found += _table(rows, heads.index(False) if False in heads else 0, self._recent)
        self._recent = []
        return []

    def _row(self, row: _Element) -> list[str]:
        cells = [""] * _span(child(row, "trPr", "gridBefore"), 0)
        for cell in docx.row_cells(row):
            merged = child(cell, "tcPr", "vMerge")
            goes_on = merged is not None and value(merged) != "restart"
            cells.append("" if goes_on else self._cell(cell))
            cells += [""] * (_span(child(cell, "tcPr", "gridSpan"), 1) - 1)
        return cells


def _span(element: _Element | None, otherwise: int) -> int:
    return max(otherwise, min(_WIDEST, number_of(value(element), otherwise)))


class _OpenWalk(odt.Walk):
    """The usual walk over an ODT that keeps its tables instead of writing them as lines."""

    def __init__(self, root: _Element, shared: _Element | None) -> None:
        super().__init__(root, shared)
        self.found: list[Table] = []
        self._recent: list[str] = []
        self._in_table = False

    @override
    def _paragraph(self, element: _Element) -> str | None:
        told = super()._paragraph(element)
        if told is not None and not self._in_table:
            self._recent.append(told)
        return told

    @override
    def _table(self, table: _Element) -> list[str]:
        if self._in_table:
            return super()._table(table)
        self._in_table = True
        rows = [self._row(row) for row in odt.table_rows(table)]
        heads = sum(len(odt.table_rows(one)) for one in table if local(one) == "table-header-rows")
        self._in_table = False
        self.found += _table(rows, heads, self._recent)
        self._recent = []
        return []

    def _row(self, row: _Element) -> list[str]:
        cells: list[str] = []
        for cell in row:
            kind = local(cell)
            if kind not in ("table-cell", "covered-table-cell"):
                continue
            lines = self.blocks(cell) if kind == "table-cell" else []
            times = max(1, min(_WIDEST, number_of(value(cell, "number-columns-repeated"), 1)))
            cells += ["\n".join(line for line in lines if line.strip())] * times
        return cells


def _table(rows: Sequence[Sequence[str]], heads: int, above: Sequence[str]) -> list[Table]:
    """A table of these rows, or nothing where one column or one empty row only lays out the page."""
    grid = even([[" ".join(cell.split()) for cell in row] for row in rows])
    if not grid or len(grid[0]) < 2 or not any(map(any, grid)):
        return []
    caption = [" ".join(line.split()) for line in above if line.strip()][-_CAPTION_LINES:]
    return [Table(1, 1, tuple(grid), heads or head_rows(grid), "\n".join(caption))]


def even(rows: Sequence[Sequence[str]]) -> list[Row]:
    """Rows made equally long; columns at the right that no row fills left out."""
    width = max((max((at + 1 for at, cell in enumerate(row) if cell), default=0) for row in rows), default=0)
    return [tuple([*row, *[""] * (width - len(row))][:width]) for row in rows]
