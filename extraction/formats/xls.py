"""XLS by xlrd, which tells the formats of numbers (BIFF, MS-XLS)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlrd  # type: ignore[import-untyped]

from extraction.formats.number_formats import NumberFormat, built_in, number_format
from extraction.formats.sheet_cells import (
    Room,
    Workbook,
    cell_text,
    filled,
    formatted_text,
    is_rounded,
    number_notes,
    plain_days,
)
from extraction.protocol import Limits
from extraction.reasons import Refusal, UnreadableError
from extraction.sniff import XLS

_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN = range(5)  # kinds of cells
_DAYS_TO_1904 = 1462


def read(path: Path, limits: Limits, *, formatted: bool) -> Workbook:
    """The sheets of an XLS, also one without a container.

    Args:
        path: where the bytes are.
        limits: how much text there may be.
        formatted: whether the formats of cells are read.

    Raises:
        UnreadableError: it is damaged, encrypted or over a limit.
    """
    try:
        with xlrd.open_workbook(
            str(path), on_demand=True, formatting_info=formatted, ragged_rows=True, logfile=_Nowhere()
        ) as book:
            return _values(book, limits, formatted=formatted)
    except xlrd.XLRDError as error:
        code = Refusal.ENCRYPTED if "encrypted" in str(error).lower() else Refusal.DAMAGED
        raise UnreadableError(code, format=XLS, detail=type(error).__name__) from error
    except (
        xlrd.compdoc.CompDocError,
        struct.error,
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        AssertionError,
        ArithmeticError,
        NotImplementedError,
        RecursionError,
    ) as error:
        raise UnreadableError(Refusal.DAMAGED, format=XLS, detail=type(error).__name__) from error


def _values(book: xlrd.Book, limits: Limits, *, formatted: bool) -> Workbook:
    sheets, room, rounded = [], Room(limits), False
    formats = [_number_format(book, style) for style in book.xf_list] if formatted else []
    for title in book.sheet_names():
        sheet, found = book.sheet_by_name(title), list[list[str]]()
        sheets.append((title, found))
        for at in range(sheet.nrows):
            cells = filled(list(_row(sheet, at, formats, bool(book.datemode))))
            if cells:
                rounded = rounded or any(map(is_rounded, sheet.row_values(at)))
                found.append(cells)
                room.take(cells)
        book.unload_sheet(title)
    return Workbook(sheets, number_notes(rounded=rounded, complete=formatted))


def _number_format(book: xlrd.Book, style: Any) -> NumberFormat | None:
    written = book.format_map.get(style.format_key)
    return number_format(built_in(style.format_key, written.format_str if written else ""))


def _row(sheet: Any, at: int, formats: Sequence[NumberFormat | None], from_1904: bool) -> Iterator[str]:
    for column, (kind, cell) in enumerate(zip(sheet.row_types(at), sheet.row_values(at), strict=True)):
        form = None
        if formats and kind in (_TEXT, _NUMBER, _DATE):
            style = sheet.cell_xf_index(at, column)
            form = formats[style] if 0 <= style < len(formats) else None
        if kind == _TEXT:
            yield formatted_text(cell, form) if form else cell_text(cell)
        elif kind == _DATE:
            days = cell + _DAYS_TO_1904 if from_1904 else cell
            yield form.number(days) if form else plain_days(days)
        elif kind == _NUMBER:
            yield formatted_text(cell, form) if form else cell_text(cell)
        else:
            yield cell_text(bool(cell)) if kind == _BOOLEAN else ""


class _Nowhere:
    """A log that nobody reads."""

    def write(self, _: str) -> None:
        """Forget it."""
