"""The demo collection: the same at every run, complete, and what it says of itself."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from functools import cache
from importlib.resources import files as package_files
from io import BytesIO
from pathlib import Path

import pytest

from demo import build, building, hard_cases
from demo.building import Expected, expected
from demo.texts import Document, documents
from ingest.sidecars import read_sidecar

FORMATS = {"docx", "odt", "rtf", "txt", "html", "htm", "pdf", "scan", "png", "xlsx", "csv", "zip", "empty"}


@cache
def _documents() -> tuple[Document, ...]:
    return documents()


@cache
def _expected() -> tuple[Expected, ...]:
    return expected()


@pytest.fixture(scope="module")
def collection() -> dict[str, bytes]:
    return building.files()


def _of_tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_building_twice_gives_the_same_bytes(collection: dict[str, bytes], tmp_path: Path) -> None:
    build(tmp_path)
    assert _of_tree(tmp_path) == collection


def test_every_file_has_one_expectation_and_every_expectation_a_file(collection: dict[str, bytes]) -> None:
    described = set(hard_cases.SIDECARS)
    outside = [one.path for one in _expected() if "!/" not in one.path]
    assert max(Counter(one.path for one in _expected()).values()) == 1
    assert set(outside) | described == set(collection)


def test_members_of_archives_lie_in_their_archives(collection: dict[str, bytes]) -> None:
    members = [one.path for one in _expected() if "!/" in one.path]
    assert any(path.count("!/") == 2 for path in members)
    for path in members:
        archive, *inner = path.split("!/")
        data = collection[archive]
        for name in inner:
            with zipfile.ZipFile(BytesIO(data), metadata_encoding="cp866") as unpacked:
                data = unpacked.read(name)
        assert data


def test_the_collection_has_all_categories_of_the_taxonomy() -> None:
    taxonomy = json.loads(package_files("catalog").joinpath("data/taxonomy.json").read_text("utf-8"))
    known = {category["id"] for category in taxonomy["categories"]}
    used = {slug for one in _expected() for slug in one.categories}
    assert used == known
    assert len(known) == 25


def test_the_collection_has_every_format() -> None:
    assert {one.format for one in _expected()} == FORMATS


def test_the_collection_has_some_hundred_and_forty_documents_of_many_kinds() -> None:
    assert 120 <= len(_documents()) <= 160
    assert {"решение", "постановление", "распоряжение", "приказ", "устав", "заключение", "протокол"} <= {
        one.kind for one in _expected()
    }


def test_some_files_lie_about_their_format(collection: dict[str, bytes]) -> None:
    starts = {path: data[:15] for path, data in collection.items()}
    assert any(path.endswith(".doc") and start.startswith(b"{\\rtf") for path, start in starts.items())
    assert any(path.endswith(".doc") and start.startswith(b"PK") for path, start in starts.items())
    assert any(
        path.endswith(".pdf") and start.startswith(b"<!DOCTYPE html>") for path, start in starts.items()
    )


def test_scans_have_no_text(collection: dict[str, bytes]) -> None:
    scans = [one.path for one in _expected() if one.format == "scan"]
    assert scans
    for path in scans:
        assert collection[path].startswith(b"%PDF")
        assert b"/Font" not in collection[path]


def test_a_locked_archive_opens_with_its_password_only(collection: dict[str, bytes]) -> None:
    path = next(path for path in hard_cases.OUTCOMES if "служебного" in path)
    with zipfile.ZipFile(BytesIO(collection[path]), metadata_encoding="cp866") as archive:
        (name,) = archive.namelist()
        with pytest.raises(RuntimeError, match="password"):
            archive.read(name)
        assert archive.read(name, pwd="Заречный".encode()).startswith(b"PK")


def test_an_amendment_stands_in_a_folder_that_is_read_before_that_of_its_act() -> None:
    paths = {one.number: one.path for one in _expected() if one.number in {"41/3", "44/1"}}
    assert paths["44/1"] < paths["41/3"]


def test_titles_that_repeat_each_year_have_acts_of_their_own() -> None:
    titles = Counter(document.title for document in _documents() if document.record_class == "act")
    assert titles["Об установлении особого противопожарного режима на территории Заречного района"] == 3


def test_description_files_are_understood_by_the_intake(tmp_path: Path) -> None:
    for number, text in enumerate(hard_cases.SIDECARS.values()):
        path = tmp_path / f"{number}.toml"
        path.write_text(text, encoding="utf-8")
        sidecar = read_sidecar(path)
        assert sidecar.values
        assert not sidecar.faults


def test_the_note_says_that_the_district_is_invented(collection: dict[str, bytes]) -> None:
    assert "вымышлены" in collection[hard_cases.NOTE].decode()
