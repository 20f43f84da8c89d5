"""The requisites of a record, each with where it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from catalog.headings import Category, Heading
from catalog.model import DATE_FIELDS, Record, RecordClass, Value, ValueSource
from language.wording import NBSP, day
from web.access import Needs
from web.addresses import SearchAddress
from web.presenters.layout import Way
from web.presenters.requisites import dated_and_numbered, first_upper
from web.presenters.spots import read_at
from web.visit import Visit

ROWS = (
    "kind",
    "issuer",
    "author",
    "dated",
    "signed",
    "in_force_from",
    "in_force_until",
    "proposals_until",
    "press_pages",
    "publication",
    "published",
    "register_number",
    "place",
    "session",
    "signatory",
    "parent",
    "level",
    "annotation",
    "paper_copy",
    "age_mark",
    "not_published",
    "legal_deposit",
    "supplier",
    "origin",
)
STAFF_ROWS = frozenset({"supplier", "origin", "legal_deposit"})
FLAGS = frozenset({"not_published", "legal_deposit"})


@dataclass(frozen=True, slots=True)
class Where:
    """Where a value was read: words, a link to its place on the page, and for staff how sure it is."""

    label: str
    address: str = ""
    doubtful: bool = False
    sure: str = ""


@dataclass(frozen=True, slots=True)
class CardRow:
    """One requisite.

    Attributes:
        label: its name.
        value: in words.
        address: where the value leads, or "".
        where: its sources.
        also: other readings of it, for staff.
    """

    label: str
    value: str
    address: str
    where: tuple[Where, ...]
    also: tuple[str, ...]


def card(visit: Visit, record: Record, values: Sequence[Value]) -> tuple[CardRow, ...]:
    """The rows of the card that have a value."""
    by_field: dict[str, list[Value]] = {}
    for value in values:
        by_field.setdefault(value.field, []).append(value)
    rows = []
    for name in ROWS:
        if name in STAFF_ROWS and not visit.may(Needs.CLERK):
            continue
        row = (
            _dated(visit, record, by_field)
            if name == "dated"
            else _row(visit, record, name, by_field.get(name, []))
        )
        if row is not None:
            rows.append(row)
    return tuple(rows)


def _row(visit: Visit, record: Record, name: str, values: Sequence[Value]) -> CardRow | None:
    shown = next((value for value in values if value.shown), None)
    if shown is None or not shown.value:
        return None
    text, address = shown_value(visit, name, shown.value), ""
    if name == "issuer" and record.issuer:
        text = record.issuer
        address = f"{visit.url('search')}?{SearchAddress(q='*', issuer=(record.issuer,)).query_string()}"
    label = "newspaper" if name == "issuer" and record.record_class == RecordClass.PRESS else name
    return CardRow(
        visit.t(f"field.{label}"),
        text,
        address,
        (_where(visit, record, [shown]),),
        _also(visit, name, shown, values),
    )


def _dated(visit: Visit, record: Record, by_field: dict[str, list[Value]]) -> CardRow | None:
    text = dated_and_numbered(record.date, record.number, visit.language)
    if not text:
        return None
    read: list[Value] = []
    also: tuple[str, ...] = ()
    for name in ("date", "number"):
        values = by_field.get(name, [])
        shown = next((value for value in values if value.shown and value.value), None)
        if shown is not None:
            read.append(shown)
            also += _also(visit, name, shown, values)
    alike = [list(group) for _, group in groupby(read, key=lambda one: (one.source, one.page))]
    where = [_where(visit, record, group) for group in alike]
    key = "dated" if record.number and record.date else ("number" if record.number else "date")
    return CardRow(visit.t(f"field.{key}"), text, "", tuple(where), also)


def shown_value(visit: Visit, name: str, value: str) -> str:
    """A value in words."""
    if name in DATE_FIELDS:
        try:
            return day(date.fromisoformat(value), visit.language)
        except ValueError:
            return value
    if name in FLAGS:
        return visit.t("card.yes")
    if name == "level" and f"level.{value}" in visit.t:
        return visit.t(f"level.{value}")
    return first_upper(value) if name == "kind" else value


def source_words(visit: Visit, value: Value) -> str:
    """Where a value comes from, in a few words."""
    if value.page is not None and value.source in (ValueSource.READ, ValueSource.CAPTION):
        return visit.t("card.page", page=value.page)
    return visit.t(f"source.{value.source}")


def _where(visit: Visit, record: Record, values: Sequence[Value]) -> Where:
    """Where values of one source and page were read."""
    least = min(value.confidence for value in values)
    percent = f"{least:.0%}".replace("%", f"{NBSP}%")
    return Where(
        source_words(visit, values[0]),
        read_at(visit, record, values),
        doubtful=any(value.note for value in values) or least < 0.6,
        sure=percent if least < 1 and visit.may(Needs.CLERK) else "",
    )


def title_place(visit: Visit, record: Record, values: Sequence[Value]) -> Where | None:
    """Where the title was read, if it was; it stands above the card."""
    shown = [value for value in values if value.field == "title" and value.shown and value.value]
    return _where(visit, record, shown) if shown else None


def _also(visit: Visit, name: str, shown: Value, values: Sequence[Value]) -> tuple[str, ...]:
    """Other readings, told to those who can mend them."""
    if not visit.may(Needs.CLERK):
        return ()
    found = {
        value.value: f"{shown_value(visit, name, value.value)} ({source_words(visit, value)})"
        for value in values
        if value.value and value.value != shown.value
    }
    return tuple(found.values())


def subjects(
    visit: Visit,
    record: Record,
    headings: Sequence[str],
    tree: Sequence[Heading],
    categories: Sequence[Category],
) -> tuple[tuple[Way, ...], tuple[Way, ...]]:
    """Links to the categories and to the headings of a record."""
    english = visit.language == "en"
    by_slug = {one.slug: one for one in categories}
    by_id = {one.id: one for one in tree}
    slugs = tuple(
        Way(
            by_slug[slug].label_en if english else by_slug[slug].label_ru,
            f"{visit.url('search')}?{SearchAddress(q='*', category=(slug,), sort='newest').query_string()}",
        )
        for slug in record.categories
        if slug in by_slug
    )
    ids = tuple(
        Way(by_id[one].label_en if english else by_id[one].label_ru, visit.url("heading", heading=one))
        for one in headings
        if one in by_id
    )
    return slugs, ids
