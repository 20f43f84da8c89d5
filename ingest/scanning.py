"""A look through the intake folders: every file with its class, source and state, without opening any."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalog.model import RecordClass
from ingest.names import left_alone
from ingest.settling import Look
from ingest.sidecars import Neighbours

_DEPTH = 64


@dataclass(frozen=True, slots=True)
class IntakeFolder:
    """One folder that is watched.

    Attributes:
        path: where it is.
        label: how it is shown («Акты»).
        record_class: of what is put there.
        budget: whether what is put there are budgets.
        held: setting «сначала библиотекарь»: what is put there is shown to nobody until a librarian opens it.
        recursive: False for the folder above the others, of which only its own files are taken.
    """

    path: Path
    label: str
    record_class: RecordClass
    budget: bool = False
    held: bool = False
    recursive: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """One file in an intake folder.

    Attributes:
        path: where it is.
        folder: the intake folder.
        look: its size and times.
        regular: False for links, pipes and devices.
        shown: path below the intake folders, as the ledger shows it.
        source_name: the first subfolder: issuer or newspaper, or "".
    """

    path: Path
    folder: IntakeFolder
    look: Look
    regular: bool
    shown: str
    source_name: str


@dataclass(slots=True)
class Scan:
    """What one look through the folders found.

    Attributes:
        files: to be taken when they have settled.
        locked: names of lock files by folder: their documents are open in an editor.
        unreadable: folders that could not be read.
    """

    files: list[Found] = field(default_factory=list)
    locked: dict[Path, set[str]] = field(default_factory=dict)
    unreadable: list[Path] = field(default_factory=list)


def scan(folders: tuple[IntakeFolder, ...]) -> Scan:
    """Look through all intake folders. Links are not followed; nothing is opened."""
    result = Scan()
    for folder in folders:
        _look_into(folder.path, folder, result, 0)
    return result


def look_at(path: Path, folders: tuple[IntakeFolder, ...]) -> Found | None:
    """One file of the intake folders, or None when it is gone, left alone, a folder, or somewhere else."""
    folder = folder_of(path, folders)
    if folder is None or left_alone(path.name):
        return None
    try:
        status = path.lstat()
    except OSError:
        return None
    return None if stat.S_ISDIR(status.st_mode) else _found(path, folder, status)


def folder_of(path: Path, folders: tuple[IntakeFolder, ...]) -> IntakeFolder | None:
    """The innermost intake folder that a path lies in."""
    around = [
        folder
        for folder in folders
        if (path.is_relative_to(folder.path) if folder.recursive else path.parent == folder.path)
    ]
    return max(around, key=lambda folder: len(folder.path.parts), default=None)


def _look_into(directory: Path, folder: IntakeFolder, result: Scan, depth: int) -> None:
    try:
        with os.scandir(directory) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        result.unreadable.append(directory)
        return
    neighbours = Neighbours(entry.name for entry in entries)
    for entry in entries:
        path = Path(entry.path)
        if left_alone(entry.name):
            if entry.name.startswith(("~$", ".~lock.")):
                result.locked.setdefault(directory, set()).add(entry.name)
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            continue
        if stat.S_ISDIR(status.st_mode):
            if folder.recursive and depth < _DEPTH:
                _look_into(path, folder, result, depth + 1)
        elif not neighbours.is_companion(entry.name):
            result.files.append(_found(path, folder, status))


def _found(path: Path, folder: IntakeFolder, status: os.stat_result) -> Found:
    below = path.relative_to(folder.path)
    source = below.parts[0] if len(below.parts) > 1 else ""
    shown = f"{folder.label}/{below}" if folder.label else str(below)
    return Found(path, folder, Look.of(status), stat.S_ISREG(status.st_mode), shown, source)


def files_below(directory: Path) -> Iterator[Path]:
    """Every entry below a folder that is no folder: its own files by name, then those of its folders.

    Links are not followed.
    """
    try:
        with os.scandir(directory) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return
    folders = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    yield from (Path(entry.path) for entry in entries if not entry.is_dir(follow_symlinks=False))
    for folder in folders:
        yield from files_below(folder)
