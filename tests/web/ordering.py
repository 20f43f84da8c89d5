"""Orders of the made district, for the tests of the site."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape
from typing import Any

from starlette.testclient import TestClient

from catalog.orders import Channel, Order, OrderDraft
from desk.orders import OrderDesk, Placed, Step
from tests.web.conftest import token_of
from tests.web.district import District
from tests.web.dossiers import published

LIBRARIAN = "Иванова"
CUSTOMER = "otdel@zarechny.example"
DAY = "2026-12-10"


def desk_at(district: District) -> OrderDesk:
    """The desk that the site uses."""
    services = district.services
    return OrderDesk(services.clock, services.secret, services.settings.mail_domain)


def ordered(district: District, *, account: str = "", **changes: Any) -> Placed:
    """An order placed at the desk."""
    given: dict[str, Any] = {
        "subject": "Бюджет района за три года",
        "channel": Channel.MAIL,
        "format": "pdf",
        "customer": "Семёнова А. П.",
        "email": CUSTOMER,
        "needed_by": date(2026, 12, 10),
    }
    with district.services.database.write() as work:
        found = work.accounts.by_name(account) if account else None
        draft = OrderDraft(**(given | changes | {"account": found.id if found else None}))
        return desk_at(district).place(work, draft, actor=account)


def kept(district: District, number: str) -> Order:
    """The order as the catalogue has it now."""
    with district.services.database.read() as work:
        found = work.orders.by_number(number)
    assert found is not None
    return found


def step_of(district: District, number: str, message: str = "") -> Step:
    """A librarian's step from the order as it is."""
    order = kept(district, number)
    return Step(order.id, order.version, LIBRARIAN, message)


def letters(district: District) -> int:
    """How many letters there are."""
    with district.services.database.read() as work:
        return sum(work.mails.counts().values())


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page, the last of each name."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


def fill_in(client: TestClient, page: str, /, **fields: str) -> Any:
    """Send the form of an order that a page shows."""
    return client.post("/orders/new", data=hidden(page) | {"token": token_of(page), "step": "place"} | fields)


def late(district: District, number: str, day: date) -> None:
    """Set the day that an order was wanted for, as if time had passed."""
    order = kept(district, number)
    moment = datetime.now().astimezone()
    with district.services.database.write() as work:
        work.orders.change(order.id, version=order.version, moment=moment, actor=LIBRARIAN, needed_by=day)


def fulfilled_by(district: District, *, account: str = "") -> Order:
    """An order that an issue of a dossier fulfils."""
    placed = ordered(district, account=account)
    _, issue = published(district, "Бюджет района", [district.budget])
    with district.services.database.write() as work:
        return desk_at(district).fulfil(work, step_of(district, placed.order.number), issue.id)
