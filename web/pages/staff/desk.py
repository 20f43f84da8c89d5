"""The correction desk: one doubtful record after the other, the document beside its form."""

from __future__ import annotations

from starlette.responses import Response

from catalog.model import Record, Value
from catalog.unit_of_work import UnitOfWork
from language.paragraphs import unwrapped
from search.analysis import readable
from web.marking import Marks, Span
from web.pages.records import number_in_path, seen_record
from web.pages.staff.fields import FIRST, FieldView, field_views
from web.presenters.marks import mark_views
from web.presenters.page_text import TextPage, blocks
from web.presenters.requisites import shown_title
from web.presenters.spots import in_readable
from web.templating import page
from web.visit import Visit

_LONGEST = 12_000
_PAGES = 3


def show(visit: Visit) -> Response:
    """The record with what is doubtful about it, its text with the places where requisites were read."""
    with visit.services.database.read() as work:
        record = seen_record(visit, work, number_in_path(visit, "record"))
        order = work.records.review_order()
        values = work.records.values(record.id)
        texts = _texts(visit, work, record, values)
        originals = work.originals.of_record(record.id)
    fields = [one for one in field_views(visit, record, values, {}) if one.name in FIRST or one.doubtful]
    at = order.index(record.id) if record.id in order else None
    onward = _behind(order, record.id)
    return page(
        visit,
        "staff/desk.html",
        current="review",
        record=record,
        title=shown_title(visit, record),
        fields=_numbered(fields),
        focused=next((one.name for one in fields if one.doubtful), ""),
        marks=mark_views(visit, record.marks),
        texts=texts,
        originals=originals,
        place=None if at is None else at + 1,
        total=len(order),
        onward=onward,
    )


def next_at_desk(visit: Visit, work: UnitOfWork, done: int) -> Response:
    """On to the record that followed in the order, to the first one that is left, or back to the list."""
    order = [number for number in work.records.review_order() if number != done]
    wanted = visit.form.text("next")
    following = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 16 else 0
    if following in order:
        return visit.to("desk", record=following)
    return visit.to("desk", record=order[0]) if order else visit.to("review", ask={"done": "saved"})


def _behind(order: list[int], record: int) -> int | None:
    """The record behind this one; behind the last comes the first."""
    if record not in order:
        return order[0] if order else None
    return order[(order.index(record) + 1) % len(order)] if len(order) > 1 else None


def _numbered(fields: list[FieldView]) -> list[tuple[FieldView, list[tuple[int, str, str]]]]:
    """Fields with their other readings, each with a number for its key."""
    found = []
    number = 0
    for field in fields:
        others = []
        for other in field.others:
            number += 1
            others.append((number, other.label, other.address))
        found.append((field, others))
    return found


def _texts(visit: Visit, work: UnitOfWork, record: Record, values: list[Value]) -> list[TextPage]:
    """The first pages, and those on which something was read, with the places of the requisites marked."""
    spots: dict[int, list[Span]] = {}
    for one in values:
        if one.page is not None and one.start is not None and one.end is not None:
            spots.setdefault(one.page, []).append(Span(one.start, one.end))
    found = []
    for number, text in enumerate(work.texts.pages(record.id), 1):
        if number > _PAGES and number not in spots:
            continue
        clean = readable(text[:_LONGEST])
        marked = in_readable(text, clean, spots.get(number, []))
        address = visit.url("record-page", record=record.id, number=number)
        found.append(
            TextPage(
                number,
                blocks(unwrapped(clean), Marks(spots=marked)),
                len(marked),
                address,
                len(text) > _LONGEST,
            )
        )
    return found
