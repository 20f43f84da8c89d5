"""How a source file leaves its intake folder: removed when its bytes are safe, or moved to «Не принято».

Only the very file that was read leaves: one whose size, time or number has changed since is a new arrival.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest.names import divided, fitted, shown
from ingest.settling import Look
from ingest.sidecars import sidecar_of

REASONS_FILE = "почему.txt"
_TAIL = 1 << 16
_MOST_OF_ONE_NAME = 10_000


@dataclass(frozen=True, slots=True)
class Leaving:
    """One file about to leave.

    Attributes:
        path: where it is.
        look: as it was when its bytes were read.
        number: of its row in the ledger.
        shown: its path as people see it.
        reason: why it was rejected, or "".
        moment: when, in the library's time.
    """

    path: Path
    look: Look
    number: int
    shown: str
    reason: str = ""
    moment: datetime | None = None


def remove_source(leaving: Leaving) -> bool:
    """Remove a file whose bytes are safe, with the description beside it.

    Returns:
        True when the file that was read is no longer there, removed now or before.

    Raises:
        OSError: it is there and cannot be removed.
    """
    if not _still_there(leaving):
        return True
    beside = sidecar_of(leaving.path)
    leaving.path.unlink(missing_ok=True)
    if beside and not _describes_others(beside):
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return True


def move_to_rejected(leaving: Leaving, folder: Path) -> Path | None:
    """Move a rejected file to «Не принято» and write the reason there, once.

    Returns:
        Where it is now, or None when it was no longer where it had been.

    Raises:
        OSError: it cannot be moved.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not _still_there(leaving):
        _explain(leaving, leaving.path.name, folder)
        return None
    beside = sidecar_of(leaving.path)
    target = _moved(leaving.path, folder)
    _explain(leaving, target.name, folder)
    if beside and not _describes_others(beside):
        with contextlib.suppress(OSError):
            _moved(beside, folder)
    return target


def _still_there(leaving: Leaving) -> bool:
    try:
        status = leaving.path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return Look.of(status).same_bytes_as(leaving.look)


def _describes_others(sidecar: Path) -> bool:
    """Whether «акт.toml» still has another «акт.*» beside it."""
    stem = divided(sidecar.name)[0]
    if (sidecar.parent / stem).exists():
        return True
    names = (entry.name for entry in sidecar.parent.iterdir() if entry.name != sidecar.name)
    return any(divided(name)[0] == stem for name in names)


def _moved(source: Path, folder: Path) -> Path:
    """Move into a folder under a name that is free there."""
    target = _reserved(source.name, folder)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            target.unlink(missing_ok=True)
            raise
        try:
            _copied(source, target)
            source.unlink()
        except OSError:
            target.unlink(missing_ok=True)
            raise
    return target


def _reserved(name: str, folder: Path) -> Path:
    """Take a free name by an empty file, so that no other process takes it: «акт.pdf», «акт (2).pdf»...

    Windows, which sees the folder as a share, makes no difference between capital and small letters.
    """
    taken = {_as_windows_sees(entry.name) for entry in folder.iterdir()} | {REASONS_FILE}
    for count in range(1, _MOST_OF_ONE_NAME):
        target = folder / (fitted(name, f" ({count})") if count > 1 else name)
        if _as_windows_sees(target.name) in taken:
            continue
        with contextlib.suppress(FileExistsError):
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o640))
            return target
    raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder / name))


def _as_windows_sees(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().rstrip(". ")


def _copied(source: Path, target: Path) -> None:
    """Across file systems: copied and written to the disk. Pipes and devices are never opened."""
    status = source.lstat()
    if stat.S_ISLNK(status.st_mode):
        target.unlink()
        target.symlink_to(source.readlink())
    elif stat.S_ISREG(status.st_mode):
        shutil.copy2(source, target)
        with target.open("rb") as file:
            os.fsync(file.fileno())
    else:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(source))


def _explain(leaving: Leaving, name: str, folder: Path) -> None:
    """Add a line to «почему.txt» unless it stands there: CR LF and a mark of UTF-8, for Notepad."""
    path = folder / REASONS_FILE
    tag = f"[{leaving.number}]"
    with path.open("a+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - _TAIL))
        if f"{tag}\r\n".encode() in file.read():
            return
        when = leaving.moment.strftime("%d.%m.%Y %H:%M") if leaving.moment else ""
        origin = "" if shown(leaving.path.name) == shown(name) else f" ({shown(leaving.shown)})"
        line = f"{when}  {shown(name)}{origin} — {leaving.reason} {tag}\r\n"
        file.write((b"" if end else b"\xef\xbb\xbf") + line.encode("utf-8", "replace"))
        file.flush()
        os.fsync(file.fileno())
