from __future__ import annotations

import base64
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.formats import eml, mhtml, msg
from extraction.formats.mail import read_letter
from extraction.formats.msg import unpack_rtf
from extraction.plain import plain_text
from extraction.protocol import Limits
from extraction.reasons import UnreadableError
from tests.extraction.making import ole


def _encoded(text: str, charset: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def test_a_letter_is_read_with_headers_text_and_names_of_attachments(tmp_path: Path) -> None:
    source = (
        f"From: {_encoded('Администрация района', 'koi8-r')} <a@b.ru>\r\nTo: library@b.ru\r\n"
        f"Subject: {_encoded('О направлении', 'windows-1251')}\r\n {_encoded(' решений', 'windows-1251')}\r\n"
        "Date: Mon, 5 Mar 2012 10:00:00 +0300\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    tail = (
        "\r\n--x\r\nContent-Type: application/msword\r\n"
        "Content-Disposition: attachment; "
        "filename*=utf-8''%D0%A0%D0%B5%D1%88%D0%B5%D0%BD%D0%B8%D0%B5.doc\r\n\r\nx\r\n"
        f'--x\r\nContent-Type: application/pdf; name="{_encoded("Приложение.pdf", "utf-8")}"\r\n'
        "Content-Disposition: attachment\r\n\r\nx\r\n--x--\r\n"
    )
    path = tmp_path / "letter.eml"
    path.write_bytes(source.encode() + "Направляем решения районной Думы.".encode("koi8-r") + tail.encode())
    read = eml.extract(path, Limits())
    assert plain_text(read.text).split("\n\n") == [
        "От: Администрация района <a@b.ru>\nКому: library@b.ru\nДата: 05.03.2012 10:00\n"
        "Тема: О направлении решений",
        "Направляем решения районной Думы.",
        "Вложения: Решение.doc; Приложение.pdf",
    ]
    assert read.notes == ("attachments:2",)


def test_eight_bit_letters_without_a_charset_are_read(tmp_path: Path) -> None:
    source = "From: a@b.ru\nSubject: Решение Думы\nDate: x\n\nНаправляем решения районной Думы.\n"
    letter = read_letter(source.encode("koi8-r"))
    assert letter.headers["Тема"] == "Решение Думы"
    assert letter.bodies == ["Направляем решения районной Думы.\n"]


def test_the_plain_form_is_taken_and_html_where_it_says_nothing() -> None:
    source = (
        "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n"
        "--x\nContent-Type: text/plain\n\n{}\n"
        "--x\nContent-Type: text/html\n\n<p>HTML</p>\n--x--\n"
    )
    assert read_letter(source.format("plain").encode()).bodies == ["plain"]
    assert read_letter(source.format(" ").encode()).bodies == ["HTML"]


def test_a_letter_inside_a_letter_is_read() -> None:
    source = (
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        "--x\nContent-Type: message/rfc822\n\n"
        "From: inner@b.ru\nSubject: inside\n\ntext inside\n--x--\n"
    )
    assert "text inside" in read_letter(source.encode()).text()
    assert "inner@b.ru" in read_letter(source.encode()).text()


@given(st.binary(max_size=600))
def test_any_bytes_are_some_letter(data: bytes) -> None:
    assert isinstance(read_letter(data).text(), str)


def test_a_page_saved_with_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "page.mht"
    path.write_bytes(
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
        b"Content-Type: text/html; charset=windows-1251\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes("<p>Решение Думы</p>".encode("cp1251"))
        + b"\n--x\nContent-Type: image/png\n\nx\n--x--\n"
    )
    assert mhtml.extract(path, Limits()).text == "Решение Думы"


def test_an_outlook_letter(tmp_path: Path) -> None:
    def wide(text: str) -> bytes:
        return text.encode("utf-16-le")

    path = tmp_path / "letter.msg"
    path.write_bytes(
        ole(
            {
                "__properties_version1.0": b"\0" * 32,
                "__substg1.0_0037001F": wide("О бюджете"),
                "__substg1.0_1000001F": wide("Направляем решение."),
                "__substg1.0_0C1A001F": wide("Администрация"),
                "__substg1.0_0E04001E": "Библиотека".encode("cp1251"),
                "__attach_version1.0_#00000000/__substg1.0_3707001F": wide("Решение.doc"),
            }
        )
    )
    read = msg.extract(path, Limits())
    assert plain_text(read.text).split("\n\n") == [
        "От: Администрация\nКому: Библиотека\nТема: О бюджете",
        "Направляем решение.",
        "Вложения: Решение.doc",
    ]


def test_rtf_as_outlook_packs_it() -> None:
    # the example of [MS-OXRTFCP] 4.1
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpack_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpack_rtf(struct.pack("<IIII", 20, 5, 0x414C454D, 0) + b"plain") == b"plain"
    with pytest.raises(UnreadableError):
        unpack_rtf(b"short")


@given(st.binary(min_size=16, max_size=300))
def test_unpacking_any_bytes_comes_to_an_end(data: bytes) -> None:
    size = struct.unpack_from("<I", data, 4)[0]
    assert len(unpack_rtf(data)) <= size
