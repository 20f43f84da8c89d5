"""Events of folders as hints."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from ingest.watcher import Hints, Marks, watching


def collected(marks: Marks, path: Path) -> Hints:
    """Hints until one names the path."""
    paths: set[Path] = set()
    closed: set[Path] = set()
    deadline = time.monotonic() + 20
    while path not in paths | closed and time.monotonic() < deadline:
        marks.wait(0.2)
        hints = marks.take()
        paths |= hints.paths | hints.folders
        closed |= hints.closed
    return Hints(frozenset(paths), frozenset(closed))


def test_a_file_written_and_one_moved_in_leave_hints(tmp_path: Path) -> None:
    folder, other = tmp_path / "Акты", tmp_path / "б.txt"
    folder.mkdir()
    other.write_text("1")
    marks = Marks()
    with watching([folder], marks) as told:
        assert told
        (folder / "а.txt").write_text("1")
        assert folder / "а.txt" in collected(marks, folder / "а.txt").paths
        other.rename(folder / "б.txt")
        assert folder / "б.txt" in collected(marks, folder / "б.txt").paths
        (folder / "Совет").mkdir()
        assert folder / "Совет" in collected(marks, folder / "Совет").paths


def test_an_overflow_of_the_queue_is_noticed(tmp_path: Path) -> None:
    marks = Marks()
    with watching([tmp_path], marks):
        logging.getLogger("watchdog.observers.inotify_c").warning(
            "Inotify queue overflowed; filesystem events were lost"
        )
        assert marks.wait(1)
        assert marks.take().lost
        assert not marks.take().lost
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
    assert not marks.take().lost


def test_a_folder_without_events_is_said(tmp_path: Path) -> None:
    with watching([tmp_path / "нет такой"], Marks()) as told:
        assert not told
