"""The inventory as a table for spreadsheets: CSV as Russian Excel opens it, and XLSX.

A cell that a spreadsheet would take for a formula begins with an apostrophe in CSV (as OWASP advises against
CSV injection); in XLSX every text is a text by its type.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dossiers.exports import inventory, words
from dossiers.exports.inventory import Naming, given_name, row
from dossiers.printable import one_line
from dossiers.publication import Contents, Entry, Progress, Publication

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # spreadsheets take the wide ones too
_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]*")
_LONGEST_CELL = 32_000  # Excel takes 32,767 signs
_FIRST_DAY_OF_EXCEL = date(1900, 3, 1)  # before it Excel counts a 29 February 1900

Value = str | int | date


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        head: its name.
        width: in signs, for XLSX.
        value: takes an entry and its row of the inventory.
    """

    head: str
    width: int
    value: Callable[[Entry, inventory.Row], Value]


def columns(publication: Publication) -> tuple[Column, ...]:
    """All columns, with the day of the statuses in the head of theirs."""
    name, code = words.full_name(publication), publication.code  # once: the code is a sum over all entries
    return (
        Column("№", 6, lambda entry, _row: entry.position),
        Column("Раздел", 22, lambda _entry, row: row.section),
        Column("Что это", 12, lambda entry, _row: words.CLASSES.get(entry.record_class, "")),
        Column("Вид", 18, lambda _entry, row: row.kind),
        Column("Орган или издание", 30, lambda _entry, row: row.issuer),
        Column("Дата", 12, lambda entry, _row: _day(entry.date)),
        Column("Номер", 12, lambda _entry, row: row.number),
        Column("Автор", 20, lambda entry, _row: one_line(entry.author)),
        Column("Заголовок", 60, lambda _entry, row: row.title),
        Column(inventory.status_head(publication), 30, lambda _entry, row: row.status),
        Column("Страниц", 9, lambda _entry, row: row.pages or ""),
        Column("Файлы", 40, lambda _entry, row: "; ".join(file.name for file in row.files)),
        Column("Размер, байт", 14, lambda _entry, row: "; ".join(str(file.size) for file in row.files)),
        Column("SHA-256", 66, lambda _entry, row: "; ".join(file.sha256 for file in row.files)),
        Column("Рубрики", 30, lambda entry, _row: "; ".join(map(one_line, entry.categories))),
        Column("Библиографическое описание", 60, lambda _entry, row: row.description),
        Column("Аннотация", 60, lambda _entry, row: one_line(row.annotation)),
        Column("Заметка библиотекаря", 40, lambda _entry, row: one_line(row.note)),
        Column("Примечание", 40, lambda _entry, row: row.remark),
        Column("Запись в каталоге", 12, lambda entry, _row: entry.record),
        Column("Выпуск", 30, lambda _entry, _row: name),
        Column("Код проверки", 18, lambda _entry, _row: code),
    )


def write_csv(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
    """Write the inventory as CSV: UTF-8 with its mark, semicolons, line ends of Windows."""
    total = len(publication.entries)
    with target.open("w", encoding="utf-8", newline="") as stream:
        for at, piece in enumerate(csv_pieces(publication, contents)):
            stream.write(piece)
            if at:
                progress(at, total)


def csv_pieces(publication: Publication, contents: Contents, naming: Naming = given_name) -> Iterator[str]:
    """The lines of the CSV, the head first, every cell safe for a spreadsheet."""
    all_columns = columns(publication)
    yield f"\ufeff{_csv_line([column.head for column in all_columns])}"
    for entry, one in _rows(publication, contents, naming):
        yield _csv_line([safe_cell(_csv_text(column.value(entry, one))) for column in all_columns])


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run."""
    held_back = text.startswith(("\t", "\r", "\n")) or _UNSEEN.sub("", text, count=1).startswith(_FORMULA)
    return f"'{text}" if held_back else text


def write_xlsx(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
    """Write the inventory as XLSX, row by row: a sheet of documents and one that says what it is."""
    # the site serves cells as CSV and needs none of it
    import xlsxwriter  # type: ignore[import-untyped]

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(target), options) as book:
        book.set_properties(
            {
                "title": words.full_name(publication)[:255],
                "author": one_line(publication.library)[:255],
                "created": _moment(publication),
            }
        )
        looks = _Looks(
            head=book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E9F1F1"}),
            text=book.add_format({"text_wrap": True, "valign": "top"}),
            day=book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"}),
        )
        documents = book.add_worksheet("Опись")
        _fill_documents(documents, publication, contents, looks, progress)
        _fill_about(book.add_worksheet("О выпуске"), publication, looks)


@dataclass(frozen=True, slots=True)
class _Looks:
    head: Format
    text: Format
    day: Format


def _fill_documents(
    sheet: Worksheet, publication: Publication, contents: Contents, looks: _Looks, progress: Progress
) -> None:
    all_columns, total = columns(publication), len(publication.entries)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, total, len(all_columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    for at, column in enumerate(all_columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.head, looks.head)
    for number, (entry, one) in enumerate(_rows(publication, contents, given_name), 1):
        for at, column in enumerate(all_columns):
            _put(sheet, (number, at), column.value(entry, one), looks)
        progress(number, total)


def _fill_about(sheet: Worksheet, publication: Publication, looks: _Looks) -> None:
    told = [
        ("Название", words.full_name(publication)),
        ("Библиотека", one_line(publication.library)),
        ("По состоянию на", words.day_words(publication.as_of)),
        *words.about(publication),
        ("Итог", inventory.closing(publication)),
        ("Проверка", words.code_line(publication)),
        ("Оговорка", words.NOT_OFFICIAL),
        *(("Изменение", words.change_words(change)) for change in publication.changes),
    ]
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    for at, (label, value) in enumerate(told):
        sheet.write_string(at, 0, label, looks.head)
        _put(sheet, (at, 1), value, looks)


def _put(sheet: Worksheet, place: tuple[int, int], value: Value, looks: _Looks) -> None:
    line, column = place
    if isinstance(value, date):
        sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), looks.day)  # noqa: DTZ001
    elif isinstance(value, int):
        sheet.write_number(line, column, value, looks.text)
    elif value:
        sheet.write_string(line, column, _cut(value), looks.text)


def _rows(
    publication: Publication, contents: Contents, naming: Naming
) -> Iterator[tuple[Entry, inventory.Row]]:
    for section in publication.sections:
        for entry in section.entries:
            yield entry, row(entry, one_line(section.title), contents, naming)


def _day(iso: str) -> Value:
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        return one_line(iso)
    return found if found >= _FIRST_DAY_OF_EXCEL else f"{found:%d.%m.}{found.year:04}"


def _csv_text(value: Value) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"


def _moment(publication: Publication) -> datetime:
    return datetime.fromisoformat(publication.moment).astimezone(UTC).replace(tzinfo=None)
