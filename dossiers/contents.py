"""Where files of a publication get texts and originals from; what was closed since is not issued any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from catalog.database import Database
from catalog.errors import StorageError
from catalog.model import RecordClass
from catalog.originals import OriginalFiles
from catalog.unit_of_work import UnitOfWork
from dossiers.entries import is_open, open_originals, text_sha256
from dossiers.publication import Entry, HeldFile


class HeldContents:
    """Texts by their number and originals by their SHA-256, each asked for when it is written.

    A text is given only if it is the one that was published and its record is still open to readers; an
    original only if all that it holds is. Each answer is a transaction of its own: nothing is locked while
    a large file is written, and memory holds one text at a time.
    """

    def __init__(self, database: Database, originals: OriginalFiles) -> None:
        self._database = database
        self._originals = originals

    def pages(self, entry: Entry) -> Iterator[str] | None:
        """Pages of the text of an entry, or None where they are not issued (any more)."""
        if entry.withheld or entry.text is None:
            return None
        with self._database.read() as work:
            pages = work.texts.of_text(entry.text) if _may_leave(work, entry.record) else ()
        if not pages or text_sha256(pages) != entry.text_sha256:
            return None
        return iter(pages)

    def original(self, file: HeldFile) -> Path | None:
        """Where the bytes of an original lie, or None where they are not issued (any more)."""
        with self._database.read() as work:
            if not work.originals.has(file.sha256) or not _file_may_leave(work, file.sha256):
                return None
        try:
            path = self._originals.path(file.sha256)
        except StorageError:
            return None
        return path if path.is_file() else None


def _may_leave(work: UnitOfWork, record: int) -> bool:
    found = work.records.get(record)
    return found is not None and is_open(found) and found.record_class is not RecordClass.PRESS


def _file_may_leave(work: UnitOfWork, sha256: str) -> bool:
    """An original that belongs to no record is a picture for a cover, or it is not issued."""
    if work.originals.sharers([sha256]):
        return bool(open_originals(work, [sha256]))
    held = work.originals.get(sha256)
    return held is not None and held.media_type.startswith("image/")
