"""All selections as their makers see them: found, begun, taken away and brought back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from catalog.errors import NotFound
from catalog.selections import Selection, SelectionFilter, SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers import editing
from dossiers.editing import LONGEST_TITLE, Hand
from web.pages.records import number_in_path
from web.pages.staff.selection_conflicts import told_of_others
from web.paging import Paging, asked_page
from web.presenters.layout import Way
from web.templating import page
from web.visit import Visit

SIZE = 30
SORTS = ("changed", "title", "published")
TABS = ("all", "waiting", "public", "removed")


def selection_in_path(visit: Visit, work: UnitOfWork, *, removed: bool = False) -> Selection:
    """The selection that the path names; a removed one only where it is asked for.

    Raises:
        NotFound: there is none.
    """
    found = work.selections.get(number_in_path(visit, "selection"))
    if found is None or (found.removed_at is not None and not removed):
        raise NotFound(visit.t("selecting.none"), visit.t("selecting.where"))
    return found


def hand_of(visit: Visit, version: int | None = None) -> Hand:
    """Who edits, from the version that the form was filled from."""
    told = visit.form.number("version") if version is None else version
    return Hand(visit.actor, told, visit.services.clock)


def kind_of(text: str) -> SelectionKind:
    """A kind by its machine name.

    Raises:
        HTTPException: 400, there is no such kind.
    """
    try:
        return SelectionKind(text)
    except ValueError as error:
        raise HTTPException(400) from error


def index(visit: Visit) -> Response:
    """All selections by kind, state and words."""
    asked = visit.asked
    kind = asked.get("kind", "") if asked.get("kind", "") in tuple(SelectionKind) else ""
    tab = asked.get("tab", "") if asked.get("tab", "") in TABS else TABS[0]
    sort = asked.get("sort", "") if asked.get("sort", "") in SORTS else SORTS[0]
    text, number = asked.get("q", "").strip()[:200], asked_page(asked.get("page"))
    wanted = SelectionFilter(
        kind=kind, text=text, public=tab == "public", waiting=tab == "waiting", removed=tab == "removed"
    )
    with visit.services.database.read() as work:
        found, total = work.selections.page(wanted, SIZE, (number - 1) * SIZE, sort)
    state = {"kind": kind, "tab": tab, "sort": sort, "q": text}
    paging = Paging(number, SIZE, total)
    return page(
        visit,
        "staff/selection_index.html",
        current="selections",
        found=found,
        state=state,
        kinds=tuple(SelectionKind),
        sorts=SORTS,
        tabs=[
            Way(visit.t(f"selecting.tab_{one}"), _address(visit, state | {"tab": one}), one == tab)
            for one in TABS
        ],
        pages=[
            None if at is None else Way(str(at), _address(visit, state | {"page": str(at)}), at == number)
            for at in paging.numbers
        ],
        total=total,
    )


def _address(visit: Visit, state: dict[str, str]) -> str:
    told = {name: value for name, value in state.items() if value}
    return f"{visit.url('selections')}?{urlencode(told)}"


def new(visit: Visit) -> Response:
    """The form for a new one."""
    asked = visit.asked.get("kind", "")
    return page(
        visit,
        "staff/selection_new.html",
        current="selections",
        kinds=tuple(SelectionKind),
        chosen=asked if asked in tuple(SelectionKind) else SelectionKind.DOSSIER,
    )


def create(visit: Visit) -> Response:
    """Begin a selection and open its editor; a list is grouped by level of power, a folder by year."""
    form, kind = visit.form, kind_of(visit.form.text("kind"))
    with visit.services.database.write() as work:
        made = begun(visit, work, kind, form.text("title"), theme=form.text("theme"))
    return visit.to("selection-editor", selection=made.id)


def begun(visit: Visit, work: UnitOfWork, kind: SelectionKind, title: str, **head: Any) -> Selection:
    """A new selection, divided as its kind usually is."""
    grouping = {"dossier": "sections", "press": "year", "list": "level"}[kind]
    return editing.create(
        work,
        kind,
        title[:LONGEST_TITLE],
        actor=visit.actor,
        clock=visit.services.clock,
        grouping=grouping,
        **head,
    )


@told_of_others
def remove(visit: Visit) -> Response:
    """Take a selection out of sight; its issues stay checkable."""
    with visit.services.database.write() as work:
        editing.remove(work, selection_in_path(visit, work).id, hand_of(visit))
    return visit.to("selections", ask={"done": "selection_removed", "tab": "removed"})


def restore(visit: Visit) -> Response:
    """Bring a removed one back."""
    with visit.services.database.write() as work:
        found = work.selections.restore(number_in_path(visit, "selection"), actor=visit.actor)
    return visit.to("selection-editor", selection=found.id, ask={"done": "selection_restored"})
