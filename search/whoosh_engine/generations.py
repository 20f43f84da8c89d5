"""The table of contents of the index: which segments, which fields, up to which change of the catalogue.

``CURRENT`` names the folder that is read; a rebuild fills another folder and swaps the name. Within a folder
each commit is one new file of Whoosh's table of contents.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from catalog.errors import HomeLocked
from search.whoosh_engine.damage import damaged, reading
from search.whoosh_engine.inversion import FIELDS, WORDS
from search.whoosh_engine.library import fields, index
from search.whoosh_engine.segments import Segment, TermField
from search.whoosh_engine.storage import SyncedStorage, sync_folder

FORMAT = 2
NAME = "veche"
_CURRENT = "CURRENT"
_STAMP = "FORMAT"
_SWAPS = 3  # looks at the name before it is said that nothing is there


class IndexSchema(fields.Schema):  # type: ignore[misc]
    """The fields of the index and the last number of the queue of changes that it holds."""

    queue_number = 0


@dataclass(frozen=True, slots=True)
class Generation:
    """One committed state."""

    number: int
    queue_number: int
    segments: tuple[Segment, ...]


class Folder:
    """One folder of segments with its generations."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.storage = SyncedStorage(path)

    def number(self) -> int:
        """The newest generation, -1 for none."""
        return int(index.TOC._latest_generation(self.storage, NAME))  # noqa: SLF001

    def read(self) -> Generation:
        """The newest generation.

        Raises:
            IndexDamaged: there is none or it cannot be read.
        """
        number = self.number()
        if number < 0:
            raise damaged("нет оглавления")
        with reading("оглавления"):
            try:
                toc = index.TOC.read(self.storage, NAME, number)
            except (AssertionError, index.IndexError) as error:
                raise damaged("испорчено оглавление") from error
            return Generation(number, toc.schema.queue_number, tuple(toc.segments))

    def write(self, generation: Generation) -> None:
        """Commit a generation; files of segments that it does not name are removed."""
        schema = IndexSchema(**{name: TermField(name == WORDS) for name in FIELDS})
        schema.queue_number = generation.queue_number
        segments = list(generation.segments)
        index.TOC(schema, segments, generation.number).write(self.storage, NAME)
        index.clean_files(self.storage, NAME, generation.number, segments)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the writer's lock of the folder.

        Raises:
            HomeLocked: another process writes.
        """
        lock: Any = self.storage.lock(f"{NAME}_WRITELOCK")
        if not lock.acquire():
            raise HomeLocked("В поисковый указатель уже пишет другая программа.", "Подождите немного.")
        try:
            yield
        finally:
            lock.release()


class IndexHome:
    """The index folder of the data home."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[tuple[int, int], Path] | None = None

    def exists(self) -> bool:
        """Whether there is an index at all."""
        return (self.path / _CURRENT).exists()

    def current(self) -> Path:
        """The folder that is read now.

        Raises:
            IndexDamaged: there is none, or it is of another format.
        """
        for _ in range(_SWAPS):
            try:
                return self._named()
            except FileNotFoundError:
                continue  # a rebuild has just taken its place
        raise damaged("нет его частей" if self.exists() else "его нет")

    def _named(self) -> Path:
        state = (self.path / _CURRENT).stat()
        seen = (state.st_ino, state.st_mtime_ns)
        if self._seen is not None and self._seen[0] == seen:
            return self._seen[1]
        with reading(_CURRENT):
            name = (self.path / _CURRENT).read_text("ascii").strip()
            stamp = json.loads((self.path / name / _STAMP).read_text("ascii"))
        if not isinstance(stamp, dict) or stamp.get("format") != FORMAT:
            raise damaged("он сделан другой версией программы")
        self._seen = (seen, self.path / name)
        return self._seen[1]

    def new(self) -> Path:
        """A new empty folder beside the one that is read."""
        folder = self.path / f"index-{uuid4().hex[:12]}"
        folder.mkdir(parents=True, mode=0o700)
        (folder / _STAMP).write_text(json.dumps({"format": FORMAT}), "ascii")
        Folder(folder).write(Generation(0, 0, ()))
        return folder

    def swap(self, folder: Path) -> None:
        """Make a folder the one that is read and remove all others."""
        beside = self.path / f"{_CURRENT}.new"
        with beside.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            sync_folder(folder)
        beside.replace(self.path / _CURRENT)
        sync_folder(self.path)
        self.sweep()

    def sweep(self) -> None:
        """Remove folders that nobody names."""
        name = (self.path / _CURRENT).read_text("ascii").strip()
        for other in self.path.glob("index-*"):
            if other.name != name:
                shutil.rmtree(other, ignore_errors=True)
