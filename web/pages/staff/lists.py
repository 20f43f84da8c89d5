"""Making and ordering saved lists, by buttons that need no script."""

from __future__ import annotations

from typing import get_args

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from catalog.errors import Conflict, NotFound
from catalog.model import SavedList
from catalog.unit_of_work import UnitOfWork
from dossiers.lists import Step, find_list, move, read_list
from web.pages.display import local_path
from web.pages.lists import list_rows
from web.pages.records import number_in_path, seen_record
from web.presenters.requisites import shown_title
from web.templating import page
from web.visit import Visit

MOST_TITLE = 300
MOST_NOTE = 4000


def _saved(visit: Visit, work: UnitOfWork) -> SavedList:
    return find_list(work, str(visit.request.path_params["slug"]), public_only=False)


def lists(visit: Visit) -> Response:
    """All lists and the form for a new one."""
    with visit.services.database.read() as work:
        saved = work.lists.all(public_only=False)
    return page(visit, "staff/lists.html", current="staff-lists", saved=saved)


def create(visit: Visit) -> Response:
    """Begin a list."""
    form = visit.form
    with visit.services.database.write() as work:
        saved = work.lists.create(
            form.text("title")[:MOST_TITLE],
            actor=visit.actor,
            note=form.text("note")[:MOST_NOTE],
            public=form.text("public") == "1",
        )
    return visit.to("staff-list", slug=saved.slug)


def one_list(visit: Visit) -> Response:
    """One list with the buttons that order it."""
    with visit.services.database.read() as work:
        saved = _saved(visit, work)
        rows = list_rows(visit, work, read_list(work, saved, visit.visibility))
    return page(visit, "staff/list.html", current="staff-lists", saved=saved, rows=rows, said="")


def rename(visit: Visit) -> Response:
    """Another title, note or openness; a list changed by somebody else meanwhile is shown again."""
    form = visit.form
    try:
        with visit.services.database.write() as work:
            saved = _saved(visit, work)
            work.lists.rename(
                saved.id,
                form.text("title")[:MOST_TITLE],
                version=form.number("version"),
                actor=visit.actor,
                note=form.text("note")[:MOST_NOTE],
                public=form.text("public") == "1",
            )
    except Conflict as error:
        with visit.services.database.read() as work:
            saved = _saved(visit, work)
            rows = list_rows(visit, work, read_list(work, saved, visit.visibility))
        said = f"{error} {error.hint}".strip()
        return page(
            visit, "staff/list.html", current="staff-lists", status=409, saved=saved, rows=rows, said=said
        )
    return visit.to("staff-list", slug=saved.slug, ask={"done": "saved"})


def delete(visit: Visit) -> Response:
    """Remove a list; its records stay."""
    with visit.services.database.write() as work:
        work.lists.delete(_saved(visit, work).id, actor=visit.actor)
    return visit.to("staff-lists", ask={"done": "list_deleted"})


def order(visit: Visit) -> Response:
    """Move a record of the list, take it out, or write a word on it."""
    form, number = visit.form, visit.form.number("record")
    action = form.text("action")
    with visit.services.database.write() as work:
        saved = _saved(visit, work)
        if action == "remove":
            work.lists.remove_item(saved.id, number, actor=visit.actor)
        elif action == "note":
            if number not in [item.record for item in work.lists.items(saved.id)]:
                raise NotFound("В этой подборке такого документа нет.")
            work.lists.add_item(saved.id, number, actor=visit.actor, note=form.text("note")[:MOST_NOTE])
        elif action in get_args(Step):
            step = next(one for one in get_args(Step) if one == action)
            move(work, saved, number, step, actor=visit.actor)
        else:
            raise HTTPException(400)
    path = visit.url("staff-list", slug=saved.slug)
    return RedirectResponse(path if action == "remove" else f"{path}#r{number}", status_code=303)


def choose(visit: Visit) -> Response:
    """Into which list a record shall go."""
    with visit.services.database.read() as work:
        record = seen_record(visit, work, number_in_path(visit, "record"))
        held = {one.id for one in work.lists.of_record(record.id)}
        saved = work.lists.all(public_only=False)
    return page(
        visit,
        "staff/list_add.html",
        current="staff-lists",
        record=record,
        title=shown_title(visit, record),
        saved=[(one, one.id in held) for one in saved],
        back=local_path(visit.asked.get("back", visit.url("record", record=record.id))),
    )


def add(visit: Visit) -> Response:
    """Put a record into a list, or into a new one, and go back to where it was found."""
    form = visit.form
    with visit.services.database.write() as work:
        record = seen_record(visit, work, number_in_path(visit, "record"))
        if record.withdrawn_at is not None:
            raise HTTPException(410)
        title = form.text("title")[:MOST_TITLE]
        if title:
            saved = work.lists.create(title, actor=visit.actor)
        else:
            saved = find_list(work, form.text("list"), public_only=False)
        work.lists.add_item(saved.id, record.id, actor=visit.actor, note=form.text("note")[:MOST_NOTE])
    back = local_path(form.text("back"))
    mark = "&" if "?" in back else "?"
    path, _, anchor = back.partition("#")
    return RedirectResponse(f"{path}{mark}done=listed" + (f"#{anchor}" if anchor else ""), status_code=303)
