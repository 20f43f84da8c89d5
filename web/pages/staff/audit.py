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
from web.presenters.layout import Way
from web.templating import page
from web.visit import Visit

SIZE = 50
# Field -> the tables of sentences in which its values stand, where these are codes.
_CODES = {
    "state": ("order_state", "mail_state", "ledger_step", "ledger"),
    "role": ("role",),
    "visibility": ("visibility",),
}
_RECORD = re.compile(r"record:(\d{1,15})")


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry with its subject as a link where it is a record."""

    entry: AuditEntry
    action: str
    subject: Way
    field: str
    before: str
    after: str
    actor: str


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
        address = visit.url("staff-order", number=name)
    if kind == "selection" and entry.action != "remove-selection":
        address = visit.url("selection-history", selection=name)
    return EntryView(
        entry,
        t(f"audit.{entry.action}") if f"audit.{entry.action}" in t else entry.action,
        Way(label, address),
        _field(visit, kind, entry.field),
        _value(visit, entry, entry.before),
        _value(visit, entry, entry.after),
        t(f"audit_actor.{entry.actor}") if f"audit_actor.{entry.actor}" in t else entry.actor,
    )


def _field(visit: Visit, kind: str, field: str) -> str:
    """The field that was changed, in words; those of selections and orders may mean other things."""
    t, part = visit.t, field.rpartition(":")[2]
    if part.isdigit():
        part = field.partition(":")[0]
    for name in (f"audit_{kind}.{part}", f"field.{part}"):
        if name in t:
            return t(name)
    first = field.partition(":")[0]
    return t(f"field.{first}") if f"field.{first}" in t else field


def _value(visit: Visit, entry: AuditEntry, value: str) -> str:
    """A value in words where it is a code: a state, a role, who may see."""
    head, colon, rest = value.partition(": ")
    for table in _CODES.get(entry.field, ()):
        if f"{table}.{head}" in visit.t:
            return visit.t(f"{table}.{head}") + colon + rest
    return value


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
