"""What becomes of each kind of file: the table of fates, as far as extraction decides it."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from extraction.pool import ExtractionPool
from extraction.protocol import Archive, Extracted, Outcome, Refused
from tests.extraction import making, sheet_making

Read = Callable[[bytes, str], Outcome]


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("L", (40, 60), 255).save(out, kind)
    return out.getvalue()


_CODES: sheet_making.Rows = [[("Код", ""), (104.0, "0000"), (0.5, "0.0%"), (40973.0, "d mmmm yyyy")]]
READABLE = {
    "act.pdf": making.pdf([making.ACT]),
    "act.docx": making.docx(making.para(making.ACT)),
    "act.odt": making.odt(f"<text:p>{making.ACT}</text:p>"),
    "act.doc": making.doc(making.ACT.replace("\n", "\r")),
    "act.rtf": b"{\\rtf1\\ansi\\ansicpg1251 \\'d0\\'e5\\'f8\\'e5\\'ed\\'e8\\'e5}",
    "act.txt": making.ACT.encode("utf-8"),
    "act.html": f"<html><body><p>{making.ACT}</p></body></html>".encode(),
    "act.xml": f"<?xml version='1.0'?><a>{making.ACT}</a>".encode(),
    "table.csv": b"a;b;c\n1;2;3\n4;5;6\n",
    "table.xlsx": making.xlsx({"1": [["a", 1]]}),
    "codes.xlsx": sheet_making.xlsx(_CODES),
    "codes.xlsb": sheet_making.xlsb(_CODES),
    "codes.xls": sheet_making.xls(_CODES),
    "codes.ods": sheet_making.ods({"1": sheet_making.ods_row(sheet_making.ods_cell("0104", "104"))}),
    "letter.eml": b"From: a@b.ru\nTo: c@d.ru\nSubject: x\nDate: Mon, 5 Mar 2012 10:00:00 +0300\n\nHello\n",
    "act.mht": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
    b"Content-Type: text/html\n\n<p>Hello</p>\n--x--\n",
}


@pytest.mark.parametrize("name", READABLE)
def test_a_readable_document_has_its_text(read: Read, name: str) -> None:
    outcome = read(READABLE[name], name)
    assert isinstance(outcome, Extracted)
    assert (outcome.text_layer, outcome.waiting) == ("born", "")
    assert outcome.text.strip()


@pytest.mark.parametrize("name", ["act.pdf", "act.docx", "act.doc", "act.rtf", "act.html"])
def test_a_wrong_suffix_changes_nothing_but_a_note(read: Read, name: str) -> None:
    outcome = read(READABLE[name], "act.xls")
    assert isinstance(outcome, Extracted)
    assert outcome.notes == (f"named:xls-is-{name.rpartition('.')[2]}",)


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"", "bytes"), (b"\0" * 4096, "zeros"), (b" \r\n \t\n", "blanks"), (making.package({}), "archive")],
)
def test_what_holds_nothing_is_refused_as_empty(read: Read, data: bytes, what: str) -> None:
    outcome = read(data, "file.txt")
    assert isinstance(outcome, Refused)
    assert (outcome.reason_code, outcome.params) == ("empty", {"what": what})


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (READABLE["act.pdf"][:300], "act.pdf"),
        (READABLE["act.docx"][:-200], "act.docx"),
        (READABLE["act.docx"][:120], "no suffix"),
        (READABLE["act.odt"][:-100], "act.odt"),
        (READABLE["act.doc"][:900], "act.doc"),
        (READABLE["table.xlsx"][:-90], "table.xlsx"),
        (making.named_zip([("a.txt", b"a" * 500)], "cp866")[:-30], "a.zip"),
        (os.urandom(40) + b"\0" * 300, "act.docx"),
        (_picture("PNG")[:50], "scan.png"),
        (gzip.compress(b"a" * 5000, mtime=0)[:20], "a.txt.gz"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, "a.7z"),
        (b"Rar!\x1a\x07\x00" + b"x" * 40, "a.rar"),
    ],
)
def test_what_is_cut_or_broken_is_refused_as_damaged(read: Read, data: bytes, name: str) -> None:
    outcome = read(data, name)
    assert isinstance(outcome, Refused)
    assert (outcome.reason_code, outcome.retry) == ("damaged", False)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (making.ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "act.docx"),
        (making.doc("x\r", flags=0x0100), "act.doc"),
        (making.ole({"WordDocument": b"x", "\x09DRMContent": b"x"}), "act.doc"),
    ],
)
def test_what_is_locked_is_refused_as_encrypted(read: Read, data: bytes, name: str) -> None:
    outcome = read(data, name)
    assert isinstance(outcome, Refused)
    assert outcome.reason_code == "encrypted"


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF" + b"\0" * 60,
        b"MZ" + b"\0" * 100 + b"PE\0\0",
        b"L\0\0\0\x01\x14\x02\0" + b"\0" * 40,
        b"SQLite format 3\0",
    ],
)
def test_programs_and_shortcuts_are_no_documents(read: Read, data: bytes) -> None:
    outcome = read(data, "решение.pdf")
    assert isinstance(outcome, Refused)
    assert outcome.reason_code == "not-a-document"


@pytest.mark.parametrize(
    ("data", "name", "waiting", "pages"),
    [
        (_picture("PNG"), "scan.png", "image", 1),
        (_picture("JPEG"), "scan.jpg", "image", 1),
        (_picture("TIFF"), "scan.tif", "image", 1),
        (b"ID3\x03" + b"\0" * 200, "заседание.mp3", "format-later", 0),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 60, "заседание.mp4", "format-later", 0),
        (
            making.package({"[Content_Types].xml": "", "ppt/presentation.xml": ""}),
            "доклад.pptx",
            "format-later",
            0,
        ),
        (making.ole({"PowerPoint Document": b"x"}), "доклад.ppt", "format-later", 0),
        (b"\x01\x02\x03\x04" * 50, "чертёж.cdr", "format-later", 0),
        (making.pdf([b""], {1: making.scan("Скан", shape=(120, 170))}), "скан.pdf", "scan", 1),
        (making.docx("<w:p/>"), "бланк.docx", "no-text", 1),
    ],
)
def test_a_document_without_text_waits(read: Read, data: bytes, name: str, waiting: str, pages: int) -> None:
    outcome = read(data, name)
    assert isinstance(outcome, Extracted)
    assert (outcome.text_layer, outcome.waiting, len(outcome.pages)) == ("none", waiting, pages)


def test_an_office_document_is_no_archive_and_an_archive_is(read: Read) -> None:
    assert isinstance(read(making.package({"a.txt": "a"}), "a.zip"), Archive)
    assert isinstance(read(READABLE["act.docx"], "a.zip"), Extracted)


def test_what_is_no_file_or_gone_is_said(pool: ExtractionPool, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    gone = pool.extract(tmp_path / "gone", "gone")
    assert gone == Refused("gone", retry=True)
    assert pool.extract(tmp_path, "folder") == Refused("not-a-file", {"kind": "folder"})
    assert pool.extract(tmp_path / "pipe", "pipe") == Refused("not-a-file", {"kind": "pipe"})
