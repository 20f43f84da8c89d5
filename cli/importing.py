"""``veche import``: records from JSON lines."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from cli import output
from cli.exits import ExitCode
from cli.sentences import say
from cli.wiring import opened
from ingest.importing import import_lines


def import_records(path: Annotated[Path, typer.Argument(help=say("import"))]) -> None:
    """Take records from JSON lines; on return all of them are searchable."""
    if not path.is_file():
        output.message(say("path_missing", path=path))
        raise typer.Exit(ExitCode.SOME_FAILED)
    with opened() as station:
        with _lines(path) as stream, output.meter(say("importing")) as show:
            report = import_lines(stream, station.database, station.clock, show)
            for bad in report.bad:
                output.message(say("import_bad", line=bad.line, reason=bad.reason))
        station.bring_up_to_date()
    bad_lines = len(report.bad)
    output.message(
        say(
            "imported",
            taken=report.new + report.replaced,
            new=report.new,
            replaced=report.replaced,
            bad=bad_lines,
        )
    )
    raise typer.Exit(ExitCode.SOME_FAILED if bad_lines else ExitCode.OK)


@contextmanager
def _lines(path: Path) -> Iterator[BinaryIO]:
    """Open a file of lines, gzipped or not by its first bytes."""
    with path.open("rb") as plain:
        packed = plain.read(2) == b"\x1f\x8b"
        plain.seek(0)
        if packed:
            with gzip.open(plain, "rb") as stream:
                yield stream  # type: ignore[misc]
        else:
            yield plain
