"""The archives of a backup: written one after another below a size, read back piece by piece."""

from __future__ import annotations

import contextlib
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from catalog.backup_manifest import Piece
from catalog.errors import BackupError
from catalog.originals import Readable

_CHUNK = 1 << 20
_OVERHEAD = 1 << 12  # of one entry in its archive, generously
_EPOCH = (1980, 1, 1, 0, 0, 0)


class PartWriter:
    """Writes pieces into archives that stay below a size; each is forced to the disk when it is full."""

    def __init__(self, name_of: Callable[[int], Path], limit: int | None, part_names: bool) -> None:
        """Begin.

        Args:
            name_of: number of an archive -> its path; it must not exist.
            limit: octets of an archive at most, or None.
            part_names: whether pieces name their archive (a folder), or not (a single file).
        """
        self._name_of = name_of
        self._limit = limit
        self._part_names = part_names
        self._archive: zipfile.ZipFile | None = None
        self.paths: list[Path] = []

    @property
    def room(self) -> int:
        """Octets that one piece may have."""
        return (self._limit or (1 << 62)) - 64 * _OVERHEAD

    def add(self, entry: str, data: Readable, size: int, *, compress: bool) -> Piece:
        """Write ``size`` octets from an open file; fewer are noticed by the caller from the piece."""
        archive = self._with_room(size)
        info = zipfile.ZipInfo(entry, _EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        digest, left = hashlib.sha256(), size
        with archive.open(info, "w", force_zip64=size >= 1 << 31) as target:
            while left and (chunk := data.read(min(_CHUNK, left))):
                digest.update(chunk)
                target.write(chunk)
                left -= len(chunk)
        name = self.paths[-1].name if self._part_names else ""
        return Piece(name, entry, size - left, digest.hexdigest())

    def _with_room(self, size: int) -> zipfile.ZipFile:
        if self._archive is not None and self._limit is not None:
            position = self._archive.fp.tell() if self._archive.fp else 0
            directory = len(self._archive.filelist) * 256
            if position + directory + size + 2 * _OVERHEAD > self._limit:
                self._finish()
        if self._archive is None:
            path = self._name_of(len(self.paths) + 1)
            path.touch(mode=0o600, exist_ok=False)  # closed documents and hashes of passwords are in it
            self._archive = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True)
            self.paths.append(path)
        return self._archive

    def add_bytes(self, entry: str, data: bytes) -> None:
        """Write a small entry of its own."""
        self._with_room(len(data)).writestr(zipfile.ZipInfo(entry, _EPOCH), data)

    def _finish(self) -> None:
        if self._archive is not None:
            self._archive.close()
            self._archive = None
            force_to_disk(self.paths[-1])

    def begin_part(self) -> None:
        """Let what follows stand in another archive than what went before, in a folder."""
        if self._part_names:
            self._finish()

    def close(self) -> None:
        """Finish the last archive."""
        self._finish()

    def drop(self) -> None:
        """Remove all that was written."""
        if self._archive is not None:
            with contextlib.suppress(OSError):
                self._archive.close()
            self._archive = None
        for path in self.paths:
            with contextlib.suppress(OSError):
                path.unlink()


class PartReader:
    """Reads pieces back and makes sure of each that it is what the manifest says."""

    def __init__(self, path_of: Callable[[str], Path]) -> None:
        """Begin.

        Args:
            path_of: name of an archive -> its path.
        """
        self._path_of = path_of
        self._open: dict[str, zipfile.ZipFile] = {}

    @contextlib.contextmanager
    def stream(self, piece: Piece) -> Iterator[Checked]:
        """Open a piece; reading it to its end checks it."""
        try:
            with self._archive(piece.part).open(piece.entry) as source:
                yield Checked(source, piece)
        except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise BackupError(f"Резервная копия повреждена: {piece.part or piece.entry}.") from error

    def data(self, piece: Piece, most: int) -> bytes:
        """A whole small piece."""
        if piece.size > most:
            raise BackupError(f"Резервная копия повреждена: {piece.entry} слишком велик.")
        with self.stream(piece) as source:
            return source.read()

    def check(self, piece: Piece) -> None:
        """Read a piece to its end.

        Raises:
            BackupError: it is not what the manifest says.
        """
        with self.stream(piece) as source:
            while source.read(_CHUNK):
                pass

    def _archive(self, part: str) -> zipfile.ZipFile:
        if part not in self._open:
            while len(self._open) >= 8:
                self._open.pop(next(iter(self._open))).close()
            self._open[part] = zipfile.ZipFile(self._path_of(part))
        return self._open[part]

    def close(self) -> None:
        """Close all archives."""
        for archive in self._open.values():
            archive.close()
        self._open.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Checked:
    """Reads no more than a piece should have, and raises at its end when it was not that piece."""

    def __init__(self, source: Readable, piece: Piece) -> None:
        self._source = source
        self._piece = piece
        self._left = piece.size
        self._digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` octets, or all that are left.

        Raises:
            BackupError: the piece is shorter than it should be, or other octets.
        """
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._source.read(wanted) if wanted else b""
        self._digest.update(data)
        self._left -= len(data)
        cut = len(data) < wanted and (size < 0 or not data)
        if cut or (not self._left and self._digest.hexdigest() != self._piece.sha256):
            raise BackupError(f"Резервная копия повреждена: {self._piece.entry}.")
        return data


def force_to_disk(path: Path) -> None:
    """Force a file to its disk and out of memory, so that reading it back reads the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def force_names(folder: Path) -> None:
    """Force the names in a folder to its disk, where the disk knows how."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with contextlib.suppress(OSError):  # some drivers of sticks cannot
            os.fsync(opened)
    finally:
        os.close(opened)
