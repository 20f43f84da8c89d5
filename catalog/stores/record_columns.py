"""Columns of the rows that belong to a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalog.choosing import Chosen
from catalog.keys import indexed, match_key, number_key
from catalog.model import CategoryMark, RecordClass, TextDraft, Value
from catalog.stores.sources import ISSUER, PERIODICAL

CLOSED_BY_RULE = "closed-by-rule"
REVIEW_MARKS = ("conflict:", "doubt:", "waiting", "maybe-same:", f"{CLOSED_BY_RULE}:")
_WEIGHTS = {"conflict": 3, "doubt": 2, "maybe-same": 2, CLOSED_BY_RULE: 3}
_NAMING = frozenset({"kind", "issuer", "date", "number"})
_SHOWN_TEXTS = ("kind", "number", "place", "register_number", "level", "publication")
_SHOWN_DAYS = ("date", "signed", "published", "in_force_from", "in_force_until", "proposals_until")


def source_type(record_class: RecordClass) -> str:
    """Press comes from periodicals, all else from issuers."""
    return PERIODICAL if record_class is RecordClass.PRESS else ISSUER


def shown_columns(
    chosen: Chosen,
    issuers: dict[tuple[str, str], tuple[int, str]],
    record_class: RecordClass,
    file_name: str,
) -> dict[str, Any]:
    """The columns of a record that repeat its shown values."""
    shown = chosen.shown
    row: dict[str, Any] = {name: shown.get(name) for name in _SHOWN_TEXTS}
    row |= {name: chosen.day(name) for name in _SHOWN_DAYS}
    issuer_id, issuer = issuers.get((source_type(record_class), shown.get("issuer", "")), (None, None))
    row |= {"issuer": issuer, "issuer_id": issuer_id, "draft": shown.get("draft") == "1"}
    row["title"] = shown.get("title") or file_name or (shown.get("kind") or "").capitalize() or "Без названия"
    row["kind"] = indexed(row["kind"]) if row["kind"] else None
    row["number_key"] = indexed(number_key(row["number"])) if row["number"] else None
    row["match_key"] = match_key(row["date"], row["number"])
    return row


def needs_review(marks: Iterable[str]) -> bool:
    """Whether one of the marks asks for a person."""
    return any(mark.startswith(REVIEW_MARKS) for mark in marks)


def doubtfulness(marks: Iterable[str]) -> int:
    """How much a person is needed: readings that disagree before uncertain ones, what names an act first."""
    total = 0
    for mark in marks:
        if mark.startswith(REVIEW_MARKS):
            code, _, field = mark.partition(":")
            total += _WEIGHTS.get(code, 1) * (2 if field in _NAMING else 1)
    return total


def part_row(edition: int, text: TextDraft, number: int, name: str, role: str) -> dict[str, Any]:
    """The row of an original in an edition."""
    pages = {"first_page": text.first_page, "last_page": text.first_page + max(1, len(text.pages)) - 1}
    return pages | {
        "edition_id": edition,
        "sha256": text.sha256,
        "text_id": number,
        "role": role,
        "name": name,
    }


def value_row(record: int, value: Value) -> dict[str, Any]:
    """The row of a value."""
    return {
        "record_id": record,
        "field": value.field,
        "value": value.value,
        "source": value.source.value,
        "confidence": value.confidence,
        "page": value.page,
        "start_at": value.start,
        "end_at": value.end,
        "reader_version": value.reader_version,
        "note": value.note,
        "shown": value.shown,
    }


def once(marks: Iterable[CategoryMark]) -> tuple[CategoryMark, ...]:
    """The marks in their order, each category once."""
    return tuple({indexed(mark.slug): mark for mark in reversed(tuple(marks))}.values())[::-1]
