"""Spreadsheets of all kinds: one page a sheet, its name first if a person gave one, cells divided by tabs."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import python_calamine

from extraction.packages import Package
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.sniff import ODS, XLS, XLSB, XLSX, sniff

name = "sheets"
version = "1"
_NAMED_BY_PROGRAM = re.compile(r"(?:лист|sheet|worksheet|table|таблица)[\s_]?\d*", re.IGNORECASE)


def extract(path: Path, limits: Limits) -> Extracted:
    """Read XLSX, XLSB, XLS or ODS; hidden sheets too, values as they were last computed."""
    media_type = sniff(path)
    sheets = [
        (title, ["\t".join(row) for row in rows]) for title, rows in sheets_of(path, media_type, limits)
    ]
    notes = (f"{Note.TRUNCATED}:pages",) if len(sheets) > limits.pages else ()
    pages = tuple("\n".join(_headed(title, lines)) for title, lines in sheets[: limits.pages])
    if not any(lines for _, lines in sheets):
        return Extracted(media_type, pages, "none", name, version, waiting="no-text")
    return Extracted(media_type, pages, "born", name, version, notes=notes)


def sheets_of(path: Path, media_type: str, limits: Limits) -> list[tuple[str, list[list[str]]]]:
    """Sheets by name: their rows that hold anything, cells as people write them.

    Raises:
        UnreadableError: the file is damaged, encrypted or over a limit.
    """
    if media_type in (XLSX, XLSB, ODS):
        _check_sizes(path, limits)
    try:
        with path.open("rb") as file:
            return _by_calamine(file, limits)
    except python_calamine.PasswordError as error:
        raise UnreadableError(Refusal.ENCRYPTED, format=media_type) from error
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        if media_type != XLS:
            raise UnreadableError(Refusal.DAMAGED, format=media_type, detail=type(error).__name__) from error
        return _by_xlrd(path, limits)


def _headed(title: str, lines: list[str]) -> list[str]:
    """The rows under the name of their sheet; «Лист1» is a name that nobody gave, it would hide a title."""
    return lines if _NAMED_BY_PROGRAM.fullmatch(title.strip()) else [title, *lines]


def _check_sizes(path: Path, limits: Limits) -> None:
    """The readers below unpack whatever they find; a bomb shows in what its directory declares."""
    with Package(path, limits) as package:
        total = package.declared_size()
        if total > min(limits.unpacked_mib, limits.memory_mib // 2) << 20:
            raise UnreadableError(Refusal.OVER_LIMIT, limit="unpacked", value=str(limits.memory_mib // 2))


def _by_calamine(file: Any, limits: Limits) -> list[tuple[str, list[list[str]]]]:
    workbook = python_calamine.CalamineWorkbook.from_filelike(file)
    sheets, left = [], limits.output_chars
    for title in workbook.sheet_names:
        found: list[list[str]] = []
        try:
            rows = workbook.get_sheet_by_name(title).iter_rows()
        except (python_calamine.WorksheetNotFound, python_calamine.CalamineError):
            sheets.append((title, found))  # a sheet that holds a chart, or a broken one
            continue
        for row in rows:
            cells = _filled(list(map(cell_text, row)))
            if cells:
                found.append(cells)
                left -= sum(map(len, cells)) + len(cells)
                if left < 0:
                    raise UnreadableError(Refusal.OVER_LIMIT, limit="output", value=str(limits.output_chars))
        sheets.append((title, found))
    return sheets


def _by_xlrd(path: Path, limits: Limits) -> list[tuple[str, list[list[str]]]]:
    """BIFF without its OLE container, and what else the first reader refuses."""
    import xlrd  # type: ignore[import-untyped]

    try:
        with xlrd.open_workbook(str(path), on_demand=True, logfile=_Nowhere()) as book:
            sheets = []
            for title in book.sheet_names()[: limits.pages]:
                sheet = book.sheet_by_name(title)
                rows = (_filled(list(map(cell_text, sheet.row_values(at)))) for at in range(sheet.nrows))
                sheets.append((title, [row for row in rows if row]))
            return sheets
    except xlrd.XLRDError as error:
        code = Refusal.ENCRYPTED if "encrypted" in str(error).lower() else Refusal.DAMAGED
        raise UnreadableError(code, format=XLS, detail=type(error).__name__) from error


def _filled(cells: list[str]) -> list[str]:
    """A row up to its last cell that holds anything."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


class _Nowhere:
    """A log that nobody reads."""

    def write(self, _: str) -> None:
        """Forget it."""


def cell_text(cell: object) -> str:
    """A value as people write it: 5 not 5.0, 31.01.2016, ИСТИНА; line ends inside a cell become blanks."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "ИСТИНА" if cell else "ЛОЖЬ"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, dt.datetime):
        form = "%d.%m.%Y" if cell.time() == dt.time() else "%d.%m.%Y %H:%M"
        return cell.strftime(form)
    if isinstance(cell, dt.date):
        return cell.strftime("%d.%m.%Y")
    return " ".join(str(cell).split())


def _number(number: float) -> str:
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    text = f"{number:.15g}"
    return f"{number:f}".rstrip("0").rstrip(".") if "e" in text and 1e-6 < abs(number) < 1e20 else text
