"""Axe on the pages of orders, letters and following, as they stand and when something was wrong."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page

from catalog.orders import Channel
from tests.web.district import District
from tests.web.dossiers import make_files, published
from tests.web.ordering import desk_at, late, ordered, step_of
from tests.web.test_axe_forms import at_each_width, press, staff
from tests.web.test_browser import faults_here

__all__ = ["staff"]
pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def numbers(district: District) -> tuple[str, str, str]:
    """A fulfilled order by mail, a late one by courier with a letter that failed, and one to pick up."""
    _, issue = published(district, "Бюджет района", [district.budget, district.old])
    first = ordered(district, organisation="Финансовое управление администрации Заречного района")
    second = ordered(district, channel=Channel.COURIER, address="с. Заречное, ул. Мира, 1")
    third = ordered(district, channel=Channel.PICK_UP, needed_by=None, note="Позвонить.")
    late(district, second.order.number, date(2026, 11, 20))
    desk = desk_at(district)
    with district.services.database.write() as work:
        desk.fulfil(work, step_of(district, first.order.number, "Готово."), issue.id)
        work.mails.fail(work.mails.of_order(second.order.id)[0].id, "Такого адреса нет.")
    make_files(district)
    return first.order.number, second.order.number, third.order.number


@pytest.mark.parametrize("language", ["", "/en"])
def test_no_page_of_orders_has_a_violation(
    staff: Page,
    numbers: tuple[str, str, str],
    language: str,
) -> None:
    ready, overdue, lying = numbers
    found = []
    for way in (
        "/orders/new",
        "/orders/new?channel=fax",
        f"/orders/new?again={ready}",
        f"/orders/{ready}",
        f"/orders/{overdue}",
        "/staff/orders",
        "/staff/orders?tab=all&sort=newest",
        "/staff/orders?q=кикимора",
        f"/staff/orders/{ready}",
        f"/staff/orders/{overdue}",
        f"/staff/orders/{lying}?other=1",
        f"/staff/orders/{lying}/edit",
        "/staff/mails",
        "/staff/mails?tab=all",
    ):
        staff.goto(language + way)
        found += at_each_width(staff)
    assert found == []


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_is_said_when_something_is_wrong_has_no_violation(
    staff: Page,
    district: District,
    numbers: tuple[str, str, str],
    language: str,
) -> None:
    number = numbers[2]
    staff.goto(f"{language}/orders/new?channel=post")
    staff.fill("#subject", "")
    press(staff, ".buttons button[value=place]")
    assert staff.is_visible("#subject-fault")
    found = at_each_width(staff)
    press(staff, "button[value=channel]")
    found += at_each_width(staff)
    staff.goto(f"{language}/staff/orders/{number}")
    with district.services.database.write() as work:
        desk_at(district).accept(work, step_of(district, number))
    staff.click("details >> nth=-1")
    staff.fill("#m-refuse", "Этого у нас нет.")
    press(staff, "button[value=refuse]")
    assert staff.input_value("#m-refuse") == "Этого у нас нет."
    found += at_each_width(staff)
    staff.goto(f"{language}/staff/orders/{number}/edit")
    staff.fill("#email", "нет")
    press(staff, "main form .button")
    assert found + at_each_width(staff) == []


def test_the_pages_of_orders_hold_at_twice_the_size_and_print_what_matters(
    staff: Page,
    numbers: tuple[str, str, str],
) -> None:
    ready = numbers[0]
    found = []
    for width in (640, 320):
        staff.set_viewport_size({"width": width, "height": 900})
        for way in (
            f"/orders/{ready}",
            "/orders/new?channel=mail",
            "/staff/orders",
            f"/staff/orders/{ready}",
        ):
            staff.goto(way)
            found += faults_here(staff, f"{way} at {width}")
    assert found == []
    staff.goto(f"/orders/{ready}")
    staff.emulate_media(media="print")
    assert staff.is_visible("text=Бюджет района за три года")
    assert staff.is_visible(".course")
    assert not staff.is_visible("text=Как в прошлом году")
