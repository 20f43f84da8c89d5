"""The librarians' desk of orders and their letters: days, steps, two at once, nothing twice."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from catalog.orders import Channel, Mail, MailDraft, MailState, OrderState
from tests.web.conftest import client_of, staff_of, token_of, words
from tests.web.district import District
from tests.web.dossiers import make_files, published
from tests.web.ordering import CUSTOMER, desk_at, hidden, kept, late, letters, ordered, step_of


def press(client: TestClient, number: str, do: str, **fields: str):  # type: ignore[no-untyped-def]
    """Press a button of an order's page as it stands now."""
    page = client.get(f"/staff/orders/{number}").text
    return client.post(f"/staff/orders/{number}", data=hidden(page) | {"do": do} | fields)


def mails_of(district: District, number: str) -> list[Mail]:
    """The letters about an order."""
    with district.services.database.read() as work:
        return work.mails.of_order(kept(district, number).id)


def failed(district: District, number: str) -> Mail:
    """The last letter of an order, given up by the office."""
    mail = mails_of(district, number)[-1]
    with district.services.database.write() as work:
        work.mails.fail(mail.id, "Сервер почты не принял письмо: такого адреса нет.")
    return mail


def test_late_orders_stand_first_then_those_due_soon_then_the_rest(
    librarian: TestClient, district: District
) -> None:
    numbers = [ordered(district, subject=f"Подборка {at}").order.number for at in range(4)]
    late(district, numbers[2], date(2026, 11, 20))
    late(district, numbers[1], date(2026, 11, 25))
    late(district, numbers[3], date(2027, 1, 5))
    said = words(librarian.get("/staff/orders").text)
    at = [said.index(number) for number in (numbers[2], numbers[1], numbers[0], numbers[3])]
    assert at == sorted(at)
    for heading in ("Просрочены", "Скоро срок", "Остальные"):
        assert heading in said
    assert "просрочен на 4 дня" in said
    assert "1 заказ просрочен" in said
    assert "Заказы: просрочен 1" in said


def test_orders_are_found_by_state_channel_and_words_and_paged(
    librarian: TestClient, district: District
) -> None:
    for at in range(31):
        ordered(district, subject=f"Подборка {at}", channel=Channel.LINK, email="")
    fax = ordered(district, subject="Уставы сельсоветов", channel=Channel.FAX, phone="8 (000) 2-13-14")
    assert "32 заказа" in words(librarian.get("/staff/orders").text)
    assert "page=2" in librarian.get("/staff/orders").text
    assert librarian.get("/staff/orders?page=2&sort=oldest").text.count('class="nr"') == 2
    for query in ("q=уставы", "channel=fax", "sort=newest&q=2026-0032", "state=new&q=Уставы"):
        page = librarian.get(f"/staff/orders?{query}").text
        assert page.count('class="nr"') == 1, query
        assert fax.order.number in page
    assert librarian.get("/staff/orders?state=x&channel=y&sort=z&page=abc&tab=q").status_code == 200
    assert "Таких заказов нет" in words(librarian.get("/staff/orders?q=кикимора").text)


def test_the_register_is_a_table_without_formulas(librarian: TestClient, district: District) -> None:
    ordered(district, subject="=HYPERLINK(1)")
    answer = librarian.get("/staff/orders/register?tab=all")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["№ заказа"] == "2026-0001"
    assert not rows[0]["Что заказано"].startswith("=")


def test_an_order_goes_its_whole_way_on_the_page(librarian: TestClient, district: District) -> None:
    placed = ordered(district, channel=Channel.COURIER, address="ул. Мира, 1")
    number = placed.order.number
    _, issue = published(district, "Бюджет района", [district.budget])
    assert press(librarian, number, "accept").status_code == 303
    assert press(librarian, number, "fulfil", publication=str(issue.id), format="docx").status_code == 303
    sheet = librarian.get(f"/staff/orders/{number}/sheet?sheets=12")
    assert sheet.content.startswith(b"PK")
    assert "%D0%A1%D0%BE%D0%BF" in sheet.headers["content-disposition"]
    for do, state in (
        ("send", OrderState.SENT),
        ("hand-over", OrderState.HANDED_OVER),
        ("close", OrderState.CLOSED),
    ):
        answer = press(librarian, number, do)
        assert answer.status_code == 303, words(answer.text)
        assert kept(district, number).state is state
    said = words(librarian.get(f"/staff/orders/{number}").text)
    assert "Иванова" in said
    assert "закрыт" in said
    assert "Взять в работу" not in said


def test_an_order_is_fulfilled_by_the_code_of_any_issue(librarian: TestClient, district: District) -> None:
    number = ordered(district).order.number
    _, issue = published(district, "Бюджет района", [district.budget])
    wrong = press(librarian, number, "fulfil", code="AAAA-BBBB-CCCC")
    assert wrong.status_code in (404, 422)
    answer = press(librarian, number, "fulfil", code=issue.code.lower().replace("-", " "))
    assert answer.status_code == 303
    assert kept(district, number).publication == issue.id


