"""RAR: rarfile reads the directory itself and needs ``unrar``, ``unar`` or ``bsdtar`` for packed members."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, cast

import rarfile  # type: ignore[import-untyped]

from extraction.reasons import Refusal, UnreadableError
from extraction.sniff import RAR


@dataclass(frozen=True, slots=True)
class RarMember:
    """One file of the archive: its stored path, size, and what keeps it from being taken."""

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
        return [
            RarMember(
                str(info.filename), int(info.file_size), not info.is_file(), bool(info.needs_password())
            )
            for info in self._archive.infolist()
            if not info.is_dir()
        ]

    def only_stored(self) -> bool:
        """Whether no member is packed."""
        return all(
            info.compress_type == rarfile.RAR_M0 for info in self._archive.infolist() if info.is_file()
        )

    def open(self, member: RarMember) -> IO[bytes]:
        """The bytes of a member as a stream."""
        try:
            return cast("IO[bytes]", self._archive.open(member.name))
        except rarfile.Error as error:
            raise ValueError(type(error).__name__) from error


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
