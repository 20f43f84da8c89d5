"""Requests that no browser makes."""

from __future__ import annotations

import time

import pytest

from tests.web.conftest import client_of, staff_of, token_of
from tests.web.district import District
from tests.web.test_reading import _arrival as arrived
from tests.web.test_reading import a_page


def _multipart(token: str, charset: str, value: bytes) -> tuple[bytes, dict[str, str]]:
    part = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    body = (
        part % (b"token", token.encode())
        + part % (b"name", value)
        + part % (b"password", b"x")
        + b"--x--\r\n"
    )
    return body, {"content-type": f"multipart/form-data; boundary=x; charset={charset}"}


@pytest.mark.parametrize(
    ("charset", "value"),
    [
        ("punycode", b"a-" + b"z" * 500_000),
        ("undefined", b"a"),
        ("idna", b"xn--" + b"9" * 500_000),
        ("unicode_escape", b"\\ud800"),
        ("utf-7", b"+2AA-"),
        ("utf-16", b"\x00\xd8a"),
    ],
)
def test_a_form_cannot_choose_how_it_is_decoded(district: District, charset: str, value: bytes) -> None:
    client = client_of(district)
    body, headers = _multipart(token_of(client.get("/staff/sign-in").text), charset, value)
    started = time.monotonic()
    answer = client.post("/staff/sign-in", content=body, headers=headers)
    assert answer.status_code == 400
    assert time.monotonic() - started < 1


def test_a_form_in_parts_is_read_as_utf_8(district: District) -> None:
    client = client_of(district)
    body, headers = _multipart(token_of(client.get("/staff/sign-in").text), "utf-8", "Иванова".encode())
    assert client.post("/staff/sign-in", content=body, headers=headers).status_code == 403  # a wrong password


@pytest.mark.parametrize(
    "name", ["\0", "a\0b", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "\r\n"]
)
def test_a_form_with_signs_that_are_none_is_answered(district: District, name: str) -> None:
    client = client_of(district)
    token = token_of(client.get("/staff/sign-in").text)
    sent = {"token": token, "name": name, "password": name}
    assert client.post("/staff/sign-in", data=sent).status_code in (400, 403)


def test_no_form_of_files_asks_for_a_record_that_was_withdrawn(district: District) -> None:
    with district.services.database.write() as work:
        record = work.records.get(district.budget)
        assert record is not None
        title = record.title
        work.records.withdraw(district.budget, "Прислано по ошибке", actor="Иванова")
    answer = client_of(district).get(f"/exports/new?record={district.budget}")
    assert answer.status_code in (404, 410)
    assert title not in answer.text


@pytest.mark.parametrize("address", ["/search?q=a%00b", "/records/%00", "/dossiers/a%00", "/exports/%00"])
def test_an_address_with_a_sign_that_is_none_is_refused(district: District, address: str) -> None:
    assert client_of(district).get(address).status_code == 400


def test_a_file_of_a_withdrawn_record_is_not_drawn_and_its_text_not_shown_in_the_intake(
    district: District,
) -> None:
    number, record = arrived(district, a_page(), "скан.pdf")
    clerk = staff_of(district, "Помощник")
    assert clerk.get(f"/staff/intake/{number}/pages/1").status_code == 200
    with district.services.database.write() as work:
        work.records.withdraw(record, "Прислано по ошибке", actor="Иванова")
    assert clerk.get(f"/staff/intake/{number}/pages/1").status_code == 410
    assert "О ремонте дорог" not in clerk.get(f"/staff/intake/{number}").text
