from __future__ import annotations

import email
import email.policy
import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.mail_message import Attachment, Written, on_the_wire

LETTER = Written(
    sender="biblioteka@zarechny.example",
    sender_name="Заречная центральная районная библиотека имени первого её читателя",
    recipient="otdel@zarechny.example",
    subject="Заказ № 2026-0012 готов",
    body="Здравствуйте!\n\n.\nТочка в строке — не конец письма.",
    moment=datetime(2026, 5, 20, 9, 30, tzinfo=UTC),
    message_id="order.2026-0012.ab@zarechny.example",
)


def read(letter: Written) -> Any:
    content = on_the_wire(letter)
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.isascii()
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_letter_is_read_as_it_was_written() -> None:
    found = read(LETTER)
    assert found["Subject"] == LETTER.subject
    assert found["To"].addresses[0].addr_spec == LETTER.recipient
    assert found["From"].addresses[0].addr_spec == LETTER.sender
    assert found["From"].addresses[0].display_name.replace(" ", "") == LETTER.sender_name.replace(" ", "")
    assert found["Date"].datetime == LETTER.moment
    assert found["Message-ID"] == "<order.2026-0012.ab@zarechny.example>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["List-Unsubscribe"] is None
    assert found.get_content_type() == "text/plain"
    assert found.get_content().splitlines() == LETTER.body.splitlines()


@pytest.mark.parametrize(
    "name",
    [
        "Опись.pdf",
        "Досье «Бюджет района» (выпуск 3).pdf",
        "О порядке, сроках; и ещё 'кавычки' 100%.docx",
        "budget.zip",
        "Ёлка" * 40 + ".pdf",
    ],
)
def test_an_attachment_keeps_its_bytes_and_its_russian_name_in_both_forms(name: str) -> None:
    content = bytes(range(256)) * 50
    found = read(replace(LETTER, attachment=Attachment(name, "application/pdf", content)))
    assert found.get_content_type() == "multipart/mixed"
    text, part = list(found.iter_parts())
    assert text.get_content().splitlines()[0] == "Здравствуйте!"
    assert part.get_filename() == name
    assert part.get_content_type() == "application/pdf"
    assert part["Content-Type"].params["name"] == name
    assert hashlib.sha256(part.get_content()).digest() == hashlib.sha256(content).digest()
    assert part.get_content_disposition() == "attachment"


def test_a_reader_of_news_is_told_how_to_leave() -> None:
    found = read(replace(LETTER, unsubscribe="http://biblioteka.local/follow/abc/leave"))
    assert found["List-Unsubscribe"] == "<http://biblioteka.local/follow/abc/leave>"


@given(st.text(max_size=120), st.text(max_size=60), st.text(max_size=200))
def test_no_text_becomes_a_header_of_its_own(subject: str, name: str, body: str) -> None:
    given = replace(LETTER, subject=f"{subject}\r\nBcc: x@y.z", sender_name=f"{name}\nBcc: x@y.z", body=body)
    try:
        content = on_the_wire(given)
    except UnicodeEncodeError:
        assert any("\ud800" <= sign <= "\udfff" for sign in subject + name + body)
        return
    found = email.message_from_bytes(content)
    assert found["Bcc"] is None
    assert found["Message-ID"] == f"<{LETTER.message_id}>"
