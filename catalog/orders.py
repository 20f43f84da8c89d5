"""Orders (заказы) for selections, what became of them, and the mail that goes out about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OrderState(StrEnum):
    """Where an order stands."""

    NEW = "new"  # placed, nobody has looked at it
    ACCEPTED = "accepted"  # a librarian works on it
    READY = "ready"  # compiled; lies at the desk or waits to be sent
    SENT = "sent"  # on its way to the customer
    HANDED_OVER = "handed-over"  # the customer has it
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the customer
    CLOSED = "closed"

    @property
    def open(self) -> bool:
        """Whether the library still owes something."""
        return self in (OrderState.NEW, OrderState.ACCEPTED, OrderState.READY)


NEXT: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.NEW: frozenset(
        {OrderState.ACCEPTED, OrderState.READY, OrderState.REFUSED, OrderState.WITHDRAWN}
    ),
    OrderState.ACCEPTED: frozenset({OrderState.READY, OrderState.REFUSED, OrderState.WITHDRAWN}),
    OrderState.READY: frozenset(
        {
            OrderState.ACCEPTED,  # taken back to be mended
            OrderState.SENT,
            OrderState.HANDED_OVER,
            OrderState.REFUSED,
            OrderState.WITHDRAWN,
        }
    ),
    OrderState.SENT: frozenset(
        {OrderState.ACCEPTED, OrderState.HANDED_OVER, OrderState.CLOSED}  # accepted: it came back
    ),
    OrderState.HANDED_OVER: frozenset({OrderState.ACCEPTED, OrderState.CLOSED}),
    OrderState.REFUSED: frozenset({OrderState.ACCEPTED}),  # thought over
    OrderState.WITHDRAWN: frozenset(),
    OrderState.CLOSED: frozenset(),
}
"""State -> the states that may follow it."""


class Channel(StrEnum):
    """How the customer gets what was ordered."""

    LINK = "link"
    MAIL = "mail"
    COURIER = "courier"
    FAX = "fax"
    POST = "post"
    PICK_UP = "pick-up"

    @property
    def on_paper(self) -> bool:
        """Whether a cover sheet goes with it."""
        return self in (Channel.COURIER, Channel.FAX, Channel.POST)


@dataclass(frozen=True, slots=True)
class ContactsAsked:
    """Which contacts a channel needs and which it may use; others are neither asked nor kept."""

    needed: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset({"email"})

    @property
    def kept(self) -> frozenset[str]:
        """All that is kept."""
        return self.needed | self.used


CONTACTS: Mapping[Channel, ContactsAsked] = {
    Channel.LINK: ContactsAsked(),
    Channel.MAIL: ContactsAsked(frozenset({"email"})),
    Channel.COURIER: ContactsAsked(frozenset({"address"}), frozenset({"email", "phone"})),
    Channel.FAX: ContactsAsked(frozenset({"phone"})),
    Channel.POST: ContactsAsked(frozenset({"address"})),
    Channel.PICK_UP: ContactsAsked(used=frozenset({"email", "phone"})),
}


class MailState(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    SENDING = "sending"  # the server has been given it or is about to; its answer is not known yet
    SENT = "sent"
    WRITTEN = "written"  # lies in the outbox as a file: no server is set
    FAILED = "failed"
    DOUBTFUL = "doubtful"  # broken off in ``sending``: nobody knows whether it went


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """An order as it is placed.

    Attributes:
        subject: what is wanted, in the customer's words.
        customer: how they are addressed, or "".
        organisation: department or body, or "".
        email: or "".
        phone: or "".
        address: or "".
        account: number of the account that ordered, or None.
        selection: that it asks for, or None.
        format: of the file: ``pdf``, ``docx``, ...
        channel: how it is wanted.
        needed_by: the day it is wanted for, or None.
        note: for staff alone.
        again_of: the order that this one repeats, or None.
        language: that the customer is written to in, ``ru`` or ``en``.
    """

    subject: str
    channel: Channel
    format: str
    customer: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    account: int | None = None
    selection: int | None = None
    needed_by: dt.date | None = None
    note: str = ""
    again_of: int | None = None
    language: str = "ru"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order in the catalogue; the fields of ``OrderDraft`` and these.

    Attributes:
        id: its row.
        number: «2026-0012», by the year of the library's time zone.
        token_sha256: of the token in the address of the customer's own page.
        publication: that it is fulfilled by, or None.
        state: where it stands.
        created: when it was placed.
        changed: when something in it was changed.
        version: rises with each change.
    """

    id: int
    number: str
    token_sha256: str
    account: int | None
    customer: str
    organisation: str
    email: str
    phone: str
    address: str
    subject: str
    selection: int | None
    publication: int | None
    format: str
    channel: Channel
    needed_by: dt.date | None
    state: OrderState
    note: str
    again_of: int | None
    created: datetime
    changed: datetime
    version: int
    language: str

    def overdue(self, today: dt.date) -> bool:
        """Whether the library owes it and the day has passed."""
        return self.state.open and self.needed_by is not None and self.needed_by < today


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """One step in the life of an order.

    Attributes:
        id: its row.
        moment: when.
        actor: who; "" is the customer without an account.
        state: that the order has since.
        message: what was said.
        told: whether the message is for the customer; otherwise it is for staff alone.
    """

    id: int
    moment: datetime
    actor: str
    state: OrderState
    message: str
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilter:
    """Which orders are looked for; what is "" or None or empty asks for nothing.

    Attributes:
        text: words of number, subject, customer or organisation, all of them.
        states: any of them.
        overdue_on: owed, and wanted before this day.
        due_by: owed, and wanted on this day at the latest.
        channel: one.
        account: of one account.
        year: of the number.
        placed_from: not before this moment.
        placed_until: before this moment.
    """

    text: str = ""
    states: frozenset[OrderState] = frozenset()
    overdue_on: dt.date | None = None
    due_by: dt.date | None = None
    channel: Channel | None = None
    account: int | None = None
    year: int | None = None
    placed_from: datetime | None = None
    placed_until: datetime | None = None


class OrderSort(StrEnum):
    """In which order orders are listed."""

    DUE = "due"  # the soonest wanted first, those without a day last
    NEWEST = "newest"
    OLDEST = "oldest"
    CHANGED = "changed"  # the last changed first
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some of the orders found, and how many there are in all."""

    orders: tuple[Order, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDraft:
    """A mail to be sent.

    Attributes:
        message_id: stable, without angle brackets; the same one is never taken twice.
        recipient: one address.
        subject: its subject.
        body: its text; the closing lines with addresses are added when it is sent.
        order: that it is about, or None.
        publication: of which a file is enclosed, or None.
        format: of that file.
        language: that it is written in, ``ru`` or ``en``.
    """

    message_id: str
    recipient: str
    subject: str
    body: str
    order: int | None = None
    publication: int | None = None
    format: str = ""
    language: str = "ru"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail in the catalogue; the fields of ``MailDraft`` and these.

    Attributes:
        id: its row.
        state: where it stands.
        attempts: tries so far.
        next_try: not before; None is at once.
        error: what kept it, in Russian, or "".
        created: when it was written.
        sent: when it went out or was laid into the outbox.
    """

    id: int
    message_id: str
    order: int | None
    recipient: str
    subject: str
    body: str
    publication: int | None
    format: str
    state: MailState
    attempts: int
    next_try: datetime | None
    error: str
    created: datetime
    sent: datetime | None
    language: str
