"""The correction desk: one doubtful record after the other, the document beside its form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from starlette.responses import Response

from catalog.model import Record, Value
from catalog.unit_of_work import UnitOfWork
from language.paragraphs import unwrapped
from search.analysis import readable
from web.marking import Marks, Span
from web.pages.records import number_in_path, seen_record
from web.pages.staff.desk_steps import step_way
from web.pages.staff.fields import FIRST, FieldView, field_views
from web.presenters.marks import mark_views
from web.presenters.page_text import TextPage, blocks
from web.presenters.requisites import shown_title
from web.presenters.spots import in_readable
from web.templating import page
from web.visit import Visit

_LONGEST = 12_000
_PAGES = 3
_AROUND = 70
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """Another reading of a field: the number of its key, words, and what the button sends."""

    number: int
    label: str
    sent: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Where a doubtful value stands in the text: its words with those about them."""

    page: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class DeskField:
    """A field with its other readings and, where it is doubtful, the places of all of them in the text."""

    view: FieldView
    readings: tuple[Reading, ...]
    excerpts: tuple[Excerpt, ...]


def show(visit: Visit) -> Response:
    """What is doubtful about a record before the rest, and its text with the places that were read."""
    with visit.services.database.read() as work:
        record = seen_record(visit, work, number_in_path(visit, "record"))
        order = work.records.review_order()
        values = work.records.values(record.id)
        pages = work.texts.pages(record.id)
        originals = work.originals.of_record(record.id)
        undoing = step_way(visit, work)
    fields = [one for one in field_views(visit, record, values, {}) if one.name in FIRST or one.doubtful]
    fields.sort(key=lambda one: not one.doubtful)
    doubtful = frozenset(one.name for one in fields if one.doubtful)
    onward = _behind(order, record.id)
    return page(
        visit,
        "staff/desk.html",
        current="review",
        record=record,
        title=shown_title(visit, record),
        fields=_desk_fields(fields, values, pages),
        focused=next((one.name for one in fields if one.doubtful), ""),
        marks=mark_views(visit, record.marks),
        texts=_texts(visit, record, pages, values, doubtful),
        originals=originals,
        left=len(order) if record.id in order else 0,
        onward=onward,
        undoing=undoing,
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


def _desk_fields(
    fields: Sequence[FieldView], values: Sequence[Value], pages: Sequence[str]
) -> tuple[DeskField, ...]:
    numbers = count(1)
    return tuple(
        DeskField(
            field,
            tuple(Reading(next(numbers), other.label, other.address) for other in field.others),
            tuple(_excerpts(field.name, values, pages)) if field.doubtful else (),
        )
        for field in fields
    )


def _excerpts(name: str, values: Sequence[Value], pages: Sequence[str]) -> Iterator[Excerpt]:
    """The places of all readings of a field, each once."""
    told = set()
    for one in values:
        if one.field != name or one.page is None or one.start is None or one.end is None:
            continue
        if (one.page, one.start) in told or not 1 <= one.page <= len(pages):
            continue
        told.add((one.page, one.start))
        text = pages[one.page - 1]
        said = text[one.start : one.end]
        start = one.start + len(said) - len(said.lstrip())
        end = max(start, one.end - len(said) + len(said.rstrip()))
        yield Excerpt(
            one.page,
            before=_in_one_line(text[max(0, start - _AROUND) : start]),
            words=_in_one_line(text[start:end]),
            after=_in_one_line(text[end : end + _AROUND]),
        )


def _in_one_line(text: str) -> str:
    return _BLANKS.sub(" ", readable(text))


def _texts(
    visit: Visit, record: Record, pages: Sequence[str], values: Sequence[Value], doubtful: frozenset[str]
) -> list[TextPage]:
    """The first pages, and those on which something was read; places that are doubtful stand out.

    The page with the first doubtful place alone has an anchor for it.
    """
    found = []
    anchored = False
    for number, text in enumerate(pages, 1):
        read = [
            (one.field in doubtful, Span(one.start, one.end))
            for one in values
            if one.page == number and one.start is not None and one.end is not None
        ]
        if number > _PAGES and not read:
            continue
        clean = readable(text[:_LONGEST])
        plain, spots = (
            in_readable(text, clean, [span for doubt, span in read if doubt is wanted])
            for wanted in (False, True)
        )
        marks = Marks(found=[*plain, *spots]) if anchored else Marks(found=plain, spots=spots)
        anchored = anchored or bool(spots)
        address = visit.url("record-page", record=record.id, number=number)
        shown = blocks(unwrapped(clean), marks)
        found.append(TextPage(number, shown, len(read), address, len(text) > _LONGEST))
    return found
