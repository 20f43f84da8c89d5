"""What every unpacker shares: the budget, the folder of members, names made harmless."""

from __future__ import annotations

import lzma
import posixpath
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extraction.protocol import Limits, Member
from extraction.reasons import MemberRefusal
from extraction.russian_score import russian_score

BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    IndexError,
)
_DRIVE = re.compile(r"^[A-Za-z]:[\\/]")


@dataclass(slots=True)
class Unpacking:
    """What has been taken out so far, and what may still come.

    Attributes:
        folder: where members are put.
        limits: entries and bytes.
        members: in the archive's order.
        left: bytes that may still be unpacked.
    """

    folder: Path
    limits: Limits
    members: list[Member] = field(default_factory=list)
    left: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.left = self.limits.unpacked_mib << 20

    def full(self, chosen: int = 0) -> bool:
        """Whether the number of entries is used up, counting those that are chosen but not yet unpacked."""
        return len(self.members) + chosen >= self.limits.entries

    def refuse_rest(self, name: str) -> None:
        """Say of the first entry too many, which stands for all after it, that the limit is reached."""
        self.refuse(name, MemberRefusal.OVER_LIMIT, limit="entries", value=str(self.limits.entries))

    def spend(self, size: int) -> None:
        """Count bytes that came out.

        Raises:
            OverBudgetError: there were too many.
        """
        self.left -= size
        if self.left < 0:
            raise OverBudgetError

    def refuse(self, name: str, code: MemberRefusal, **params: str) -> None:
        """Note a member that is not unpacked."""
        self.members.append(Member(name, None, code, params))

    def take(self, name: str, declared: int, copy: Callable[[Path], None]) -> None:
        """Unpack one member.

        Args:
            name: as shown to people.
            declared: size that the archive tells, or 0.
            copy: writes it to a path, by ``write``; what it raises becomes the member's reason.
        """
        if declared > self.left:
            self.refuse_large(name)
            return
        target = self.folder / f"{len(self.members):06d}"
        try:
            copy(target)
        except OverBudgetError:
            target.unlink(missing_ok=True)
            self.refuse_large(name)
        except (*BROKEN, NotImplementedError, RuntimeError, KeyError) as error:
            target.unlink(missing_ok=True)
            self.refuse(name, *_reason(error))
        else:
            self.members.append(Member(name, target))

    def refuse_large(self, name: str) -> None:
        """Note a member for which no bytes are left."""
        self.refuse(name, MemberRefusal.OVER_LIMIT, limit="unpacked", value=str(self.limits.unpacked_mib))

    def write(self, target: Path, blocks: Iterator[bytes]) -> None:
        """Write a member's bytes as they come, counting them."""
        with target.open("xb") as file:
            for block in blocks:
                self.spend(len(block))
                file.write(block)


class OverBudgetError(Exception):
    """An archive unpacks to more than it may."""


def _reason(error: BaseException) -> tuple[MemberRefusal]:
    if isinstance(error, RuntimeError) and "password" in str(error).lower():
        return (MemberRefusal.ENCRYPTED,)
    if isinstance(error, NotImplementedError):
        return (MemberRefusal.UNSUPPORTED,)
    return (MemberRefusal.DAMAGED,)


def shown_name(stored: str) -> str:
    """A member's path as people see it: ``/`` between folders, no drive, nothing that leads upwards."""
    parts = [part for part in re.split(r"[\\/]+", stored) if part not in ("", ".", "..")]
    return "/".join(parts) or "без имени"


def name_encoding(raw: bytes) -> str:
    """Encoding of names that do not tell it: UTF-8, or cp866 (DOS, Explorer), cp1251, as reads best."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return max(("cp866", "cp1251", "koi8-r"), key=lambda name: russian_score(raw.decode(name, "replace")))
    return "utf-8"


def is_unsafe(stored: str) -> bool:
    """Whether a stored path is absolute or leads out of its archive."""
    path = stored.replace("\\", "/")
    return path.startswith("/") or bool(_DRIVE.match(stored)) or posixpath.normpath(path).startswith("..")


def unique_name(name: str, taken: dict[str, int]) -> str:
    """The name, or ``name (2)`` where the archive has two of it.

    Args:
        name: as shown to people.
        taken: names given so far, each with the number that was last put behind it.
    """
    stem, dot, suffix = name.rpartition(".")
    number, unique = taken.get(name, 1), name
    while unique in taken:
        number += 1
        unique = f"{stem} ({number}){dot}{suffix}" if stem and "/" not in suffix else f"{name} ({number})"
    if unique != name:
        taken[name] = number
    taken[unique] = 1
    return unique
