from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossiers.exports.zipping import Archive

MOMENT = "2024-07-01T08:30:15+00:00"


def test_the_same_content_is_the_same_archive(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with Archive(tmp_path / name, MOMENT) as archive:
            archive.add_text("Опись.txt", ["строка\n"] * 1000)
            archive.add("x.pdf", [b"%PDF"], dense=True)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_entry_is_told_with_its_sum(tmp_path: Path) -> None:
    with Archive(tmp_path / "a", MOMENT) as archive:
        packed = archive.add("x", [b"one", b"two"])
    assert (packed.sha256, packed.size) == (hashlib.sha256(b"onetwo").hexdigest(), 6)


def breaking() -> Iterator[bytes]:
    yield b"one"
    raise ValueError("stop")


def put(target: Path, pieces: Iterator[bytes]) -> None:
    with Archive(target, MOMENT) as archive:
        archive.add("x", pieces)


def test_a_failure_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stop"):
        put(tmp_path / "a", breaking())
    assert list(tmp_path.iterdir()) == []


def test_entries_past_the_limit_of_old_archives_are_written_and_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    with Archive(tmp_path / "a", MOMENT) as archive:
        archive.add("большой.pdf", [bytes(600), bytes(600)], size=1200, dense=True)
        archive.add("малый.txt", [b"x"])
    with zipfile.ZipFile(tmp_path / "a") as archive_read:
        assert archive_read.testzip() is None
        assert archive_read.read("большой.pdf") == bytes(1200)
        assert archive_read.infolist()[0].extract_version == zipfile.ZIP64_VERSION


@pytest.mark.parametrize(
    ("moment", "stamp"),
    [
        ("2024-07-01T08:30:15Z", (2024, 7, 1, 8, 30, 14)),
        ("2024-07-01T08:30:15+03:00", (2024, 7, 1, 5, 30, 14)),
        ("1970-01-01T00:00:00+00:00", (1980, 1, 1, 0, 0, 0)),
    ],
)
def test_moments_are_of_the_publication(
    tmp_path: Path, moment: str, stamp: tuple[int, int, int, int, int, int]
) -> None:
    with Archive(tmp_path / "a", moment) as archive:
        archive.add("x", [b"x"])
    with zipfile.ZipFile(tmp_path / "a") as archive_read:
        assert archive_read.infolist()[0].date_time == stamp
