"""One order on the librarian's desk: taken up, written about, fulfilled, handed over, refused, closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from catalog.errors import Conflict, NotFound, VecheError
from catalog.issues import Issue
from catalog.orders import NEXT, Channel, Order, OrderState
from catalog.selections import Selection, SelectionFilter, SelectionKind
from catalog.unit_of_work import UnitOfWork
from desk.orders import OrderDesk, Step
from dossiers.checking import code_of
from dossiers.exports.all import FORMATS
from dossiers.exports.formats import DOCX_TYPE
from web.pages.records import file_header
from web.presenters.order_form import Typed, day_of, typed_of
from web.presenters.orders import desk_of, file_of, mail_view, order_view, steps_of
from web.templating import page
from web.visit import Visit

OFFERED = 12
_LONGEST_NUMBER = 20
_MOST_SHEETS = 99_999
_TYPED = ("do", "message", "publication", "code", "format", "find")


def order_in_path(visit: Visit, work: UnitOfWork) -> Order:
    """The order that the path names.

    Raises:
        NotFound: there is none.
    """
    number = str(visit.request.path_params["order"])
    found = work.orders.by_number(number) if len(number) <= _LONGEST_NUMBER else None
    if found is None:
        raise NotFound(visit.t("ordering.unknown"), visit.t("ordering.unknown_staff"))
    return found


def show(visit: Visit) -> Response:
    """The order with all that can be done with it."""
    return _shown(visit)


def _shown(
    visit: Visit, *, said: str = "", status: int = 200, typed: Mapping[str, str] | None = None
) -> Response:
    """The page; with what was typed when a step was not taken."""
    find = (typed or {}).get("find", "") or visit.asked.get("find", "").strip()[:200]
    with visit.services.database.read() as work:
        order = order_in_path(visit, work)
        events = work.orders.events(order.id)
        mails = work.mails.of_order(order.id)
        file = file_of(visit, work, order)
        wider = bool(find) or visit.asked.get("other") == "1"
        offered = _offered(work, order, find, wider=wider) if order.state in _TO_FULFIL else []
        named = None if order.selection is None else work.selections.get(order.selection)
        before = None if order.again_of is None else work.orders.get(order.again_of)
    return page(
        visit,
        "staff/order.html",
        current="staff-orders",
        status=status,
        view=order_view(visit, order, desk_of(visit).soon()),
        steps=steps_of(visit, events, staff=True)[::-1],
        seen=events[-1].id if events else 0,
        mails=[mail_view(visit, mail, None) for mail in mails],
        file=file,
        offered=offered,
        named=named,
        before=before,
        find=find,
        wider=wider,
        said=said,
        typed=dict.fromkeys(_TYPED, "") | dict(typed or {}),
        may={state.value: state in NEXT[order.state] for state in OrderState},
        formats=tuple(FORMATS),
    )


_TO_FULFIL = (OrderState.NEW, OrderState.ACCEPTED)


def _offered(work: UnitOfWork, order: Order, find: str, *, wider: bool) -> list[tuple[Selection, Issue]]:
    """Selections with an issue: the one that is asked for, and those whose title has the words."""
    found: list[Selection] = []
    named = None if order.selection is None else work.selections.get(order.selection)
    if named is not None and named.removed_at is None:
        found.append(named)
    if wider or named is None:
        some, _ = work.selections.page(SelectionFilter(text=find), OFFERED, 0, "changed")
        found += [one for one in some if one.id != order.selection]
    issues = [(one, work.publications.last(one.id)) for one in found]
    return [(one, issue) for one, issue in issues if issue is not None]


def _step(visit: Visit, order: Order) -> Step:
    return Step(order.id, visit.form.number("version"), visit.actor, visit.form.text("message"))


def _accept(visit: Visit, work: UnitOfWork, desk: OrderDesk, order: Order) -> None:
    desk.accept(work, _step(visit, order))


def _write(visit: Visit, work: UnitOfWork, desk: OrderDesk, order: Order) -> None:
    """A message changes no version: what has just been said by the same form is not said twice."""
    message, seen = visit.form.text("message").replace("\r\n", "\n"), visit.form.number("seen")
    since = [event for event in work.orders.events(order.id) if event.id > seen and event.told]
    if not any(event.message == message and event.actor == visit.actor for event in since):
        desk.write(work, order.id, message, actor=visit.actor)


def _fulfil(visit: Visit, work: UnitOfWork, desk: OrderDesk, order: Order) -> None:
    form, step = visit.form, _step(visit, order)
    code = form.text("code")
    if code:
        issue = work.publications.by_code(code_of(code)) if code_of(code) else None
        if issue is None:
            raise NotFound(visit.t("ordering.no_code"), visit.t("ordering.no_code_next"))
        desk.fulfil(work, step, issue.id, format=form.text("format"))
    elif form.text("publication"):
        desk.fulfil(work, step, form.number("publication"), format=form.text("format"))
    else:
        raise VecheError(visit.t("ordering.choose_issue"))


def _send_out(visit: Visit, work: UnitOfWork, desk: OrderDesk, order: Order) -> None:
    desk.send_out(work, _step(visit, order))


def _hand_over(visit: Visit, work: UnitOfWork, desk: OrderDesk, order: Order) -> None:
    desk.hand_over(work, _step(visit, order))


def _refuse(visit: Visit, work: UnitOfWork, desk: OrderDesk, order: Order) -> None:
    desk.refuse(work, _step(visit, order))


def _close(visit: Visit, work: UnitOfWork, desk: OrderDesk, order: Order) -> None:
    desk.close(work, _step(visit, order))


_ACTIONS: Mapping[str, Callable[[Visit, UnitOfWork, OrderDesk, Order], None]] = {
    "accept": _accept,
    "write": _write,
    "fulfil": _fulfil,
    "send": _send_out,
    "hand-over": _hand_over,
    "refuse": _refuse,
    "close": _close,
}


def take(visit: Visit) -> Response:
    """Do one step; when somebody was quicker, show the order as it is now with what was typed."""
    name = visit.form.text("do")
    if name == "begin":
        return _begin(visit)
    if name not in _ACTIONS:
        raise HTTPException(400)
    try:
        with visit.services.database.write() as work:
            order = order_in_path(visit, work)
            _ACTIONS[name](visit, work, desk_of(visit), order)
    except NotFound:
        raise
    except Conflict as error:
        return _shown(visit, said=_words(visit, error), status=409, typed=_typed(visit))
    except VecheError as error:
        if type(error) is not VecheError:
            raise
        return _shown(visit, said=_words(visit, error), status=422, typed=_typed(visit))
    return visit.to("staff-order", order=order.number, ask={"done": f"order_{name.replace('-', '_')}"})


def _begin(visit: Visit) -> Response:
    """Begin a selection for the wish, and go to its editor."""
    try:
        with visit.services.database.write() as work:
            order = order_in_path(visit, work)
            kind = visit.form.text("kind")
            chosen = SelectionKind(kind) if kind in tuple(SelectionKind) else SelectionKind.DOSSIER
            _, made = desk_of(visit).begin_selection(work, _step(visit, order), chosen)
    except Conflict as error:
        return _shown(visit, said=_words(visit, error), status=409, typed=_typed(visit))
    return visit.to("selection-editor", selection=made.id)


def _words(visit: Visit, error: VecheError) -> str:
    if visit.language == "ru":
        return f"{error} {error.hint}".strip()
    return visit.t("ordering.conflict" if isinstance(error, Conflict) else "ordering.not_done")


def _typed(visit: Visit) -> dict[str, str]:
    return {name: visit.form.text(name) for name in _TYPED}


def edit(visit: Visit) -> Response:
    """The form that corrects what the order says."""
    with visit.services.database.read() as work:
        order = order_in_path(visit, work)
    return _edit_form(visit, order, typed_of(order))


def _edit_form(  # noqa: PLR0913 - what the page says
    visit: Visit,
    order: Order,
    typed: Typed,
    faults: dict[str, str] | None = None,
    *,
    said: str = "",
    status: int = 200,
) -> Response:
    return page(
        visit,
        "staff/order_edit.html",
        current="staff-orders",
        status=status,
        order=order,
        typed=typed,
        faults=faults or {},
        said=said,
        channels=tuple(Channel),
        formats=tuple(FORMATS),
    )


def save(visit: Visit) -> Response:
    """Write the corrections down."""
    typed, desk = Typed.read(visit.form.text), desk_of(visit)
    with visit.services.database.read() as work:
        order = order_in_path(visit, work)
    try:
        changes = _changes(typed)
    except VecheError as error:
        return _edit_form(visit, order, typed, {"needed_by": f"{error} {error.hint}"}, status=422)
    faults = desk.faults(typed.draft(account=order.account, selection=order.selection, again_of=None))
    if changes["needed_by"] == order.needed_by:
        faults.pop("needed_by", None)
    if faults:
        return _edit_form(visit, order, typed, faults, status=422)
    try:
        with visit.services.database.write() as work:
            desk.amend(work, _step(visit, order), **changes)
    except Conflict as error:
        with visit.services.database.read() as work:
            now = order_in_path(visit, work)
        return _edit_form(visit, now, typed, said=_words(visit, error), status=409)
    return visit.to("staff-order", order=order.number, ask={"done": "saved"})


def _changes(typed: Typed) -> dict[str, Any]:
    names = ("subject", "customer", "organisation", "email", "phone", "address", "note", "format")
    if typed.way is None:
        raise HTTPException(400)
    found: dict[str, Any] = {name: getattr(typed, name) for name in names}
    return found | {"channel": typed.way, "needed_by": day_of(typed.needed_by)}


def sheet(visit: Visit) -> Response:
    """The cover sheet as a DOCX file, to be printed and laid on top."""
    # they bring the writer of DOCX, and cover sheets are rare
    from desk.cover_sheets import sheet_of
    from dossiers.cover_sheet import cover_sheet, file_name

    settings = visit.services.settings
    told = visit.asked.get("sheets", "").strip()
    sheets = int(told) if told.isascii() and told.isdigit() and 0 < int(told[:9]) <= _MOST_SHEETS else None
    with visit.services.database.read() as work:
        made = sheet_of(
            work,
            order_in_path(visit, work),
            visit.services.clock,
            library=settings.library_name,
            site=settings.site_address,
            sheets=sheets,
        )
    return Response(
        cover_sheet(made),
        media_type=DOCX_TYPE,
        headers={"content-disposition": file_header(file_name(made)), "cache-control": "no-store"},
    )
