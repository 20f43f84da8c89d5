"""A small stock of records, and a hand that edits, for the tests of selections."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from typing_extensions import override

from catalog.clock import Clock
from catalog.model import (
    CategoryMark,
    RecordClass,
    RecordDraft,
    TextDraft,
    Value,
    ValueSource,
    Visibility,
)
from catalog.selections import Draft, Selection, SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers.editing import Hand
from search.requests import SearchRequest
from search.results import Hit, SearchResult

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 5)
CLOCK = Clock(ZoneInfo("Europe/Moscow"), TODAY)
COUNCIL = "Собрание депутатов Заречного района"
NEWSPAPER = "Заречные вести"


@dataclass(frozen=True)
class StoppedClock(Clock):
    """A clock whose moment stands still."""

    moment: datetime = NOW

    @override
    def now(self) -> datetime:
        return self.moment


STOPPED = StoppedClock(ZoneInfo("Europe/Moscow"), TODAY)


def act(title: str = "О бюджете", number: str = "12", day: str = "2024-03-05", **changes: Any) -> RecordDraft:
    fields = {"kind": "решение", "issuer": COUNCIL, "number": number, "date": day, "title": title}
    return draft(RecordClass.ACT, fields | changes.pop("fields", {}), **changes)


def article(title: str = "Дорога к школе", day: str = "2024-03-12", **changes: Any) -> RecordDraft:
    fields = {"issuer": NEWSPAPER, "date": day, "title": title, "author": "Иванов П. С."}
    return draft(RecordClass.PRESS, fields | changes.pop("fields", {}), **changes)


def draft(record_class: RecordClass, fields: dict[str, str], **changes: Any) -> RecordDraft:
    pages = changes.pop("pages", ("Первая страница", "Вторая страница"))
    sha256 = changes.pop("sha256", None)
    slugs = changes.pop("categories", ())
    given: dict[str, Any] = {
        "record_class": record_class,
        "values": tuple(Value(name, value, ValueSource.ENTERED) for name, value in fields.items() if value),
        "text": TextDraft(sha256, pages, "import", "1", "born", "text/plain"),
        "received": NOW,
        "categories": tuple(CategoryMark(slug, ValueSource.ENTERED) for slug in slugs),
    }
    return RecordDraft(**(given | changes))


def closed(work: UnitOfWork, record: int, visibility: Visibility = Visibility.HELD) -> None:
    work.records.set_visibility(record, visibility, actor="Иванова")


def selection(work: UnitOfWork, title: str = "Бюджет района", **head: Any) -> Selection:
    kind = head.pop("kind", SelectionKind.DOSSIER)
    return work.selections.create(kind, replace(Draft(title), **head), actor="Иванова", moment=NOW)


def hand(saved: Selection, actor: str = "Иванова", clock: Clock = STOPPED) -> Hand:
    return Hand(actor, saved.version, clock)


@dataclass(slots=True)
class Found:
    """Search that finds what the test says, in pages as the real one does."""

    records: list[int] = field(default_factory=list)
    near: list[int] = field(default_factory=list)
    asked: list[SearchRequest] = field(default_factory=list)

    def search(self, request: SearchRequest) -> SearchResult:
        self.asked.append(request)
        everything = [(record, True) for record in self.records] + [(one, False) for one in self.near]
        part = everything[request.offset : request.offset + request.limit]
        hits = tuple(_hit(record, whole=whole) for record, whole in part)
        return SearchResult(len(everything), len(self.records), 0.1, (), hits)


def _hit(record: int, *, whole: bool) -> Hit:
    return Hit(
        record=record, key=None, record_class="act", title="", kind=None, issuer=None, date=None, number=None,
        status="in-force", categories=(), page=None, pages=1, snippet="", score=1.0, all_words=whole,
    )  # fmt: skip
