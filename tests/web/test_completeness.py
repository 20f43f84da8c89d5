"""What is missing: the table, the same for a table program, the letter."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import client_of, staff_of, words
from tests.web.district import BOARD, District, act


@pytest.fixture
def issuer(district: District) -> int:
    """A council of which 1 to 12 of 2024 are held, without 5 and 8–9."""
    name = "Совет депутатов Сосновского сельсовета"
    with district.services.database.write() as work:
        for number in (1, 2, 3, 4, 6, 7, 10, 11, 12):
            work.records.add(act(f"О вопросе {number}", name, f"2024-{number:02}-05", str(number), "Текст."))
        found = work.sources.find(name)
    assert found is not None
    return found


def test_the_table_says_which_numbers_are_held_and_which_are_missing(
    librarian: TestClient, issuer: int
) -> None:
    page = words(librarian.get(f"/staff/completeness?issuer={issuer}").text)
    assert "Есть документов: 9, не хватает: 3" in page
    assert "Решение 2024 1–12 9 3 : 5 , 8–9" in page
    assert "Письмо: запросить 3 документа" in page


def test_years_narrow_the_table_in_either_order(librarian: TestClient, issuer: int) -> None:
    for years in ("from=2024&to=2024", "from=2025&to=2023"):
        assert "1–12" in words(librarian.get(f"/staff/completeness?issuer={issuer}&{years}").text)
    assert (
        "таких документов"
        in words(librarian.get(f"/staff/completeness?issuer={issuer}&to=2020").text).lower()
    )
    assert librarian.get("/staff/completeness?issuer=%D1%8F&from=0&to=99999&page=-4").status_code == 200


def test_the_table_for_a_table_program_opens_without_asking(librarian: TestClient, issuer: int) -> None:
    answer = librarian.get(f"/staff/completeness/table?issuer={issuer}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Номера"], row["Пропуск"], row["Сколько"]) for row in rows] == [
        ("1–12", "5", "1"),
        ("1–12", "8–9", "2"),
    ]


def test_no_cell_is_taken_for_a_formula(librarian: TestClient, district: District) -> None:
    with district.services.database.write() as work:
        for number in (1, 2, 4):
            work.records.add(act("О вопросе", "=СУММ(1)", f"2024-0{number}-05", str(number), "Текст."))
    rows = librarian.get("/staff/completeness/table").content.decode("utf-8-sig").splitlines()
    assert any(row.startswith("'=СУММ") for row in rows)


def test_the_letter_asks_the_body_for_what_is_missing(librarian: TestClient, issuer: int) -> None:
    answer = librarian.get(f"/staff/completeness/{issuer}/letter")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as letter:
        text = letter.read("word/document.xml").decode()
    assert "Сосновского сельсовета" in text
    assert "8–9" in text
    assert librarian.get("/staff/completeness/999999/letter").status_code == 404
    assert librarian.get(f"/staff/completeness/{issuer}/letter?to=2020").status_code == 404


def test_a_number_that_goes_with_no_day_leads_to_its_record(
    librarian: TestClient, district: District, issuer: int
) -> None:
    name = "Совет депутатов Сосновского сельсовета"
    with district.services.database.write() as work:
        wrong = work.records.add(act("О вопросе", name, "2024-05-20", "1310", "Текст."))
    page = librarian.get(f"/staff/completeness?issuer={issuer}").text
    assert "Номер не вяжется с датой: № 1310" in words(page)
    assert f'href="/records/{wrong}"' in page


def test_readers_and_helpers_see_nothing_of_it(district: District) -> None:
    for address in ("/staff/completeness", "/staff/completeness/table", "/staff/completeness/1/letter"):
        assert staff_of(district, "Помощник").get(address).status_code == 403
        assert BOARD not in client_of(district).get(address).text
