"""Marks of a record in words: what is uncertain, what waits, what may be the same act."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.stores.record_columns import CLOSED_BY_RULE
from ingest.reasons import known_notes, say_note
from web.presenters.layout import Way
from web.visit import Visit


def _named(visit: Visit, field: str) -> str:
    """A requisite as it is called inside a sentence."""
    if f"mark_field.{field}" in visit.t:
        return visit.t(f"mark_field.{field}")
    return visit.t(f"field.{field}").lower() if f"field.{field}" in visit.t else field


def _closed(visit: Visit, value: str) -> Way:
    """By which rule a record is closed, with the sort of what was found and its page: «3:passport:2:145»."""
    rule, what, page, *_ = (*value.split(":"), "", "", "")
    address = f"{visit.url('closing')}#rule-{rule}"
    if page in ("", "0") or f"personal.{what}" not in visit.t:
        return Way(visit.t("mark.closed-by-rule", value=rule), address)
    return Way(
        visit.t("mark.closed-by-rule-found", value=rule, what=visit.t(f"personal.{what}"), page=page), address
    )


def mark_views(visit: Visit, marks: Sequence[str]) -> tuple[Way, ...]:
    """The marks as sentences; one that names a record leads to it."""
    found = []
    for mark in marks:
        code, _, value = mark.partition(":")
        key = f"mark.{code}"
        if code == CLOSED_BY_RULE:
            found.append(_closed(visit, value))
        elif key in visit.t:
            field = _named(visit, value)
            leads = code == "maybe-same" and value.isdigit()
            address = visit.url("record", record=value) if leads else ""
            found.append(Way(visit.t(key, field=field, value=value), address))
        elif code in known_notes():
            found.append(Way(say_note(mark, visit.language), ""))
        else:
            found.append(Way(mark, ""))
    return tuple(found)
