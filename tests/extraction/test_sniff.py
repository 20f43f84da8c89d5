from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.sniff import sniff
from tests.extraction.making import ACT, docx, ole, package, para


def _kind(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "file.pdf"
    path.write_bytes(data)
    return sniff(path)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xef\xbb\xbf\r\n%PDF-1.4", "application/pdf"),
        (b"junk\n" * 20 + b"%PDF-1.4", "application/pdf"),
        (b"12 0 obj<</Type/XRef>>stream", "application/pdf"),
        (b" {\\rtf1", "application/rtf"),
        (b"<!-- a --><!DOCTYPE html><p>", "text/html"),
        ("\ufeff<html><body>х".encode("utf-16-le"), "text/html"),
        (b"<?xml version='1.0'?><html xmlns='x'><body/></html>", "text/html"),
        (b"<?xml version='1.0'?><act/>", "application/xml"),
        (b"<table><tr><td>1</td></tr></table>", "text/html"),
        (b"a < b and c > d", "text/plain"),
        (b"MZ is how this text starts, and it goes on", "text/plain"),
        (b"BM and so on, a note about BMW", "text/plain"),
        ("Subject: о чём это\nи так далее".encode(), "text/plain"),
        (b"From: a\nTo: b\nSubject: c\n\ntext", "message/rfc822"),
        (b"From x@y Mon\nFrom: a\nTo: b\n\ntext", "message/rfc822"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; x=y\n\n", "multipart/related"),
        (b"From: a\nTo: b\nSubject: c\nContent-Type: multipart/related; x=y\n\n", "message/rfc822"),
        (b"From: a\nDate: b\n\n--x\nContent-Type: multipart/related; x=y\n\n", "message/rfc822"),
        (ACT.encode("utf-16-le"), "text/plain"),
        (ACT.encode("utf-16-be"), "text/plain"),
        (ACT.replace("№", "N").encode("cp866"), "text/plain"),
        (b"\x01\x02\x03" * 40, "application/octet-stream"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"OggS\0", "audio/ogg"),
    ],
)
def test_the_bytes_decide(tmp_path: Path, data: bytes, kind: str) -> None:
    assert _kind(tmp_path, data) == kind


def test_office_packages_are_told_from_archives_also_when_cut(tmp_path: Path) -> None:
    word = docx(para("x"))
    assert _kind(tmp_path, word).endswith("wordprocessingml.document")
    assert _kind(tmp_path, word[:-60]).endswith("wordprocessingml.document")
    assert _kind(tmp_path, package({"word/a.txt": ""})) == "application/zip"
    assert _kind(tmp_path, package({"mimetype": "application/epub+zip"})) == "application/epub+zip"


def test_ole_files_by_their_streams_also_when_damaged(tmp_path: Path) -> None:
    word = ole({"WordDocument": b"x"})
    assert _kind(tmp_path, word) == "application/msword"
    assert _kind(tmp_path, ole({"Workbook": b"x"})) == "application/vnd.ms-excel"
    assert _kind(tmp_path, word[:76] + b"\xff" * 8 + word[84:]) == "application/msword"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_have_some_kind(tmp_path: Path, data: bytes) -> None:
    assert "/" in _kind(tmp_path, data)
