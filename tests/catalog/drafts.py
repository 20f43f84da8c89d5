"""Drafts for the tests of the catalogue."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from catalog.arrivals import ArrivalDraft
from catalog.model import CategoryMark, RecordClass, RecordDraft, RelationDraft, TextDraft, Value, ValueSource
from catalog.unit_of_work import UnitOfWork

NOW = datetime(2026, 5, 20, 9, 30, tzinfo=UTC)
COUNCIL = "Совет депутатов Заречного района"
PUBLIC = frozenset({"public"})


def values(source: ValueSource = ValueSource.READ, **fields: str) -> tuple[Value, ...]:
    return tuple(Value(name, value, source) for name, value in fields.items())


def text(*pages: str, sha256: str | None = None, **changes: Any) -> TextDraft:
    given = {"extractor": "pdf" if sha256 else "import", "version": "1", "text_layer": "born"}
    return TextDraft(sha256=sha256, pages=pages, media_type="application/pdf", **(given | changes))


def act(number: str = "12", day: str = "2024-03-05", **changes: Any) -> RecordDraft:
    fields = {"kind": "решение", "issuer": COUNCIL, "number": number, "date": day, "title": "О бюджете"}
    fields |= {name: changes.pop(name) for name in ("kind", "issuer", "title") if name in changes}
    given: dict[str, Any] = {
        "record_class": RecordClass.ACT,
        "values": tuple(Value(name, value, ValueSource.READ) for name, value in fields.items() if value),
        "text": text("Первая страница", "Вторая страница"),
        "received": NOW,
    }
    return RecordDraft(**(given | changes))


def cites(
    relation: str = "cites", number: str = "12", day: str | None = "2024-03-05", **changes: Any
) -> RelationDraft:
    given: dict[str, Any] = {"kind": "решение", "issuer": COUNCIL}
    return RelationDraft(
        relation,
        f"решение № {number}",
        number=number,
        date=date.fromisoformat(day) if day else None,
        **(given | changes),
    )


def marks(*slugs: str) -> tuple[CategoryMark, ...]:
    return tuple(CategoryMark(slug, ValueSource.READ, 0.9, "о бюджете") for slug in slugs)


def arrival(name: str = "акт.pdf", **changes: Any) -> ArrivalDraft:
    given: dict[str, Any] = {
        "path": f"Акты/{name}",
        "origin": "intake",
        "location": f"/дом/intake/Акты/{name}",
        "record_class": RecordClass.ACT,
        "size": 100,
        "mtime_ns": 1_700_000_000_123_456_789,
        "inode": 7,
    }
    return ArrivalDraft(**(given | changes))


def held(work: UnitOfWork, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    work.originals.add(sha256, len(content), "application/pdf", NOW)
    return sha256
