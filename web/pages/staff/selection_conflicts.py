"""Whoever saves second is told what the first did; what was typed is kept and can be sent again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from starlette.responses import Response

from catalog.errors import Conflict
from catalog.unit_of_work import UnitOfWork
from dossiers.deeds import steps_since
from web.forms import TOKEN_FIELD
from web.pages.records import number_in_path
from web.presenters.selection_steps import step_view
from web.templating import page
from web.visit import Visit

PageFunction = Callable[[Visit], Response]
_LONG = ("note", "introduction")
_SHOWN = (*_LONG, "title", "theme", "audience", "q")
_STATE = ("section", "page", "edit")


@dataclass(frozen=True, slots=True)
class Typed:
    """A field of the form that was sent; what people typed is shown."""

    name: str
    value: str
    shown: bool
    long: bool


def told_of_others(take: PageFunction) -> PageFunction:
    """A page whose form was filled from a version that is no longer the newest: tells what was done since."""

    @wraps(take)
    def guarded(visit: Visit) -> Response:
        try:
            return take(visit)
        except Conflict as conflict:
            if conflict.when is None:
                raise
            return _page(visit, conflict)

    return guarded


def _page(visit: Visit, conflict: Conflict) -> Response:
    form = visit.form
    with visit.services.database.read() as work:
        selection = work.selections.get(number_in_path(visit, "selection"))
        steps = _since(visit, work, form.number("version"))
    if selection is None:
        raise conflict
    state = {name: form.text(name) for name in _STATE if form.text(name)}
    return page(
        visit,
        "staff/selection_conflict.html",
        current="selections",
        status=409,
        selection=selection,
        said=str(conflict),
        steps=steps,
        typed=[
            Typed(name, value, bool(value.strip()) and name in _SHOWN, name in _LONG)
            for name, value in form.fields
            if name not in (TOKEN_FIELD, "version")
        ],
        action=visit.request.url.path,
        state=state,
    )


def _since(visit: Visit, work: UnitOfWork, version: int) -> list[object]:
    number = number_in_path(visit, "selection")
    return [step_view(visit, one) for one in steps_since(work, number, version)]
