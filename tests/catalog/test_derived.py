"""Pieces made of originals: kept whole, gone with their original, bounded in size."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest

from catalog.derived import DerivedFiles
from catalog.originals import OriginalFiles


def held(folder: Path, text: bytes) -> tuple[OriginalFiles, str]:
    """A store with one original in it, and its SHA-256."""
    for name in ("originals", "scratch"):
        (folder / name).mkdir(exist_ok=True)
    files = OriginalFiles(folder / "originals", folder / "scratch")
    path = folder / "a.txt"
    path.write_bytes(text)
    return files, files.put(path).sha256


def test_a_piece_comes_back_and_goes_with_its_original(tmp_path: Path) -> None:
    originals, sha256 = held(tmp_path, b"one")
    derived = DerivedFiles(tmp_path / "derived")
    assert derived.get(sha256, "tables-1.json") is None
    assert derived.put(sha256, "tables-1.json", b"[]")
    assert derived.get(sha256, "tables-1.json") == b"[]"
    assert derived.sweep(originals) == 0
    originals.delete(sha256)
    assert derived.sweep(originals) == 1
    assert derived.get(sha256, "tables-1.json") is None


def test_forgetting_takes_all_pieces_of_an_original(tmp_path: Path) -> None:
    derived = DerivedFiles(tmp_path / "derived")
    one, other = (hashlib.sha256(name).hexdigest() for name in (b"one", b"other"))
    for sha256 in (one, other):
        derived.put(sha256, "a.json", b"1")
        derived.put(sha256, "b.json", b"2")
    derived.forget(one)
    assert derived.get(one, "a.json") is derived.get(one, "b.json") is None
    assert derived.get(other, "b.json") == b"2"


def test_above_the_bound_the_oldest_go_first(tmp_path: Path) -> None:
    derived = DerivedFiles(tmp_path / "derived")
    originals, first = held(tmp_path, b"0")
    numbers = [first, *(held(tmp_path, b"%d" % at)[1] for at in (1, 2))]
    for at, sha256 in enumerate(numbers):
        derived.put(sha256, "a.json", bytes(600 << 10))
        os.utime(derived.folder / sha256[:2] / sha256 / "a.json", (at, at))
    assert derived.sweep(originals, most_mib=1) == 2
    assert [derived.get(one, "a.json") is not None for one in numbers] == [False, False, True]


def test_what_is_too_large_or_finds_no_folder_is_not_kept(tmp_path: Path) -> None:
    sha256 = hashlib.sha256(b"one").hexdigest()
    derived = DerivedFiles(tmp_path / "derived")
    assert not derived.put(sha256, "a.json", bytes((32 << 20) + 1))
    (tmp_path / "derived").write_text("a file stands in the way")
    assert not derived.put(sha256, "a.json", b"1")
    assert derived.get(sha256, "a.json") is None


@pytest.mark.parametrize(("sha256", "name"), [("../..", "a.json"), ("a" * 64, "../a"), ("a" * 64, ".a")])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, sha256: str, name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name)):
        DerivedFiles(tmp_path).put(sha256, name, b"1")
