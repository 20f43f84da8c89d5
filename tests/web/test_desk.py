"""The correction desk: the queue in order, one record after the other, many at once with preview and undo."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from catalog.model import Value, ValueSource
from tests.web.conftest import send, staff_of, token_of, words
from tests.web.district import COUNCIL, District, act
from web.pages.staff.desk import _excerpts


def order(client: TestClient) -> list[int]:
    """The records of the queue as the page shows them."""
    return [
        int(number) for number in re.findall(r'name="record" value="(\d+)"', client.get("/staff/review").text)
    ]


def form_of(client: TestClient, record: int) -> dict[str, str]:
    """The fields of the form at the desk as they are shown."""
    page = client.get(f"/staff/review/{record}").text
    fields = dict(re.findall(r'name="(version|review|next|kind|issuer|date|number)" value="([^"]*)"', page))
    return {"token": token_of(page), **fields}


def test_the_most_doubtful_record_stands_first(librarian: TestClient, district: District) -> None:
    found = order(librarian)
    assert set(found[:2]) == {district.doubtful, district.budget}
    assert found[2] == district.scan


def test_right_and_next_goes_through_the_whole_queue(librarian: TestClient, district: District) -> None:
    waiting = order(librarian)
    address = f"/staff/review/{waiting[0]}"
    seen = []
    while address != "/staff/review?done=saved":
        number = int(address.rsplit("/", 1)[1])
        seen.append(number)
        fields = form_of(librarian, number) | {"done": "reviewed"}
        answer = librarian.post(f"/staff/records/{number}/edit", data=fields)
        assert answer.status_code == 303
        address = answer.headers["location"]
    assert seen == waiting
    assert "Проверять нечего" in words(librarian.get("/staff/review").text)
    with district.services.database.read() as work:
        assert all(work.audit.of(f"record:{number}")[0].action == "reviewed" for number in waiting)


def test_the_document_stands_beside_its_form_and_the_doubtful_field_has_the_focus(
    librarian: TestClient, district: District
) -> None:
    page = librarian.get(f"/staff/review/{district.doubtful}").text
    assert "ПОСТАНОВЛЕНИЕ № 131-п" in words(page.split('class="paper"')[1])
    assert re.search(r'id="f-number"[^>]*autofocus', page)
    assert page.count("autofocus") == 1
    assert 'value="number:137-п" accesskey="1"' in page


def test_another_reading_is_taken_at_the_desk_and_the_desk_stays(
    librarian: TestClient, district: District
) -> None:
    fields = form_of(librarian, district.doubtful) | {"take": "number:137-п"}
    answer = librarian.post(f"/staff/records/{district.doubtful}/edit", data=fields)
    assert answer.headers["location"] == f"/staff/review/{district.doubtful}?done=saved"
    assert 'name="number" value="137-п"' in librarian.get(f"/staff/review/{district.doubtful}").text


def step(client: TestClient, record: int, **changes: str) -> str:
    """Send the form at the desk with changes; the address that follows."""
    answer = client.post(f"/staff/records/{record}/edit", data=form_of(client, record) | changes)
    assert answer.status_code == 303
    return answer.headers["location"]


def test_the_last_step_is_taken_back_with_its_values_and_its_place_in_the_queue(
    librarian: TestClient, district: District
) -> None:
    waiting = order(librarian)
    with district.services.database.read() as work:
        before = work.records.values(district.doubtful)
        marks = work.records.many([district.doubtful])[district.doubtful].marks
    onward = step(librarian, district.doubtful, number="139-п", done="reviewed")
    assert district.doubtful not in order(librarian)
    page = librarian.get(onward)
    assert "Проверено:" in words(page.text)
    assert 'accesskey="ю"' in page.text
    back = librarian.post("/staff/review/undo", data={"token": token_of(page.text)})
    assert back.headers["location"] == f"/staff/review/{district.doubtful}?done=undone"
    with district.services.database.read() as work:
        assert work.records.values(district.doubtful) == before
        assert work.records.many([district.doubtful])[district.doubtful].marks == marks
        actions = [entry.action for entry in work.audit.of(f"record:{district.doubtful}")]
    assert actions[:4] == ["review-undo", "correct", "reviewed", "correct"]
    assert order(librarian) == waiting
    assert send(librarian, onward, "/staff/review/undo").status_code == 409


def test_a_step_cannot_be_taken_back_by_another_or_after_another_change(district: District) -> None:
    first, other = staff_of(district, "Иванова"), staff_of(district, "Главный")
    onward = step(first, district.doubtful, done="reviewed")
    assert "Проверено:" not in words(other.get(onward).text)
    assert send(other, onward, "/staff/review/undo").status_code == 409
    with district.services.database.write() as work:
        record = work.records.get(district.doubtful)
        assert record is not None
        work.records.correct(record.id, {"session": "12"}, actor="Главный", version=record.version)
    assert "Проверено:" not in words(first.get(onward).text)
    assert send(first, onward, "/staff/review/undo").status_code == 409


def test_right_as_it_is_leaves_what_was_typed_by_mistake(librarian: TestClient, district: District) -> None:
    step(librarian, district.doubtful, number="кошка на клавишах", done="as-is")
    with district.services.database.read() as work:
        record = work.records.many([district.doubtful])[district.doubtful]
    assert (record.number, record.needs_review) == ("131-п", False)


def test_the_desk_says_how_many_are_left(librarian: TestClient, district: District) -> None:
    left = len(order(librarian))
    assert f"осталось {left} записи" in words(librarian.get(f"/staff/review/{district.doubtful}").text)


def test_a_doubtful_value_is_quoted_beside_its_field_with_its_place_marked(
    librarian: TestClient, district: District
) -> None:
    text = "ПОСТАНОВЛЕНИЕ\n\nот 5 марта 2012 г. № 17-п\n\nО дорогах"
    at = text.index("5 марта")
    doubt = Value(
        "date", "2012-03-05", ValueSource.READ, 0.4, page=1, start=at, end=at + len("5 марта 2012 г.")
    )
    made = act("О дорогах", COUNCIL, "", "17-п", text)
    with district.services.database.write() as work:
        values = (*(one for one in made.values if one.field != "date"), doubt)
        number = work.records.add(replace(made, values=values))
    form, paper = librarian.get(f"/staff/review/{number}").text.split('class="paper"')
    assert "с. 1: …ПОСТАНОВЛЕНИЕ от 5 марта 2012 г. № 17-п О дорогах…" in words(form)
    assert '<mark class="spot">5 марта 2012 г.</mark>' in form
    assert re.search(r'<mark class="spot" id="spot">5 марта 2012\sг.</mark>', paper)


def test_skipping_leads_through_all_and_round_again(librarian: TestClient) -> None:
    waiting = order(librarian)
    number = waiting[0]
    for expected in [*waiting[1:], waiting[0]]:
        page = librarian.get(f"/staff/review/{number}").text
        number = int(re.search(r'href="/staff/review/(\d+)"[^>]*rel="next"', page)[1])  # type: ignore[index]
        assert number == expected


def bulk(client: TestClient, *numbers: int, field: str, value: str):  # type: ignore[no-untyped-def]
    """Preview a change of many records and make it."""
    chosen = " ".join(map(str, numbers))
    preview = send(
        client, "/staff/bulk", "/staff/bulk", numbers=chosen, field=field, value=value, action="preview"
    )
    assert preview.status_code == 200, words(preview.text)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', preview.text))
    return preview, client.post("/staff/bulk", data={**fields, "action": "apply"})


def places(district: District, *numbers: int) -> list[str | None]:
    """The places of records."""
    with district.services.database.read() as work:
        return [work.records.many(numbers)[number].place for number in numbers]


def test_many_records_are_corrected_after_a_preview_and_given_back_as_they_were(
    librarian: TestClient, district: District
) -> None:
    one, other = district.doubtful, district.budget
    with district.services.database.write() as work:
        record = work.records.get(one)
        assert record is not None
        work.records.correct(one, {"place": "с. Сосновка"}, actor="Иванова", version=record.version)
    with district.services.database.read() as work:
        before = {number: work.records.values(number) for number in (one, other)}
    preview, answer = bulk(librarian, one, other, field="place", value="с. Заречное")
    assert "Изменятся 2 записи" in words(preview.text)
    assert "с. Сосновка с. Заречное" in words(preview.text)
    assert places(district, one, other) == ["с. Заречное", "с. Заречное"]
    done = answer.headers["location"]
    assert "Изменил Иванова" in words(librarian.get(done).text)
    assert f'href="{done}"' in librarian.get("/staff/audit").text
    assert send(librarian, done, done).status_code == 303
    assert places(district, one, other) == ["с. Сосновка", None]
    with district.services.database.read() as work:
        assert {number: work.records.values(number) for number in (one, other)} == before
        assert [entry.action for entry in work.audit.list(2)] == ["bulk-undo", "correct"]
    assert "Правка отменена" in words(librarian.get(done).text)
    assert send(librarian, f"/staff/review/{one}", done).status_code == 409


def test_undo_leaves_what_somebody_has_changed_since(librarian: TestClient, district: District) -> None:
    _, answer = bulk(librarian, district.doubtful, district.budget, field="place", value="с. Заречное")
    done = answer.headers["location"]
    with district.services.database.write() as work:
        record = work.records.get(district.budget)
        assert record is not None
        work.records.correct(record.id, {"place": "п. Лесной"}, actor="Главный", version=record.version)
    send(librarian, done, done)
    assert places(district, district.doubtful, district.budget) == [None, "п. Лесной"]
    assert f"Не отменено, потому что после правки их меняли: запись {district.budget}" in words(
        librarian.get(done).text
    )


def test_a_record_changed_between_preview_and_yes_stops_the_whole_change(
    librarian: TestClient, district: District
) -> None:
    numbers = f"{district.doubtful} {district.budget}"
    preview = send(
        librarian,
        "/staff/bulk",
        "/staff/bulk",
        numbers=numbers,
        field="place",
        value="с. Х",
        action="preview",
    )
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', preview.text))
    with district.services.database.write() as work:
        record = work.records.get(district.budget)
        assert record is not None
        work.records.correct(record.id, {"session": "12"}, actor="Главный", version=record.version)
    assert librarian.post("/staff/bulk", data={**fields, "action": "apply"}).status_code == 409
    assert places(district, district.doubtful, district.budget) == [None, None]


def test_what_is_so_already_is_not_touched(librarian: TestClient, district: District) -> None:
    preview, _ = bulk(librarian, district.doubtful, district.table, field="kind", value="постановление")
    assert "уже так" in words(preview.text)
    with district.services.database.read() as work:
        assert not [one for one in work.records.values(district.table) if one.source == "entered"]


@pytest.mark.parametrize(
    ("numbers", "field", "value"),
    [
        ("", "place", "с. Заречное"),
        ("999999", "place", "с. Заречное"),
        ("1-999999", "place", "с. Заречное"),
        ("1", "shown", "1"),
        ("1", "date", "31.02.2024"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_in_words(
    librarian: TestClient, numbers: str, field: str, value: str
) -> None:
    for action in ("preview", "apply"):
        answer = send(
            librarian, "/staff/bulk", "/staff/bulk", numbers=numbers, field=field, value=value, action=action
        )
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text


def test_days_are_written_as_people_write_them(librarian: TestClient, district: District) -> None:
    bulk(librarian, district.doubtful, field="signed", value="05.03.2012")
    with district.services.database.read() as work:
        record = work.records.get(district.doubtful)
        assert record is not None
        assert str(record.signed) == "2012-03-05"


def test_helpers_do_not_reach_the_desk(district: District) -> None:
    helper = staff_of(district, "Помощник")
    for address in (f"/staff/review/{district.doubtful}", "/staff/bulk", "/staff/bulk/0123456789ab"):
        assert helper.get(address).status_code == 403


def test_words_beside_a_reading_are_not_run_together() -> None:
    text = "подвоз топлива\n   Комиссия по слушаниям\nрешила: 1. Считать"
    start, end = text.index("   Комиссия"), text.index("решила")
    value = Value("issuer", "Комиссия по слушаниям", ValueSource.READ, 0.5, page=1, start=start, end=end)
    (found,) = _excerpts("issuer", [value], [text])
    assert found.words == "Комиссия по слушаниям"
    assert found.before.endswith("топлива ")
    assert found.after == " решила: 1. Считать"
