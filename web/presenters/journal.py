"""Entries of the journal in words: who changed what, from what to what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from catalog.accounts import AuditEntry
from ingest.copies import GROUP, SPLIT
from ingest.editions import JOIN_COPY
from web.presenters.marks import mark_views
from web.visit import Visit

# Field -> the tables of sentences in which its values stand, where these are codes.
_CODES = {
    "state": ("order_state", "mail_state", "ledger_step", "ledger"),
    "role": ("role",),
    "visibility": ("visibility",),
    "edition": ("edition",),
}
_OF_FILES = frozenset(
    {GROUP, JOIN_COPY, SPLIT}
)  # their field is the file's SHA-256; its name stands among the values


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry; codes of programs, fields and values are told in words.

    Attributes:
        moment: when.
        actor: who.
        action: what was done.
        field: of what, or "".
        before: what stood there.
        after: what stands there now.
        put_in: whether nothing was changed into something else: ``before`` is a thing, ``after`` tells why.
    """

    moment: datetime
    actor: str
    action: str
    field: str
    before: str
    after: str
    put_in: bool = False

    @property
    def turn(self) -> str:
        """What became of it: «1 → 2», or «скан.pdf. Общих слов 97 %»; "" where nothing is told."""
        if self.put_in:
            return ". ".join(part for part in (self.before, self.after) if part)
        return f"{self.before or '—'} → {self.after or '—'}" if self.before or self.after else ""


def journal_line(visit: Visit, entry: AuditEntry) -> JournalLine:
    """An entry for people."""
    t = visit.t
    return JournalLine(
        moment=entry.moment,
        actor=t(f"audit_actor.{entry.actor}") if f"audit_actor.{entry.actor}" in t else entry.actor,
        action=t(f"audit.{entry.action}") if f"audit.{entry.action}" in t else entry.action,
        field=""
        if entry.action in _OF_FILES
        else _field(visit, entry.subject.partition(":")[0], entry.field),
        before=_value(visit, entry.field, entry.before),
        after=_value(visit, entry.field, entry.after),
        put_in=entry.action == GROUP,
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
    if re.fullmatch(r"record:\d{1,15}", value):
        return visit.t("audit_subject.record", name=value.partition(":")[2])
    head, colon, rest = value.partition(": ")
    for table in _CODES.get(field, ()):
        if f"{table}.{head}" in visit.t:
            return visit.t(f"{table}.{head}") + colon + rest
    return value
