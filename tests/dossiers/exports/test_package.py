from __future__ import annotations

import hashlib
import logging
import zipfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import bagit  # type: ignore[import-untyped]
import pytest
from lxml import html

from catalog.errors import StorageError
from dossiers.exports.package import layout, write
from dossiers.publication import HeldFile, Publication, Section
from tests.dossiers.exports.samples import HOSTILE, Folder, act, dossier, hostile, many, unheard
from tests.dossiers.exports.test_naming import windows_opens


def unpacked(publication: Publication, folder: Folder) -> Path:
    """The one folder in a package of a publication."""
    target = folder.root.parent / "package.zip"
    write(publication, folder, target, unheard)
    place = folder.root.parent / "unpacked"
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        archive.extractall(place)
    (base,) = place.iterdir()
    return base


def valid(base: Path) -> bool:
    logging.getLogger("bagit").setLevel(logging.CRITICAL)
    return bool(bagit.Bag(str(base)).validate())


def test_a_package_is_a_valid_bag_with_readable_names(folder: Folder) -> None:
    base = unpacked(dossier(folder), folder)
    assert valid(base)
    assert base.name == "Досье выпуск 3"
    assert sorted(
        str(path.relative_to(base / "data")) for path in base.rglob("data/**/*") if path.is_file()
    ) == [
        "01 Решения/001 Решение 2024-03-05 № 12-3 О бюджете Заречного района на 2024 год (текст).txt",
        "01 Решения/001 Решение 2024-03-05 № 12-3 О бюджете Заречного района на 2024 год.pdf",
        "01 Решения/001-2 Решение 2024-03-05 № 12-3 О бюджете Заречного района на 2024 год.doc",
        "01 Решения/002 Постановление 1998-12-31 № 7 Администрация Заречного района.tif",
        "Обложка.png",
        "Опись.csv",
        "Опись.html",
        "Опись.txt",
    ]


def test_the_originals_are_those_that_were_received(folder: Folder) -> None:
    publication = dossier(folder)
    base = unpacked(publication, folder)
    places = layout(publication)
    for entry in publication.entries:
        for at, file in enumerate(entry.files):
            copied = base / "data" / places.files[entry.position, at]
            if entry.withheld:
                assert not copied.exists()
            else:
                assert hashlib.sha256(copied.read_bytes()).hexdigest() == file.sha256


def test_the_bag_says_where_it_is_from(folder: Folder) -> None:
    publication = dossier(folder)
    info = bagit.Bag(str(unpacked(publication, folder))).info
    assert info["Source-Organization"] == "Заречная районная библиотека"
    assert info["External-Identifier"] == publication.code
    assert info["Bagging-Date"] == "2024-07-01"
    assert info["External-Description"] == "Досье «Бюджет района: от проекта до „исполнения“», выпуск 3"


def test_a_text_stands_beside_an_original_that_notepad_cannot_read(folder: Folder) -> None:
    base = unpacked(dossier(folder), folder)
    (text,) = base.rglob("*(текст).txt")
    said = text.read_bytes().decode("utf-8-sig")
    assert said.startswith("О бюджете Заречного района на 2024 год\r\n")
    assert "[Страница 2]\r\nПоказатель\tСумма" in said
    assert "\n" not in said.replace("\r\n", "")


def test_a_plain_text_needs_no_second_one(folder: Folder) -> None:
    one = replace(act(folder), files=(folder.keep(b"text", "a.txt", "text/plain"),))
    base = unpacked(replace(dossier(folder), sections=(Section("", "", (one,)),)), folder)
    assert not list(base.rglob("*(текст).txt"))
    assert [path.name for path in (base / "data").glob("001*")] == [
        "001 Решение 2024-03-05 № 12-3 О бюджете Заречного района на 2024 год.txt"
    ]


def test_links_of_the_inventory_lead_to_the_files(folder: Folder) -> None:
    base = unpacked(dossier(folder), folder)
    page = html.fromstring((base / "data" / "Опись.html").read_bytes())
    linked = [
        unquote(a.get("href", "")) for a in page.iter("a") if not a.get("href", "").startswith(("#", "http"))
    ]
    assert len(linked) == 3
    assert all((base / "data" / one).is_file() for one in linked)


def test_a_damaged_original_ends_the_making_and_leaves_no_file(folder: Folder) -> None:
    publication = dossier(folder)
    (folder.root / publication.entries[0].files[0].sha256).write_bytes(b"%PDF-1.4 sIgned")
    target = folder.root.parent / "package.zip"
    with pytest.raises(StorageError, match=r"«реш 12 \(2\) испр.pdf».* повреждён"):
        write(publication, folder, target, unheard)
    assert not target.exists()


def test_an_original_that_cannot_be_read_is_named(folder: Folder) -> None:
    publication = dossier(folder)
    place = folder.root / publication.entries[0].files[1].sha256
    place.unlink()
    place.mkdir()
    target = folder.root.parent / "package.zip"
    with pytest.raises(StorageError, match=r"«реш 12.DOC».* не читается"):
        write(publication, folder, target, unheard)
    assert not target.exists()


def test_dense_files_are_stored_and_others_packed(folder: Folder) -> None:
    target = folder.root.parent / "package.zip"
    write(dossier(folder), folder, target, unheard)
    with zipfile.ZipFile(target) as archive:
        ways = {info.filename.rpartition(".")[2]: info.compress_type for info in archive.infolist()}
        assert ways["pdf"] == zipfile.ZIP_STORED
        assert ways["doc"] == zipfile.ZIP_DEFLATED
        assert {info.date_time for info in archive.infolist()} == {(2024, 7, 1, 8, 30, 14)}
        assert all(info.flag_bits & 0x800 for info in archive.infolist())


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_of_strangers_make_a_valid_bag_that_windows_opens(folder: Folder, words: str) -> None:
    base = unpacked(hostile(folder, words), folder)
    assert valid(base)
    places = [path.relative_to(base) for path in base.rglob("*")]
    assert all(windows_opens(part) for place in places for part in place.parts)
    assert max(len(str(place)) for place in places) <= 130


def test_names_are_unique_also_where_titles_are_alike(folder: Folder) -> None:
    publication = many(folder, 1200)
    alike = replace(publication, sections=publication.sections * 2)
    files = layout(alike).files.values()
    assert len({name.casefold() for name in files}) == len(set(layout(publication).files.values()))


@pytest.mark.parametrize(
    ("name", "media_type", "extension"),
    [
        ("a.JPEG", "image/jpeg", ".jpeg"),
        ("a.doc", "application/pdf", ".pdf"),
        ("a.exe", "application/pdf", ".pdf"),
        ("a.xyz", "application/x-unknown", ".xyz"),
        ("a", "application/x-unknown", ".bin"),
    ],
)
def test_extensions_follow_the_bytes(folder: Folder, name: str, media_type: str, extension: str) -> None:
    one = replace(act(folder), files=(HeldFile("0" * 64, name, 1, media_type),))
    publication = replace(dossier(folder), sections=(Section("", "", (one,)),))
    assert layout(publication).files[1, 0].endswith(f"2024 год{extension}")
