"""``veche add``, ``import`` and ``reextract``: taking in without a watcher."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from cli import output
from cli.exits import ExitCode
from cli.reading import JsonFlag
from cli.sentences import say
from cli.wiring import opened
from ingest.adding import AddAnswer, add_paths
from ingest.importing import import_lines
from ingest.rereading import reread_waiting

CLASSES = ("act", "budget", "press")


def add(
    paths: Annotated[list[Path], typer.Argument(help=say("add"))],
    record_class: Annotated[str, typer.Option("--class", help=say("add_class"))] = "act",
    source: Annotated[str, typer.Option(help=say("add_source"))] = "",
    json_lines: JsonFlag = False,
) -> None:
    """Take copies of files in now; a line a file as soon as it is done."""
    if record_class not in CLASSES:
        output.message(say("bad_class", value=record_class))
        raise typer.Exit(ExitCode.USAGE)
    missing = [path for path in paths if not path.exists() and not path.is_symlink()]
    for path in missing:
        output.message(say("path_missing", path=path))
    counts: Counter[str] = Counter()
    with opened() as station, station.road() as road:
        workers = station.settings.workers
        given = [path for path in paths if path not in missing]
        for answer in add_paths(given, road, record_class=record_class, source=source, parallel=workers):
            counts[answer.outcome] += 1
            _show(answer, json_lines=json_lines)
        station.bring_up_to_date()
    if not json_lines:
        kinds = ("catalogued", "duplicate", "opened", "rejected")
        output.message(say("add_total", total=counts.total(), **{kind: counts[kind] for kind in kinds}))
    raise typer.Exit(ExitCode.SOME_FAILED if missing else ExitCode.OK)


def _show(answer: AddAnswer, *, json_lines: bool) -> None:
    if json_lines:
        output.line(asdict(answer))
        return
    more = f" — {answer.reason}" if answer.reason else ""
    output.answer(say("add_line", outcome=say(f"outcome_{answer.outcome}"), path=answer.path, more=more))


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


def reextract() -> None:
    """Read again what was waiting for a reader."""
    with opened() as station, station.road() as road:
        report = reread_waiting(road)
        station.bring_up_to_date()
    output.message(say("reread_done", done=report.done, waiting=report.waiting))
