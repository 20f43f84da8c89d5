"""RAR: rarfile reads the directory itself and needs ``unrar``, ``unar`` or ``bsdtar`` for packed members."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rarfile  # type: ignore[import-untyped]

from extraction.reasons import Refusal, UnreadableError
from extraction.sniff import RAR
from extraction.unpacking import name_encoding

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class RarMember:
    """One file of the archive: its place there, stored path, size, and what keeps it from being taken."""

    place: int
    name: str
    size: int
    link: bool
    encrypted: bool


@cache
def available() -> bool:
    """Whether a program that unpacks RAR is installed."""
    try:
        rarfile.tool_setup()
    except rarfile.RarCannotExec:
        return False
    return True


def readable(path: Path) -> bool:
    """Whether this archive can be unpacked here: by a program, or because its members are merely stored.

    Raises:
        UnreadableError: it is damaged or locked as a whole.
    """
    if available():
        return True
    with opened(path) as archive:
        return archive.only_stored()


class RarArchive:
    """An open archive."""

    def __init__(self, archive: rarfile.RarFile) -> None:
        self._archive = archive

    def members(self) -> list[RarMember]:
        """Its files in their order."""
        infos = self._archive.infolist()
        old = b"\n".join(info.orig_filename for info in infos if _is_eight_bit(info))
        encoding = name_encoding(old)
        return [
            RarMember(
                place,
                info.orig_filename.decode(encoding, "replace") if _is_eight_bit(info) else str(info.filename),
                int(info.file_size),
                not info.is_file(),
                bool(info.needs_password()),
            )
            for place, info in enumerate(infos)
            if not info.is_dir()
        ]

    def only_stored(self) -> bool:
        """Whether no member is packed."""
        return all(
            info.compress_type == rarfile.RAR_M0 for info in self._archive.infolist() if info.is_file()
        )

    def blocks(self, member: RarMember) -> Iterator[bytes]:
        """The bytes of a member, block by block.

        Raises:
            ValueError: they are damaged, or no program here unpacks them.
        """
        try:
            with self._archive.open(self._archive.infolist()[member.place]) as stream:
                while block := stream.read(_BLOCK):
                    yield block
        except rarfile.Error as error:
            raise ValueError(type(error).__name__) from error


def _is_eight_bit(info: rarfile.RarInfo) -> bool:
    """Whether a name is stored as RAR 4 did without Unicode: in the encoding of its maker's console."""
    return isinstance(info, rarfile.Rar3Info) and not info.flags & rarfile.RAR_FILE_UNICODE


@contextmanager
def opened(path: Path) -> Iterator[RarArchive]:
    """Open an archive.

    Raises:
        UnreadableError: it is damaged or locked as a whole.
    """
    try:
        with rarfile.RarFile(str(path), errors="strict") as archive:
            if archive.needs_password() and not archive.infolist():
                raise UnreadableError(Refusal.ENCRYPTED, format=RAR)
            yield RarArchive(archive)
    except rarfile.PasswordRequired as error:
        raise UnreadableError(Refusal.ENCRYPTED, format=RAR) from error
    except rarfile.Error as error:
        raise UnreadableError(Refusal.DAMAGED, format=RAR, detail=type(error).__name__) from error
