from __future__ import annotations

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest

from extraction.pool import ExtractionPool
from extraction.protocol import Archive, Extracted, Limits, Refused
from tests.extraction.making import ACT, ole, pdf, pdf_of


def _letter(*files: tuple[str, bytes], html: str = "") -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@b.ru", "c@d.ru", "Решения Думы"
    letter["Date"] = "Mon, 5 Mar 2012 10:00:00 +0300"
    letter.set_content("Направляем решения районной Думы.")
    if html:
        letter.add_alternative(html, subtype="html")
    for name, data in files:
        letter.add_attachment(data, "application", "octet-stream", filename=name)
    return letter


def _files(pool: ExtractionPool, path: Path) -> dict[str, bytes | None]:
    told = pool.attachments(path)
    assert isinstance(told, Archive)
    return {one.name: one.unpacked.read_bytes() if one.unpacked else None for one in told.members}


def test_files_of_a_letter_are_put_out_and_the_letter_is_read_too(
    pool: ExtractionPool, tmp_path: Path
) -> None:
    path = tmp_path / "letter.eml"
    path.write_bytes(
        _letter(("Решение № 5.doc", b"one"), ("../../etc/passwd", b"two"), ("a.doc", b"3")).as_bytes()
    )
    assert _files(pool, path) == {"Решение № 5.doc": b"one", "etc/passwd": b"two", "a.doc": b"3"}
    read = pool.extract(path, "letter.eml")
    assert isinstance(read, Extracted)
    assert "Направляем решения" in read.text
    assert read.notes == ("attachments:3",)


def test_names_are_made_unique_and_found_where_there_are_none(pool: ExtractionPool, tmp_path: Path) -> None:
    letter = _letter(("a.doc", b"1"), ("a.doc", b"2"))
    letter.add_attachment(b"%PDF", "application", "pdf")
    path = tmp_path / "letter.eml"
    path.write_bytes(letter.as_bytes())
    assert list(_files(pool, path)) == ["a.doc", "a (2).doc", "вложение.pdf"]


def test_pictures_that_the_letter_shows_and_signatures_are_no_attachments(
    pool: ExtractionPool, tmp_path: Path
) -> None:
    letter = _letter(html='<p>Герб <img src="cid:crest@b"></p>')
    page = letter.get_body(("html",))
    assert isinstance(page, EmailMessage)
    page.add_related(b"x", "image", "png", cid="<crest@b>", filename="crest.png")
    page.add_related(b"y", "image", "png", cid="<scan@b>", filename="скан.png")
    letter.add_attachment(b"z", "application", "pkcs7-signature", filename="smime.p7s")
    path = tmp_path / "letter.eml"
    path.write_bytes(letter.as_bytes())
    assert _files(pool, path) == {"скан.png": b"y"}


def test_files_of_a_letter_sent_on_are_files_of_the_outer_one(pool: ExtractionPool, tmp_path: Path) -> None:
    outer = _letter(("b.doc", b"outer"))
    outer.add_attachment(_letter(("a.doc", b"inner")))
    path = tmp_path / "letter.eml"
    path.write_bytes(outer.as_bytes())
    assert _files(pool, path) == {"b.doc": b"outer", "a.doc": b"inner"}


def _outlook(prefix: str, subject: str) -> dict[str, bytes]:
    return {
        f"{prefix}__properties_version1.0": b"\0" * 32,
        f"{prefix}__substg1.0_0037001F": subject.encode("utf-16-le"),
        f"{prefix}__substg1.0_1000001F": f"Текст: {subject}.".encode("utf-16-le"),
    }


def test_files_of_an_outlook_letter_and_of_the_letter_inside_it(pool: ExtractionPool, tmp_path: Path) -> None:
    first, second = "__attach_version1.0_#00000000/", "__attach_version1.0_#00000001/"
    inner = f"{second}__substg1.0_3701000D/"
    streams = _outlook("", "Внешнее") | _outlook(inner, "Внутреннее")
    for folder, name, data in (
        (first, "Решение.doc", b"D" * 5000),
        (f"{inner}{first}", "Смета.xls", b"X" * 5000),
    ):
        streams[f"{folder}__substg1.0_3707001F"] = name.encode("utf-16-le")
        streams[f"{folder}__substg1.0_37010102"] = data
    path = tmp_path / "letter.msg"
    path.write_bytes(ole(streams))
    assert _files(pool, path) == {"Решение.doc": b"D" * 5000, "Смета.xls": b"X" * 5000}
    read = pool.extract(path, "letter.msg")
    assert isinstance(read, Extracted)
    assert "Текст: Внутреннее." in read.text
    assert read.notes == ("attachments:2",)


def test_files_inside_a_pdf(pool: ExtractionPool, tmp_path: Path) -> None:
    data = pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a) 4 0 R]>>>>>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>",
            b"<</Type/Filespec/F(smeta.xls)/UF<FEFF0421043C04350442043000 2E0078006C0073>/EF<</F 5 0 R>>>>",
            b"<</Type/EmbeddedFile/Length 5>>stream\nbytes\nendstream",
        ]
    )
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    assert _files(pool, path) == {"Смета.xls": b"bytes"}
    read = pool.extract(path, "a.pdf")
    assert isinstance(read, Extracted)
    assert "attachments:1" in read.notes


def test_other_files_have_no_attachments_and_broken_ones_a_reason(
    pool: ExtractionPool, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([ACT]))
    assert _files(pool, path) == {}
    path.write_bytes(b"%PDF-1.7 broken")
    assert isinstance(pool.attachments(path), Refused)
    assert isinstance(pool.attachments(tmp_path / "none"), Refused)


@pytest.mark.parametrize(
    ("limits", "limit"), [(Limits(entries=2), "entries"), (Limits(unpacked_mib=1), "unpacked")]
)
def test_letters_are_under_the_limits_of_archives(tmp_path: Path, limits: Limits, limit: str) -> None:
    path = tmp_path / "letter.eml"
    block = base64.b64encode(b"0" * 700_000)
    files = [(f"{at}.doc", block) for at in range(3)]
    path.write_bytes(_letter(*files).as_bytes())
    with ExtractionPool(1, limits, tmp_path / "s", ocr=False) as pool:
        told = pool.attachments(path)
    assert isinstance(told, Archive)
    assert [one.unpacked is not None for one in told.members] == [True, limit == "entries", False]
    assert told.members[-1].params["limit"] == limit
