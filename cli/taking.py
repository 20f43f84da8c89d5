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
from cli.sentences import language, say
from cli.wiring import opened
from ingest.adding import AddAnswer, add_paths
from ingest.importing import import_lines
from ingest.reading_again import Change, Job
from ingest.reasons import say as why
from ingest.rereading import Wish, reread, take_requests, wanted

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


def reextract(
    formats: Annotated[list[str] | None, typer.Option("--format", help=say("reread_format"))] = None,
    older_than: Annotated[str, typer.Option(help=say("reread_older"))] = "",
    record: Annotated[list[int] | None, typer.Option(help=say("reread_record"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("reread_dry"))] = False,
    json_lines: JsonFlag = False,
) -> None:
    """Read again what waited and what a better reader reads now, or what is asked for; a line a text."""
    wish = Wish(tuple(formats or ()), older_than, tuple(record or ()))
    counts: Counter[str] = Counter()
    with opened() as station, station.road() as road:
        with station.database.read() as work:
            files = wanted(work, wish)
        with output.meter(say("rereading"), sum(map(len, files))) as show:
            for change in reread(road, files, Job(dry_run=dry_run), parallel=station.settings.workers):
                counts[change.outcome] += 1
                show(counts.total())
                _show_change(change, json_lines=json_lines)
        if not dry_run:
            take_requests(road)
            station.bring_up_to_date()
    if not json_lines:
        output.message(
            say(
                "reread_done",
                total=counts.total(),
                changed=counts["changed"],
                same=counts["same"],
                left=counts.total() - counts["changed"] - counts["same"],
            )
        )


def _show_change(change: Change, *, json_lines: bool) -> None:
    before, after = change.before, change.after or change.before
    reason = why(change.reason, change.params, language())
    if json_lines:
        output.line(
            {
                "record": change.record,
                "file": change.name,
                "outcome": change.outcome,
                "chars": [before.chars, after.chars],
                "pages": [before.pages, after.pages],
                "text_layer": [before.layer, after.layer],
                "extractor": [before.reader, after.reader],
                "requisites": change.requisites,
                "reason": reason,
            }
        )
        return
    told = [say(f"reread_{change.outcome}")]
    if change.after:
        told.append(
            say(
                "reread_figures",
                chars=_turned(before.chars, after.chars),
                pages=_turned(before.pages, after.pages),
                layer=_turned(before.layer, after.layer),
                reader=_turned(before.reader, after.reader),
            )
        )
    told += [f"{name}: «{was}» → «{now}»" for name, (was, now) in change.requisites.items()]
    output.answer(
        say(
            "reread_line",
            record=change.record,
            file=change.name,
            told="; ".join([*told, reason] if reason else told),
        )
    )


def _turned(before: object, after: object) -> str:
    return f"{before}" if before == after else f"{before} → {after}"
