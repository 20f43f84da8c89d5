"""Orders as customers see them: the form, the page of an order with its own address, withdrawing."""

from __future__ import annotations

import secrets
from dataclasses import replace
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from catalog.errors import Conflict, NotFound, VecheError
from catalog.issues import ExportState
from catalog.orders import Channel, Order, OrderState
from catalog.stores.orders import hashed
from catalog.unit_of_work import UnitOfWork
from desk.asking_limit import ORDERS
from desk.links import order_token
from dossiers.issuing import order_export
from web.access import sees_all_orders, sees_order
from web.network import counted_address
from web.presenters.order_form import Typed, day_of, named, prefilled, typed_of
from web.presenters.orders import desk_of, file_of, order_view, steps_of
from web.templating import form_page
from web.visit import Visit

_LONGEST_NUMBER = 20
_OPEN_TO_WITHDRAW = (OrderState.NEW, OrderState.ACCEPTED, OrderState.READY)


def new(visit: Visit) -> Response:
    """The form: first how to hand it over, then only what that way needs."""
    with visit.services.database.read() as work:
        again = visit.asked.get("again", "")
        if again:
            order = _opened(visit, work, again, visit.asked.get("key", ""))
            typed = _again(visit, work, order)
        else:
            typed = prefilled(visit, work)
    return shown_form(visit, typed)


def _again(visit: Visit, work: UnitOfWork, order: Order) -> Typed:
    draft = desk_of(visit).again(order)
    selection = None if draft.selection is None else work.selections.get(draft.selection)
    about = f"{selection.kind}/{selection.slug}" if selection and selection.public else ""
    key = visit.asked.get("key", "")
    return typed_of(draft, selection=about, again=order.number, key=key, note="")


def shown_form(
    visit: Visit, typed: Typed, faults: dict[str, str] | None = None, *, status: int = 200
) -> Response:
    """The step that the form stands at, with what was typed."""
    typed = typed if typed.mark else replace(typed, mark=secrets.token_urlsafe(18))
    if typed.way and typed.format not in typed.formats:
        typed = replace(typed, format=typed.formats[0])
    answer = form_page(
        visit,
        "order_new.html" if typed.way else "order_channel.html",
        status=status,
        typed=typed,
        faults=faults or {},
        channels=tuple(Channel),
        days=visit.services.settings.order_days,
    )
    return unseen_by_others(answer)


def place(visit: Visit) -> Response:
    """Take the order, or show beside the fields what is missing."""
    services = visit.services
    typed = Typed.read(visit.form.text)
    if visit.form.text("step") == "channel":
        return shown_form(visit, replace(typed, channel=""))
    if typed.way is None or visit.form.text("step") == "fields":
        return shown_form(visit, typed)
    try:
        day_of(typed.needed_by)
    except VecheError as error:
        meant = replace(typed, needed_by="")
        return shown_form(visit, typed, _faults(visit, meant) | _said(visit, error), status=422)
    faults = _faults(visit, typed)
    if faults:
        return shown_form(visit, typed, faults, status=422)
    # The same form changed after «Back» is another order.
    mark = f"{typed.mark} {hashed(repr(typed))}" if typed.mark else ""
    return RedirectResponse(services.orders_placed.once(mark, lambda: _placed(visit, typed)), 303)


class _AskedTooOftenError(Exception):
    """An address has ordered more than an hour allows."""


def take(visit: Visit) -> Response:
    """What ``place`` says, or that it was too often; what was typed stays."""
    try:
        return place(visit)
    except _AskedTooOftenError:
        typed = Typed.read(visit.form.text)
        return shown_form(visit, typed, {"limit": visit.t("ordering.too_often")}, status=429)


def _said(visit: Visit, error: VecheError) -> dict[str, str]:
    words = f"{error} {error.hint}" if visit.language == "ru" else visit.t("ordering.fault_needed_by")
    return {"needed_by": words}


def _faults(visit: Visit, typed: Typed) -> dict[str, str]:
    """Name of a field -> what is wrong with it, in the language of the page."""
    found = desk_of(visit).faults(typed.draft(account=None, selection=None, again_of=None))
    if visit.language == "ru":
        return found
    return {name: visit.t(f"ordering.fault_{name}") for name in found}


