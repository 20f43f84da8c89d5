"""``veche check``, ``backup``, ``restore`` and ``index``: what is held is whole and can be had back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from catalog.database import Database
from catalog.home import Home, resolve_home
from catalog.settings import load
from cli import output
from cli.exits import ExitCode
from cli.options import JsonFlag
from cli.sentences import say
from cli.wiring import opened, station_of

index_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@index_app.command("rebuild", help=say("index_rebuild"))
def rebuild() -> None:
    """Build a new index beside the live one and swap."""
    with opened() as station, output.meter(say("indexing")) as show:
        count = station.indexer().rebuild(show)
    output.message(say("index_rebuilt", count=count))


@index_app.command("check", help=say("index_check"))
def check_index() -> None:
    """Compare the index with the catalogue."""
    with opened() as station:
        report = station.indexer().check()
    for fault in report.faults:
        output.message(fault)
    if report.faults:
        raise typer.Exit(ExitCode.FAULTS)
    output.message(say("index_good", count=report.records))


def check(json_lines: JsonFlag = False) -> None:
    """Check that everything is there and agrees."""
    from catalog.checking import check as check_home

    with opened() as station:
        with output.meter(say("checking")) as show:
            report = check_home(station.database, station.originals, show)
        faults = [*report.faults, *station.indexer().check().faults]
    if json_lines:
        output.line(
            {
                "files": report.files,
                "originals": report.originals,
                "records": report.records,
                "by_state": report.by_state,
                "faults": faults,
            }
        )
    for fault in faults:
        output.message(fault)
    if faults:
        raise typer.Exit(ExitCode.FAULTS)
    if not json_lines:
        output.answer(
            say("check_clean", files=report.files, originals=report.originals, records=report.records)
        )


def backup(target: Annotated[Path, typer.Argument(help=say("backup"))]) -> None:
    """Save everything from one snapshot, read back and verified."""
    from catalog import backup as copies  # it brings Alembic, wanted by neither check nor index

    with opened() as station, output.meter(say("backing_up")) as show:
        report = copies.backup(station.database, station.originals, target, station.clock.now(), show)
    for fault in report.faults:
        output.message(fault)
    output.message(say("backed_up", originals=report.originals, rows=report.rows, target=target))


def restore(
    source: Annotated[Path, typer.Argument(help=say("restore"))],
    database: Annotated[str | None, typer.Option(help=say("restore_database"))] = None,
) -> None:
    """Restore into a missing or empty home; the index is built before it returns."""
    from catalog.restoring import restore as restore_home

    path = resolve_home(os.environ, Path.cwd(), create=True)
    home = Home.prepare_for_restore(path)
    settings = load(os.environ, home.path)
    with output.meter(say("restoring")) as show, Database.open(database or settings.database_url) as target:
        station = station_of(home, settings, target)
        report = restore_home(source, home, target, show)
        station.indexer().rebuild(show)
    for fault in report.faults:
        output.message(fault)
    output.message(say("restored", originals=report.originals, rows=report.rows))
