"""Orders with their steps: numbers without gaps, states by one table, search on the librarian's desk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select, update

from catalog.errors import Conflict, NotFound
from catalog.order_tables import mails, order_events, orders
from catalog.orders import (
    NEXT,
    Channel,
    Order,
    OrderDraft,
    OrderEvent,
    OrderFilter,
    OrderPage,
    OrderSort,
    OrderState,
)
from catalog.stores.audit import AuditStore
from catalog.stores.bulk import lots, reserve
from catalog.stores.selection_reading import spelt

_OPEN = tuple(state.value for state in OrderState if state.open)
_RENAMED = {
    "account": "account_id",
    "selection": "selection_id",
    "publication": "publication_id",
}
_FREE = frozenset(
    {"subject", "customer", "organisation", "email", "phone", "address", "selection", "publication", "format"}
    | {"channel", "needed_by", "note"}
)
_PERSONAL = ("customer", "organisation", "email", "phone", "address")


class OrderStore:
    """Orders; none is ever deleted, so that their numbers have no gaps."""

    def __init__(self, connection: Connection, audit: AuditStore) -> None:
        self._connection = connection
        self._audit = audit

    def place(
        self,
        draft: OrderDraft,
        token_of: Callable[[str], str],
        *,
        year: int,
        moment: datetime,
        actor: str = "",
    ) -> Order:
        """Take an order.

        Args:
            draft: what is wanted.
            token_of: makes of its number the token that opens the customer's own page; its hash is kept.
            year: in the library's time zone.
            moment: now.
            actor: name of the account; "" is a customer without one.
        """
        number = self._next_number(year)
        row = _columns({name: getattr(draft, name) for name in OrderDraft.__slots__})
        row |= {"number": number, "token_sha256": hashed(token_of(number)), "publication_id": None}
        row |= {"state": OrderState.NEW.value, "created": moment, "changed": moment, "version": 1}
        (id,) = reserve(self._connection, orders, 1)
        self._connection.execute(orders.insert().values(row | {"id": id}))
        self._note(id, OrderState.NEW, moment=moment, actor=actor)
        self._audit.add(actor, "place-order", f"order:{id}", "number", "", number, moment=moment)
        return self._existing(id)

    def _next_number(self, year: int) -> str:
        """One writer at a time, so that no two see the same last number."""
        query = select(orders.c.number).where(orders.c.number.startswith(f"{year}-"))
        query = query.order_by(func.length(orders.c.number).desc(), orders.c.number.desc()).limit(1)
        last = self._connection.execute(query).scalar()
        return f"{year}-{int(last.partition('-')[2]) + 1 if last else 1:04}"

    def get(self, id: int) -> Order | None:
        """An order by its row, or None."""
        return self._one(orders.c.id == id)

    def by_number(self, number: str) -> Order | None:
        """An order by its number, or None."""
        return self._one(orders.c.number == number.strip())

    def by_token(self, token: str) -> Order | None:
        """The order whose own page a token opens, or None."""
        return self._one(orders.c.token_sha256 == hashed(token))

    def _one(self, condition: ColumnElement[bool]) -> Order | None:
        row = self._connection.execute(select(orders).where(condition)).first()
        return None if row is None else _order(row)

    def _existing(self, id: int) -> Order:
        found = self.get(id)
        if found is None:
            raise NotFound("Такого заказа нет.")
        return found

    def events(self, id: int) -> list[OrderEvent]:
        """The steps of an order, the first first."""
        query = select(order_events).where(order_events.c.order_id == id).order_by(order_events.c.id)
        return [
            OrderEvent(row.id, row.moment, row.actor, OrderState(row.state), row.message, row.told)
            for row in self._connection.execute(query)
        ]

    def events_of(self, ids: list[int]) -> dict[int, list[OrderEvent]]:
        """The steps of several orders."""
        found: dict[int, list[OrderEvent]] = {id: [] for id in ids}
        for lot in lots(ids):
            query = select(order_events).where(order_events.c.order_id.in_(lot)).order_by(order_events.c.id)
            for row in self._connection.execute(query):
                event = OrderEvent(
                    row.id, row.moment, row.actor, OrderState(row.state), row.message, row.told
                )
                found[row.order_id].append(event)
        return found

    def find(
        self,
        wanted: OrderFilter,
        sort: OrderSort = OrderSort.DUE,
        *,
        limit: int | None = None,
        offset: int = 0,
    ) -> OrderPage:
        """Orders that a filter lets through, a page of them."""
        conditions = _conditions(wanted)
        count = select(func.count()).select_from(orders).where(*conditions)
        query = select(orders).where(*conditions).order_by(*_ORDER[sort]).offset(offset)
        if limit is not None:
            query = query.limit(limit)
        found = tuple(_order(row) for row in self._connection.execute(query))
        return OrderPage(found, self._connection.execute(count).scalar() or 0)

    def counts(self) -> dict[OrderState, int]:
        """How many orders stand in each state."""
        query = select(orders.c.state, func.count()).group_by(orders.c.state)
        return {OrderState(state): count for state, count in self._connection.execute(query)}

    def move(  # noqa: PLR0913 - one step with all that is told of it
        self,
        id: int,
        state: OrderState,
        *,
        version: int,
        moment: datetime,
        actor: str,
        message: str = "",
        told: bool = False,
        changes: Mapping[str, Any] | None = None,
    ) -> Order:
        """Bring an order into another state, perhaps with other changes in the same step.

        Raises:
            Conflict: somebody has changed it since, or the state cannot follow the present one.
            NotFound: there is no such order.
        """
        before = self._existing(id)
        if state not in NEXT[before.state]:
            raise Conflict(
                f"Заказ № {before.number} уже в другом состоянии: так его не изменить.",
                "Откройте заказ снова.",
            )
        after = self._write(before, version, moment, {**(changes or {}), "state": state.value})
        self._note(id, state, moment=moment, actor=actor, message=message, told=told)
        self._audit.add(
            actor, "move-order", f"order:{id}", "state", before.state.value, state.value, moment=moment
        )
        return after

    def change(self, id: int, *, version: int, moment: datetime, actor: str, **values: Any) -> Order:
        """Change what an order says; personal data are not written into the audit trail.

        Raises:
            Conflict: somebody has changed it since.
            NotFound: there is no such order.
        """
        before = self._existing(id)
        changed = {name: value for name, value in values.items() if getattr(before, name) != value}
        if not changed:
            _require_version(before, version)
            return before
        after = self._write(before, version, moment, changed)
        for name, value in changed.items():
            words = ("", "") if name in _PERSONAL or name == "note" else (getattr(before, name), value)
            old, new = ("" if word is None else str(word) for word in words)
            self._audit.add(actor, "change-order", f"order:{id}", name, old, new, moment=moment)
        return after

    def say(self, id: int, message: str, *, moment: datetime, actor: str, told: bool) -> None:
        """Note something about an order that leaves its state as it is."""
        order = self._existing(id)
        self._note(id, order.state, moment=moment, actor=actor, message=message, told=told)

    def _note(  # noqa: PLR0913
        self,
        id: int,
        state: OrderState,
        *,
        moment: datetime,
        actor: str,
        message: str = "",
        told: bool = False,
    ) -> None:
        row = {"order_id": id, "moment": moment, "actor": actor, "state": state.value}
        self._connection.execute(order_events.insert().values(**row, message=message, told=told))

    def _write(self, before: Order, version: int, moment: datetime, values: Mapping[str, Any]) -> Order:
        _require_version(before, version)
        unknown = values.keys() - _FREE - {"state"}
        if unknown:
            raise ValueError(f"not to be changed: {sorted(unknown)}")
        row = _columns(values) | {"changed": moment, "version": before.version + 1}
        self._connection.execute(update(orders).where(orders.c.id == before.id).values(row))
        return self._existing(before.id)

    def erase_personal(self, before: datetime, moment: datetime) -> list[str]:
        """Forget who placed the orders that were settled before a moment; numbers, subjects, states stay.

        Orders that were sent or handed over and never closed are closed by this.

        Returns:
            The numbers of the orders.
        """
        settled = [state.value for state in OrderState if not state.open]
        held = or_(orders.c.account_id.is_not(None), *(orders.c[name] != "" for name in _PERSONAL))
        query = select(orders).where(orders.c.state.in_(settled), orders.c.changed < before, held)
        found = [_order(row) for row in self._connection.execute(query.order_by(orders.c.id))]
        for order in found:
            self._erase(order, moment)
        return [order.number for order in found]

    def _erase(self, order: Order, moment: datetime) -> None:
        blank: dict[str, Any] = dict.fromkeys(_PERSONAL, "")
        blank |= {"account_id": None, "note": "", "version": order.version + 1}
        passing = order.state in (OrderState.SENT, OrderState.HANDED_OVER)
        state = OrderState.CLOSED if passing else order.state
        self._connection.execute(
            update(orders).where(orders.c.id == order.id).values(blank | {"state": state.value})
        )
        steps = update(order_events).where(order_events.c.order_id == order.id)
        self._connection.execute(steps.values(message=""))
        if order.account is not None:
            self._connection.execute(steps.where(order_events.c.state == "new").values(actor=""))
            self._connection.execute(steps.where(order_events.c.state == "withdrawn").values(actor=""))
        about = mails.c.order_id == order.id
        self._connection.execute(update(mails).where(about).values(recipient="", body="", error=""))
        self._connection.execute(
            update(mails).where(about, mails.c.state == "waiting").values(state="failed", next_try=None)
        )
        self._note(order.id, state, moment=moment, actor="office")
        self._audit.add("office", "erase-order", f"order:{order.id}", "personal", moment=moment)


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _require_version(order: Order, version: int) -> None:
    if order.version != version:
        raise Conflict(
            f"Заказ № {order.number} тем временем изменил кто-то другой.", "Откройте его снова и повторите."
        )


_ORDER: Mapping[OrderSort, tuple[ColumnElement[Any], ...]] = {
    OrderSort.DUE: (orders.c.needed_by.is_(None).asc(), orders.c.needed_by.asc(), orders.c.id.asc()),
    OrderSort.NEWEST: (orders.c.id.desc(),),
    OrderSort.OLDEST: (orders.c.id.asc(),),
    OrderSort.CHANGED: (orders.c.changed.desc(), orders.c.id.desc()),
    OrderSort.CUSTOMER: (orders.c.organisation.asc(), orders.c.customer.asc(), orders.c.id.asc()),
}


def _conditions(wanted: OrderFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [_says(word) for word in wanted.text.split()]
    if wanted.states:
        found.append(orders.c.state.in_([state.value for state in sorted(wanted.states)]))
    if wanted.overdue_on is not None:
        found.append(and_(orders.c.state.in_(_OPEN), orders.c.needed_by < wanted.overdue_on))
    if wanted.due_by is not None:
        found.append(and_(orders.c.state.in_(_OPEN), orders.c.needed_by <= wanted.due_by))
    if wanted.channel is not None:
        found.append(orders.c.channel == wanted.channel.value)
    if wanted.account is not None:
        found.append(orders.c.account_id == wanted.account)
    if wanted.year is not None:
        found.append(orders.c.number.startswith(f"{wanted.year}-"))
    if wanted.placed_from is not None:
        found.append(orders.c.created >= wanted.placed_from)
    if wanted.placed_until is not None:
        found.append(orders.c.created < wanted.placed_until)
    return found


def _says(word: str) -> ColumnElement[bool]:
    columns = (orders.c.number, orders.c.subject, orders.c.customer, orders.c.organisation)
    return or_(*(spelt(column, word) for column in columns))


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        _RENAMED.get(name, name): value.value if isinstance(value, Channel) else value
        for name, value in values.items()
    }


def _order(row: Row[*tuple[Any, ...]]) -> Order:
    values = row._asdict()
    values |= {"state": OrderState(row.state), "channel": Channel(row.channel)}
    for name, column in _RENAMED.items():
        values[name] = values.pop(column)
    return Order(**values)
