from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from catalog.errors import DiskFull, StorageError
from catalog.home import Home
from catalog.originals import OriginalFiles, StoredFile


@pytest.fixture
def files(home: Home) -> OriginalFiles:
    return OriginalFiles(home.originals, home.scratch)


def source(tmp_path: Path, content: bytes = b"act") -> Path:
    path = tmp_path / "акт.pdf"
    path.write_bytes(content)
    return path


def test_bytes_are_kept_under_their_sha256_once(files: OriginalFiles, tmp_path: Path) -> None:
    path = source(tmp_path)
    sha256 = hashlib.sha256(b"act").hexdigest()
    assert files.put(path) == StoredFile(sha256, 3, new=True)
    assert files.put(path) == StoredFile(sha256, 3, new=False)
    with files.open(sha256) as kept:
        assert kept.read() == b"act"
    assert list(files.all()) == [sha256]
    assert list(files.scratch.iterdir()) == []
    assert path.read_bytes() == b"act"


def test_an_empty_file_is_kept_too(files: OriginalFiles, tmp_path: Path) -> None:
    stored = files.put(source(tmp_path, b""))
    assert (stored.size, files.whole(stored.sha256)) == (0, True)


def test_a_torn_original_is_put_right_by_the_same_bytes(files: OriginalFiles, tmp_path: Path) -> None:
    stored = files.put(source(tmp_path))
    torn = files.path(stored.sha256)
    torn.chmod(0o600)
    torn.write_bytes(b"a")
    assert not files.whole(stored.sha256)
    assert files.put(source(tmp_path)).new
    assert files.whole(stored.sha256)


def test_many_threads_put_the_same_bytes(files: OriginalFiles, tmp_path: Path) -> None:
    path = source(tmp_path, b"x" * 100_000)
    with ThreadPoolExecutor(8) as pool:
        stored = list(pool.map(files.put, [path] * 40))
    assert len({one.sha256 for one in stored}) == 1
    assert files.whole(stored[0].sha256)


def test_what_is_no_regular_file_is_refused(files: OriginalFiles, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(source(tmp_path))
    with pytest.raises(StorageError):
        files.put(tmp_path / "pipe")
    with pytest.raises(OSError, match="symbolic"):
        files.put(tmp_path / "link")
    with pytest.raises(StorageError):
        files.put(tmp_path)
    with pytest.raises(FileNotFoundError):
        files.put(tmp_path / "nowhere")


def test_a_file_that_changes_while_it_is_copied_is_noticed(
    files: OriginalFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = source(tmp_path)
    put_stream = files.put_stream

    def grow(stream: object) -> StoredFile:
        stored = put_stream(stream)  # type: ignore[arg-type]
        with path.open("ab") as more:
            more.write(b"more")
        return stored

    monkeypatch.setattr(files, "put_stream", grow)
    assert files.put(path).changed


def test_nothing_is_taken_below_the_reserve(home: Home, tmp_path: Path) -> None:
    files = OriginalFiles(home.originals, home.scratch, reserve_bytes=1 << 62)
    with pytest.raises(DiskFull):
        files.put(source(tmp_path))
    assert list(files.all()) == []


@pytest.mark.needs_root
@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small disk")
def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no right to mount")
    try:
        (disk / "originals").mkdir()
        (disk / "scratch").mkdir()
        files = OriginalFiles(disk / "originals", disk / "scratch")
        big = source(tmp_path, b"x" * 200_000)
        with big.open("rb") as stream, pytest.raises(DiskFull):
            files.put_stream(stream)
        assert list((disk / "scratch").iterdir()) == []
        assert list(files.all()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_an_error_of_reading_is_the_callers(files: OriginalFiles) -> None:
    class Broken:
        def read(self, _size: int, /) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        files.put_stream(Broken())
    assert list(files.scratch.iterdir()) == []


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "/"])
def test_only_a_sha256_names_bytes(files: OriginalFiles, name: str) -> None:
    with pytest.raises(StorageError):
        files.path(name)


def test_deleted_bytes_are_gone(files: OriginalFiles, tmp_path: Path) -> None:
    stored = files.put(source(tmp_path))
    files.delete(stored.sha256)
    files.delete(stored.sha256)
    with pytest.raises(StorageError):
        files.open(stored.sha256)


ROOT = Path(__file__).resolve().parents[2]
PUT_FOR_EVER = """
import sys
from pathlib import Path
from catalog.originals import OriginalFiles
files = OriginalFiles(Path(sys.argv[1]), Path(sys.argv[2]))
number = 0
while True:
    number += 1
    path = Path(sys.argv[3])
    path.write_bytes(str(number).encode() * 200_000)
    print(files.put(path).sha256, flush=True)
"""


def test_kill_9_at_any_moment_leaves_whole_originals_or_none(files: OriginalFiles, tmp_path: Path) -> None:
    told: set[str] = set()
    for _attempt in range(3):
        command = [sys.executable, "-c", PUT_FOR_EVER]
        command += [str(files.folder), str(files.scratch), str(tmp_path / "source")]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        ) as child:
            assert child.stdout is not None
            told |= {child.stdout.readline().strip() for _ in range(3)}
            child.send_signal(signal.SIGKILL)
            told |= {line.strip() for line in child.stdout.read().splitlines() if len(line.strip()) == 64}
    assert told <= set(files.all())
    assert all(files.whole(sha256) for sha256 in files.all())
    (files.scratch / "original-1-0-ff").touch()
    files.sweep_temporary()
    assert list(files.scratch.iterdir()) == []


def test_what_a_living_process_copies_is_not_swept(files: OriginalFiles) -> None:
    mine = files._temporary()
    mine.touch()
    assert files.sweep_temporary() == 0
    assert mine.exists()
