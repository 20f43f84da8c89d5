"""Which number formats the cells of XLSX and XLSB have: calamine gives values alone.

XLSX: ISO/IEC 29500-1, 18.3.1.4 and 18.8.10; XLSB: MS-XLSB 2.4.656 (BrtFmt), 2.4.853 (BrtXF), 2.5.10 (Cell).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from extraction.formats.number_formats import NumberFormat, built_in, number_format
from extraction.formats.numbering import child, local, number_of, value
from extraction.formats.package_relations import documents_of, relations_of
from extraction.packages import Package
from extraction.reasons import UnreadableError

if TYPE_CHECKING:
    from lxml.etree import _Element

RowFormats = Mapping[int, NumberFormat]
"""Column, from 0 -> its format; only cells whose format changes what is shown."""
_FORMATTED_MIB = 64
"""Larger sheets are shown as stored: their formats would take longer than their values."""
_CELL = re.compile(
    rb"<(?:\w{1,20}:)?c\s(?=[^<>]{0,400}?\bs=[\"']0{0,9}(\d{1,6})[\"'])"
    rb"[^<>]{0,400}?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']"
)
_NONE: RowFormats = {}
_ROW, _LAST_CELL, _FORMAT, _STYLE, _SHEET, _STYLES, _STYLES_END = 0, 11, 44, 47, 156, 617, 618


class CellFormats(Protocol):
    """Formats of the cells of a workbook."""

    complete: bool
    """Whether they are known as far as they matter."""

    def rows(self, title: str) -> RowsInOrder:
        """Those of a sheet."""
        ...


class RowsInOrder:
    """Formats of the rows of a sheet, asked for in their order."""

    def __init__(self, rows: Iterator[tuple[int, RowFormats]]) -> None:
        self._rows = rows
        self._ahead = next(rows, None)

    def of(self, row: int) -> RowFormats:
        """Those of one row, from 0."""
        while self._ahead is not None and self._ahead[0] < row:
            self._ahead = next(self._rows, None)
        return self._ahead[1] if self._ahead is not None and self._ahead[0] == row else _NONE


class NoFormats:
    """Values are all that is known."""

    def __init__(self, *, complete: bool = True) -> None:
        self.complete = complete

    def rows(self, _: str) -> RowsInOrder:
        """No row has any."""
        return RowsInOrder(iter(()))


def cell_formats(package: Package) -> CellFormats:
    """The formats of a workbook; none where no cell can have one that matters, or they cannot be read."""
    try:
        if "xl/workbook.bin" in package:
            return _of_binary(package)
        return _of_xml(package)
    except (UnreadableError, struct.error):
        return NoFormats(complete=False)


class _Formats:
    """Formats of the sheets of one package."""

    def __init__(
        self, package: Package, parts: Mapping[str, str], styles: Mapping[int, NumberFormat], *, binary: bool
    ) -> None:
        self._package, self._parts, self._styles = package, parts, styles
        self._read = _binary_cells if binary else _xml_cells
        size = sum(package.size(part) for part in parts.values())
        self.complete = size <= _FORMATTED_MIB << 20

    def rows(self, title: str) -> RowsInOrder:
        """Those of a sheet; none for one that is not there or cannot be read."""
        part = self._parts.get(title, "")
        if not self.complete or part not in self._package:
            return RowsInOrder(iter(()))
        try:
            data = self._package.read(part)
        except UnreadableError:
            self.complete = False
            return RowsInOrder(iter(()))
        return RowsInOrder(_by_rows(self._read(data, self._styles)))


def _by_rows(cells: Iterator[tuple[int, int, NumberFormat]]) -> Iterator[tuple[int, RowFormats]]:
    now, found = -1, dict[int, NumberFormat]()
    for row, column, form in cells:
        if row != now:
            if found:
                yield now, found
            now, found = row, {}
        found[column] = form
    if found:
        yield now, found


def _part_of(related: Mapping[str, tuple[str, str]], kind: str) -> str:
    return next((part for name, part in related.values() if name == kind), "")


def _styles_that_matter(written: Mapping[int, str], of_styles: Sequence[int]) -> dict[int, NumberFormat]:
    """Style -> its format, where that changes what is shown."""
    found = {}
    for style, number in enumerate(of_styles):
        form = number_format(built_in(number, written.get(number, "")))
        if form is not None:
            found[style] = form
    return found


# XLSX


def _of_xml(package: Package) -> CellFormats:
    workbook = next(documents_of(package), "xl/workbook.xml")
    related = relations_of(package, workbook)
    styles = _part_of(related, "styles")
    if styles not in package:
        return NoFormats()
    root = package.xml(styles)
    written = {
        number_of(value(one, "numFmtId"), -1): value(one, "formatCode")
        for one in _inside(root, "numFmts")
        if local(one) == "numFmt"
    }
    of_styles = [number_of(value(one, "numFmtId")) for one in _inside(root, "cellXfs") if local(one) == "xf"]
    matter = _styles_that_matter(written, of_styles)
    if not matter:
        return NoFormats()
    parts = {
        value(one, "name"): related.get(value(one, "id"), ("", ""))[1]
        for one in package.xml(workbook).iter("{*}sheet")
    }
    return _Formats(package, parts, matter, binary=False)


def _inside(root: _Element, name: str) -> Iterator[_Element]:
    parent = child(root, name)
    return iter(()) if parent is None else iter(parent)


def _xml_cells(data: bytes, styles: Mapping[int, NumberFormat]) -> Iterator[tuple[int, int, NumberFormat]]:
    """Cells with a format by their tags alone, which is several times faster than parsing the sheet."""
    columns: dict[bytes, int] = {}
    known = {str(style).encode(): form for style, form in styles.items()}
    for found in _CELL.finditer(data):
        style, letters, row = found.groups()
        form = known.get(style)
        if form is not None:
            column = columns.get(letters)
            if column is None:
                column = columns[letters] = _column(letters)
            yield int(row) - 1, column, form


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


# XLSB


def _of_binary(package: Package) -> CellFormats:
    related = relations_of(package, "xl/workbook.bin")
    styles = _part_of(related, "styles")
    if styles not in package:
        return NoFormats()
    matter = _binary_styles(package.read(styles))
    if not matter:
        return NoFormats()
    parts = {}
    for kind, record in _records(package.read("xl/workbook.bin")):
        if kind == _SHEET:
            relation, at = _wide_string(record, 8)
            title, _ = _wide_string(record, at)
            parts[title] = related.get(relation, ("", ""))[1]
    return _Formats(package, parts, matter, binary=True)


def _binary_styles(data: bytes) -> dict[int, NumberFormat]:
    written: dict[int, str] = {}
    of_styles: list[int] = []
    of_cells = False
    for kind, record in _records(data):
        if kind == _FORMAT:
            written[struct.unpack_from("<H", record)[0]] = _wide_string(record, 2)[0]
        elif kind in (_STYLES, _STYLES_END):
            of_cells = kind == _STYLES
        elif kind == _STYLE and of_cells:
            of_styles.append(struct.unpack_from("<H", record, 2)[0])
    return _styles_that_matter(written, of_styles)


def _binary_cells(data: bytes, styles: Mapping[int, NumberFormat]) -> Iterator[tuple[int, int, NumberFormat]]:
    row = 0
    for kind, record in _records(data):
        if kind == _ROW and len(record) >= 4:
            row = int.from_bytes(record[:4], "little")
        elif 0 < kind <= _LAST_CELL and len(record) >= 8:
            form = styles.get(int.from_bytes(record[4:7], "little"))
            if form is not None:
                yield row, int.from_bytes(record[:4], "little"), form


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Records of a part: kind and size in seven bits a byte (MS-XLSB 2.1.4)."""
    at = 0
    while at < len(data):
        kind, at = _varying(data, at, 2)
        size, at = _varying(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _varying(data: bytes, at: int, most: int) -> tuple[int, int]:
    number = 0
    for place in range(most):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            break
    return number, at


def _wide_string(record: bytes, at: int) -> tuple[str, int]:
    (count,) = struct.unpack_from("<I", record, at)
    end = at + 4 + 2 * min(count, len(record))
    return record[at + 4 : end].decode("utf-16-le", "replace"), end
