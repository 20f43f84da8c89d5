"""Orders as their customers and the librarians see them: days in words, what was done, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from catalog.issues import ExportJob, ExportState, Issue
from catalog.orders import Mail, MailState, Order, OrderEvent, OrderState
from catalog.unit_of_work import UnitOfWork
from desk.orders import OrderDesk
from dossiers.issuing import is_closed_since
from web.access import sees_all_orders
from web.presenters.layout import Way
from web.presenters.named_issue import named_issue
from web.visit import Visit

LATE, SOON, LATER, NONE = "late", "soon", "later", "none"
_MARK = {
    OrderState.NEW: "not-yet",
    OrderState.ACCEPTED: "busy",
    OrderState.READY: "amended",
    OrderState.SENT: "good",
    OrderState.HANDED_OVER: "good",
    OrderState.REFUSED: "bad",
    OrderState.WITHDRAWN: "still",
    OrderState.CLOSED: "still",
}
_MAIL_MARK = {
    MailState.WAITING: "not-yet",
    MailState.SENDING: "busy",
    MailState.SENT: "good",
    MailState.WRITTEN: "doubt",
    MailState.FAILED: "bad",
    MailState.DOUBTFUL: "doubt",
}


def desk_of(visit: Visit) -> OrderDesk:
    """The desk at which this site takes orders."""
    services = visit.services
    return OrderDesk(services.clock, services.secret, services.settings.mail_domain)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an order.

    Attributes:
        moment: when.
        word: the state that it brought, or "" where the state stayed.
        actor: who; "" on the customer's page and for the customer.
        message: what was said.
        told: whether the customer reads it.
    """

    moment: datetime
    word: str
    actor: str
    message: str
    told: bool


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order for a page.

    Attributes:
        order: itself.
        word: its state.
        mark: class of the sign before that word.
        due: «late», «soon», «later» or «none».
        due_words: the same for people, or "".
        page: its page.
    """

    order: Order
    word: str
    mark: str
    due: str
    due_words: str
    page: Way


def order_view(visit: Visit, order: Order, soon: date) -> OrderView:
    """An order as a row or a head shows it.

    Args:
        visit: who asks.
        order: it.
        soon: what is wanted by this day is due soon.
    """
    due, words = _due(visit, order, soon)
    page = "staff-order" if sees_all_orders(visit.account) else "order"
    return OrderView(
        order,
        visit.t(f"order_state.{order.state}"),
        _MARK[order.state],
        due,
        words,
        Way(f"№\u00a0{order.number}", visit.url(page, order=order.number)),
    )


def _due(visit: Visit, order: Order, soon: date) -> tuple[str, str]:
    wanted, today = order.needed_by, visit.services.clock.today()
    if wanted is None or not order.state.open:
        return NONE, ""
    days = (wanted - today).days
    if days < 0:
        return LATE, visit.t("ordering.late", n=-days)
    if wanted <= soon:
        return SOON, visit.t("ordering.due_today") if days == 0 else visit.t("ordering.due_in", n=days)
    return LATER, visit.t("ordering.due_in", n=days)


def steps_of(visit: Visit, events: Sequence[OrderEvent], *, staff: bool) -> tuple[Step, ...]:
    """The steps of an order; a customer sees states and what is said to them."""
    found, before = [], None
    for event in events:
        word = "" if event.state is before else visit.t(f"order_state.{event.state}")
        before = event.state
        message = event.message if staff or event.told else ""
        if word or message:
            found.append(Step(event.moment, word, event.actor if staff else "", message, event.told))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class OrderFile:
    """The file that an order is fulfilled by.

    Attributes:
        issue: what it holds.
        state: of the file: «ready», «making», «failed» or «expired».
        job: that made it, or None.
    """

    issue: Issue
    state: str
    job: ExportJob | None


def file_of(visit: Visit, work: UnitOfWork, order: Order) -> OrderFile | None:
    """The file of an order, or None before there is one."""
    issue = None if order.publication is None else work.publications.get(order.publication)
    if issue is None:
        return None
    issue = named_issue(visit, work, issue)
    jobs = [job for job in work.exports.of_publication(issue.id) if job.format == order.format]
    if not jobs:
        return OrderFile(issue, "expired", None)
    job = jobs[0]
    if job.state in (ExportState.WAITING, ExportState.WORKING):
        return OrderFile(issue, "making", job)
    if job.state is ExportState.FAILED:
        return OrderFile(issue, "failed", job)
    over = job.expires is not None and job.expires <= visit.services.clock.now()
    over = over or is_closed_since(work, job)
    there = job.state is ExportState.READY and not over and (visit.services.exports / job.file).is_file()
    return OrderFile(issue, "ready" if there else "expired", job)


@dataclass(frozen=True, slots=True)
class MailView:
    """A letter as staff see it.

    Attributes:
        mail: itself.
        word: where it stands.
        mark: class of the sign before that word.
        order: the page of its order, or None.
        to_settle: whether a librarian has to decide.
        waits: whether it can still be stopped.
    """

    mail: Mail
    word: str
    mark: str
    order: Way | None
    to_settle: bool
    waits: bool


def mail_view(visit: Visit, mail: Mail, order: Order | None) -> MailView:
    """A letter with its state in words."""
    way = None
    if order is not None:
        way = Way(f"№\u00a0{order.number}", visit.url("staff-order", order=order.number))
    return MailView(
        mail,
        visit.t(f"mail_state.{mail.state}"),
        _MAIL_MARK[mail.state],
        way,
        mail.state in (MailState.FAILED, MailState.DOUBTFUL, MailState.WRITTEN),
        mail.state is MailState.WAITING,
    )
