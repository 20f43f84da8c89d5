from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from catalog.errors import StorageError
from dossiers.exports.epub import write
from dossiers.publication import Publication, Section, numbered
from tests.dossiers.exports.samples import HOSTILE, Folder, dossier, hostile, unheard
from tests.epubcheck import faults

XHTML = "{http://www.w3.org/1999/xhtml}"


def book(publication: Publication, folder: Folder, name: str = "book") -> Path:
    target = folder.root.parent / f"{name}.epub"
    write(publication, folder, target, unheard)
    return target


@pytest.mark.epubcheck
@pytest.mark.slow
def test_epubcheck_finds_nothing(folder: Folder) -> None:
    assert faults(book(dossier(folder), folder)) == []


@pytest.mark.epubcheck
@pytest.mark.slow
def test_epubcheck_finds_nothing_in_an_empty_one_without_a_cover(folder: Folder) -> None:
    bare = Publication("list", "", "", "2024-03-05", "2024-03-05T10:00:00Z", sections=(Section("", ""),))
    assert faults(book(bare, folder)) == []


@pytest.mark.epubcheck
@pytest.mark.long
def test_epubcheck_finds_nothing_whatever_the_words(folder: Folder) -> None:
    whole = [hostile(folder, words) for words in HOSTILE]
    sections = tuple(section for one in whole for section in one.sections)
    strange = hostile(folder, "".join(HOSTILE[:10]))
    assert faults(book(numbered(replace(strange, sections=sections)), folder)) == []


def test_the_type_comes_first_and_is_not_packed(folder: Folder) -> None:
    octets = book(dossier(folder), folder).read_bytes()
    assert octets[30:58] == b"mimetypeapplication/epub+zip"


def test_the_contents_lead_to_every_document_in_its_section(folder: Folder) -> None:
    with zipfile.ZipFile(book(dossier(folder), folder)) as archive:
        nav = etree.fromstring(archive.read("EPUB/nav.xhtml"))
        names = archive.namelist()
    toc = nav.find(f".//{XHTML}nav")
    assert toc is not None
    links = [a.get("href", "") for a in toc.iter(f"{XHTML}a")]
    assert all(f"EPUB/{link}" in names for link in links)
    assert [link for link in links if link[0] in "sd"] == [
        "s1.xhtml", "d1.xhtml", "d2.xhtml", "s2.xhtml", "d3.xhtml", "d4.xhtml",
    ]  # fmt: skip
    inner = [a.get("href", "") for a in toc.iterfind(f"{XHTML}ol/{XHTML}li/{XHTML}ol/{XHTML}li/{XHTML}a")]
    assert inner == ["d1.xhtml", "d2.xhtml", "d3.xhtml", "d4.xhtml"]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_every_page_is_well_formed_whatever_the_words(folder: Folder, words: str) -> None:
    with zipfile.ZipFile(book(hostile(folder, words), folder)) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".opf", ".xml")):
                tree = etree.fromstring(archive.read(name))
                assert not list(tree.iter(f"{XHTML}script"))


def test_a_damaged_cover_ends_the_making(folder: Folder) -> None:
    publication = dossier(folder)
    (folder.root / publication.cover).write_bytes(b"\x89PNG\r\n\x1a\nother")
    with pytest.raises(StorageError, match="Обложка"):
        book(publication, folder)
    assert not (folder.root.parent / "book.epub").exists()


def test_a_cover_that_is_no_picture_is_left_out(folder: Folder) -> None:
    publication = dossier(folder)
    text = folder.keep(b"no picture", "a.txt", "text/plain")
    with zipfile.ZipFile(book(replace(publication, cover=text.sha256), folder)) as archive:
        assert "EPUB/cover.xhtml" not in archive.namelist()
