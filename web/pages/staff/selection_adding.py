"""Bringing records in: what a request finds, with a preview; or those chosen among results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from catalog.errors import NotFound, VecheError
from catalog.model import RecordClass, Status
from catalog.selections import Draft, Place, Selection, SelectionFilter, SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers import editing
from dossiers.arranging import Into
from dossiers.editing import STAFF
from dossiers.requests import MOST, hits_of, request_of, saved_query
from web.access import sees
from web.pages.display import local_path
from web.pages.headings import Row, record_rows
from web.pages.records import number_in_path
from web.pages.staff.selection_conflicts import told_of_others
from web.pages.staff.selections import begun, hand_of, kind_of, selection_in_path
from web.paging import Paging, asked_page
from web.presenters.draft_editor import address
from web.presenters.layout import Way
from web.presenters.saved_request import FIELDS, request_address, request_in, request_words
from web.templating import page
from web.visit import Visit

SIZE = 50
MOST_SHELVES = 200
MOST_CHOSEN = 500


@dataclass(frozen=True, slots=True)
class Offer:
    """A record that a request finds, and its place in the draft, or "" if it has none."""

    row: Row
    place: str


def search(visit: Visit) -> Response:
    """The form of a request and what it finds."""
    asked = request_in(visit.asked)
    number, said = asked_page(visit.asked.get("page")), ""
    hits: list[int] = []
    total = 0
    try:
        query = saved_query(asked)
        if query:
            request = request_of(query, visit.services.clock.today(), STAFF)
            found, total = hits_of(visit.services.searcher, request)
            hits = [one.record for one in found]
    except VecheError as error:
        said = f"{error} {error.hint}".strip()
    with visit.services.database.read() as work:
        selection = selection_in_path(visit, work)
        draft = work.selections.draft(selection.id)
        shown = hits[(number - 1) * SIZE : number * SIZE]
        values = {
            "offers": _offers(visit, work, draft, shown),
            "request": request_words(visit, work, asked),
            "categories": [
                (one.slug, one.label_en if visit.language == "en" else one.label_ru)
                for one in work.headings.categories(frozenset())
            ],
        }
    return _search_page(visit, selection, draft, Found(asked, hits, total, number, said), values)


@dataclass(frozen=True, slots=True)
class Found:
    """What a request finds: the request, the records, how many in all, the page shown, and what is wrong."""

    asked: dict[str, str]
    hits: list[int]
    total: int
    number: int
    said: str


def _search_page(
    visit: Visit, selection: Selection, draft: Draft, found: Found, values: dict[str, Any]
) -> Response:
    held = {one.record for one in draft.entries if one.place is not Place.OFFERED}
    paging = Paging(found.number, SIZE, len(found.hits))
    here, to = visit.url("selection-add", selection=selection.id), visit.asked.get("into", "")
    return page(
        visit,
        "staff/selection_add.html",
        current="selections",
        selection=selection,
        sections=draft.sections,
        asked={name: found.asked.get(name, "") for name in FIELDS},
        is_asked=bool(found.asked),
        is_narrowed=bool(found.asked.keys() - {"q"}),
        total=found.total,
        fresh=len([one for one in found.hits if one not in held]),
        left=max(0, found.total - MOST),
        said=found.said,
        to=to,
        is_saved=bool(found.asked) and dict(selection.query) == found.asked,
        classes=tuple(RecordClass),
        statuses=tuple(Status),
        request_query=request_address(found.asked),
        checked=visit.asked.get("checked", "") == "all",
        pages=[
            None
            if at is None
            else Way(
                str(at), f"{here}?{request_address(found.asked, page=str(at), into=to)}", at == found.number
            )
            for at in paging.numbers
        ],
        **values,
    )


def _offers(visit: Visit, work: UnitOfWork, draft: Draft, records: list[int]) -> list[Offer]:
    held = work.records.many(records)
    return [
        Offer(row, entry.place.value if (entry := draft.entry(row.id)) else "")
        for row in record_rows(visit, work, [held[one] for one in records if one in held])
    ]


@told_of_others
def add(visit: Visit) -> Response:
    """Take in what is checked or all that the request finds; or let the request keep the selection fresh."""
    form, number = visit.form, number_in_path(visit, "selection")
    query = request_in_form(visit)
    where = Into(_number(form.text("to")) or None)
    services = visit.services
    match form.text("do"):
        case "all":
            editing.add_by_query(
                services.database, services.searcher, number, query, hand_of(visit), where=where
            )
        case "checked":
            records = [_number(one) for one in form.all("record")[:MOST_CHOSEN]]
            with services.database.write() as work:
                editing.add_records(work, number, records, hand_of(visit), where=where)
        case "keep":
            with services.database.write() as work:
                editing.change_head(work, number, hand_of(visit), query=query)
            return visit.to("selection-about", selection=number, ask={"done": "query_kept"})
        case _:
            raise HTTPException(400)
    with services.database.read() as work:
        selection = selection_in_path(visit, work)
    code = form.text("to") if form.text("to") not in ("", "0") else ""
    return RedirectResponse(address(visit, selection, code, done="added"), status_code=303)


def request_in_form(visit: Visit) -> dict[str, str]:
    """The request that a form carries along, in the form of an address."""
    return request_in(QueryParams(visit.form.text("request")))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """A selection that records can be put into, and how many of the chosen ones stand in it."""

    selection: Selection
    sections: tuple[tuple[int, str], ...]
    held: int


def choose(visit: Visit) -> Response:
    """Into which selection the chosen records shall go."""
    numbers = [_number(one) for one in visit.asked.getlist("record")[:MOST_CHOSEN]]
    kind, text = visit.asked.get("kind", ""), visit.asked.get("q", "").strip()[:200]
    back = local_path(visit.asked.get("back", visit.url("search")))
    with visit.services.database.read() as work:
        rows = _seen(visit, work, numbers)
        wanted = SelectionFilter(kind=kind if kind in tuple(SelectionKind) else "", text=text)
        found, total = work.selections.page(wanted, MOST_SHELVES)
        shelves = [_shelf(work, one, {row.id for row in rows}) for one in found]
    return page(
        visit,
        "staff/selection_choose.html",
        current="selections",
        rows=rows,
        shelves=shelves,
        more=total > len(found),
        q=text,
        kinds=tuple(SelectionKind),
        back=back,
        here=urlencode([("record", row.id) for row in rows]),
    )


def _seen(visit: Visit, work: UnitOfWork, numbers: list[int]) -> tuple[Row, ...]:
    records = [
        one
        for one in work.records.many(list(dict.fromkeys(numbers))).values()
        if sees(one, visit.account) and one.withdrawn_at is None
    ]
    return record_rows(visit, work, records)


def _shelf(work: UnitOfWork, one: Selection, records: set[int]) -> Shelf:
    draft = work.selections.draft(one.id)
    held = {entry.record for entry in draft.entries if entry.place is not Place.OFFERED}
    return Shelf(one, tuple((part.id, part.title) for part in draft.sections), len(held & records))


def put(visit: Visit) -> Response:
    """Put the chosen records into a selection, or a new one, and go back to where they were found.

    Nothing is shown that another could have changed, so the newest version is taken.
    """
    form = visit.form
    numbers = [_number(one) for one in form.all("record")[:MOST_CHOSEN]]
    with visit.services.database.write() as work:
        rows = _seen(visit, work, numbers)
        if not rows:
            raise NotFound(visit.t("selecting.none_chosen"), visit.t("selecting.choose_first"))
        section = None
        if form.text("title"):
            selection = begun(visit, work, kind_of(form.text("kind")), form.text("title"))
        else:
            chosen, _, part = form.text("into").partition(":")
            found = work.selections.get(_number(chosen))
            if found is None or found.removed_at is not None:
                raise NotFound(visit.t("selecting.none"), visit.t("selecting.choose_one"))
            selection, section = found, _number(part) or None
        hand = hand_of(visit, selection.version)
        note = form.text("note")
        editing.add_records(
            work, selection.id, [row.id for row in rows], hand, where=Into(section), note=note
        )
    if form.text("then") == "open":
        return visit.to("selection-editor", selection=selection.id, ask={"done": "added"})
    back, _, anchor = local_path(form.text("back")).partition("#")
    mark = "&" if "?" in back else "?"
    where = f"{back}{mark}done=listed" + (f"#{anchor}" if anchor else "")
    return RedirectResponse(where, status_code=303)
