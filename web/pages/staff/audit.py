"""The journal: who changed what, when, from what to what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from catalog.accounts import AuditEntry
from catalog.unit_of_work import UnitOfWork
from web.access import Needs
from web.paging import asked_page
from web.presenters.journal import JournalLine, journal_line
from web.presenters.layout import Way
from web.templating import page
from web.visit import Visit

SIZE = 50
_RECORD = re.compile(r"record:(\d{1,15})")


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry with its subject as a link where it is a record."""

    line: JournalLine
    subject: Way


def _order_numbers(work: UnitOfWork, entries: Sequence[AuditEntry]) -> dict[str, str]:
    """The subject of an entry on an order -> the number that people know it by."""
    found = {
        one.subject: one.subject.partition(":")[2] for one in entries if one.subject.startswith("order:")
    }
    orders = {subject: work.orders.get(int(row)) for subject, row in found.items() if row.isdigit()}
    return {subject: order.number for subject, order in orders.items() if order}


def _view(visit: Visit, entry: AuditEntry, numbers: Mapping[str, str]) -> EntryView:
    t = visit.t
    found = _RECORD.fullmatch(entry.subject)
    kind, _, name = entry.subject.partition(":")
    name = numbers.get(entry.subject, name)
    label = t(f"audit_subject.{kind}", name=name) if f"audit_subject.{kind}" in t else entry.subject
    address = visit.url("record", record=found.group(1)) if found else ""
    if kind == "bulk":
        address = visit.url("bulk-done", key=name)
    if kind == "order" and entry.subject in numbers:
        address = visit.url("staff-order", order=name)
    if kind == "selection" and entry.action != "remove-selection":
        address = visit.url("selection-history", selection=name)
    return EntryView(journal_line(visit, entry), Way(label, address))


def audit(visit: Visit) -> Response:
    """Entries, the newest first; those on accounts are for administrators."""
    number = asked_page(visit.asked.get("page"))
    text = visit.asked.get("text", "").strip()[:200]
    with visit.services.database.read() as work:
        entries = work.audit.list(SIZE + 1, (number - 1) * SIZE, text)
        numbers = _order_numbers(work, entries)
    more = len(entries) > SIZE
    shown = [
        _view(visit, entry, numbers)
        for entry in entries[:SIZE]
        if visit.may(Needs.ADMINISTRATOR) or not entry.subject.startswith(("account:", "name:"))
    ]
    return page(
        visit, "staff/audit.html", current="audit", entries=shown, text=text, number=number, more=more
    )
