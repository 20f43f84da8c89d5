"""``veche tables``: the tables of a file or of a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.derived import DerivedFiles
from catalog.errors import NotFound
from cli import output
from cli.exits import ExitCode
from cli.extracting import extraction_alone
from cli.options import JsonFlag
from cli.sentences import language, say
from cli.wiring import opened
from dossiers.exports.document_table import csv_lines
from extraction.protocol import Refused, Table
from extraction.tables.captions import caption_lines
from ingest.document_tables import Found, kept_tables, part_of, read_tables, shown_text, tables_of_file
from ingest.reasons import say as reason


def tables(
    path: Annotated[Path | None, typer.Argument(help=say("tables_path"))] = None,
    record: Annotated[int | None, typer.Option(min=1, help=say("tables_record"))] = None,
    json_lines: JsonFlag = False,
    as_csv: Annotated[bool, typer.Option("--csv", help=say("tables_csv"))] = False,
) -> None:
    """Show the tables of a file or of a record."""
    if (path is None) == (record is None):
        output.message(say("tables_which"))
        raise typer.Exit(ExitCode.USAGE)
    if path is not None and not path.is_file():
        output.message(say("path_missing", path=path))
        raise typer.Exit(ExitCode.SOME_FAILED)
    found = _of_file(path) if path is not None else _of_record(record or 0)
    if isinstance(found, Refused):
        output.message(reason(found.reason_code, found.params, language()))
        raise typer.Exit(ExitCode.SOME_FAILED)
    if not found:
        output.message(say("tables_none"))
    for number, table in enumerate(found, 1):
        if json_lines:
            output.line(table_object(number, table))
        else:
            output.answer(_csv(number, table) if as_csv else _told(number, table))


def _of_file(path: Path) -> Found:
    with extraction_alone() as pool:
        return tables_of_file(pool, path, path.name)


def _of_record(number: int) -> Found:
    """The tables of a record, kept for its page as well.

    Raises:
        NotFound: there is no such record, or no file behind it.
    """
    with opened() as station:
        with station.database.read() as work:
            held = shown_text(work, number)
            pages = work.texts.pages(number)
        if held is None:
            raise NotFound(say("tables_no_file", number=number))
        derived, part = DerivedFiles(station.home.derived), part_of(held)
        found = kept_tables(derived, part)
        if found is not None:
            return found
        with extraction_alone() as pool:
            return read_tables(pool, station.originals, derived, part, pages)


def table_object(number: int, table: Table) -> dict[str, Any]:
    """One table as one JSON object."""
    return {"table": number, **asdict(table), "confidence": round(table.confidence, 3)}


def _csv(number: int, table: Table) -> str:
    """A table as CSV; only the first begins with the mark of UTF-8."""
    text = "".join(csv_lines(table))
    return text if number == 1 else text.removeprefix("\ufeff")


def _told(number: int, table: Table) -> str:
    """A table for a person: where it stands, what is above it, its rows."""
    first, last = table.first_page, table.last_page
    pages = say("tables_page", page=first) if first == last else say("tables_pages", first=first, last=last)
    head = say("tables_line", number=number, pages=pages)
    above = caption_lines(table.caption)
    notes = [f"({', '.join(table.notes)})"] if table.notes else []
    return "\n".join([head, *above, *notes, *map(_row, table.rows), ""])


def _row(cells: Sequence[str]) -> str:
    return " | ".join(cells)
