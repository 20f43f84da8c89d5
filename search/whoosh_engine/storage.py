"""Files of the index: synced when written, mapped into memory when read, one lock for the writer."""

from __future__ import annotations

import mmap
import os
from io import BytesIO
from pathlib import Path
from typing import Any

from search.whoosh_engine.library import filestore, structfile


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(file: Any) -> None:
    file.file.flush()
    os.fsync(file.file.fileno())


class MappedFile(structfile.StructFile):  # type: ignore[misc]
    """A file read through a memory map: ``get`` moves no pointer and is safe between threads."""

    def __init__(self, path: Path, name: str) -> None:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            self._map: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        super().__init__(self._map if size else BytesIO(), name=name)

    def get(self, position: int, length: int) -> bytes:
        """Bytes at a place."""
        return self._map[position : position + length]  # type: ignore[no-any-return]


class SyncedStorage(filestore.FileStorage):  # type: ignore[misc]
    """A folder whose files are on the disk when they are closed, and whose renames are when they return."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.path = folder

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **kwargs: Any) -> Any:
        """A file for writing, synced at its close."""
        return super().create_file(name, excl, mode, onclose=_sync, **kwargs)

    def open_file(self, name: str, **kwargs: Any) -> MappedFile:
        """A file for reading."""
        return MappedFile(self.path / name, name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename and sync the folder."""
        super().rename_file(oldname, newname, safe)
        sync_folder(self.path)
