"""The fields of forms that correct a record: what stands in them, where it was read, what else was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.model import DATE_FIELDS, FLAG_FIELDS, REQUISITE_FIELDS, Record, RecordClass, Value
from web.presenters.card import shown_value, source_words
from web.presenters.layout import Way
from web.visit import Visit

FIRST = ("title", "kind", "issuer", "date", "number")
LONG = frozenset({"title", "annotation"})
PRESS_ONLY = frozenset({"author", "press_pages"})
ACT_ONLY = frozenset(
    {
        "in_force_from",
        "in_force_until",
        "parent",
        "proposals_until",
        "register_number",
        "session",
        "signatory",
        "signed",
    }
)


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of the form.

    Attributes:
        name: machine name.
        label: shown.
        shape: ``text``, ``long``, ``date`` or ``flag``.
        value: filled in.
        where: where the value was read, or "".
        others: other readings that a button takes.
        doubtful: whether it should be looked at.
    """

    name: str
    label: str
    shape: str
    value: str
    where: str
    others: tuple[Way, ...]
    doubtful: bool


def _shape(name: str) -> str:
    if name in DATE_FIELDS:
        return "date"
    if name in FLAG_FIELDS:
        return "flag"
    return "long" if name in LONG else "text"


def field_views(
    visit: Visit, record: Record, values: list[Value], typed: Mapping[str, str]
) -> list[FieldView]:
    """The fields of a record, filled with what is shown or with what was typed."""
    by_field: dict[str, list[Value]] = {}
    for value in values:
        by_field.setdefault(value.field, []).append(value)
    others = [name for name in REQUISITE_FIELDS if name not in FIRST]
    is_press = record.record_class == RecordClass.PRESS
    views = []
    for name in (*FIRST, *others):
        if name in (ACT_ONLY if is_press else PRESS_ONLY) and name not in by_field:
            continue
        readings = by_field.get(name, [])
        shown = next((value for value in readings if value.shown), None)
        label = "newspaper" if name == "issuer" and is_press else name
        views.append(
            FieldView(
                name,
                visit.t(f"field.{label}"),
                _shape(name),
                typed.get(name, shown.value if shown else ""),
                source_words(visit, shown) if shown else "",
                _others(visit, name, shown, readings),
                any(mark in record.marks for mark in (f"conflict:{name}", f"doubt:{name}")),
            )
        )
    return views


def _others(visit: Visit, name: str, shown: Value | None, readings: list[Value]) -> tuple[Way, ...]:
    found: dict[str, Way] = {}
    for value in readings:
        if value.value and (shown is None or value.value != shown.value):
            label = f"{shown_value(visit, name, value.value)} ({source_words(visit, value)})"
            found.setdefault(value.value, Way(label, f"{name}:{value.value}"))
    return tuple(found.values())
