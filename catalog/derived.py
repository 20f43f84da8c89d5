"""What was made of originals and can be made again: kept beside them, never backed up, bounded in size.

Each piece lies under the SHA-256 of its original, so that it goes when the original goes.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from pathlib import Path

from catalog.originals import OriginalFiles

MOST_MIB = 512
_LARGEST = 32 << 20
_SHA256 = re.compile("[0-9a-f]{64}")
_NAME = re.compile("[a-z0-9][a-z0-9.-]{0,60}")


class DerivedFiles:
    """A folder of such pieces; several processes may use it at once, and all of it may be deleted."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made when the first piece is put."""
        self.folder = folder

    def get(self, sha256: str, name: str) -> bytes | None:
        """A piece, or None."""
        try:
            return self._path(sha256, name).read_bytes()
        except OSError:
            return None

    def put(self, sha256: str, name: str, data: bytes) -> bool:
        """Keep a piece, whole or not at all; one that is too large or finds no room is not kept."""
        if len(data) > _LARGEST:
            return False
        path = self._path(sha256, name)
        fresh = path.with_name(f".{secrets.token_hex(8)}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh.write_bytes(data)
            fresh.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            return False
        return True

    def forget(self, sha256: str) -> None:
        """Remove all that was made of an original."""
        if _SHA256.fullmatch(sha256):
            shutil.rmtree(self.folder / sha256[:2] / sha256, ignore_errors=True)

    def note(self, name: str) -> int:
        """A number that was noted; 0 for none: it goes with the folder, so that what is lost is made anew."""
        try:
            return int((self.folder / _checked(name)).read_text("ascii"))
        except (OSError, ValueError):
            return 0

    def set_note(self, name: str, value: int) -> None:
        """Note a number beside the pieces."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.folder / _checked(name)).write_text(str(value), "ascii")

    def sweep(self, originals: OriginalFiles, most_mib: int = MOST_MIB) -> int:
        """Remove what has no original any more, then the oldest above the bound; how many lost theirs."""
        held: list[tuple[float, int, str]] = []
        count = 0
        for folder in self.folder.glob("??/*"):
            if not _SHA256.fullmatch(folder.name) or not originals.path(folder.name).is_file():
                shutil.rmtree(folder, ignore_errors=True)
                count += 1
                continue
            stats = [one.stat() for one in _files(folder)]
            if stats:
                held.append(
                    (max(one.st_mtime for one in stats), sum(one.st_size for one in stats), folder.name)
                )
        size = sum(one[1] for one in held)
        for _, octets, sha256 in sorted(held):
            if size <= most_mib << 20:
                break
            self.forget(sha256)
            size -= octets
            count += 1
        return count

    def _path(self, sha256: str, name: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(sha256, name)
        return self.folder / sha256[:2] / sha256 / _checked(name)


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return name


def _files(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return [Path(one.path) for one in os.scandir(folder) if one.is_file(follow_symlinks=False)]
    return []
