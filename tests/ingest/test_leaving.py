"""How source files leave their intake folder."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ingest.leaving import REASONS_FILE, Leaving, move_to_rejected, remove_source
from ingest.settling import Look

MOMENT = datetime(2026, 11, 24, 9, 5, tzinfo=ZoneInfo("Europe/Moscow"))


def leaving(path: Path, number: int = 7, reason: str = "Файл пуст.") -> Leaving:
    return Leaving(path, Look.of(path.lstat()), number, f"Акты/{path.name}", reason, MOMENT)


def test_a_file_is_removed_with_its_description(tmp_path: Path) -> None:
    path, beside = tmp_path / "акт.pdf", tmp_path / "акт.toml"
    path.write_text("1")
    beside.write_text("")
    assert remove_source(leaving(path))
    assert list(tmp_path.iterdir()) == []


def test_a_description_of_two_files_stays_until_the_second_leaves(tmp_path: Path) -> None:
    for name in ("акт.pdf", "акт.doc", "акт.toml"):
        (tmp_path / name).write_text("1")
    remove_source(leaving(tmp_path / "акт.pdf"))
    assert {path.name for path in tmp_path.iterdir()} == {"акт.doc", "акт.toml"}


@pytest.mark.parametrize("rejected", [False, True])
def test_a_file_that_changed_since_stays(tmp_path: Path, rejected: bool) -> None:
    path = tmp_path / "акт.pdf"
    path.write_text("1")
    old = leaving(path)
    path.write_text("new bytes")
    assert (move_to_rejected(old, tmp_path / "Не принято") is None) if rejected else remove_source(old)
    assert path.read_text() == "new bytes"


def test_a_file_that_is_gone_counts_as_removed(tmp_path: Path) -> None:
    path = tmp_path / "акт.pdf"
    path.write_text("1")
    old = leaving(path)
    path.unlink()
    assert remove_source(old)


def test_rejected_files_of_one_name_are_all_kept_and_explained_once(tmp_path: Path) -> None:
    refused = tmp_path / "Не принято"
    for number, text in enumerate(("1", "2", "3"), 1):
        path = tmp_path / "пустой.pdf"
        path.write_text(text)
        one = leaving(path, number)
        move_to_rejected(one, refused)
        move_to_rejected(one, refused)  # again after a crash between the move and the commit
    assert {path.name for path in refused.iterdir()} == {
        "пустой.pdf",
        "пустой (2).pdf",
        "пустой (3).pdf",
        REASONS_FILE,
    }
    raw = (refused / REASONS_FILE).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf24.11.2026 09:05  ")
    lines = raw.decode("utf-8-sig").split("\r\n")
    assert len(lines) == 4
    assert "пустой (2).pdf (Акты/пустой.pdf) — Файл пуст. [2]" in lines[1]


def test_names_that_windows_takes_for_one_are_kept_apart(tmp_path: Path) -> None:
    refused = tmp_path / "Не принято"
    for number, name in enumerate(("Акт.pdf", "АКТ.PDF", "акт.pdf."), 1):
        (tmp_path / name).write_text("1")
        move_to_rejected(leaving(tmp_path / name, number), refused)
    seen = {path.name.casefold().rstrip(".") for path in refused.iterdir()}
    assert len(seen) == 4


def test_a_name_of_255_bytes_finds_room_beside_its_like(tmp_path: Path) -> None:
    name = "я" * 125 + ".pdf"
    refused = tmp_path / "Не принято"
    for number in (1, 2):
        path = tmp_path / name
        path.write_text(str(number))
        target = move_to_rejected(leaving(path, number), refused)
        assert target is not None
        assert len(os.fsencode(target.name)) <= 255


def test_a_link_is_moved_and_what_it_points_to_stays(tmp_path: Path) -> None:
    path, other = tmp_path / "ссылка.pdf", tmp_path / "другое"
    other.write_text("1")
    path.symlink_to(other)
    moved = move_to_rejected(leaving(path), tmp_path / "Не принято")
    assert moved is not None
    assert moved.is_symlink()
    assert other.exists()


def test_a_name_with_line_breaks_writes_no_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "пустой.pdf\r\n24.11.2026  важный.pdf — принят\u202e"
    path.write_text("1")
    refused = tmp_path / "Не принято"
    move_to_rejected(leaving(path), refused)
    lines = (refused / REASONS_FILE).read_bytes().decode("utf-8-sig").split("\r\n")
    assert len(lines) == 2
    assert lines[0].endswith("[7]")
    assert "\u202e" not in lines[0]


def test_a_rejected_file_named_like_the_reasons_is_kept_apart_from_them(tmp_path: Path) -> None:
    path = tmp_path / REASONS_FILE
    path.write_text("чужой")
    target = move_to_rejected(leaving(path), tmp_path / "Не принято")
    assert target is not None
    assert target.name == "почему (2).txt"
    assert target.read_text() == "чужой"
    assert "почему.txt" in (tmp_path / "Не принято" / REASONS_FILE).read_text("utf-8-sig")
