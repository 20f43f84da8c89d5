"""The demo collection: dropped into the intake folders of a new home, then shown as it is taken in."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

from catalog.arrivals import LedgerState
from cli import output
from cli.sentences import say
from cli.wiring import Station

DROPPED, SHELVED = (
    "demo_dropped",
    "demo_selected",
)  # notes of the catalogue: how many files, how many selections


def drop(station: Station) -> None:
    """Drop the collection into the intake folders, once a home."""
    with station.database.read() as work:
        if work.notes.get(DROPPED):
            return
    from demo import build  # it brings all writers of documents, for the first start alone

    output.message(say("demo_building"))
    with tempfile.TemporaryDirectory(dir=station.home.scratch) as folder:
        build(Path(folder))
        shutil.copytree(folder, station.home.intake, dirs_exist_ok=True)
    files = (path for path in station.home.intake.rglob("*") if path.is_file())
    total = sum(1 for path in files if path.suffix != ".toml")  # descriptions go with their documents
    with station.database.write() as work:
        work.notes.set(DROPPED, str(total))


def follow(station: Station, stop: threading.Event) -> None:
    """Show how the collection is taken in; when nothing is left to do, make its selections, once a home."""
    with station.database.read() as work:
        total, shelved = int(work.notes.get(DROPPED) or 0), work.notes.get(SHELVED)
    shown = 0
    while not shelved and not stop.is_set():
        with station.database.read() as work:
            counts = work.ledger.counts()
        final = sum(count for state, count in counts.items() if state.final)
        if sum(counts.values()) == final and final >= total:
            _make_selections(station)
            _tell(station, final, counts.get(LedgerState.CATALOGUED, 0), counts.get(LedgerState.REJECTED, 0))
            return
        if final > shown:
            shown = final
            output.message(f"{say('demo_taking')}: {final} / {max(total, sum(counts.values()))}")
        stop.wait(1)


def _tell(station: Station, final: int, taken: int, refused: int) -> None:
    rest, home = final - taken - refused, station.home.path.name
    output.message(say("demo_taken", catalogued=taken, rejected=refused, other=rest, home=home))


def _make_selections(station: Station) -> None:
    """Dossiers, press folders and lists of what was taken in."""
    from demo.selections import Shelves, make_selections  # search and dossiers are wanted at the end alone

    with station.searcher() as searcher:
        shelves = Shelves(station.database, searcher, station.clock, station.settings.library_name)
        count = make_selections(shelves)
    with station.database.write() as work:
        work.notes.set(SHELVED, str(count))
