"""Orders through the API: for staff who are signed in; clerks read those that they placed."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from catalog.orders import Channel, Order, OrderFilter, OrderSort, OrderState
from web.access import sees_all_orders, sees_order
from web.pages.api import MOST
from web.visit import Visit

_HEADERS = {"cache-control": "no-store"}
_DEEPEST = 10_000_000


def _number(visit: Visit, name: str, usual: int, most: int) -> int:
    text = visit.asked.get(name, "") or str(usual)
    if not (text.isascii() and text.isdigit() and len(text) < 10) or int(text) > most:
        raise HTTPException(400)
    return int(text)


def _order(visit: Visit, order: Order) -> dict[str, Any]:
    return {
        "number": order.number,
        "state": order.state.value,
        "subject": order.subject,
        "customer": order.customer,
        "organisation": order.organisation,
        "channel": order.channel.value,
        "format": order.format,
        "needed_by": order.needed_by.isoformat() if order.needed_by else None,
        "overdue": order.overdue(visit.services.clock.today()),
        "created": order.created.isoformat(),
        "changed": order.changed.isoformat(),
        "url": visit.url("order", order=order.number),
    }


def index(visit: Visit) -> Response:
    """Orders, the soonest wanted first."""
    state, channel = visit.asked.get("state", ""), visit.asked.get("channel", "")
    if (state and state not in tuple(OrderState)) or (channel and channel not in tuple(Channel)):
        raise HTTPException(400)
    everybody = sees_all_orders(visit.account) or visit.account is None
    wanted = OrderFilter(
        text=visit.asked.get("q", "").strip()[:200],
        states=frozenset({OrderState(state)}) if state else frozenset(),
        channel=Channel(channel) if channel else None,
        overdue_on=visit.services.clock.today() if visit.asked.get("overdue") == "1" else None,
        account=None if everybody or visit.account is None else visit.account.id,
    )
    limit, offset = _number(visit, "limit", 20, MOST), _number(visit, "offset", 0, _DEEPEST)
    with visit.services.database.read() as work:
        found = work.orders.find(wanted, OrderSort.DUE, limit=limit, offset=offset)
    told = {"total": found.total, "orders": [_order(visit, order) for order in found.orders]}
    return JSONResponse(told, headers=_HEADERS)


def one(visit: Visit) -> Response:
    """One order with its steps; a librarian reads its letters too."""
    number = str(visit.request.path_params["order"])
    with visit.services.database.read() as work:
        order = work.orders.by_number(number) if len(number) <= 20 else None
        if order is None or not sees_order(order, visit.account):
            raise HTTPException(404)
        events = work.orders.events(order.id)
        mails = work.mails.of_order(order.id)
        issue = None if order.publication is None else work.publications.get(order.publication)
    staff = sees_all_orders(visit.account)
    told = _order(visit, order) | {
        "code": issue.code if issue else None,
        "events": [
            {
                "moment": event.moment.isoformat(),
                "state": event.state.value,
                "actor": event.actor if staff else "",
                "message": event.message if staff or event.told else "",
            }
            for event in events
        ],
        "mails": [
            {
                "subject": mail.subject,
                "state": mail.state.value,
                "attempts": mail.attempts,
                "error": mail.error,
            }
            for mail in (mails if staff else ())
        ],
    }
    return JSONResponse(told, headers=_HEADERS)
