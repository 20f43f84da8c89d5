"""ZIP files that are the same to the byte for the same content, written entry by entry in constant memory.

Moments of entries are that of the publication; compression is by the kind of content and of one level;
names are UTF-8 with the flag that Windows Explorer asks for; entries past 4 GB get ZIP64.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from catalog.errors import StorageError
from dossiers.publication import HeldFile

_PIECE = 1 << 18
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_LAST_YEAR = 2107
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_DENSE = (
    "application/pdf", "application/zip", "application/x-7z", "application/vnd.rar", "application/gzip",
    "application/vnd.openxmlformats", "application/vnd.oasis", "application/epub+zip", "image/jpeg",
    "image/png", "image/gif", "image/webp", "image/jp2", "image/vnd.djvu", "image/heic", "image/avif",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """An entry of an archive, as it was written."""

    name: str
    sha256: str
    size: int


class Archive:
    """A ZIP file in the making; if the making fails, no file stays.

    Args:
        target: of the file.
        moment: ISO; the moment of all entries.
    """

    def __init__(self, target: Path, moment: str) -> None:
        self._target = target
        self._stamp = _stamp(moment)
        self._file = zipfile.ZipFile(target, "w")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is not None:
            self._target.unlink(missing_ok=True)

    def add(self, name: str, pieces: Iterable[bytes], *, size: int = 0, dense: bool = False) -> Packed:
        """Write one entry.

        Args:
            name: with «/» between folders.
            pieces: its bytes.
            size: as far as it is known.
            dense: whether the bytes are compressed already; they are stored as they are.
        """
        info = zipfile.ZipInfo(name, self._stamp)
        info.compress_type = zipfile.ZIP_STORED if dense else zipfile.ZIP_DEFLATED
        info.create_system, info.external_attr, info.file_size = _UNIX, _PLAIN_FILE, size
        digest, written = hashlib.sha256(), 0
        with self._file.open(info, "w") as entry:
            for piece in pieces:
                entry.write(piece)
                digest.update(piece)
                written += len(piece)
        return Packed(name, digest.hexdigest(), written)

    def add_text(self, name: str, texts: Iterable[str]) -> Packed:
        """Write an entry of text in UTF-8."""
        return self.add(name, (text.encode() for text in texts))

    def add_original(self, name: str, source: Path, file: HeldFile) -> Packed:
        """Copy an original and check it on the way.

        Raises:
            StorageError: its bytes are not those that were received.
        """
        dense = file.media_type.startswith(_DENSE)
        size = source.stat().st_size if source.is_file() else 0
        packed = self.add(name, pieces_of(source, file), size=size, dense=dense)
        require_intact(file, packed.sha256)
        return packed


def pieces_of(source: Path, file: HeldFile) -> Iterator[bytes]:
    """The bytes of an original, piece by piece.

    Raises:
        StorageError: it cannot be read.
    """
    try:
        with source.open("rb") as stream:
            while piece := stream.read(_PIECE):
                yield piece
    except OSError as error:
        raise _damaged(file, "не читается") from error


def require_intact(file: HeldFile, sha256: str) -> None:
    """Refuse an original whose bytes are not those that were received.

    Raises:
        StorageError: they are not.
    """
    if sha256 != file.sha256:
        raise _damaged(file, "повреждён: его содержание не совпадает с контрольной суммой")


def _damaged(file: HeldFile, what: str) -> StorageError:
    named = f"«{file.name}» ({file.sha256[:12]}…)" if file.name else file.sha256
    return StorageError(
        f"Файл {named} {what}.",
        "Выдача остановлена. Проверьте хранилище командой veche check, верните файл из резервной копии.",
    )


def _stamp(moment: str) -> tuple[int, int, int, int, int, int]:
    when = datetime.fromisoformat(moment)
    when = when.astimezone(UTC) if when.tzinfo else when
    inside = _EARLIEST[0] <= when.year <= _LAST_YEAR
    return (when.year, when.month, when.day, when.hour, when.minute, when.second) if inside else _EARLIEST
