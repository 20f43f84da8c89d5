"""What waits is said beside the links, to those who serve orders alone."""

from __future__ import annotations

from datetime import date

from tests.web.conftest import client_of, staff_of, words
from tests.web.district import District
from tests.web.ordering import late, ordered


def test_librarians_are_reminded_of_late_orders_and_lost_letters_and_others_are_not(
    district: District,
) -> None:
    number = ordered(district).order.number
    late(district, number, date(2026, 11, 1))
    with district.services.database.write() as work:
        work.mails.fail(work.mails.of_order(1)[0].id, "Такого адреса нет.")
    said = words(staff_of(district, "Иванова").get("/").text)
    assert "Заказы: просрочен 1" in said
    assert "Письма: не ушло 1" in said
    assert "Orders: 1 overdue" in words(staff_of(district, "Иванова").get("/en/").text)
    for client in (staff_of(district, "Помощник"), client_of(district)):
        assert "просрочен" not in words(client.get("/").text)


def test_nothing_is_said_where_nothing_waits(district: District) -> None:
    ordered(district)
    said = words(staff_of(district, "Иванова").get("/").text)
    assert "Заказы" in said
    assert "просрочен" not in said
