"""Following a selection by mail: asked for, confirmed from the mailbox, left at will."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from catalog.errors import NotFound, VecheError
from catalog.selections import Selection, SelectionKind
from catalog.unit_of_work import UnitOfWork
from desk.addresses import mail_address
from desk.asking_limit import FOLLOWS
from desk.following import Following
from web.network import counted_address
from web.pages.issues import seen_selection_at
from web.pages.orders import unseen_by_others
from web.templating import form_page
from web.visit import Visit

_LONGEST_TOKEN = 100


def _following(visit: Visit) -> Following:
    services = visit.services
    settings = services.settings
    return Following(
        services.clock,
        services.secret,
        settings.site_address,
        settings.by_mail,
        settings.mail_domain,
        settings.language,
    )


def _selection(visit: Visit, work: UnitOfWork) -> Selection:
    """The selection of the path; only one that readers see can be followed."""
    kind = str(visit.request.path_params["kind"])
    if kind not in tuple(SelectionKind):
        raise HTTPException(404)
    found = seen_selection_at(visit, work, SelectionKind(kind), str(visit.request.path_params["slug"]))
    if not found.public:
        raise NotFound(visit.t(f"selections.{kind}.none"), visit.t(f"selections.{kind}.where"))
    return found


def show(visit: Visit) -> Response:
    """The form, or the feed where no mail is sent."""
    with visit.services.database.read() as work:
        found = _selection(visit, work)
    return _form(visit, found)


def _form(  # noqa: PLR0913 - what the page says
    visit: Visit, found: Selection, *, state: str = "ask", typed: str = "", fault: str = "", status: int = 200
) -> Response:
    answer = form_page(
        visit,
        "follow.html",
        status=status,
        selection=found,
        state=state if _following(visit).possible else "feed",
        typed=typed,
        fault=fault,
    )
    return unseen_by_others(answer)


def ask(visit: Visit) -> Response:
    """Write to the address; nobody learns whether it follows already."""
    services, typed = visit.services, visit.form.text("email")
    with services.database.read() as work:
        found = _selection(visit, work)
    if not _following(visit).possible:
        return _form(visit, found)
    try:
        mail_address(typed)
    except VecheError as error:
        words = f"{error} {error.hint}" if visit.language == "ru" else visit.t("ordering.fault_email")
        return _form(visit, found, typed=typed, fault=words, status=422)
    whence = counted_address(visit.request, services.settings)
    with services.database.write() as work:
        allowed = services.askings.allows(work, FOLLOWS, whence)
        if allowed:
            _following(visit).ask(work, found.id, typed, language=visit.language)
    if not allowed:
        return _form(visit, found, typed=typed, fault=visit.t("follow.too_often"), status=429)
    return _form(visit, found, state="asked", typed=typed)


def _token(visit: Visit) -> str:
    token = str(visit.request.path_params["token"])
    if len(token) > _LONGEST_TOKEN:
        raise HTTPException(404)
    return token


def _of_token(visit: Visit, work: UnitOfWork) -> Selection:
    follower = work.followers.by_token(_token(visit))
    found = None if follower is None else work.selections.get(follower.selection)
    if found is None:
        raise NotFound(visit.t("follow.unknown"), visit.t("follow.unknown_next"))
    return found


def _page(visit: Visit, found: Selection, state: str) -> Response:
    answer = form_page(
        visit, "follow_answer.html", selection=found, state=state, key=visit.request.path_params["token"]
    )
    return unseen_by_others(answer)


def to_confirm(visit: Visit) -> Response:
    """A button: programs that look into mail open addresses, but press nothing."""
    with visit.services.database.read() as work:
        return _page(visit, _of_token(visit, work), "confirm")


def confirm(visit: Visit) -> Response:
    """It was they."""
    with visit.services.database.write() as work:
        found = _of_token(visit, work)
        _following(visit).confirm(work, _token(visit))
    return _page(visit, found, "confirmed")


def to_leave(visit: Visit) -> Response:
    """A button to stop."""
    with visit.services.database.read() as work:
        return _page(visit, _of_token(visit, work), "leave")


def leave(visit: Visit) -> Response:
    """Forget the address."""
    with visit.services.database.write() as work:
        found = _of_token(visit, work)
        _following(visit).leave(work, _token(visit))
    return _page(visit, found, "left")
