"""When a file has stopped changing: seen unchanged for some seconds, and nobody holds it open for writing.

Pure but for ``held_open``: moments come in as parameters.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import signal
from dataclasses import dataclass
from pathlib import Path

BLIND_FACTOR = 15
"""Where the system cannot tell whether a file is open, it must have been quiet for so many times longer."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a glance at a file tells.

    Attributes:
        size: bytes.
        mtime_ns: time of the last change of its contents.
        inode: or 0.
        changed_ns: time of the last change of its entry (ctime), which no copying program can set back.
    """

    size: int
    mtime_ns: int
    inode: int
    changed_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> Look:
        """From a result of ``stat``."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns)

    def as_row(self) -> tuple[int, int, int]:
        """Size, time and number, as the ledger keeps them."""
        return self.size, self.mtime_ns, self.inode

    def same_bytes_as(self, other: Look) -> bool:
        """Whether nothing tells that the contents changed meanwhile."""
        return self.as_row() == other.as_row()


@dataclass(slots=True)
class _Quiet:
    look: Look
    since: float


class Settling:
    """Remembers how long each file has been quiet."""

    def __init__(self, seconds: float) -> None:
        """Nothing is remembered yet.

        Args:
            seconds: how long a file must not change before it is taken.
        """
        self._seconds = seconds
        self._files: dict[Path, _Quiet] = {}

    def __len__(self) -> int:
        return len(self._files)

    def paths(self) -> list[Path]:
        """The files that are waited for."""
        return list(self._files)

    def quiet_for(self, path: Path, look: Look, now: float, wall: float) -> float:
        """Note a glance; for how long the file has not changed.

        A file that was there long before it was first seen is believed by its times, if they lie in the past.

        Args:
            path: of the file.
            look: the glance.
            now: moment of a clock that never goes back.
            wall: moment of the clock that files are dated by.
        """
        known = self._files.get(path)
        if known is None or not known.look.same_bytes_as(look):
            age = wall - max(look.mtime_ns, look.changed_ns) / 1e9
            since = now - age if known is None and age >= self._seconds else now
            known = self._files[path] = _Quiet(look, since)
        return now - known.since

    def ready(self, path: Path, look: Look, now: float, wall: float) -> bool:
        """Whether the file has been quiet long enough to ask whether somebody holds it open."""
        return self.quiet_for(path, look, now, wall) >= self._seconds

    def ready_blind(self, path: Path, look: Look, now: float, wall: float) -> bool:
        """Whether it has been quiet long enough where the system cannot tell who holds it open."""
        return self.quiet_for(path, look, now, wall) >= self._seconds * BLIND_FACTOR

    def forget(self, path: Path) -> None:
        """The file is taken or gone."""
        self._files.pop(path, None)


def held_open(path: Path) -> bool | None:
    """Whether some process has the file open for writing; None where the system cannot tell.

    Asks for a read lease (fcntl(2), F_SETLEASE), which Linux grants only while nobody writes. Network file
    systems and files of other owners may refuse to answer. Never call it for what is no regular file.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        # Should a writer come between the two calls, it is told by a signal that does nothing by default.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return True if error.errno == errno.EAGAIN else None
    else:
        return False
    finally:
        os.close(descriptor)
