"""Tables of any document: by its lines, by its own marks, by its sheets, or by the tabs of its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extraction import sniff
from extraction.means import Means
from extraction.protocol import Extracted, Limits, Refused, Table
from extraction.reading import read
from extraction.reasons import Refusal, UnreadableError
from extraction.tables.heads import Row, head_rows
from extraction.tables.office import even

_SHEETS = frozenset({sniff.XLSX, sniff.XLSB, sniff.XLS, sniff.ODS})
_TOLD_BY_TABS = 0.6
_FROM_TEXT = "from-text"
_CAPTION_LINES = 8


def read_tables(path: Path, media_type: str, pages: Sequence[int] | None, means: Means) -> list[Table]:
    """The tables of a file in their order.

    Args:
        path: where the bytes are.
        media_type: what it was found to be; ``""`` to find it again.
        pages: only those that begin or go on there, from 1.
        means: folder and limits.

    Raises:
        UnreadableError: the file cannot be read, or its tables hold more than the limit on output.
    """
    found = _tables(path, media_type or sniff.sniff(path), pages, means)
    if sum(len(cell) for table in found for row in table.rows for cell in row) > means.limits.output_chars:
        raise UnreadableError(Refusal.OVER_LIMIT, limit="output", value=str(means.limits.output_chars))
    if pages is None:
        return found
    return [table for table in found if any(table.first_page <= page <= table.last_page for page in pages)]


def _tables(path: Path, media_type: str, pages: Sequence[int] | None, means: Means) -> list[Table]:
    if media_type == sniff.PDF:
        from extraction.tables.ruled import ruled_tables

        return ruled_tables(path, means.limits, pages)
    if media_type == sniff.DOCX:
        from extraction.tables.office import docx_tables

        return docx_tables(path, means.limits)
    if media_type == sniff.ODT:
        from extraction.tables.office import odt_tables

        return odt_tables(path, means.limits)
    if media_type in _SHEETS:
        return list(_sheets(path, media_type, means.limits))
    name = "a.csv" if media_type == sniff.CSV else ""  # only its name tells CSV from text
    outcome = read(path, name, replace(means, ocr=False))
    if isinstance(outcome, Refused):
        raise UnreadableError(Refusal(outcome.reason_code), **outcome.params)
    if not isinstance(outcome, Extracted):
        return []
    sure = 1.0 if media_type == sniff.CSV else _TOLD_BY_TABS
    return [table for number, page in enumerate(outcome.pages, 1) for table in by_tabs(page, number, sure)]


def _sheets(path: Path, media_type: str, limits: Limits) -> Iterator[Table]:
    from extraction.formats.sheets import workbook

    book = workbook(path, media_type, limits)
    for number, (title, cells) in enumerate(book.sheets[: limits.pages], start=1):
        rows = even(cells)
        columns = [at for at in range(len(rows[0]) if rows else 0) if any(row[at] for row in rows)]
        rows = [tuple(row[at] for at in columns) for row in rows]
        above = _titles(rows)
        if rows[len(above) :] and len(columns) > 1:
            body = rows[len(above) :]
            caption = "\n".join([title, *above])
            yield Table(number, number, tuple(body), head_rows(body), caption, notes=book.notes)


def _titles(rows: Sequence[Row]) -> list[str]:
    """What stands in single cells above a table of more than two columns."""
    titles: list[str] = []
    if rows and len(rows[0]) > 2:
        for row in rows:
            filled = [cell for cell in row if cell]
            if len(filled) != 1:
                break
            titles += filled
    return titles if len(titles) < len(rows) else []


def by_tabs(text: str, page: int, sure: float) -> Iterator[Table]:
    """Tables in text whose cells are divided by tabs; a single line without one may stand among the rows."""
    before: list[str] = []
    rows: list[list[str]] = []
    lines = text.split("\n")
    for at, line in enumerate([*lines, "", ""]):
        if "\t" in line:
            rows.append([" ".join(cell.split()) for cell in line.split("\t")])
        elif rows and line.strip() and at + 1 < len(lines) and "\t" in lines[at + 1]:
            rows.append([" ".join(line.split())])
        else:
            if len(rows) > 1:
                grid = even(rows)
                caption = "\n".join(before[-_CAPTION_LINES:])
                yield Table(page, page, tuple(grid), head_rows(grid), caption, sure, (_FROM_TEXT,))
                before = []
            rows = []
            before += [" ".join(line.split())] if line.strip() else []
