"""What a crash, a power cut or a scratch on the disk leaves of the index."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalog.errors import HomeLocked, IndexDamaged
from search.whoosh_engine import WhooshEngine
from search.whoosh_engine.generations import Folder
from tests.search.documents import document, request

WRITER = """
import sys
from pathlib import Path
from search.whoosh_engine import WhooshEngine
from tests.search.documents import document
engine = WhooshEngine(Path(sys.argv[1]))
step = engine.queue_number()
print("ready", flush=True)
while True:
    step += 1
    engine.update([document(step, f"слово общее{step % 3} " * 50)], [step - 5], step)
    print(step, flush=True)
"""
READER = """
import sys, time
from pathlib import Path
from search.whoosh_engine import WhooshEngine
from tests.search.documents import request
engine = WhooshEngine(Path(sys.argv[1]))
end, seen = time.monotonic() + 30, set()
while len(seen) < 8 and time.monotonic() < end:
    answer = engine.search(request("слово", limit=1000))
    assert answer.total == len(answer.hits) == 5, answer.total
    seen.add(engine.queue_number())
print(len(seen))
"""


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path.cwd(),
    )


def read_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "index"
    with WhooshEngine.create(path) as engine:
        engine.update([document(number, "слово") for number in range(1, 6)], [], 5)
    return path


@pytest.mark.parametrize("kills", [pytest.param(2), pytest.param(20, marks=pytest.mark.long)])
def test_a_writer_killed_in_a_commit_loses_nothing_that_was_committed(path: Path, kills: int) -> None:
    for kill in range(kills):
        process = python(WRITER, str(path))
        assert read_line(process) == "ready"
        told = 0
        for _ in range(3 + kill):
            told = int(read_line(process))
        time.sleep(0.003 * (kill % 7))  # somewhere within the next commit
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        with WhooshEngine(path) as engine:
            assert engine.verify() == []
            number = engine.queue_number()
            assert number >= told
            assert engine.records() == frozenset(range(number - 4, number + 1))
            engine.update([document(number + 1, "слово")], [number - 4], number + 1)
            assert engine.search(request("слово")).total == 5


def test_two_processes_read_while_a_third_writes(path: Path) -> None:
    writer = python(WRITER, str(path))
    assert read_line(writer) == "ready"
    readers = [python(READER, str(path)) for _ in range(2)]
    try:
        generations = [int(reader.communicate(timeout=60)[0]) for reader in readers]
        assert [reader.returncode for reader in readers] == [0, 0]
        assert min(generations) == 8
    finally:
        writer.kill()
        writer.communicate()


def test_files_are_on_the_disk_before_they_are_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[tuple[str, str]] = []
    real_sync, real_rename = os.fsync, os.rename

    def sync(descriptor: int) -> None:
        events.append(("sync", Path(f"/proc/self/fd/{descriptor}").readlink().name))
        real_sync(descriptor)

    def rename(old: str, new: str) -> None:
        events.append(("rename", Path(new).name))
        real_rename(old, new)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "rename", rename)
    with WhooshEngine(path) as engine:
        engine.update([document(6, "слово")], [], 6)
        folder = engine._folder().path
    renamed = next(at for at, (what, name) in enumerate(events) if what == "rename" and name.endswith(".toc"))
    synced = {Path(name).suffix for what, name in events[:renamed] if what == "sync"}
    assert {".trm", ".pst", ".dcs"} <= synced
    assert any(".toc" in name for what, name in events[:renamed] if what == "sync")
    assert ("sync", folder.name) in events[renamed:]


def files_of(path: Path) -> list[Path]:
    return [
        file
        for file in next(path.glob("index-*")).iterdir()
        if file.suffix in {".trm", ".pst", ".dcs", ".toc"}
    ]


@pytest.mark.parametrize("suffix", [".trm", ".pst", ".dcs", ".toc"])
@pytest.mark.parametrize("harm", ["gone", "empty", "cut", "noise"])
def test_damage_is_said_and_never_answered_wrong(path: Path, suffix: str, harm: str) -> None:
    with WhooshEngine(path) as engine:
        engine.update([document(number, "слово и дело " * 20) for number in range(1, 200)], [], 6)
    (file, *_) = sorted(
        (one for one in files_of(path) if one.suffix == suffix), key=lambda one: -one.stat().st_size
    )
    content = file.read_bytes()
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(
            {"empty": b"", "cut": content[: len(content) // 2], "noise": b"\xff" * len(content)}[harm]
        )
    with WhooshEngine(path) as engine, pytest.raises(IndexDamaged) as raised:
        engine.search(request("слово дело"))
    assert "указатель" in str(raised.value)
    assert "rebuild" in raised.value.hint


def test_an_index_of_another_format_is_told_apart_from_a_damaged_one(path: Path) -> None:
    (next(path.glob("index-*")) / "FORMAT").write_text('{"format": 0}')
    with WhooshEngine(path) as engine, pytest.raises(IndexDamaged, match="другой версией"):
        engine.count()


def test_a_missing_index_is_said(tmp_path: Path) -> None:
    with WhooshEngine(tmp_path) as engine, pytest.raises(IndexDamaged, match="его нет"):
        engine.count()


def test_a_changed_byte_is_found_by_a_check(path: Path) -> None:
    (file,) = [one for one in files_of(path) if one.suffix == ".trm"]
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with WhooshEngine(path) as engine:
        assert engine.verify() == [file.name]


def test_leftovers_of_a_crash_are_swept_by_the_next_commit(path: Path) -> None:
    folder = next(path.glob("index-*"))
    (folder / "veche_aaaaaaaaaaaaaaaa.trm").write_bytes(b"half")
    with WhooshEngine(path) as engine:
        engine.update([document(7, "слово")], [], 7)
    assert not (folder / "veche_aaaaaaaaaaaaaaaa.trm").exists()


def test_a_second_writer_is_refused_with_a_sentence(path: Path) -> None:
    with (
        WhooshEngine(path) as engine,
        Folder(engine._folder().path).lock(),
        pytest.raises(HomeLocked, match="уже пишет"),
    ):
        engine.update([], [], 8)
