"""What is said of a selection: title, introduction, cover, period, how it is divided and kept fresh."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import Response

from catalog.errors import Conflict, VecheError
from catalog.selections import STANDING, Draft, Selection
from catalog.unit_of_work import UnitOfWork
from dossiers import editing
from dossiers.deeds import told
from dossiers.entries import open_originals
from dossiers.grouping import GROUPINGS
from web.forms import Form
from web.pages.staff.selection_conflicts import told_of_others
from web.pages.staff.selections import hand_of, selection_in_path
from web.presenters.issue import note_of
from web.presenters.saved_request import request_words
from web.presenters.selection_steps import step_view
from web.templating import page
from web.visit import Visit

REFRESHES = (0, 1, 7, 30, 90)
LONGEST = 20_000
MOST_COVERS = 24
MOST_STEPS = 50
_WORDS = ("title", "theme", "audience", "introduction", "cover", "grouping")


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture that can be the cover: an original of a record in the draft."""

    sha256: str
    name: str
    record: int


def show(visit: Visit) -> Response:
    """The form."""
    with visit.services.database.read() as work:
        selection = selection_in_path(visit, work)
        return _form(visit, work, selection, work.selections.draft(selection.id))


@told_of_others
def take(visit: Visit) -> Response:
    """Keep what was changed, or show how the introduction will look."""
    form = visit.form
    try:
        head = _head(form)
        if form.text("do") == "preview":
            return _again(visit, head, preview=str(head["introduction"]))
        with visit.services.database.write() as work:
            selection = selection_in_path(visit, work)
            editing.change_head(work, selection.id, hand_of(visit), **head)
    except Conflict:
        raise
    except VecheError as error:
        return _again(visit, _head(form, strict=False), said=f"{error} {error.hint}".strip())
    return visit.to("selection-editor", selection=selection.id, ask={"done": "saved"})


def _head(form: Form, *, strict: bool = True) -> dict[str, Any]:
    """The fields as the form has them."""
    days = form.text("refresh_days")
    head: dict[str, Any] = {name: form.raw(name)[:LONGEST].strip() for name in _WORDS}
    head |= {"public": form.text("public") == "1"}
    head |= {"refresh_days": int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0}
    head |= {name: _day(form.text(name), strict=strict) for name in ("first_day", "last_day")}
    return head | ({"query": {}} if form.text("forget_query") == "1" else {})


def _day(text: str, *, strict: bool) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        if strict:
            raise VecheError(f"«{text}» — не дата.") from error
        return None


def _again(visit: Visit, head: Mapping[str, Any], *, preview: str = "", said: str = "") -> Response:
    with visit.services.database.read() as work:
        selection = selection_in_path(visit, work)
        kept = {name: value for name, value in head.items() if name != "query"}
        draft = replace(work.selections.draft(selection.id), **kept)
        version = visit.form.number("version")
        return _form(visit, work, replace(selection, version=version), draft, preview=preview, said=said)


def _form(  # noqa: PLR0913 - what stands in it
    visit: Visit, work: UnitOfWork, selection: Selection, draft: Draft, *, preview: str = "", said: str = ""
) -> Response:
    return page(
        visit,
        "staff/selection_about.html",
        current="selections",
        status=400 if said else 200,
        selection=selection,
        draft=draft,
        groupings=GROUPINGS,
        refreshes=sorted({*REFRESHES, draft.refresh_days}),
        request=request_words(visit, work, draft.query),
        covers=_covers(work, draft),
        preview=note_of(preview),
        said=said,
    )


def _covers(work: UnitOfWork, draft: Draft) -> list[Cover]:
    """Pictures among the originals of the draft's records that may leave the library."""
    standing = [one.record for one in draft.entries if one.place in STANDING]
    pictures = [
        (record, one)
        for record, held in work.originals.of_records(standing).items()
        for one in held
        if one.media_type.startswith("image/")
    ][:MOST_COVERS]
    open_ = open_originals(work, [one.sha256 for _, one in pictures])
    return [Cover(one.sha256, one.name, record) for record, one in pictures if one.sha256 in open_]


def history(visit: Visit) -> Response:
    """The last steps of the draft: who did what, and when."""
    with visit.services.database.read() as work:
        selection = selection_in_path(visit, work, removed=True)
        steps = told(work, selection.id, work.selections.steps(selection.id, MOST_STEPS))
    return page(
        visit,
        "staff/selection_history.html",
        current="selections",
        selection=selection,
        steps=[step_view(visit, one) for one in steps],
    )
