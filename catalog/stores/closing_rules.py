"""Rules of a library by which documents come in closed: kinds of acts, words, patterns of personal data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from catalog.errors import NotFound
from catalog.headings import ClosingRule
from catalog.model import Visibility
from catalog.stores.notes import NoteStore
from catalog.tables import closing_rules, records

FIRST_RULES = (ClosingRule(pattern="passport"), ClosingRule(pattern="snils"))
"""What a new catalogue closes: nobody prints a passport of a person by mistake twice."""
_SEEDED = "closing_rules"


class ClosingRuleStore:
    """The rules, and the records that readers see and a rule may speak of."""

    def __init__(self, connection: Connection, notes: NoteStore) -> None:
        self._connection = connection
        self._notes = notes

    def seed(self) -> None:
        """Give a catalogue its first rules, once: a library that removed them does not get them again."""
        if self._notes.get(_SEEDED) is None:
            self._notes.set(_SEEDED, "1")
            for rule in FIRST_RULES:
                self.add(rule)

    def all(self) -> list[ClosingRule]:
        """All rules in the order in which they were made."""
        query = select(closing_rules).order_by(closing_rules.c.id)
        return [_rule(row) for row in self._connection.execute(query)]

    def get(self, rule: int) -> ClosingRule | None:
        """One rule, or None."""
        return next((one for one in self.all() if one.id == rule), None)

    def add(self, rule: ClosingRule) -> ClosingRule:
        """Keep a rule; it comes back with its number. One that says the same is not kept twice."""
        for known in self.all():
            if (known.record_class, known.kind, known.words, known.pattern) == (
                rule.record_class,
                rule.kind,
                rule.words,
                rule.pattern,
            ):
                return known
        row = {
            "record_class": rule.record_class,
            "kind": rule.kind,
            "words": rule.words,
            "pattern": rule.pattern,
        }
        made = self._connection.execute(closing_rules.insert().values(row).returning(closing_rules))
        return _rule(made.one())

    def remove(self, rule: int) -> None:
        """Forget a rule; what it closed stays closed.

        Raises:
            NotFound: no rule of that number.
        """
        if not self._connection.execute(delete(closing_rules).where(closing_rules.c.id == rule)).rowcount:
            raise NotFound("Такого правила больше нет.")

    def open_records(self, rule: ClosingRule, below: int | None, limit: int) -> Sequence[int]:
        """Records that everybody sees and that have the class and kind of a rule, the newest first.

        Args:
            rule: whose conditions on class and kind are asked.
            below: only records of lesser numbers, or None for all.
            limit: how many at most.
        """
        query = select(records.c.id).where(
            records.c.visibility == Visibility.PUBLIC.value, records.c.withdrawn_at.is_(None)
        )
        if rule.record_class:
            query = query.where(records.c.record_class == rule.record_class)
        if rule.kind:
            query = query.where(records.c.kind == rule.kind)
        if below is not None:
            query = query.where(records.c.id < below)
        return self._connection.execute(query.order_by(records.c.id.desc()).limit(limit)).scalars().all()


def _rule(row: Row[*tuple[Any, ...]]) -> ClosingRule:
    return ClosingRule(**row._asdict())