def test_a_selection_is_found_by_its_title_or_begun(librarian: TestClient, district: District) -> None:
    number = ordered(district, subject="Всё о бюджете").order.number
    _, issue = published(district, "Бюджет района", [district.budget])
    page = librarian.get(f"/staff/orders/{number}?find=бюджет").text
    assert f'name="publication" value="{issue.id}"' in page
    assert press(librarian, number, "fulfil").status_code == 422
    answer = press(librarian, number, "begin")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/staff/selections/")
    assert kept(district, number).selection is not None
    assert "Всё о бюджете" in words(librarian.get(f"/staff/orders/{number}").text)


def test_nothing_is_sent_twice_when_a_librarian_presses_twice(
    librarian: TestClient, district: District
) -> None:
    number = ordered(district).order.number
    _, issue = published(district, "Бюджет района", [district.budget])
    for do, fields in (
        ("accept", {}),
        ("write", {"message": "Уточните, за какие годы."}),
        ("fulfil", {"publication": str(issue.id), "format": "pdf", "message": "Готово."}),
        ("refuse", {"message": "Не вышло."}),
    ):
        page, before = librarian.get(f"/staff/orders/{number}").text, letters(district)
        answers = [
            librarian.post(f"/staff/orders/{number}", data=hidden(page) | {"do": do} | fields)
            for _ in range(2)
        ]
        assert answers[0].status_code == 303, do
        assert letters(district) == before + 1, do
        assert answers[1].status_code in (303, 409), do
    mail = failed(district, number)
    token = token_of(librarian.get("/staff/mails").text)
    sent = [librarian.post(f"/staff/mails/{mail.id}", data={"token": token, "do": "again"}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [303, 409]


def test_the_second_of_two_librarians_is_told_and_what_they_typed_is_kept(district: District) -> None:
    first, second = staff_of(district, "Иванова"), staff_of(district, "Главный")
    number = ordered(district).order.number
    page = second.get(f"/staff/orders/{number}").text
    press(first, number, "accept")
    typed = "Этих документов <b>нет</b>."
    answer = second.post(f"/staff/orders/{number}", data=hidden(page) | {"do": "refuse", "message": typed})
    assert answer.status_code == 409
    said = words(answer.text)
    assert "тем временем изменил" in said
    assert "Этих документов &lt;b&gt;нет&lt;/b&gt;." in answer.text
    assert "в работе" in said
    assert kept(district, number).state is OrderState.ACCEPTED
    again = second.post(
        f"/staff/orders/{number}", data=hidden(answer.text) | {"do": "refuse", "message": typed}
    )
    assert again.status_code == 303
    assert kept(district, number).state is OrderState.REFUSED


def test_two_who_correct_the_same_order_do_not_overwrite_one_another(district: District) -> None:
    first, second = staff_of(district, "Иванова"), staff_of(district, "Главный")
    number = ordered(district).order.number
    address = f"/staff/orders/{number}/edit"
    page = second.get(address).text
    fields = {"subject": "Бюджет", "channel": "mail", "format": "pdf", "email": CUSTOMER, "customer": "Отдел"}
    fields |= {"needed_by": "2026-12-10"}
    assert first.post(address, data=hidden(first.get(address).text) | fields).status_code == 303
    answer = second.post(address, data=hidden(page) | fields | {"subject": "Другое"})
    assert answer.status_code == 409
    assert "Другое</textarea>" in answer.text
    assert kept(district, number).subject == "Бюджет"
    assert second.post(address, data=hidden(answer.text) | fields | {"subject": "Другое"}).status_code == 303
    assert kept(district, number).subject == "Другое"
    wrong = second.post(address, data=hidden(second.get(address).text) | fields | {"email": "нет"})
    assert wrong.status_code == 422
    assert 'id="email-fault"' in wrong.text


def test_a_refusal_needs_a_reason(librarian: TestClient, district: District) -> None:
    number = ordered(district).order.number
    answer = press(librarian, number, "refuse", message="  ")
    assert answer.status_code == 422
    assert kept(district, number).state is OrderState.NEW
    assert press(librarian, number, "nonsense").status_code == 400


def test_a_customer_reads_what_is_for_them_and_not_what_is_for_staff(
    librarian: TestClient, district: District
) -> None:
    placed = ordered(district)
    number = placed.order.number
    press(librarian, number, "write", message="Уточните годы.")
    with district.services.database.write() as work:
        moment = district.services.clock.now()
        work.orders.say(placed.order.id, "Тайнослово", moment=moment, actor="office", told=False)
    page = client_of(district).get(f"/orders/{number}?key={placed.token}").text
    assert "Уточните годы." in page
    assert "Тайнослово" not in page
    assert "Иванова" not in page
    assert "Тайнослово" in librarian.get(f"/staff/orders/{number}").text


def test_letters_that_did_not_go_are_counted_sent_again_settled_or_stopped(
    librarian: TestClient, district: District
) -> None:
    number = ordered(district).order.number
    mail = failed(district, number)
    page = librarian.get("/staff/mails").text
    assert "Письма: не ушло 1" in words(page)
    assert "такого адреса нет" in words(page)
    token = token_of(page)

    def do(what: str) -> int:
        data = {"token": token, "do": what, "back": "order"}
        return int(librarian.post(f"/staff/mails/{mail.id}", data=data).status_code)

    assert do("again") == 303
    assert mails_of(district, number)[-1].state is MailState.WAITING
    assert do("cancel") == 303
    assert mails_of(district, number)[-1].state is MailState.FAILED
    assert do("cancel") == 409
    assert do("went") == 303
    assert mails_of(district, number)[-1].state is MailState.SENT
    assert do("went") == 409
    assert do("nonsense") == 400
    assert "не ушло" not in words(librarian.get("/staff/intake").text)


def test_a_letter_that_is_sent_again_goes_to_the_corrected_address(
    librarian: TestClient, district: District
) -> None:
    number = ordered(district).order.number
    mail = failed(district, number)
    fields = {"subject": "Бюджет", "channel": "mail", "format": "pdf", "customer": "Отдел"}
    fields |= {"email": "verno@zarechny.example", "needed_by": "2026-12-10"}
    address = f"/staff/orders/{number}/edit"
    assert librarian.post(address, data=hidden(librarian.get(address).text) | fields).status_code == 303
    token = token_of(librarian.get("/staff/mails").text)
    librarian.post(f"/staff/mails/{mail.id}", data={"token": token, "do": "again"})
    assert mails_of(district, number)[-1].recipient == "verno@zarechny.example"


def test_many_letters_are_paged(librarian: TestClient, district: District) -> None:
    with district.services.database.write() as work:
        for at in range(65):
            draft = MailDraft(message_id=f"m{at}@x", recipient=CUSTOMER, subject=f"Письмо {at}", body="")
            work.mails.queue(draft, district.services.clock.now())
    assert librarian.get("/staff/mails?tab=waiting&page=3").text.count('class="name"') == 5


@pytest.mark.parametrize("address", ["/api/v1/orders", "/api/v1/orders/2026-0001"])
def test_the_api_tells_orders_to_staff_alone(district: District, address: str) -> None:
    ordered(district)
    answer = client_of(district).get(address)
    assert answer.status_code == 403
    assert answer.json()["error"]["status"] == 403


def test_the_api_answers_as_it_is_described(district: District) -> None:
    own, other = ordered(district, account="Помощник").order.number, ordered(district).order.number
    clerk, librarian = staff_of(district, "Помощник"), staff_of(district, "Иванова")
    schemas = librarian.get("/api/v1/openapi.json").json()["components"]["schemas"]
    listed = librarian.get("/api/v1/orders?limit=1").json()
    assert listed["total"] == 2
    assert set(listed["orders"][0]) == set(schemas["Order"]["required"])
    assert {one["number"] for one in clerk.get("/api/v1/orders").json()["orders"]} == {own}
    whole = librarian.get(f"/api/v1/orders/{other}").json()
    assert set(whole) == set(schemas["WholeOrder"]["required"])
    assert whole["mails"][0]["state"] == "waiting"
    assert clerk.get(f"/api/v1/orders/{other}").status_code == 404
    assert clerk.get(f"/api/v1/orders/{own}").json()["mails"] == []
    for wrong in ("state=x", "channel=x", "limit=101", "offset=-1"):
        assert librarian.get(f"/api/v1/orders?{wrong}").status_code == 400


def test_the_link_of_a_customer_opens_from_the_desk_too(librarian: TestClient, district: District) -> None:
    placed = ordered(district)
    make_files(district)
    desk = desk_at(district)
    with district.services.database.write() as work:
        desk.withdraw(work, placed.order.id)
    page = librarian.get(f"/staff/orders/{placed.order.number}").text
    found = re.search(r'href="(/orders/[^"]+)"', page)
    assert found is not None
    assert urlsplit(found.group(1)).query == ""
    assert step_of(district, placed.order.number).order == placed.order.id


def test_a_clerk_sees_orders_as_their_own_and_not_as_what_the_library_owes(district: District) -> None:
    ordered(district, account="Помощник")
    mine = words(staff_of(district, "Помощник").get("/staff/orders").text)
    theirs = words(staff_of(district, "Иванова").get("/staff/orders").text)
    assert mine.startswith("Мои заказы —")
    assert "Выполняются" in mine
    assert "Ждут нас" not in mine
    assert "Ждут нас" in theirs
    assert "Мои заказы" not in theirs


def test_a_librarian_sees_which_language_a_customer_is_written_to_in(district: District) -> None:
    librarian = staff_of(district, "Иванова")
    english = ordered(district, language="en").order.number
    assert "Письма заказчику на английском" in words(librarian.get(f"/staff/orders/{english}").text)
    russian = ordered(district).order.number
    assert "Письма заказчику" not in words(librarian.get(f"/staff/orders/{russian}").text)
    assert "Letters to the customer in Russian" in words(librarian.get(f"/en/staff/orders/{russian}").text)
