"""Entries of the journal in words: who changed what, from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.accounts import AuditEntry
from web.presenters.marks import mark_views
from web.visit import Visit

# Field -> the tables of sentences in which its values stand, where these are codes.
_CODES = {
    "state": ("order_state", "mail_state", "ledger_step", "ledger"),
    "role": ("role",),
    "visibility": ("visibility",),
}


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry; codes of programs, fields and values are told in words."""

    moment: datetime
    actor: str
    action: str
    field: str
    before: str
    after: str


def journal_line(visit: Visit, entry: AuditEntry) -> JournalLine:
    """An entry for people."""
    t = visit.t
    return JournalLine(
        moment=entry.moment,
        actor=t(f"audit_actor.{entry.actor}") if f"audit_actor.{entry.actor}" in t else entry.actor,
        action=t(f"audit.{entry.action}") if f"audit.{entry.action}" in t else entry.action,
        field=_field(visit, entry.subject.partition(":")[0], entry.field),
        before=_value(visit, entry.field, entry.before),
        after=_value(visit, entry.field, entry.after),
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


def _value(visit: Visit, field: str, value: str) -> str:
    """A value in words where it is a code: a state, a role, who may see."""
    if field == "marks":
        return "; ".join(mark.label for mark in mark_views(visit, [one for one in value.split("; ") if one]))
    head, colon, rest = value.partition(": ")
    for table in _CODES.get(field, ()):
        if f"{table}.{head}" in visit.t:
            return visit.t(f"{table}.{head}") + colon + rest
    return value
