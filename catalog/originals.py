"""Files as received, byte for byte, each under its SHA-256.

Bytes go to a temporary file, are hashed on the way, forced to the disk and only then given their name, so
that a name always stands for whole bytes, whatever stops the machine.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from catalog.errors import DiskFull, StorageError
from catalog.leases import current_lease, is_running

_CHUNK = 1 << 20
_SHA256 = re.compile("[0-9a-f]{64}")
_TEMPORARY = re.compile(r"original-(\d+)-(\d+)-[0-9a-f]+")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Readable(Protocol):
    """What can be read in portions, none being its end."""

    def read(self, size: int, /) -> bytes:
        """The next octets."""
        ...


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes that are on the disk for good.

    Attributes:
        sha256: of the bytes.
        size: how many.
        new: False when they were held already.
        changed: the file was written to while it was copied; the bytes may be of no one moment.
    """

    sha256: str
    size: int
    new: bool
    changed: bool = False


class OriginalFiles:
    """A folder of originals; several processes may use it at once."""

    def __init__(self, folder: Path, scratch: Path, *, reserve_bytes: int = 0) -> None:
        """Name the folders.

        Args:
            folder: of the originals.
            scratch: for what is being copied, on the same disk.
            reserve_bytes: room that is left on the disk.
        """
        self.folder = folder
        self.scratch = scratch
        self.reserve_bytes = reserve_bytes

    def put(self, path: Path) -> StoredFile:
        """Copy a file in; durable when it returns.

        Raises:
            DiskFull: less than the reserve would be left.
            StorageError: it is no regular file.
            OSError: the file cannot be read.
        """
        with self._opened(path) as source:
            before = os.fstat(source.fileno())
            self.require_room(before.st_size)
            stored = self.put_stream(source)
            after = os.fstat(source.fileno())
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        return StoredFile(stored.sha256, stored.size, stored.new, not same or stored.size != after.st_size)

    def put_stream(self, source: Readable) -> StoredFile:
        """Copy bytes in from an open file to its end; durable when it returns."""
        temporary = self._temporary()
        try:
            with temporary.open("xb") as target:
                sha256, size = _copy(source, target)
                target.flush()
                os.fsync(target.fileno())
                os.fchmod(target.fileno(), 0o400)
            return StoredFile(sha256, size, self._name(temporary, sha256, size))
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise _disk_full() from error
            raise
        finally:
            temporary.unlink(missing_ok=True)

    @staticmethod
    def _opened(path: Path) -> BinaryIO:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            os.close(opened)
            raise StorageError("Это не файл.")
        return os.fdopen(opened, "rb")

    def _temporary(self) -> Path:
        """A name that tells whose it is, so that what a dead process left can be swept."""
        lease = current_lease()
        return self.scratch / f"original-{lease.process}-{lease.started}-{secrets.token_hex(8)}"

    def _name(self, temporary: Path, sha256: str, size: int) -> bool:
        target = self.path(sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        known = target.is_file() and target.stat().st_size == size
        if not known:
            temporary.rename(target)
        sync_folder(target.parent)  # also when known: whoever wrote it may not have come this far
        sync_folder(self.folder)
        return not known

    def require_room(self, size: int) -> None:
        """Make sure that there is room for so many bytes above the reserve.

        Raises:
            DiskFull: there is not.
        """
        if self.free_bytes() - size < self.reserve_bytes:
            raise _disk_full()

    def free_bytes(self) -> int:
        """Room on the disk, as far as this account may use it."""
        room = os.statvfs(self.folder)
        return room.f_bavail * room.f_frsize

    def path(self, sha256: str) -> Path:
        """Where bytes lie, or would.

        Raises:
            StorageError: that is no SHA-256.
        """
        if not _SHA256.fullmatch(sha256):
            raise StorageError("Это не SHA-256.")
        return self.folder / sha256[:2] / sha256

    def open(self, sha256: str) -> BinaryIO:
        """Open bytes for reading.

        Raises:
            StorageError: they are not there.
        """
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise StorageError("Подлинника нет в хранилище.", "Проверьте хранилище: veche check.") from error

    def whole(self, sha256: str) -> bool:
        """Whether the bytes are there and are those of their name."""
        try:
            with self.path(sha256).open("rb") as source:
                return hashlib.file_digest(source, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def delete(self, sha256: str) -> None:
        """Remove bytes for good; none is fine."""
        path = self.path(sha256)
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
            sync_folder(path.parent)

    def all(self) -> Iterator[str]:
        """The SHA-256 of all bytes that lie there, in order."""
        for shelf in sorted(self.folder.iterdir()):
            if shelf.is_dir() and len(shelf.name) == 2:
                yield from sorted(path.name for path in shelf.iterdir() if _SHA256.fullmatch(path.name))

    def sweep_temporary(self) -> int:
        """Remove what dead processes left half copied; how many files that were."""
        count = 0
        for path in self.scratch.glob("original-*"):
            found = _TEMPORARY.fullmatch(path.name)
            if found and not is_running(int(found.group(1)), found.group(2)):
                path.unlink(missing_ok=True)
                count += 1
        return count


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _copy(source: Readable, target: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        target.write(chunk)
    return digest.hexdigest(), size


def _disk_full() -> DiskFull:
    return DiskFull(
        "На диске мало места: новые файлы пока не принимаются.", "Освободите место, приём продолжится сам."
    )
