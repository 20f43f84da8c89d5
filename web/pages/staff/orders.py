"""The desk of orders: which are late, which are due, found and sorted; the register for a table program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.responses import Response

from catalog.orders import Channel, OrderFilter, OrderSort, OrderState
from catalog.unit_of_work import UnitOfWork
from desk.register import csv_lines, register
from web.access import sees_all_orders
from web.pages.records import file_header
from web.paging import Paging, asked_page
from web.presenters.layout import Way
from web.presenters.orders import LATE, SOON, OrderView, desk_of, order_view
from web.templating import page
from web.visit import Visit

SIZE = 30
TABS: Mapping[str, frozenset[OrderState]] = {
    "open": frozenset(state for state in OrderState if state.open),
    "away": frozenset({OrderState.SENT, OrderState.HANDED_OVER}),
    "done": frozenset({OrderState.REFUSED, OrderState.WITHDRAWN, OrderState.CLOSED}),
    "all": frozenset(),
}
"""Groups of states as the tabs of the desk show them; none is all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the desk asks for."""

    tab: str
    state: str
    channel: str
    text: str
    sort: str

    @classmethod
    def read(cls, visit: Visit) -> Asked:
        """The parameters; nonsense asks for nothing."""
        asked = visit.asked
        tab, state = asked.get("tab", ""), asked.get("state", "")
        channel, sort = asked.get("channel", ""), asked.get("sort", "")
        return cls(
            tab if tab in TABS else "open",
            state if state in tuple(OrderState) else "",
            channel if channel in tuple(Channel) else "",
            asked.get("q", "").strip()[:200],
            sort if sort in tuple(OrderSort) else OrderSort.DUE.value,
        )

    def wanted(self, visit: Visit) -> OrderFilter:
        """The same as a filter; a clerk finds the orders that they placed."""
        own = None if sees_all_orders(visit.account) or visit.account is None else visit.account.id
        return OrderFilter(
            text=self.text,
            states=frozenset({OrderState(self.state)}) if self.state else TABS[self.tab],
            channel=Channel(self.channel) if self.channel else None,
            account=own,
        )

    def address(self, path: str, **changes: str) -> str:
        """The address of the same with changes."""
        named = {"tab": self.tab, "state": self.state, "channel": self.channel}
        named |= {"q": self.text, "sort": self.sort}
        told = {name: value for name, value in (named | changes).items() if value}
        return f"{path}?{urlencode(told)}"


def index(visit: Visit) -> Response:
    """The orders: those that are late first, then those due soon, then the rest."""
    asked, number = Asked.read(visit), asked_page(visit.asked.get("page"))
    desk, here = desk_of(visit), visit.url("staff-orders")
    wanted = asked.wanted(visit)
    with visit.services.database.read() as work:
        found = work.orders.find(wanted, OrderSort(asked.sort), limit=SIZE, offset=(number - 1) * SIZE)
        late, soon = _counts(work, visit, wanted)
    rows = [order_view(visit, order, desk.soon()) for order in found.orders]
    all_orders = sees_all_orders(visit.account)
    words = {tab: f"ordering.tab_{tab}" for tab in TABS} | (
        {} if all_orders else {"open": "ordering.own_open"}
    )
    return page(
        visit,
        "staff/orders.html",
        current="staff-orders",
        asked=asked,
        groups=_grouped(rows) if asked.sort == OrderSort.DUE else [("", rows)],
        late=late,
        soon=soon,
        total=found.total,
        all_orders=all_orders,
        tabs=[
            Way(visit.t(words[tab]), asked.address(here, tab=tab, state=""), tab == asked.tab) for tab in TABS
        ],
        states=tuple(OrderState),
        channels=tuple(Channel),
        sorts=tuple(OrderSort),
        register=asked.address(visit.url("staff-orders-register")),
        pages=[
            None if at is None else Way(str(at), asked.address(here, page=str(at)), at == number)
            for at in Paging(number, SIZE, found.total).numbers
        ],
    )


def _counts(work: UnitOfWork, visit: Visit, wanted: OrderFilter) -> tuple[int, int]:
    """How many the library owes late, and how many are due soon, of those that the asker sees."""
    own = OrderFilter(account=wanted.account)
    late = work.orders.find(replace(own, overdue_on=visit.services.clock.today()), limit=0).total
    return late, work.orders.find(replace(own, due_by=desk_of(visit).soon()), limit=0).total - late


def _grouped(rows: list[OrderView]) -> list[tuple[str, list[OrderView]]]:
    """The rows under their headings; they come sorted by the day that they are wanted for."""
    groups: dict[str, list[OrderView]] = {LATE: [], SOON: [], "rest": []}
    for row in rows:
        groups[row.due if row.due in groups else "rest"].append(row)
    return [(name, found) for name, found in groups.items() if found]


def register_file(visit: Visit) -> Response:
    """The register of what is shown, for a table program."""
    asked = Asked.read(visit)
    with visit.services.database.read() as work:
        content = "".join(
            csv_lines(register(work, visit.services.clock, asked.wanted(visit), OrderSort.OLDEST))
        )
    name = f"{visit.t('ordering.register_name')} {visit.services.clock.today().isoformat()}.csv"
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": file_header(name), "cache-control": "no-store"},
    )
