"""``veche add``: taking in without a watcher."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cli import output
from cli.exits import ExitCode
from cli.options import JsonFlag
from cli.sentences import say
from cli.wiring import opened
from ingest.adding import AddAnswer, add_paths

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
