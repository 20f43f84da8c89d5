"""Where the parts are put together: home, settings, catalogue, originals, index, workers.

A part is loaded by the method that makes it: no command needs them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import IndexDamaged
from catalog.home import RECEIPTS_FOLDER, REJECTED_FOLDER, Home
from catalog.originals import OriginalFiles
from catalog.settings import Settings
from cli import output
from cli.homes import home_and_settings
from cli.sentences import say

if TYPE_CHECKING:
    from extraction.protocol import Limits
    from ingest.intake import Intake
    from ingest.road import Road
    from search.indexer import Indexer
    from search.searcher import Searcher


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
        from acts import status
        from search.indexer import Indexer

        return Indexer(self.database, self.home.index, status.intervals)

    @contextmanager
    def searcher(self) -> Iterator[Searcher]:
        """Search over the newest index; what the queue holds is taken in first."""
        from search.searcher import Searcher
        from search.whoosh_engine import WhooshEngine

        self.bring_up_to_date()
        with WhooshEngine(self.home.index) as engine:
            yield Searcher(engine, self.database)

    def bring_up_to_date(self) -> None:
        """Take the queue into the index, or wait for who does; rebuild an index that cannot be opened."""
        indexer = self.indexer()
        try:
            indexer.bring_up_to_date()
        except IndexDamaged as error:
            output.message(say("index_rebuilding", reason=error))
            with output.meter(say("indexing")) as show:
                indexer.rebuild(show)

    @contextmanager
    def road(self, *, rejected_folder: Path | None = None) -> Iterator[Road]:
        """The road from bytes to a record, with workers of its own."""
        from catalog.derived import DerivedFiles
        from extraction.pool import ExtractionPool
        from ingest.describers import DescriberPool
        from ingest.road import Road

        limits = limits_of(self.settings)
        with (
            ExtractionPool(
                self.settings.workers, limits, self.home.scratch / "extraction", ocr=self.settings.ocr
            ) as pool,
            closing(DescriberPool(self.settings.workers)) as describer,
        ):
            yield Road(
                self.database,
                self.originals,
                pool,
                self.clock,
                self.home.scratch,
                describer=describer,
                limits=limits,
                rejected_folder=rejected_folder,
                language=self.settings.language,
                derived=DerivedFiles(self.home.derived),
                recognises=self.settings.ocr,
            )

    @contextmanager
    def intake(self) -> Iterator[Intake]:
        """The intake of this home's folders."""
        from ingest.intake import FolderPaths, Intake, IntakeOptions, intake_folders

        home, settings = self.home, self.settings
        paths = FolderPaths(
            top=home.intake,
            acts=settings.intake_acts,
            budgets=settings.intake_budgets,
            press=settings.intake_press,
            rejected=home.intake / REJECTED_FOLDER,
            receipts=home.intake / RECEIPTS_FOLDER,
            held=settings.held_folders,
        )
        options = IntakeOptions(
            folders=intake_folders(paths),
            receipts=paths.receipts,
            settle_seconds=settings.settle_seconds,
            rescan_seconds=settings.rescan_seconds,
            polling_seconds=settings.polling_seconds,
            workers=settings.workers,
            rejected_days=settings.rejected_days,
        )
        with self.road(rejected_folder=paths.rejected) as road:
            yield Intake(road, options)


def limits_of(settings: Settings) -> Limits:
    """Limits of one extraction by the settings."""
    from extraction.protocol import Limits

    return Limits(memory_mib=settings.memory_mib, wall_seconds=settings.wall_seconds)


@contextmanager
def opened(*, create: bool = False) -> Iterator[Station]:
    """Open the data home that the environment names; a named one is made when it is missing.

    Raises:
        HomeError: there is none, or it cannot be used.
        SettingsError: its settings cannot be used.
    """
    home, settings = home_and_settings(create=create)
    with Database.open(settings.database_url) as database:
        home.migrate(database)
        yield station_of(home, settings, database)


def station_of(home: Home, settings: Settings, database: Database) -> Station:
    """What commands need, over an open catalogue."""
    originals = OriginalFiles(home.originals, home.scratch, reserve_bytes=settings.reserve_mib << 20)
    return Station(home, settings, database, originals, Clock.from_environment(settings.time_zone))
