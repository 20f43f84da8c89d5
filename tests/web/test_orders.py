"""Orders as customers see them: the form keeps what was typed, the page opens to its key alone."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from catalog.orders import Channel, OrderState
from tests.web.conftest import OUTSIDE, client_of, staff_of, token_of, words
from tests.web.district import District
from tests.web.dossiers import make_files, published
from tests.web.ordering import CUSTOMER, DAY, desk_at, fill_in, hidden, kept, late, letters, ordered, step_of

WISH = {"subject": "Бюджет района", "customer": "Семёнова А. П.", "email": CUSTOMER, "needed_by": DAY}


@pytest.fixture
def customer(district: District) -> TestClient:
    """Somebody without an account, outside the library."""
    return client_of(district, at=OUTSIDE)


def place(client: TestClient, channel: str = "mail", **fields: str) -> str:
    """Place an order; the address of its page."""
    answer = fill_in(client, client.get(f"/orders/new?channel={channel}").text, **(WISH | fields))
    assert answer.status_code == 303, words(answer.text)
    return str(answer.headers["location"])


def test_the_first_step_asks_how_and_the_second_only_for_what_that_way_needs(customer: TestClient) -> None:
    first = customer.get("/orders/new")
    assert first.text.count('name="channel"') == len(Channel)
    fields = {"mail": {"email"}, "courier": {"address", "phone", "email"}, "fax": {"phone", "email"}}
    fields |= {"post": {"address", "email"}, "pick-up": {"phone", "email"}, "link": {"email"}}
    for channel, wanted in fields.items():
        page = customer.get(f"/orders/new?channel={channel}").text
        assert {name for name in ("email", "phone", "address") if f'id="{name}"' in page} == wanted
    assert 'value="zip"' in customer.get("/orders/new?channel=mail").text
    assert 'value="zip"' not in customer.get("/orders/new?channel=post").text


def test_another_way_can_be_chosen_without_losing_what_was_typed(customer: TestClient) -> None:
    page = customer.get("/orders/new?channel=mail").text
    back = fill_in(customer, page, **WISH, step="channel")
    assert 'type="radio" name="channel"' in back.text
    asked = hidden(back.text) | {"token": token_of(back.text), "channel": "courier", "step": "fields"}
    again = customer.post("/orders/new", data=asked)
    assert "Бюджет района</textarea>" in again.text
    assert f'value="{CUSTOMER}"' in again.text
    assert 'id="address"' in again.text


def test_faults_stand_beside_their_fields_and_what_was_typed_stays(
    customer: TestClient, district: District
) -> None:
    page = customer.get("/orders/new?channel=mail").text
    answer = fill_in(
        customer,
        page,
        subject="",
        customer="",
        email="не адрес",
        needed_by="2026-11-01",
        organisation="Отдел",
    )
    assert answer.status_code == 422
    for name in ("subject", "email", "needed_by"):
        assert f'id="{name}-fault"' in answer.text
        assert f'href="#{name}"' in answer.text
    assert 'value="не адрес"' in answer.text
    assert 'value="Отдел"' in answer.text
    assert "Этот день уже прошёл" in words(answer.text)
    assert letters(district) == 0
    wrong_day = fill_in(customer, page, **(WISH | {"needed_by": "31.02.2027"}))
    assert wrong_day.status_code == 422
    assert "Такого дня нет" in words(wrong_day.text)


def test_english_faults_are_english(customer: TestClient) -> None:
    page = customer.get("/en/orders/new?channel=mail").text
    answer = customer.post("/en/orders/new", data=hidden(page) | {"step": "place", "subject": ""})
    assert answer.status_code == 422
    assert "Say which selection you need" in words(answer.text)
    assert "Напишите" not in words(answer.text)


def test_a_day_may_be_typed_as_people_write_it(customer: TestClient, district: District) -> None:
    place(customer, needed_by="10.12.2026")
    assert kept(district, "2026-0001").needed_by == date(2026, 12, 10)


def test_the_page_of_an_order_has_a_number_and_an_address_of_its_own(customer: TestClient) -> None:
    address = place(customer)
    asked = parse_qs(urlsplit(address).query)
    assert urlsplit(address).path == "/orders/2026-0001"
    assert len(asked["key"][0]) > 40
    page = customer.get(address)
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    said = words(page.text)
    assert "Заказ № 2026-0001" in said
    assert "Дальше библиотекарь возьмёт его в работу" in said
    assert "10 декабря 2026 г." in said


def test_pressing_twice_places_one_order(customer: TestClient, district: District) -> None:
    page = customer.get("/orders/new?channel=mail").text
    first, second = fill_in(customer, page, **WISH), fill_in(customer, page, **WISH)
    assert first.headers["location"] == second.headers["location"]
    with district.services.database.read() as work:
        assert work.orders.counts() == {OrderState.NEW: 1}
    assert letters(district) == 1
    other = fill_in(customer, page, **(WISH | {"subject": "Ещё одна подборка"}))
    assert other.headers["location"] != first.headers["location"]


def test_somebody_else_finds_no_order_and_no_difference(customer: TestClient, district: District) -> None:
    placed = ordered(district)
    own, other = placed.order.number, "2026-0999"
    answers = [
        customer.get(f"/orders/{number}{key}")
        for number in (own, other)
        for key in ("", "?key=", "?key=wrong", f"?key={placed.token[:-1]}", "?key=" + "я" * 300)
    ]
    assert {answer.status_code for answer in answers} == {404}
    said = {re.sub(r"/orders/\S+", "", words(answer.text)) for answer in answers}
    assert len(said) == 1
    assert customer.get(f"/orders/{own}?key={placed.token}").status_code == 200
    assert customer.get(f"/orders/new?again={own}&key=wrong").status_code == 404
    page = customer.get("/orders/new?channel=link").text
    for action in ("withdraw", "file"):
        answer = customer.post(f"/orders/{own}/{action}", data={"token": token_of(page), "key": "wrong"})
        assert answer.status_code == 404
    assert kept(district, own).state is OrderState.NEW


def test_keys_are_compared_in_constant_time(
    customer: TestClient, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    import secrets

    seen: list[tuple[str, str]] = []
    right = secrets.compare_digest

    def counted(one: str, other: str) -> bool:
        seen.append((one, other))
        return right(one, other)

    monkeypatch.setattr("web.pages.orders.secrets.compare_digest", counted)
    placed = ordered(district)
    for number in (placed.order.number, "2026-0999"):
        customer.get(f"/orders/{number}?key=wrong")
    assert [len(one) == len(other) == 64 for one, other in seen] == [True, True]


def test_the_key_of_an_order_is_in_no_log_and_no_error_page(
    district: District, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    placed = ordered(district)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("web.pages.orders.steps_of", broken)
    client = TestClient(client_of(district).app, raise_server_exceptions=False)
    answer = client.get(f"/orders/{placed.order.number}?key={placed.token}", headers={"host": "testserver"})
    assert answer.status_code == 500
    assert placed.token not in caplog.text
    assert caplog.text.count("unforeseen")


def test_clerks_see_their_own_orders_and_librarians_all(district: District) -> None:
    own, other = ordered(district, account="Помощник"), ordered(district)
    clerk, librarian = staff_of(district, "Помощник"), staff_of(district, "Иванова")
    assert clerk.get(f"/orders/{own.order.number}").status_code == 200
    assert clerk.get(f"/orders/{other.order.number}").status_code == 404
    assert librarian.get(f"/orders/{other.order.number}").status_code == 200
    assert clerk.get(f"/staff/orders/{own.order.number}").status_code == 403
    assert clerk.get("/staff/mails").status_code == 403
    listed = clerk.get("/staff/orders?tab=all").text
    assert own.order.number in listed
    assert other.order.number not in listed
    assert other.order.number not in clerk.get("/staff/orders/register?tab=all").text
    assert other.order.number in librarian.get("/staff/orders/register?tab=all").text


def test_an_order_is_withdrawn_once_and_the_library_is_told(customer: TestClient, district: District) -> None:
    placed = ordered(district)
    address = f"/orders/{placed.order.number}?key={placed.token}"
    page = customer.get(address).text
    sent = {"token": token_of(page), "key": placed.token}
    for _ in range(2):
        answer = customer.post(f"/orders/{placed.order.number}/withdraw", data=sent)
        assert answer.status_code == 303
    assert kept(district, placed.order.number).state is OrderState.WITHDRAWN
    assert letters(district) == 2
    assert "Отозвать заказ" not in words(customer.get(address).text)


def test_as_last_year_fills_the_form_with_the_same_wish_and_a_new_day(
    customer: TestClient, district: District
) -> None:
    placed = ordered(district)
    late(district, placed.order.number, date(2025, 12, 10))
    page = customer.get(f"/orders/new?again={placed.order.number}&key={placed.token}").text
    assert "Бюджет района за три года</textarea>" in page
    assert 'value="2026-12-10"' in page
    answer = fill_in(customer, page, subject="Бюджет", customer="Семёнова", email=CUSTOMER, needed_by=DAY)
    assert answer.status_code == 303
    assert kept(district, "2026-0002").again_of == placed.order.id


def test_the_form_is_filled_from_a_selection_a_record_and_a_search(
    customer: TestClient, district: District
) -> None:
    selection, _ = published(district, "Бюджет района", [district.budget])
    page = customer.get(f"/orders/new?selection=dossier/{selection.slug}&channel=link").text
    assert "«Бюджет района»</textarea>" in page
    answer = fill_in(customer, page, subject="«Бюджет района»", customer="Отдел")
    assert kept(district, urlsplit(answer.headers["location"]).path.split("/")[-1]).selection == selection.id
    record = words(customer.get(f"/orders/new?record={district.budget}&channel=link").text)
    assert "№ 41/3" in record
    assert "по запросу «налог»" in words(customer.get("/orders/new?search=налог&channel=link").text)


def test_what_is_hidden_cannot_be_ordered_by_its_address(customer: TestClient, district: District) -> None:
    selection, _ = published(district, "Закрытое досье", [district.budget], public=False)
    for asked in (
        f"record={district.held}",
        f"record={district.staff}",
        f"record={district.withdrawn}",
        "record=9999999",
        "record=x",
        f"selection=dossier/{selection.slug}",
        "selection=dossier/no-such",
        "selection=x",
    ):
        answer = customer.get(f"/orders/new?{asked}")
        assert answer.status_code == 404, asked
        assert "Закрытое" not in answer.text


def test_too_many_orders_of_one_address_are_put_off_with_their_words_kept(
    customer: TestClient, district: District
) -> None:
    for at in range(10):
        place(customer, subject=f"Подборка {at}")
    answer = fill_in(customer, customer.get("/orders/new?channel=mail").text, **WISH)
    assert answer.status_code == 429
    assert "не больше 10 заказов" in words(answer.text)
    assert "исправьте отмеченное" not in words(answer.text)
    assert "Бюджет района</textarea>" in answer.text
    clerk = staff_of(district, "Помощник")
    page = clerk.get("/orders/new?channel=link").text
    signed_in = fill_in(clerk, page, subject="Ещё одна", customer="Помощник")
    assert signed_in.status_code == 303


def test_when_an_address_got_too_many_letters_the_page_says_so_and_the_order_stands(
    customer: TestClient, district: District
) -> None:
    for at in range(5):
        assert "done=ordered" in place(customer, subject=f"Подборка {at}")
    before = letters(district)
    page = customer.get(place(customer))
    assert "письма о том, что заказ получен, не будет" in words(page.text)
    assert letters(district) == before
    english = fill_in_english(customer)
    assert "there will be none to say that the order has come" in words(customer.get(english).text)


def fill_in_english(client: TestClient) -> str:
    """Place an order on the English pages; the address of its page."""
    page = client.get("/en/orders/new?channel=mail").text
    sent = client.post(
        "/en/orders/new", data=hidden(page) | {"token": token_of(page), "step": "place"} | WISH
    )
    assert sent.status_code == 303
    return str(sent.headers["location"])


def test_who_orders_on_the_english_pages_is_written_to_in_english(
    customer: TestClient, district: District
) -> None:
    fill_in_english(customer)
    with district.services.database.read() as work:
        (mail,) = work.mails.due(district.services.clock.now())
        assert mail.subject.endswith("received")
        order = work.orders.get(mail.order or 0)
    assert order is not None
    assert (mail.language, order.language) == ("en", "en")


def test_markup_stays_text_and_line_ends_begin_no_header(customer: TestClient, district: District) -> None:
    nasty = "<script>alert(1)</script>\r\nBcc: victim@example.org"
    address = place(customer, subject=nasty, customer="<b>Семёнова</b>", organisation="Отдел\r\nX-Header: 1")
    page = customer.get(address).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    number = urlsplit(address).path.split("/")[-1]
    order = kept(district, number)
    assert "\n" not in order.organisation
    with district.services.database.read() as work:
        (mail,) = work.mails.of_order(order.id)
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    for bad in ("otdel@zarechny.example\r\nBcc: x@y.example", "a@b.example, c@d.example"):
        answer = fill_in(customer, customer.get("/orders/new?channel=mail").text, **(WISH | {"email": bad}))
        assert answer.status_code == 422


def test_the_file_is_fetched_from_the_page_and_made_again_when_its_days_are_over(
    customer: TestClient, district: District
) -> None:
    placed = ordered(district, channel=Channel.LINK, email="")
    _, issue = published(district, "Бюджет района", [district.budget])
    with district.services.database.write() as work:
        desk_at(district).fulfil(work, step_of(district, placed.order.number), issue.id)
    address = f"/orders/{placed.order.number}?key={placed.token}"
    assert "Файл ещё готовится" in words(customer.get(address).text)
    make_files(district)
    page = customer.get(address).text
    found = re.search(r'href="(/exports/[^"]+/file)"', page)
    assert found is not None
    assert customer.get(found.group(1)).content.startswith(b"%PDF")
    for file in district.services.exports.iterdir():
        if file.is_file():
            file.unlink()
    gone = customer.get(address).text
    assert "Срок хранения файла вышел" in words(gone)
    sent = {"token": token_of(gone), "key": placed.token}
    assert customer.post(f"/orders/{placed.order.number}/file", data=sent).status_code == 303
    make_files(district)
    assert "Скачать" in words(customer.get(address).text)


def test_a_form_that_was_not_filled_in_here_places_nothing(customer: TestClient, district: District) -> None:
    customer.get("/orders/new")
    answer = customer.post("/orders/new", data=WISH | {"channel": "mail", "format": "pdf", "token": "x"})
    assert answer.status_code == 403
    with district.services.database.read() as work:
        assert work.orders.counts() == {}
