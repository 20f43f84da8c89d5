"""Events of the intake folders, as hints only: they mark what should be looked at, and nothing is done here.

Events may be lost; the one thing that must not be missed is that they were. Where the system has no events
(network shares, no watches left) the scan alone finds everything.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override
from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

logger = logging.getLogger(__name__)
_EVENTS: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
_OVERFLOW = "queue overflowed"


@dataclass(frozen=True, slots=True)
class Hints:
    """What has been marked since the last time.

    Attributes:
        paths: files to look at.
        closed: those of them that a writer has closed, or that came whole by a rename.
        folders: folders to look through.
        lost: events were lost, and everything has to be looked through.
    """

    paths: frozenset[Path] = frozenset()
    closed: frozenset[Path] = frozenset()
    folders: frozenset[Path] = frozenset()
    lost: bool = False


@dataclass(slots=True)
class Marks:
    """Where events leave their hints; thread-safe."""

    _paths: set[Path] = field(default_factory=set)
    _closed: set[Path] = field(default_factory=set)
    _folders: set[Path] = field(default_factory=set)
    _lost: bool = False
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _some: threading.Event = field(default_factory=threading.Event)

    def file(self, path: Path, *, closed: bool) -> None:
        """A file should be looked at."""
        with self._guard:
            self._paths.add(path)
            (self._closed.add if closed else self._closed.discard)(path)
        self._some.set()

    def folder(self, path: Path) -> None:
        """A folder should be looked through."""
        with self._guard:
            self._folders.add(path)
        self._some.set()

    def lost(self) -> None:
        """Events were lost."""
        with self._guard:
            self._lost = True
        self._some.set()

    def wait(self, seconds: float) -> bool:
        """Wait for a hint."""
        return self._some.wait(seconds)

    def take(self) -> Hints:
        """All hints so far; they are taken away."""
        with self._guard:
            hints = Hints(
                frozenset(self._paths), frozenset(self._closed), frozenset(self._folders), self._lost
            )
            self._paths.clear()
            self._closed.clear()
            self._folders.clear()
            self._lost = False
            self._some.clear()
        return hints


class _Handler(FileSystemEventHandler):
    """Marks what an event tells of, and nothing else."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks

    @override
    def on_any_event(self, event: FileSystemEvent) -> None:
        moved = isinstance(event, (FileMovedEvent, DirMovedEvent))
        name = event.dest_path if moved else event.src_path
        path = Path(os.fsdecode(name))
        if event.is_directory:
            self._marks.folder(path)
        else:
            self._marks.file(path, closed=moved or isinstance(event, FileClosedEvent))


class _OverflowListener(logging.Handler):
    """watchdog tells of an overflow in its log alone."""

    def __init__(self, marks: Marks) -> None:
        super().__init__(logging.WARNING)
        self._marks = marks

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if _OVERFLOW in record.getMessage():
            self._marks.lost()


@contextlib.contextmanager
def watching(folders: Iterable[Path], marks: Marks) -> Iterator[bool]:
    """Let events of folders leave marks as long as the context lasts.

    Args:
        folders: with all folders below them.
        marks: where hints are left.

    Yields:
        False where the system gives no events for them: look through them often.
    """
    listener = _OverflowListener(marks)
    source = logging.getLogger("watchdog.observers")
    observer = Observer()
    handler = _Handler(marks)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=RuntimeWarning, module="watchdog")
        source.addHandler(listener)
        told = True
        try:
            observer.start()
            for path in folders:
                observer.schedule(handler, str(path), recursive=True, event_filter=_EVENTS)
        except OSError as error:  # no watches left, or a file system without them
            logger.warning("no events from the intake folders: %s", error)
            told = False
        try:
            yield told
        finally:
            observer.stop()
            with contextlib.suppress(RuntimeError):
                observer.join(10)
            source.removeHandler(listener)
