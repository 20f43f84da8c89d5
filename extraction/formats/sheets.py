"""Spreadsheets of all kinds: one page a sheet, its name first if a person gave one, cells divided by tabs.

Cells are written as the sheet shows them: codes keep their zeros, sums their kopecks, shares their per cents.
Values come from python-calamine; the formats of their numbers from the package itself (XLSX, XLSB), from xlrd
(XLS, values too), and ODS holds the text that it shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import python_calamine

from extraction.formats.ods import Sheets
from extraction.formats.sheet_cells import (
    Room,
    Rows,
    Workbook,
    cell_text,
    filled,
    formatted_text,
    is_rounded,
    number_notes,
)
from extraction.formats.sheet_styles import CellFormats, NoFormats, RowFormats, cell_formats
from extraction.packages import Package
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.sniff import ODS, XLS, sniff

name = "sheets"
version = "2"
_NAMED_BY_PROGRAM = re.compile(r"(?:лист|sheet|worksheet|table|таблица)[\s_]?\d*", re.IGNORECASE)
_PANIC = "PanicException"
"""What calamine, which is Rust, raises where it meets a fault of its own; no module exports the class."""
_FORMATTED_XLS_MIB = 16
"""Larger ones are read by calamine, many times as fast, which does not tell formats."""


def extract(path: Path, limits: Limits) -> Extracted:
    """Read XLSX, XLSB, XLS or ODS; hidden sheets, rows and columns too, values as they were last computed."""
    media_type = sniff(path)
    book = workbook(path, media_type, limits)
    sheets = [(title, ["\t".join(row) for row in rows]) for title, rows in book.sheets]
    notes = (*book.notes, *([f"{Note.TRUNCATED}:pages"] if len(sheets) > limits.pages else []))
    pages = tuple("\n".join(_headed(title, lines)) for title, lines in sheets[: limits.pages])
    if not any(lines for _, lines in sheets):
        return Extracted(media_type, pages, "none", name, version, waiting="no-text")
    return Extracted(media_type, pages, "born", name, version, notes=notes)


def workbook(path: Path, media_type: str, limits: Limits) -> Workbook:
    """The sheets of a file, cells as they are seen.

    Raises:
        UnreadableError: the file is damaged, encrypted or over a limit.
    """
    if media_type == ODS:
        return _of_ods(path, limits)
    if media_type == XLS:
        return _of_xls(path, limits)
    _check_sizes(path, limits)
    with Package(path, limits) as package:
        try:
            return _by_calamine(path, media_type, cell_formats(package), limits)
        except OverflowError:  # a number that no calendar has, in a format of days
            bare = package.without("styles.xml", "styles.bin")
            return _by_calamine(bare, media_type, cell_formats(package), limits)


def _headed(title: str, lines: list[str]) -> list[str]:
    """The rows under the name of their sheet; «Лист1» is a name that nobody gave, it would hide a title."""
    return lines if _NAMED_BY_PROGRAM.fullmatch(title.strip()) else [title, *lines]


def _check_sizes(path: Path, limits: Limits) -> None:
    """The readers below unpack whatever they find; a bomb shows in what its directory declares."""
    with Package(path, limits) as package:
        total = package.declared_size()
        if total > min(limits.unpacked_mib, limits.memory_mib // 2) << 20:
            raise UnreadableError(Refusal.OVER_LIMIT, limit="unpacked", value=str(limits.memory_mib // 2))


# values of calamine, formats of the package


def _by_calamine(file: Path | BytesIO, media_type: str, formats: CellFormats, limits: Limits) -> Workbook:
    try:
        with file.open("rb") if isinstance(file, Path) else file as opened:
            return _values(python_calamine.CalamineWorkbook.from_filelike(opened), formats, limits)
    except python_calamine.PasswordError as error:
        raise UnreadableError(Refusal.ENCRYPTED, format=media_type) from error
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise UnreadableError(Refusal.DAMAGED, format=media_type, detail=type(error).__name__) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise UnreadableError(Refusal.DAMAGED, format=media_type, detail=_PANIC) from error


def _values(book: python_calamine.CalamineWorkbook, formats: CellFormats, limits: Limits) -> Workbook:
    sheets, room, rounded = [], Room(limits), False
    for title in book.sheet_names:
        found: Rows = []
        sheets.append((title, found))
        try:
            sheet = book.get_sheet_by_name(title)
        except (python_calamine.WorksheetNotFound, python_calamine.CalamineError):
            continue  # a sheet that holds a chart, or a broken one
        formatted, left = formats.rows(title), (sheet.start or (0, 0))[1]
        for at, row in enumerate(sheet.iter_rows()):
            cells = filled(_written(row, formatted.of(at), left))
            if cells:
                rounded = rounded or any(map(is_rounded, row))
                found.append(cells)
                room.take(cells)
    return Workbook(sheets, number_notes(rounded=rounded, complete=formats.complete))


def _written(row: Sequence[object], formats: RowFormats, left: int) -> list[str]:
    """The cells of a row; the first stands in column ``left``."""
    if not formats:
        return list(map(cell_text, row))
    return [
        formatted_text(cell, form) if (form := formats.get(at)) else cell_text(cell)
        for at, cell in enumerate(row, left)
    ]


# what other readers do better


def _of_ods(path: Path, limits: Limits) -> Workbook:
    _check_sizes(path, limits)
    try:
        read = Sheets(path, limits)
    except UnreadableError as error:
        if error.code == Refusal.ENCRYPTED or error.params.get("limit") == "output":
            raise
        return _by_calamine(path, ODS, NoFormats(complete=False), limits)
    return Workbook(read.found, number_notes(rounded=read.rounded, complete=True))


def _of_xls(path: Path, limits: Limits) -> Workbook:
    """By xlrd, which tells formats; by calamine what xlrd cannot read; without formats what neither can."""
    from extraction.formats import xls

    if path.stat().st_size <= _FORMATTED_XLS_MIB << 20:
        try:
            return xls.read(path, limits, formatted=True)
        except UnreadableError as error:
            if error.code == Refusal.OVER_LIMIT:
                raise
    try:
        return _by_calamine(path, XLS, NoFormats(complete=False), limits)
    except OverflowError:
        pass
    except UnreadableError as error:
        if error.code != Refusal.DAMAGED:
            raise
    return xls.read(path, limits, formatted=False)
