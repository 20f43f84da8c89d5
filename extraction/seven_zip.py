"""7z by py7zr: members written one after another to numbered files, their bytes counted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO

import py7zr
from typing_extensions import override

from extraction import sniff
from extraction.protocol import Member
from extraction.reasons import MemberRefusal, Refusal, UnreadableError
from extraction.unpacking import OverBudgetError, Unpacking, is_unsafe, shown_name, unique_name

_BROKEN = (py7zr.Bad7zFile, py7zr.DecompressionError, EOFError, OSError, ValueError, TypeError, IndexError)


class _Target(py7zr.Py7zIO):
    """One member on its way to disk."""

    def __init__(self, path: Path, unpacking: Unpacking) -> None:
        self._file: IO[bytes] = path.open("x+b")
        self._unpacking = unpacking
        self._size = 0

    @override
    def write(self, s: bytes | bytearray) -> int:
        self._unpacking.spend(len(s))
        self._size += len(s)
        return self._file.write(s)

    @override
    def read(self, size: int | None = None) -> bytes:
        return self._file.read(-1 if size is None else size)

    @override
    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    @override
    def flush(self) -> None:
        self._file.flush()

    @override
    def size(self) -> int:
        return self._size

    @override
    def close(self) -> None:
        self._file.close()


class _Targets(py7zr.WriterFactory):
    """Hands out a numbered file for each member that is wanted."""

    def __init__(self, wanted: dict[str, Path], unpacking: Unpacking) -> None:
        self._wanted = wanted
        self._unpacking = unpacking
        self.open: dict[str, _Target] = {}

    @override
    def create(self, filename: str) -> py7zr.Py7zIO:
        target = _Target(self._wanted[filename], self._unpacking)
        self.open[filename] = target
        return target


def unpack_seven_zip(path: Path, unpacking: Unpacking, junk: re.Pattern[str]) -> None:
    """Unpack all members of a 7z archive.

    Raises:
        UnreadableError: it is encrypted or damaged.
    """
    try:
        with py7zr.SevenZipFile(path) as archive:
            if archive.needs_password():
                raise UnreadableError(Refusal.ENCRYPTED, format=sniff.SEVEN_ZIP)
            wanted = _choose(archive, unpacking, junk)
            _extract(archive, wanted, unpacking)
    except py7zr.PasswordRequired as error:
        raise UnreadableError(Refusal.ENCRYPTED, format=sniff.SEVEN_ZIP) from error
    except py7zr.UnsupportedCompressionMethodError as error:
        raise UnreadableError(Refusal.DAMAGED, format=sniff.SEVEN_ZIP, detail="method") from error


def _choose(archive: py7zr.SevenZipFile, unpacking: Unpacking, junk: re.Pattern[str]) -> dict[str, Path]:
    wanted: dict[str, Path] = {}
    left = unpacking.left
    for info in archive.list():
        stored = info.filename
        if info.is_directory or junk.search(stored):
            continue
        if unpacking.full(len(wanted)):
            unpacking.refuse_rest(shown_name(stored))
            break
        if is_unsafe(stored):
            unpacking.refuse(shown_name(stored), MemberRefusal.UNSAFE_PATH, path=stored)
        elif getattr(info, "is_symlink", False) or not info.is_file:
            unpacking.refuse(shown_name(stored), MemberRefusal.LINK)
        elif info.uncompressed > left:
            unpacking.refuse_large(shown_name(stored))
        elif stored not in wanted:
            left -= info.uncompressed
            wanted[stored] = unpacking.folder / f"7z-{len(wanted):06d}"
    return wanted


def _extract(archive: py7zr.SevenZipFile, wanted: dict[str, Path], unpacking: Unpacking) -> None:
    targets = _Targets(wanted, unpacking)
    failure: MemberRefusal | None = None
    try:
        archive.extract(targets=list(wanted), factory=targets)
    except OverBudgetError:
        failure = MemberRefusal.OVER_LIMIT
    except _BROKEN:
        failure = MemberRefusal.DAMAGED
    finally:
        for target in targets.open.values():
            target.close()
    sizes = {info.filename: info.uncompressed for info in archive.list()}
    taken: dict[str, int] = {}
    for stored, path in wanted.items():
        name = unique_name(shown_name(stored), taken)
        found = targets.open.get(stored)
        if found is None or found.size() != sizes[stored]:
            path.unlink(missing_ok=True)
            limit = {"limit": "unpacked", "value": str(unpacking.limits.unpacked_mib)}
            over = failure is MemberRefusal.OVER_LIMIT
            unpacking.refuse(name, failure or MemberRefusal.DAMAGED, **(limit if over else {}))
        else:
            unpacking.members.append(Member(name, path))
