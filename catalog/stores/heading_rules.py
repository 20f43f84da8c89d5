"""Rules that file records under headings; they hold for records that come later, too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, select, update

from catalog.errors import NotFound
from catalog.headings import HeadingRule
from catalog.stores.bulk import lots
from catalog.tables import heading_rules, record_categories, records
from language.words import stem, stop_words, tokens


class HeadingRuleStore:
    """What a rule asks of a record is asked here alone, so that a preview shows what will be."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: list[HeadingRule] | None = None

    def all(self) -> list[HeadingRule]:
        """All rules in the order in which they were made."""
        if self._known is None:
            query = select(heading_rules).order_by(heading_rules.c.id)
            self._known = [_rule(row) for row in self._connection.execute(query)]
        return self._known

    def get(self, rule: int) -> HeadingRule | None:
        """One rule, or None."""
        return next((one for one in self.all() if one.id == rule), None)

    def put(self, rule: HeadingRule) -> HeadingRule:
        """Keep a rule, a new one or in place of that of its number; the records have to be filed anew.

        Raises:
            NotFound: no rule of that number.
        """
        row = {
            "category": rule.category,
            "record_class": rule.record_class,
            "kind": rule.kind,
            "issuer_id": rule.issuer_id,
            "first_year": rule.first_year,
            "last_year": rule.last_year,
            "words": rule.words,
            "headings": rule.headings,
        }
        if rule.id:
            changed = self._connection.execute(
                update(heading_rules).where(heading_rules.c.id == rule.id).values(row)
            )
            if not changed.rowcount:
                raise NotFound("Такого правила больше нет.")
            number = rule.id
        else:
            made = self._connection.execute(heading_rules.insert().values(row).returning(heading_rules.c.id))
            number = made.scalar_one()
        self._known = None
        return next(one for one in self.all() if one.id == number)

    def remove(self, rule: int) -> None:
        """Forget a rule; the records have to be filed anew."""
        self._connection.execute(delete(heading_rules).where(heading_rules.c.id == rule))
        self._known = None

    def answering(self, rule: HeadingRule, ids: Sequence[int] | None = None) -> list[int]:
        """The records that answer a rule, by number; of ``ids`` alone when they are given."""
        query = select(records.c.id, records.c.title).where(*_conditions(rule))
        if rule.category:
            query = query.join(record_categories, record_categories.c.record_id == records.c.id)
        wanted = _stems(rule.words)
        return [record for record, title in self._rows(query, ids) if wanted <= _stems(title)]

    def _rows(self, query: Select[*tuple[Any, ...]], ids: Sequence[int] | None) -> list[tuple[int, str]]:
        if ids is None:
            return [(row.id, row.title) for row in self._connection.execute(query.order_by(records.c.id))]
        found: list[tuple[int, str]] = []
        for lot in lots(ids):
            asked = query.where(records.c.id.in_(lot)).order_by(records.c.id)
            found += [(row.id, row.title) for row in self._connection.execute(asked)]
        return found

    def headings_of(self, ids: Sequence[int]) -> dict[int, list[str]]:
        """For records that answer rules, the headings that these give."""
        found: dict[int, list[str]] = {}
        if not ids:
            return found
        for rule in self.all():
            for record in self.answering(rule, ids):
                found.setdefault(record, []).extend(rule.headings)
        return found


def _conditions(rule: HeadingRule) -> list[ColumnElement[bool]]:
    first, last = rule.first_year or MINYEAR, rule.last_year or MAXYEAR
    asked: list[tuple[object, ColumnElement[bool]]] = [
        (rule.category, record_categories.c.slug == rule.category),
        (rule.record_class, records.c.record_class == rule.record_class),
        (rule.kind, records.c.kind == rule.kind),
        (rule.issuer_id, records.c.issuer_id == rule.issuer_id),
        (rule.first_year, records.c.date >= date(first, 1, 1)),
        (rule.last_year, records.c.date <= date(last, 12, 31)),
    ]
    return [condition for given, condition in asked if given]


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word, _start, _end in tokens(words)) - stop_words()


def _rule(row: Row[*tuple[Any, ...]]) -> HeadingRule:
    return HeadingRule(**row._asdict())
