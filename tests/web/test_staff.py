"""What librarians do on the site."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from catalog.arrivals import LedgerState
from catalog.model import Visibility
from tests.web.conftest import client_of, send, staff_of, token_of, words
from tests.web.district import District
from tests.web.dossiers import published
from tests.web.ordering import ordered


def edit(client: TestClient, record: int, **changes: object):  # type: ignore[no-untyped-def]
    """Send the form of a record as it is shown, with some fields changed."""
    page = client.get(f"/staff/records/{record}/edit")
    version = page.text.split('name="version" value="')[1].split('"')[0]
    return client.post(
        f"/staff/records/{record}/edit", data={"token": token_of(page.text), "version": version, **changes}
    )


def test_a_corrected_number_is_shown_found_and_kept_in_the_history(
    librarian: TestClient, district: District
) -> None:
    answer = edit(librarian, district.doubtful, number="139-п")
    assert answer.status_code == 303
    page = librarian.get(f"/records/{district.doubtful}").text
    assert "№ 139-п" in words(page)
    assert "введено библиотекарем" in page
    assert "131-п → 139-п" in words(page)
    district.index()
    found = librarian.get("/api/v1/search", params={"q": "139-п"}).json()
    assert [hit["record"] for hit in found["hits"]][:1] == [district.doubtful]
    with district.services.database.read() as work:
        entry = work.audit.of(f"record:{district.doubtful}")[0]
        assert (entry.actor, entry.field, entry.before, entry.after) == (
            "Иванова",
            "number",
            "131-п",
            "139-п",
        )


def test_the_other_reading_is_taken_by_one_button(librarian: TestClient, district: District) -> None:
    page = librarian.get(f"/staff/records/{district.doubtful}/edit").text
    assert "137-п (из имени файла)" in words(page)
    assert edit(librarian, district.doubtful, take="number:137-п").status_code == 303
    with district.services.database.read() as work:
        record = work.records.get(district.doubtful)
        assert record is not None
        assert record.number == "137-п"
        assert not record.needs_review


def test_a_reading_that_nobody_read_is_not_taken(librarian: TestClient, district: District) -> None:
    assert edit(librarian, district.doubtful, take="number:666").status_code == 400
    assert edit(librarian, district.doubtful, take="shown:1").status_code == 400


def test_what_was_not_touched_stays_read_by_the_machine(librarian: TestClient, district: District) -> None:
    with district.services.database.read() as work:
        before = {one.field: one.value for one in work.records.values(district.budget) if one.shown}
    assert edit(librarian, district.budget, **before).status_code == 303
    with district.services.database.read() as work:
        assert not [one for one in work.records.values(district.budget) if one.source == "entered"]


def test_two_people_at_one_record_do_not_overwrite_each_other(district: District) -> None:
    first, second = staff_of(district, "Иванова"), staff_of(district, "Главный")
    page = second.get(f"/staff/records/{district.doubtful}/edit").text
    version = page.split('name="version" value="')[1].split('"')[0]
    assert edit(first, district.doubtful, number="140-п").status_code == 303
    late = second.post(
        f"/staff/records/{district.doubtful}/edit",
        data={"token": token_of(page), "version": version, "number": "141-п"},
    )
    assert late.status_code == 409
    assert 'value="141-п"' in late.text
    assert "изменил кто-то другой" in words(late.text)
    with district.services.database.read() as work:
        record = work.records.get(district.doubtful)
        assert record is not None
        assert record.number == "140-п"


def test_a_day_that_is_none_is_refused_in_words(librarian: TestClient, district: District) -> None:
    answer = edit(librarian, district.doubtful, date="31.02.2026")
    assert answer.status_code == 400
    assert "не дата" in words(answer.text)


def test_an_emptied_field_is_known_to_be_absent(librarian: TestClient, district: District) -> None:
    assert edit(librarian, district.doubtful, number="").status_code == 303
    with district.services.database.read() as work:
        record = work.records.get(district.doubtful)
        assert record is not None
        assert record.number is None


def test_categories_are_set_by_hand(librarian: TestClient, district: District) -> None:
    assert (
        edit(librarian, district.doubtful, category=["taxes", "budget"], **{"has-category": "1"}).status_code
        == 303
    )
    with district.services.database.read() as work:
        assert {mark.slug for mark in work.records.categories(district.doubtful)} == {"taxes", "budget"}
    assert (
        edit(librarian, district.doubtful, category=["no-such"], **{"has-category": "1"}).status_code == 400
    )


def test_a_record_is_withdrawn_with_a_reason_only_and_comes_back(
    librarian: TestClient, district: District
) -> None:
    address = f"/staff/records/{district.old}"
    assert send(librarian, address + "/edit", address + "/withdraw", reason=" ").status_code == 400
    assert send(librarian, address + "/edit", address + "/withdraw", reason="Ошибка").status_code == 303
    assert librarian.get(f"/records/{district.old}").status_code == 410
    district.index()
    asked = {"q": "исключительное право администрации"}
    assert client_of(district).get("/api/v1/search", params=asked).json()["total_all_words"] == 0
    restored = librarian.post(
        address + "/restore", data={"token": token_of(librarian.get(f"/records/{district.old}").text)}
    )
    assert restored.status_code == 303
    assert librarian.get(f"/records/{district.old}").status_code == 200


def test_an_original_is_destroyed_by_an_administrator_alone(district: District) -> None:
    edit_address = f"/staff/records/{district.budget}/edit"
    address = f"/staff/records/{district.budget}/originals/{district.sha256}"
    librarian, administrator = staff_of(district, "Иванова"), staff_of(district, "Главный")
    assert send(librarian, edit_address, address, reason="так").status_code == 403
    assert send(administrator, edit_address, address, reason=" ").status_code == 400
    other = f"/staff/records/{district.old}/originals/{district.sha256}"
    assert send(administrator, edit_address, other, reason="чужой").status_code == 404
    assert send(administrator, edit_address, address, reason="Личные данные").status_code == 303
    assert not district.services.originals.path(district.sha256).exists()
    assert administrator.get(f"/originals/{district.budget}/{district.sha256}").status_code == 404
    with district.services.database.read() as work:
        entry = work.audit.of(f"original:{district.sha256}")[0]
        assert (entry.actor, entry.after) == ("Главный", "Личные данные")


def test_a_held_record_is_opened_to_readers(librarian: TestClient, district: District) -> None:
    address = f"/staff/records/{district.held}"
    assert client_of(district).get(f"/records/{district.held}").status_code == 404
    assert send(librarian, address + "/edit", address + "/visibility", visibility="public").status_code == 303
    assert client_of(district).get(f"/records/{district.held}").status_code == 200
    assert send(librarian, address + "/edit", address + "/visibility", visibility="x").status_code == 400
    with district.services.database.read() as work:
        record = work.records.get(district.held)
        assert record is not None
        assert record.visibility == Visibility.PUBLIC


def test_a_confirmed_repeal_loses_its_doubt_and_a_refused_one_its_effect(
    librarian: TestClient, district: District
) -> None:
    page = librarian.get(f"/records/{district.old}").text
    action = page.split(f'action="/staff/records/{district.old}/relations/')[1].split('"')[0]
    address = f"/staff/records/{district.old}/relations/{action}"
    assert librarian.post(address, data={"token": token_of(page), "answer": "yes"}).status_code == 303
    assert "не проверено" not in words(librarian.get(f"/records/{district.old}").text)
    assert librarian.post(address, data={"token": token_of(page), "answer": "no"}).status_code == 303
    assert "Утратил силу" not in words(librarian.get(f"/records/{district.old}").text)
    other = f"/staff/records/{district.fact}/relations/{action}"
    assert librarian.post(other, data={"token": token_of(page), "answer": "yes"}).status_code == 404


def test_the_review_queue_says_what_is_doubtful_and_empties(
    librarian: TestClient, district: District
) -> None:
    page = words(librarian.get("/staff/review").text)
    assert "Источники расходятся: номер" in page
    assert "Текст ждёт чтения" in page
    for record in (district.budget, district.doubtful, district.scan):
        answer = edit(librarian, record, done="reviewed", review="1")
        assert answer.headers["location"].startswith("/staff/review")
    assert "Проверять нечего" in words(librarian.get("/staff/review").text)


def test_held_records_are_listed_and_opened_by_one_button(librarian: TestClient, district: District) -> None:
    page = words(librarian.get("/staff/review").text)
    assert "1 документ читатели пока не видят" in page
    assert "О вопросе под замком" in page
    address = f"/staff/records/{district.held}/visibility"
    opened = send(librarian, "/staff/review", address, visibility="public", review="1")
    assert opened.headers["location"] == "/staff/review?done=visibility"
    assert "О вопросе под замком" not in words(librarian.get("/staff/review").text)
    assert client_of(district).get(f"/records/{district.held}").status_code == 200


def test_the_intake_page_says_what_came_and_what_to_do(librarian: TestClient) -> None:
    page = words(librarian.get("/staff/intake").text)
    for said in (
        "Последняя проверка",
        "Последняя резервная копия — 30 дней назад",
        "реш 12 (2) испр.doc",
        "7 файлов: 6 новых, 1 уже есть",
        "Снимите пароль",
        "нужна проверка",
        "Файл ещё копируется",
        "свободно на диске",
    ):
        assert said in page, said


def test_the_ledger_is_filtered_sorted_and_paged_by_its_address(librarian: TestClient) -> None:
    rejected = librarian.get("/staff/intake?tab=rejected").text
    assert rejected.count("<tr>") == 2
    assert "прил 4.xlsx" in rejected
    assert librarian.get("/staff/intake?text=тарифы").text.count("<tr>") == 2
    assert "Здесь пусто" in librarian.get("/staff/intake?day=1999-01-01").text
    by_name = librarian.get("/staff/intake?sort=path").text
    assert by_name.index("Бюджет 2027.zip") < by_name.index("тарифы 137-п.docx")
    assert librarian.get("/staff/intake?sort=x&tab=y&day=z&page=0").status_code == 200


def test_a_full_disk_is_said_on_the_intake_page(librarian: TestClient, district: District) -> None:
    assert "приём остановлен" not in librarian.get("/staff/intake").text
    with district.services.database.write() as work:
        work.notes.set("intake_state", '{"state": "disk-full"}')
    assert "приём остановлен" in librarian.get("/staff/intake").text


def test_a_rejected_file_is_taken_up_again(librarian: TestClient, district: District) -> None:
    address = f"/staff/intake/{district.rejected}"
    assert send(librarian, address, address + "/retry").status_code == 303
    with district.services.database.read() as work:
        row = work.ledger.get(district.rejected)
        assert row is not None
        assert row.state == LedgerState.STORED
    again = send(librarian, "/staff/selections/new", address + "/retry")
    assert again.status_code == 409


def test_an_archive_shows_its_members_and_the_receipt_lists_the_day(
    librarian: TestClient, district: District
) -> None:
    assert "доходы.docx" in librarian.get(f"/staff/intake/{district.archive}").text
    today = district.services.clock.now().astimezone(district.services.clock.zone).date()
    receipt = words(librarian.get(f"/staff/receipts/{today.isoformat()}").text)
    assert "Поступило 7 файлов." in receipt
    assert librarian.get("/staff/receipts/вчера").status_code == 404


def test_the_journal_shows_changes_but_accounts_to_administrators_only(district: District) -> None:
    librarian, administrator = staff_of(district, "Иванова"), staff_of(district, "Главный")
    edit(librarian, district.doubtful, number="150-п")
    assert "131-п → 150-п" in words(librarian.get("/staff/audit").text)
    assert "завёл учётную запись" not in words(librarian.get("/staff/audit").text)
    assert "завёл учётную запись" in words(administrator.get("/staff/audit").text)
    assert "150-п" not in words(librarian.get("/staff/audit?text=подборк").text)


def test_accounts_are_made_changed_and_closed(administrator: TestClient, district: District) -> None:
    users = "/staff/users"
    made = send(administrator, users, users, name="Новая", password="длинный пароль", role="clerk")
    assert made.status_code == 303
    short = send(administrator, users, users, name="Другая", password="x", role="clerk")
    assert short.status_code == 400
    with district.services.database.read() as work:
        account = work.accounts.by_name("Новая")
        assert account is not None
    client = staff_of(district, "Новая")
    assert (
        send(administrator, users, f"{users}/{account.id}", action="role", role="librarian").status_code
        == 303
    )
    assert client.get("/staff/review").status_code == 200
    assert send(administrator, users, f"{users}/{account.id}", action="disable").status_code == 303
    assert client.get("/staff/review").status_code == 303


def test_the_last_administrator_is_not_closed(administrator: TestClient, district: District) -> None:
    with district.services.database.read() as work:
        account = work.accounts.by_name("Главный")
        assert account is not None
    answer = send(administrator, "/staff/users", f"/staff/users/{account.id}", action="disable")
    assert answer.status_code == 400
    assert "последний администратор" in words(answer.text)


def test_headings_are_added_renamed_and_moved(librarian: TestClient, district: District) -> None:
    address = "/staff/headings"
    fields = {"id": "pp-roads", "label_ru": "Дороги района", "parent": "pp", "action": "add"}
    assert send(librarian, address, address, **fields).status_code == 303
    assert "Дороги района" in librarian.get("/headings").text
    moved = {"id": "pp-roads", "label_ru": "Дороги", "label_en": "Roads", "parent": "", "action": "rename"}
    assert send(librarian, address, address, **moved).status_code == 303
    with district.services.database.read() as work:
        found = next(one for one in work.headings.tree(frozenset()) if one.id == "pp-roads")
        assert (found.label_ru, found.label_en, found.parent) == ("Дороги", "Roads", None)
    for bad in ({"id": "Плохо"}, {"id": "pp-roads"}, {"id": "x", "label_ru": ""}):
        assert send(librarian, address, address, **{**fields, **bad}).status_code in (400,)
    loop = {"id": "pp", "label_ru": "Пресс-папки", "parent": "pp-budget", "action": "rename"}
    assert send(librarian, address, address, **loop).status_code == 400


def test_a_record_is_put_under_headings_by_hand(librarian: TestClient, district: District) -> None:
    address = f"/staff/records/{district.fact}"
    answer = send(librarian, address + "/edit", address + "/headings", heading=["pp-servants"])
    assert answer.status_code == 303
    assert "Приём граждан" in words(librarian.get("/headings/pp-servants").text)


@pytest.mark.parametrize("field", ["title", "number", "issuer", "annotation"])
def test_markup_that_a_librarian_types_is_shown_as_text(
    librarian: TestClient, district: District, field: str
) -> None:
    typed = {field: '<img src=x onerror="a">{{7*19181}}'}
    assert edit(librarian, district.doubtful, **typed).status_code == 303
    for address in (f"/records/{district.doubtful}", "/", f"/staff/records/{district.doubtful}/edit"):
        page = librarian.get(address).text
        assert "<img src=x" not in page
        assert "134267" not in page


def test_the_journal_speaks_of_selections_orders_and_programs_in_words(district: District) -> None:
    made, _issue = published(district, "Дороги", [district.doubtful])
    order = ordered(district).order
    with district.services.database.write() as work:
        work.audit.add(
            "intake", "visibility", f"record:{district.doubtful}", "visibility", "", "staff: правило"
        )
        work.audit.add("office", "move-order", f"order:{order.id}", "state", "accepted", "sent")
    page = staff_of(district, "Иванова").get("/staff/audit").text
    said = words(page)
    assert "выпустил: подборка" in said
    assert "приём изменил, кому виден" in said
    assert "— → Только сотрудникам: правило" in said
    assert f"канцелярия изменил состояние заказа: заказ {order.number}" in said
    assert f"/staff/orders/{order.number}" in page
    assert "в работе → отправлен" in said
    assert f"/staff/selections/{made.id}/history" in page


def test_the_history_of_a_record_names_programs_and_visibility_in_words(district: District) -> None:
    with district.services.database.write() as work:
        work.audit.add(
            "intake", "visibility", f"record:{district.doubtful}", "visibility", "", "staff: правило"
        )
    client = staff_of(district, "Иванова")
    for path in (f"/records/{district.doubtful}", f"/staff/records/{district.doubtful}/edit"):
        said = words(client.get(path).text)
        assert "приём: изменил, кому виден" in said
        assert "— → Только сотрудникам: правило" in said
