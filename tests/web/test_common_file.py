"""Records that came in one file: each names the file and the others, and a closed one closes the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from catalog.model import RecordClass, TextDraft, Visibility
from tests.web.conftest import OUTSIDE, client_of, send, staff_of, words
from tests.web.district import COUNCIL, RECEIVED, District, act

NAME = "Вестник № 5.pdf"


@pytest.fixture
def bulletin(district: District, tmp_path: Path) -> tuple[str, tuple[int, ...]]:
    """SHA-256 of a file of three acts, and their records."""
    path = tmp_path / NAME
    path.write_bytes(b"%PDF-1.4 a bulletin")
    stored = district.services.originals.put(path)
    with district.services.database.write() as work:
        work.originals.add(stored.sha256, stored.size, "application/pdf", RECEIVED)
        numbers = tuple(
            work.records.add(
                act(
                    title,
                    COUNCIL,
                    f"2024-03-0{at}",
                    f"7{at}/5",
                    text=TextDraft(
                        stored.sha256, ("а", "б"), "pdf", "1", "born", "application/pdf", first_page=2 * at
                    ),
                    file_name=NAME,
                )
            )
            for at, title in enumerate(("О лесе", "О реке", "О поле"), 1)
        )
    return stored.sha256, numbers


def test_a_record_names_its_file_its_pages_and_the_others(
    district: District, bulletin: tuple[str, tuple[int, ...]]
) -> None:
    _, (first, second, third) = bulletin
    page = client_of(district).get(f"/records/{second}").text
    said = words(page)
    assert "Из одного файла с записями Решение от 1 марта 2024 г. № 71/5. О лесе" in said
    assert f"Файл: {NAME}" in said
    assert "с. 4–5" in said
    assert (
        f'<a href="/records/{first}" lang="ru">Решение от 1 марта 2024 г. № 71/5. О лесе</a>'
        in page.replace("\u00a0", " ")
    )
    assert f'href="/records/{third}"' in page
    assert "From one file with" in client_of(district).get(f"/en/records/{second}").text


def test_the_file_is_given_from_each_record(
    district: District, bulletin: tuple[str, tuple[int, ...]]
) -> None:
    sha256, numbers = bulletin
    for number in numbers:
        answer = client_of(district).get(f"/originals/{number}/{sha256}")
        assert answer.content == b"%PDF-1.4 a bulletin"


@pytest.mark.parametrize("way", ["withdrawn", "held"])
def test_a_file_with_an_act_that_readers_do_not_see_is_closed_to_them(
    district: District, bulletin: tuple[str, tuple[int, ...]], way: str
) -> None:
    sha256, (first, second, third) = bulletin
    with district.services.database.write() as work:
        if way == "held":
            work.records.set_visibility(third, Visibility.HELD, actor="Иванова")
        else:
            work.records.withdraw(third, "Персональные данные", actor="Иванова")
    reader = client_of(district)
    page = reader.get(f"/records/{first}").text
    assert sha256 not in page
    assert f'href="/records/{third}"' not in page
    assert f'href="/records/{second}"' in page
    assert reader.get(f"/originals/{first}/{sha256}").status_code == 404
    assert reader.get(f"/api/v1/records/{first}").json()["originals"] == []
    librarian = staff_of(district, "Иванова").get(f"/originals/{first}/{sha256}")
    assert librarian.status_code == (200 if way == "held" else 404)


def test_a_librarian_puts_the_records_of_a_file_together(
    district: District, bulletin: tuple[str, tuple[int, ...]]
) -> None:
    sha256, (first, second, third) = bulletin
    edit = f"/staff/records/{second}/edit"
    librarian = staff_of(district, "Иванова")
    assert "Собрать в одну запись" in librarian.get(edit).text
    answer = send(librarian, edit, f"/staff/records/{second}/gather")
    assert answer.headers["location"] == f"/staff/records/{first}/edit?done=gathered"
    assert "Записи файла собраны в одну." in librarian.get(answer.headers["location"]).text
    reader = client_of(district)
    assert [reader.get(f"/records/{number}").status_code for number in (first, second, third)] == [
        200,
        410,
        410,
    ]
    assert reader.get(f"/originals/{first}/{sha256}").status_code == 200
    other = staff_of(district, "Иванова").get(f"/staff/records/{first}/edit").text
    assert "Собрать в одну запись" not in other
    refused = send(librarian, f"/staff/records/{first}/edit", f"/staff/records/{first}/gather")
    assert refused.status_code == 409


def test_an_act_out_of_a_newspaper_gives_its_file_inside_the_library_alone(
    district: District, bulletin: tuple[str, tuple[int, ...]]
) -> None:
    sha256, (first, _, _) = bulletin
    with district.services.database.write() as work:
        work.records.add(
            replace(
                act("Вести с полей", COUNCIL, "2024-03-09", ""),
                record_class=RecordClass.PRESS,
                text=TextDraft(sha256, ("в",), "pdf", "1", "born", "application/pdf"),
            )
        )
    address = f"/originals/{first}/{sha256}"
    assert client_of(district).get(address).status_code == 200
    outside = client_of(district, at=OUTSIDE)
    assert outside.get(address).status_code == 404
    assert sha256 not in outside.get(f"/records/{first}").text
    assert outside.get(f"/records/{first}/pages/1/picture").status_code == 404
