"""The editor of a draft: entries and sections are moved, kept, noted and taken out by plain buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from catalog.selections import Selection, SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers import editing, refreshing, section_editing, undoing
from dossiers.arranging import Before, Into, Step, standing
from dossiers.editing import Hand
from dossiers.entry_editing import edit_entry
from web.forms import Form
from web.pages.records import number_in_path
from web.pages.staff.selection_conflicts import told_of_others
from web.pages.staff.selections import hand_of, selection_in_path
from web.paging import asked_page
from web.presenters.draft_editor import address, editor_view
from web.presenters.issue import note_of
from web.templating import page
from web.visit import Visit

LONGEST_NOTE = 10_000
_MOST_CHOSEN = 2000
_STEPS = get_args(Step)


@dataclass(frozen=True, slots=True)
class Order:
    """What the pressed button asks for: ``up:12``, ``before:12:15``, ``many-pin``.

    Attributes:
        name: of the action.
        record: that it is done to, or 0.
        other: a second record, or a section, or None.
    """

    name: str
    record: int = 0
    other: int | None = None

    @classmethod
    def read(cls, text: str) -> Order:
        """The order as the button has it.

        Raises:
            HTTPException: 400, it is none.
        """
        name, *numbers = text.split(":")
        if len(numbers) > 2 or not all(one.isascii() and one.isdigit() and len(one) < 16 for one in numbers):
            raise HTTPException(400)
        found = [int(one) for one in numbers]
        return cls(name, found[0] if found else 0, found[1] if len(found) > 1 else None)


def show(visit: Visit) -> Response:
    """The draft at one of its parts."""
    return _shown(visit)


def _shown(visit: Visit, *, preview: str = "", typed: Form | None = None, said: str = "") -> Response:
    asked = typed or Form(tuple(visit.asked.multi_items()))
    with visit.services.database.read() as work:
        selection = selection_in_path(visit, work)
        view = editor_view(visit, work, selection, asked.text("section"), asked_page(asked.text("page")))
    return page(
        visit,
        "staff/selection_editor.html",
        current="selections",
        status=400 if said else 200,
        view=view,
        editing=_number(asked.text("edit")),
        typed_note=asked.raw("note") if typed else None,
        preview=note_of(preview),
        at=asked.text("at"),
        checked=asked.text("checked") == "all",
        said=said,
        kinds=tuple(SelectionKind),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


@told_of_others
def take(visit: Visit) -> Response:
    """Do what the pressed button asks for, and show the same place again."""
    form = visit.form
    order = Order.read(form.text("do"))
    if order.name == "preview":
        return _shown(visit, preview=form.text("note"), typed=form)
    with visit.services.database.write() as work:
        selection = selection_in_path(visit, work)
        _carry_out(work, selection, order, form, hand_of(visit))
    return RedirectResponse(_back(visit, selection, order, form), status_code=303)


def _carry_out(work: UnitOfWork, selection: Selection, order: Order, form: Form, hand: Hand) -> None:
    if order.name.startswith("many-") or order.name in ("accept-all", "refuse-all"):
        _do_many(work, selection.id, order, form, hand)
    elif order.name in _STEPS:
        step = next(one for one in _STEPS if one == order.name)
        editing.move_record(work, selection.id, order.record, step, hand)
    elif order.name == "before" and order.other:
        editing.move_record(work, selection.id, order.record, Before(order.other), hand)
    elif order.name == "after" and order.other:
        _move_behind(work, selection.id, order.record, order.other, hand)
    elif order.name == "into":
        editing.move_record(work, selection.id, order.record, Into(order.other or None), hand)
    elif order.name == "save":
        if record := _number(form.text("edit")):
            note = form.raw("note")[:LONGEST_NOTE]
            edit_entry(
                work, selection.id, record, hand, note=note, where=_place(work, selection.id, record, form)
            )
    elif order.name in _ONE:
        _ONE[order.name](work, selection.id, [order.record], hand, _target(form))
    else:
        raise HTTPException(400)


def _move_behind(work: UnitOfWork, selection: int, record: int, other: int, hand: Hand) -> None:
    """Move a record behind another, which stands last on the page or in its section."""
    draft = work.selections.draft(selection)
    beside = draft.entry(other)
    order = [one for one in standing(draft, beside.section) if one != record] if beside else []
    at = order.index(other) + 1 if other in order else len(order)
    target = Before(order[at]) if at < len(order) else Into(beside.section if beside else None)
    editing.move_record(work, selection, record, target, hand)


def _place(work: UnitOfWork, selection: int, record: int, form: Form) -> Into | None:
    """The place that the form of an entry asks for, where it is another one than it has."""
    entry = work.selections.draft(selection).entry(record)
    section, at = _number(form.text("place")) or None, _number(form.text("position"))
    if entry is None or (section == entry.section and at == _number(form.text("was"))):
        return None
    moved = section != entry.section and at == _number(form.text("was"))
    return Into(section, None if moved or not at else at)


def _target(form: Form) -> Into:
    return Into(_number(form.text("to")) or None)


Doing = Callable[[UnitOfWork, int, list[int], Hand, Into], object]


def _include(work: UnitOfWork, selection: int, records: list[int], hand: Hand, where: Into) -> object:
    return editing.add_records(work, selection, records, hand, where=where)


_ONE: Mapping[str, Doing] = {
    "pin": lambda work, id_, records, hand, _: editing.pin_records(work, id_, records, hand),
    "unpin": lambda work, id_, records, hand, _: editing.pin_records(work, id_, records, hand, on=False),
    "remove": lambda work, id_, records, hand, _: editing.remove_records(work, id_, records, hand),
    "exclude": lambda work, id_, records, hand, _: editing.exclude_records(work, id_, records, hand),
    "include": _include,
    "move": lambda work, id_, records, hand, where: editing.move_records(work, id_, records, where, hand),
    "accept": lambda work, id_, records, hand, where: refreshing.accept(
        work, id_, hand, records, where=where
    ),
    "refuse": lambda work, id_, records, hand, _: refreshing.refuse(work, id_, hand, records),
}


def _do_many(work: UnitOfWork, selection: int, order: Order, form: Form, hand: Hand) -> None:
    """Do the same to all that are checked, in the order of the draft; to nothing where none is."""
    if order.name == "accept-all":
        refreshing.accept(work, selection, hand, where=_target(form))
    elif order.name == "refuse-all":
        refreshing.refuse(work, selection, hand)
    else:
        doing = _ONE.get(order.name.removeprefix("many-"))
        if doing is None:
            raise HTTPException(400)
        chosen = [_number(one) for one in form.all("record")[:_MOST_CHOSEN]]
        if chosen:
            doing(work, selection, chosen, hand, _target(form))


def _back(visit: Visit, selection: Selection, order: Order, form: Form) -> str:
    """The place where the button stood; the next press of Enter does the same again.

    A button that takes the focus is found by itself: with an anchor browsers would not let it.
    """
    number, code = asked_page(form.text("page")), form.text("section")
    if order.name in _STEPS:
        return address(visit, selection, code, number, at=f"{order.name}:{order.record}")
    record = order.record or _number(form.text("edit"))
    stays = record and order.name not in ("remove", "exclude", "into")
    return address(visit, selection, code, number) + (f"#r{record}" if stays else "#entries")


@told_of_others
def sections(visit: Visit) -> Response:
    """Add, rename, move or remove a section."""
    form, order = visit.form, Order.read(visit.form.text("do"))
    with visit.services.database.write() as work:
        selection, hand = selection_in_path(visit, work), hand_of(visit)
        shown = _section_done(work, selection, order, form, hand)
    return RedirectResponse(address(visit, selection, shown) + "#parts", status_code=303)


def _section_done(work: UnitOfWork, selection: Selection, order: Order, form: Form, hand: Hand) -> str:
    """The part to show afterwards."""
    number = order.record
    if order.name == "add":
        known = {one.id for one in work.selections.draft(selection.id).sections}
        section_editing.add_section(work, selection.id, form.text("title"), hand)
        fresh = [one.id for one in work.selections.draft(selection.id).sections if one.id not in known]
        return str(fresh[0]) if selection.count > 0 and form.text("open") else form.text("section")
    if order.name == "change":
        note = form.raw("note")[:LONGEST_NOTE]
        section_editing.change_section(work, selection.id, number, hand, title=form.text("title"), note=note)
    elif order.name == "delete":
        section_editing.delete_section(work, selection.id, number, hand)
        return "none"
    elif order.name in _STEPS:
        step = next(one for one in _STEPS if one == order.name)
        section_editing.move_section(work, selection.id, number, step, hand)
    else:
        raise HTTPException(400)
    return form.text("section") or str(number)


@told_of_others
def undo(visit: Visit) -> Response:
    """Take the last step back, or do it again."""
    form = visit.form
    with visit.services.database.write() as work:
        selection = selection_in_path(visit, work)
        back = undoing.redo if form.text("which") == "redo" else undoing.undo
        back(work, selection.id, hand_of(visit))
    return RedirectResponse(
        address(visit, selection, form.text("section"), asked_page(form.text("page"))), status_code=303
    )


def refresh(visit: Visit) -> Response:
    """Put the saved request now; what it proposes waits for a decision."""
    services = visit.services
    done = refreshing.refresh(
        services.database, services.searcher, number_in_path(visit, "selection"), services.clock
    )
    told = "offered" if done.offered else "leaving" if done.leaving else ""
    where = address(visit, done.selection, told, done="refreshed" if told else "refreshed_none")
    return RedirectResponse(where, status_code=303)
