"""Tables of files, read by a process of their own while the reader waits a little."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from pathlib import Path
from threading import Lock

from catalog.derived import DerivedFiles
from catalog.errors import TooBusy
from catalog.originals import OriginalFiles
from extraction.pool import ExtractionPool
from extraction.protocol import Limits
from ingest.document_tables import Found, Part, kept_tables, read_tables

PATIENCE = 8.0
_LIMITS = Limits(wall_seconds=30, cpu_seconds=25, table_pages=400, output_chars=5_000_000)
_MOST_IN_LINE = 6


class TableReading:
    """Reads the tables of one file after another; who asks waits some seconds, then may ask again."""

    def __init__(self, scratch: Path, originals: OriginalFiles, derived: DerivedFiles) -> None:
        """Nothing is started yet.

        Args:
            scratch: a folder for the process.
            originals: where the files lie.
            derived: where tables are kept.
        """
        self._scratch = scratch
        self._originals = originals
        self._derived = derived
        self._guard = Lock()
        self._at_work: dict[Part, Future[Found]] = {}
        self._thread: ThreadPoolExecutor | None = None
        self._pool: ExtractionPool | None = None

    def kept(self, part: Part) -> Found | None:
        """The tables of a part if they were read before."""
        return kept_tables(self._derived, part)

    def of(self, part: Part, pages: Sequence[str], patience: float = PATIENCE) -> Found | None:
        """The tables of a part; None if they are still being read: asked again later they are there.

        Args:
            part: of which file.
            pages: its text.
            patience: seconds.

        Raises:
            TooBusy: too many files wait already.
        """
        known = self.kept(part)
        if known is not None:
            return known
        with self._guard:
            asked = self._at_work.get(part) or self._begin(part, pages)
        try:
            return asked.result(patience)
        except NotYetError:
            return None

    def _begin(self, part: Part, pages: Sequence[str]) -> Future[Found]:
        if len(self._at_work) >= _MOST_IN_LINE:
            raise TooBusy(
                "Сейчас читаются таблицы других документов.", "Подождите минуту и обновите страницу."
            )
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "tables")
        self._at_work[part] = asked = self._thread.submit(self._read, part, pages)
        return asked

    def _read(self, part: Part, pages: Sequence[str]) -> Found:
        try:
            with self._guard:
                if self._pool is None:
                    self._pool = ExtractionPool(1, _LIMITS, self._scratch, ocr=False)
                pool = self._pool
            return read_tables(pool, self._originals, self._derived, part, pages)
        finally:
            with self._guard:
                self._at_work.pop(part, None)

    def close(self) -> None:
        """End the process; what is being read is given up."""
        with self._guard:
            pool, self._pool = self._pool, None
            thread, self._thread = self._thread, None
        if pool:
            pool.close()
        if thread:
            thread.shutdown(cancel_futures=True)
