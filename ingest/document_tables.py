"""The tables of documents: read from the file once, then kept beside it until the file goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, runtime_checkable

from catalog.derived import DerivedFiles
from catalog.originals import OriginalFiles
from catalog.stores.texts import HeldText
from catalog.unit_of_work import UnitOfWork
from extraction.pool import ExtractionPool
from extraction.protocol import Archive, Extracted, Refused, Table
from extraction.tables import VERSION
from extraction.wire import BrokenAnswerError, pack, pack_tables, unpack, unpack_tables

MARK = "tables"
_BY_OCR = 0.5
_TABLES, _REFUSED = b"t", b"r"

Found = tuple[Table, ...] | Refused


@runtime_checkable
class Reader(Protocol):
    """What reads the tables of a file: ``extraction.pool.ExtractionPool``."""

    def tables(
        self, path: Path, media_type: str, pages: Sequence[int] | None = None
    ) -> tuple[Table, ...] | Refused:
        """The tables of a document, or why there are none."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """The pages of a file that are one record.

    Attributes:
        sha256: of the file.
        media_type: of it.
        first_page: of the file, from 1.
        last_page: likewise, included.
        text_layer: of the text read from it.
    """

    sha256: str
    media_type: str
    first_page: int
    last_page: int
    text_layer: str

    @property
    def name(self) -> str:
        """Under which its tables are kept."""
        return f"tables-{VERSION}-{self.first_page}-{self.last_page}.json"


def part_of(text: HeldText) -> Part:
    """The part that a text was read from."""
    last = text.first_page + max(text.pages, 1) - 1
    return Part(text.sha256, text.media_type, text.first_page, last, text.text_layer)


def shown_text(work: UnitOfWork, record: int) -> HeldText | None:
    """The text that a record shows, where it was read from a file that is held."""
    return next((text for text in work.texts.held([record]) if text.shown), None)


def kept_tables(derived: DerivedFiles, part: Part) -> Found | None:
    """The tables of a part if they were read before, with pages counted from its first; None if not."""
    data = derived.get(part.sha256, part.name)
    if not data:
        return None
    try:
        if data[:1] == _TABLES:
            return _of_part(unpack_tables(data[1:]), part)
        refused = unpack(data[1:], derived.folder)
    except BrokenAnswerError:
        return None
    return refused if isinstance(refused, Refused) else None


def read_tables(
    reader: Reader, originals: OriginalFiles, derived: DerivedFiles, part: Part, pages: Sequence[str]
) -> Found:
    """Read the tables of a part and keep them.

    Args:
        reader: reads files.
        originals: where the file lies.
        derived: where the tables are kept.
        part: which pages of it.
        pages: its text, for pages that were read from their picture: their columns are told by tabs.
    """
    numbers = range(part.first_page, part.last_page + 1)
    found = reader.tables(originals.path(part.sha256), part.media_type, numbers)
    if not isinstance(found, Refused) and part.text_layer == "ocr":
        found = (*found, *recognised(pages, part.first_page, {page for one in found for page in _pages(one)}))
    if isinstance(found, Refused):
        if not found.retry:
            derived.put(part.sha256, part.name, _REFUSED + pack(found))
        return found
    derived.put(part.sha256, part.name, _TABLES + pack_tables(found))
    return _of_part(found, part)


def recognised(pages: Sequence[str], first_page: int, known: set[int]) -> tuple[Table, ...]:
    """Tables of recognised text, told by the tabs between its columns, on pages that have none otherwise."""
    from extraction.tables.reading import by_tabs  # brings the readers of formats along

    return tuple(
        table
        for number, text in enumerate(pages, first_page)
        if number not in known
        for table in by_tabs(text, number, _BY_OCR)
    )


def _pages(table: Table) -> range:
    return range(table.first_page, table.last_page + 1)


def _of_part(tables: Sequence[Table], part: Part) -> tuple[Table, ...]:
    """Pages counted from the first of the part."""
    before = part.first_page - 1
    if not before:
        return tuple(tables)
    return tuple(
        replace(one, first_page=max(1, one.first_page - before), last_page=max(1, one.last_page - before))
        for one in tables
    )


def tables_of_file(pool: ExtractionPool, path: Path, name: str) -> Found:
    """The tables of a file that is in no catalogue, recognised ones included."""
    found = pool.tables(path, "")
    if found:
        return found
    read = pool.extract(path, name)
    if isinstance(read, Extracted):
        return recognised(read.pages, 1, set()) if read.text_layer == "ocr" else found
    return found if isinstance(read, Archive) else read
