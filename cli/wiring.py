"""Where the parts are put together: home, settings, catalogue, originals, index, workers."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from acts import status
from catalog.clock import Clock
from catalog.database import Database
from catalog.home import Home, resolve_home
from catalog.originals import OriginalFiles
from catalog.settings import Settings, load
from cli import output
from cli.sentences import say
from extraction.pool import ExtractionPool
from extraction.protocol import Limits
from search.indexer import Indexer
from search.searcher import Searcher
from search.whoosh_engine import WhooshEngine


@dataclass(frozen=True, slots=True)
class Station:
    """An open data home with what every command needs.

    Attributes:
        home: the folder of data.
        settings: checked.
        database: the catalogue, migrated.
        originals: files as received.
        clock: now and today.
    """

    home: Home
    settings: Settings
    database: Database
    originals: OriginalFiles
    clock: Clock

    def indexer(self) -> Indexer:
        """The indexer of this home's index."""
        return Indexer(self.database, self.home.index, status.intervals)

    @contextmanager
    def searcher(self) -> Iterator[Searcher]:
        """Search over the newest index; what the queue holds is taken in first where nobody else does it."""
        self.bring_up_to_date()
        with WhooshEngine.open(self.home.index) as engine:
            yield Searcher(engine, self.database)

    def bring_up_to_date(self) -> None:
        """Take the queue into the index, or wait for who does; rebuild an index that cannot be opened."""
        indexer = self.indexer()
        reason = indexer.damage()
        if reason:
            output.message(say("index_rebuilding", reason=reason))
        with output.meter(say("indexing")) as show:
            indexer.bring_up_to_date(show)

    @contextmanager
    def extraction(self) -> Iterator[ExtractionPool]:
        """Workers with the limits of the settings."""
        with tempfile.TemporaryDirectory(dir=self.home.scratch, prefix="workers-") as scratch:
            pool = ExtractionPool(
                self.settings.workers, limits(self.settings), Path(scratch), ocr=self.settings.ocr
            )
            try:
                yield pool
            finally:
                pool.close()


def limits(settings: Settings) -> Limits:
    """Limits of one extraction by the settings."""
    return Limits(memory_mib=settings.memory_mib, wall_seconds=settings.wall_seconds)


@contextmanager
def opened(*, create: bool = False) -> Iterator[Station]:
    """Open the data home that the environment names.

    Raises:
        HomeError: there is none, or it cannot be used.
        SettingsError: its settings cannot be used.
    """
    path = resolve_home(os.environ, Path.cwd(), create=create)
    home = Home.open(path, create=True)
    settings = load(os.environ, home.path)
    with Database.open(settings.database_url) as database:
        home.migrate(database)
        originals = OriginalFiles(home.originals, home.scratch, reserve_bytes=settings.reserve_mib << 20)
        yield Station(home, settings, database, originals, Clock.from_environment(settings.time_zone))


@contextmanager
def extraction_alone() -> Iterator[ExtractionPool]:
    """Workers without a home, for reading without keeping."""
    with tempfile.TemporaryDirectory(prefix="veche-describe-") as scratch:
        pool = ExtractionPool(min(2, os.cpu_count() or 1), Limits(), Path(scratch))
        try:
            yield pool
        finally:
            pool.close()
