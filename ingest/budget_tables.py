"""The tables of budgets, read while the intake has nothing else to do."""

from __future__ import annotations

import threading
from typing import Protocol

from catalog.database import Database
from catalog.derived import DerivedFiles
from catalog.originals import OriginalFiles
from extraction.protocol import Extraction
from extraction.tables import VERSION
from ingest.document_tables import MARK, Reader, kept_tables, part_of, read_tables, shown_text

_UP_TO = f"tables-{VERSION}-up-to"
_LOT = 50


class Reading(Protocol):
    """What reading tables needs of the road."""

    database: Database
    originals: OriginalFiles
    extraction: Extraction
    derived: DerivedFiles | None
    stopping: threading.Event


def read_budgets(road: Reading) -> int:
    """Read the tables of some records that came as budgets; how many records were read.

    How far it has come is noted beside the tables: where they are lost, they are read again.
    """
    reader, derived = road.extraction, road.derived
    if derived is None or not isinstance(reader, Reader):
        return 0
    after, count = derived.note(_UP_TO), 0
    with road.database.read() as work:
        found, last = work.records.marked(MARK, after, _LOT)
        busy = bool(found) and work.ledger.unfinished() > 0
    if busy or last == after:
        return 0
    for number in found:
        if road.stopping.is_set():
            return count
        with road.database.read() as work:
            held = shown_text(work, number)
            pages = work.texts.pages(number)
        if held is not None and kept_tables(derived, part_of(held)) is None:
            read_tables(reader, road.originals, derived, part_of(held), pages)
            count += 1
    derived.set_note(_UP_TO, last)
    return count