def _placed(visit: Visit, typed: Typed) -> str:
    """The address of the order just placed."""
    services = visit.services
    whence = counted_address(visit.request, services.settings)
    with services.database.write() as work:
        if not visit.account and not services.askings.allows(work, ORDERS, whence):
            raise _AskedTooOftenError
        selection = named(visit, work, typed).id if typed.selection else None
        before = _opened(visit, work, typed.again, typed.key).id if typed.again else None
        account = visit.account.id if visit.account else None
        draft = typed.draft(account=account, selection=selection, again_of=before)
        draft = replace(draft, note="", language=visit.language)
        placed = desk_of(visit).place(work, draft, actor=visit.actor)
    done = "ordered_unwritten" if placed.unwritten else "ordered"
    return page_of(visit, placed.order.number, placed.token, done=done)


def page_of(visit: Visit, number: str, key: str, **ask: str) -> str:
    """The address of a customer's page."""
    asked = ({"key": key} if key else {}) | ask
    path = visit.url("order", order=number)
    return f"{path}?{urlencode(asked)}" if asked else path


def unseen_by_others(answer: Response) -> Response:
    """A page about somebody: no cache keeps it, and its address is told to nobody."""
    answer.headers["cache-control"] = "no-store"
    answer.headers["referrer-policy"] = "no-referrer"
    answer.headers["x-robots-tag"] = "noindex"
    return answer


def _opened(visit: Visit, work: UnitOfWork, number: str, key: str) -> Order:
    """An order that its key opens, or that is the asker's own, or any for a librarian.

    Raises:
        NotFound: there is none, or it is not for the asker; both read the same.
    """
    found = work.orders.by_number(number) if len(number) <= _LONGEST_NUMBER else None
    kept = found.token_sha256 if found else hashed("")
    fits = secrets.compare_digest(hashed(key), kept)
    if found is None or not ((fits and key) or sees_order(found, visit.account)):
        raise NotFound(visit.t("ordering.unknown"), visit.t("ordering.unknown_next"))
    return found


def show(visit: Visit) -> Response:
    """The customer's page of an order."""
    key = visit.asked.get("key", "")[:200]
    with visit.services.database.read() as work:
        order = _opened(visit, work, str(visit.request.path_params["order"]), key)
        file = file_of(visit, work, order)
        events = work.orders.events(order.id)
        selection = None if order.selection is None else work.selections.get(order.selection)
    answer = form_page(
        visit,
        "order.html",
        view=order_view(visit, order, desk_of(visit).soon()),
        steps=steps_of(visit, events, staff=False),
        file=file,
        key=key,
        own=page_of(visit, order.number, order_token(visit.services.secret, order.number))
        if not key and order.account is not None and visit.account and order.account == visit.account.id
        else "",
        again=f"{visit.url('order-new')}?{urlencode({'again': order.number, 'key': key})}",
        selection=selection if selection and selection.public and not selection.removed_at else None,
        can_withdraw=order.state in _OPEN_TO_WITHDRAW,
        staff_page=visit.url("staff-order", order=order.number) if sees_all_orders(visit.account) else "",
        days=visit.services.settings.order_days,
    )
    return unseen_by_others(answer)


def withdraw(visit: Visit) -> Response:
    """The customer does not want it any more."""
    key = visit.form.text("key")
    with visit.services.database.write() as work:
        order = _opened(visit, work, str(visit.request.path_params["order"]), key)
        if order.state is not OrderState.WITHDRAWN:
            desk_of(visit).withdraw(work, order.id, actor=visit.actor, message=visit.form.text("message"))
    return unseen_by_others(RedirectResponse(page_of(visit, order.number, key, done="withdrawn"), 303))


def make_file(visit: Visit) -> Response:
    """The file of an order is made once more after its days were over."""
    key = visit.form.text("key")
    with visit.services.database.write() as work:
        order = _opened(visit, work, str(visit.request.path_params["order"]), key)
        file = file_of(visit, work, order)
        if order.publication is None or file is None:
            raise Conflict(visit.t("ordering.no_file"))
        if file.state == "expired" and file.job is not None and file.job.state is ExportState.READY:
            work.exports.expire(file.job.id)  # lost or closed before its days were over
        order_export(
            work,
            order.publication,
            order.format,
            requested_by=f"order {order.number}",
            clock=visit.services.clock,
        )
    return unseen_by_others(RedirectResponse(page_of(visit, order.number, key), 303))
