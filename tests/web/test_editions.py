"""Editions on the site: which is read, the former ones, two compared, parted and joined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from catalog.model import RelationDraft, TextDraft, Visibility
from tests.web.conftest import client_of, send, staff_of, words
from tests.web.district import COUNCIL, RECEIVED, District, act

FORMER = (
    "УСТАВ\nЗаречного района\n\n"
    "ПРИНЯТ\nрешением Собрания депутатов Заречного района\nот 14 июня 2005 г. № 5/1\n\n"
    "Статья 1. Район объединяет сельсоветы.\n\nСтатья 2. Срок полномочий главы — четыре года."
)
NEWER = (
    "УСТАВ\nЗаречного района\n"
    "(в редакции решения Собрания депутатов Заречного района от 20.03.2014 № 45/2)\n\n"
    "ПРИНЯТ\nрешением Собрания депутатов Заречного района\nот 14 июня 2005 г. № 5/1\n\n"
    "Статья 1. Район объединяет сельсоветы.\n\nСтатья 2. Срок полномочий главы — пять лет."
)


@dataclass(frozen=True)
class Charter:
    record: int
    former: int
    newer: int


def _draft(district: District, name: str, text: str, as_of: date | None):  # type: ignore[no-untyped-def]
    path = district.services.disk / name
    path.write_bytes(text.encode())
    stored = district.services.originals.put(path)
    with district.services.database.write() as work:
        work.originals.add(stored.sha256, stored.size, "text/plain", RECEIVED)
    pages = TextDraft(stored.sha256, (text,), "text", "1", "born", "text/plain")
    draft = act("Устав Заречного района", COUNCIL, "2005-06-14", "5/1", kind="устав", text=pages)
    said = RelationDraft("edition-of", "в ред.", kind="решение", number="45/2", date=as_of) if as_of else None
    status = "amended" if as_of else "in-force"
    return replace(draft, file_name=name, as_of=as_of, status_read=status, relations=(said,) if said else ())


@pytest.fixture
def charter(district: District) -> Charter:
    newer = _draft(district, "новая.txt", NEWER, date(2014, 3, 20))
    former = _draft(district, "первая.txt", FORMER, None)
    with district.services.database.write() as work:
        record = work.records.add(newer)
        work.records.add_edition(record, former)
        first, second = work.editions.of_record(record)
    district.index()
    return Charter(record, first.id, second.id)


def test_the_record_says_which_edition_is_read_and_leads_to_the_other(
    district: District, charter: Charter
) -> None:
    reader = client_of(district)
    page = reader.get(f"/records/{charter.record}")
    said = words(page.text)
    assert "С изменениями на 20 марта 2014 г. (последняя, по ней идёт поиск)" in said
    assert "пять лет" in said
    assert "четыре года" not in said
    assert page.text.index("новая.txt") < page.text.index("первая.txt")
    assert f'href="/records/{charter.record}/editions/{charter.former}"' in page.text
    former = reader.get(f"/records/{charter.record}/editions/{charter.former}")
    assert "Как принят. Это прежняя редакция." in words(former.text)
    assert "четыре года" in words(former.text)
    assert "первая.txt" in former.text
    assert "новая.txt" not in former.text


def test_only_the_newest_edition_is_found(district: District, charter: Charter) -> None:
    reader = client_of(district)

    def found(query: str) -> list[int]:
        hits = reader.get("/api/v1/search", params={"q": query}).json()["hits"]
        return [hit["record"] for hit in hits]

    assert charter.record in found('"главы — пять лет"')
    assert charter.record not in found('"главы — четыре года"')


def test_two_editions_are_compared_by_word(district: District, charter: Charter) -> None:
    reader = client_of(district)
    address = f"/records/{charter.record}/editions/{charter.former}/compare/{charter.newer}"
    assert f'href="{address}"' in reader.get(f"/records/{charter.record}").text
    page = reader.get(address).text
    assert "<del>четыре года</del>" in page
    assert "<ins>пять лет</ins>" in page
    said = words(page)
    assert said.index("Как принят") < said.index("С изменениями на 20 марта 2014 г.")
    turned = f"/records/{charter.record}/editions/{charter.newer}/compare/{charter.former}"
    assert f'href="{turned}"' in page
    assert "<del>пять лет</del>" in reader.get(turned).text
    same = f"/records/{charter.record}/editions/{charter.newer}/compare/{charter.newer}"
    assert "Тексты совпадают." in words(reader.get(same).text)
    assert "As adopted" in words(reader.get(f"/en{address}").text)


def test_an_edition_of_another_record_is_none_of_this_one(district: District, charter: Charter) -> None:
    reader = client_of(district)
    assert reader.get(f"/records/{district.budget}/editions/{charter.former}").status_code == 404
    assert (
        reader.get(
            f"/records/{district.budget}/editions/{charter.former}/compare/{charter.newer}"
        ).status_code
        == 404
    )


@pytest.mark.parametrize("hidden", ["staff", "held", "withdrawn"])
def test_editions_are_hidden_with_their_record(district: District, charter: Charter, hidden: str) -> None:
    with district.services.database.write() as work:
        if hidden == "withdrawn":
            work.records.withdraw(charter.record, "ошибка", actor="Иванова")
        else:
            work.records.set_visibility(charter.record, Visibility(hidden), actor="Иванова")
    reader = client_of(district)
    for tail in (f"{charter.former}", f"{charter.former}/compare/{charter.newer}"):
        answer = reader.get(f"/records/{charter.record}/editions/{tail}")
        assert answer.status_code == (410 if hidden == "withdrawn" else 404)
        assert "четыре года" not in words(answer.text)


def test_a_librarian_splits_an_edition_off_and_joins_it_again(district: District, charter: Charter) -> None:
    librarian = staff_of(district, "Иванова")
    form = f"/staff/records/{charter.record}/edit"
    answer = send(librarian, form, f"/staff/records/{charter.record}/editions/{charter.newer}/split")
    assert answer.status_code == 303
    fresh = int(answer.headers["location"].split("/")[2].split("?")[0])
    assert "четыре года" in words(librarian.get(f"/records/{charter.record}").text)
    assert "пять лет" in words(librarian.get(f"/records/{fresh}").text)
    assert "отделил редакцию" in words(librarian.get(f"/records/{fresh}").text)
    answer = send(librarian, form, f"/staff/records/{charter.record}/join", other=str(fresh))
    assert answer.status_code == 303
    assert "пять лет" in words(librarian.get(f"/records/{charter.record}").text)
    gone = librarian.get(f"/records/{fresh}")
    assert gone.status_code == 410
    assert f"Объединена с записью № {charter.record}." in words(gone.text)
    assert f'<a href="/records/{charter.record}">Открыть запись' in gone.text
    assert "Вернуть запись" not in gone.text  # it is parted again where it is now


def test_parting_and_joining_ask_for_a_librarian_and_a_token(district: District, charter: Charter) -> None:
    addresses = (
        f"/staff/records/{charter.record}/editions/{charter.newer}/split",
        f"/staff/records/{charter.record}/join",
    )
    clerk, librarian = staff_of(district, "Помощник"), staff_of(district, "Иванова")
    for address in addresses:
        assert client_of(district).post(address, data={"other": "1"}).status_code in (303, 401, 403)
        assert clerk.post(address, data={"other": "1"}).status_code == 403
        assert librarian.post(address, data={"other": "1"}).status_code == 403
    with district.services.database.read() as work:
        assert len(work.editions.of_record(charter.record)) == 2


@pytest.mark.parametrize("other", ["", "abc", "٣", "999999"])
def test_a_number_of_no_record_is_refused(librarian: TestClient, district: District, other: str) -> None:
    form = f"/staff/records/{district.budget}/edit"
    answer = send(librarian, form, f"/staff/records/{district.budget}/join", other=other)
    assert answer.status_code in (400, 404)
