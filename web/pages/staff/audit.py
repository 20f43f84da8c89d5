"""The journal: who changed what, when, from what to what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.responses import Response

from catalog.model import AuditEntry
from web.access import Needs
from web.paging import asked_page
from web.presenters.layout import Way
from web.templating import page
from web.visit import Visit

SIZE = 50
_RECORD = re.compile(r"record:(\d{1,15})")


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry with its subject as a link where it is a record."""

    entry: AuditEntry
    action: str
    subject: Way
    field: str


def _view(visit: Visit, entry: AuditEntry) -> EntryView:
    t = visit.t
    found = _RECORD.fullmatch(entry.subject)
    kind, _, name = entry.subject.partition(":")
    label = t(f"audit_subject.{kind}", name=name) if f"audit_subject.{kind}" in t else entry.subject
    address = visit.url("record", record=found.group(1)) if found else ""
    if kind == "bulk":
        address = visit.url("bulk-done", key=name)
    part = entry.field.partition(":")[0]
    return EntryView(
        entry,
        t(f"audit.{entry.action}") if f"audit.{entry.action}" in t else entry.action,
        Way(label, address),
        t(f"field.{part}") if f"field.{part}" in t else entry.field,
    )


def audit(visit: Visit) -> Response:
    """Entries, the newest first; those on accounts are for administrators."""
    number = asked_page(visit.asked.get("page"))
    text = visit.asked.get("text", "").strip()[:200]
    with visit.services.database.read() as work:
        entries = work.audit.list(SIZE + 1, (number - 1) * SIZE, text)
    more = len(entries) > SIZE
    shown = [
        _view(visit, entry)
        for entry in entries[:SIZE]
        if visit.may(Needs.ADMINISTRATOR) or not entry.subject.startswith(("account:", "name:"))
    ]
    return page(
        visit, "staff/audit.html", current="audit", entries=shown, text=text, number=number, more=more
    )
