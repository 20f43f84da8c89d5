"""Which value of a requisite is shown, and where its sources disagree: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from catalog.keys import name_key, number_key
from catalog.matching import same_issuer
from catalog.model import DATE_FIELDS, REQUISITE_FIELDS, Value, ValueSource

_ORDER = {source: place for place, source in enumerate(ValueSource)}
_COMPARED = frozenset(
    {"kind", "issuer", "number", "date", "register_number", "signed", "published", "in_force_from"}
)
_LOOK_BELOW = 0.6
_COUNTS_FROM = 0.5
_FILE_SIGNS = re.compile(r"[-/._ ]+")
CONFLICT, DOUBT = "conflict:", "doubt:"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Values with the shown ones marked and put first in their field.

    Attributes:
        values: all of them.
        shown: field -> the value of the record.
        marks: ``conflict:FIELD`` where sources disagree, ``doubt:FIELD`` where the reader is not sure.
    """

    values: tuple[Value, ...]
    shown: dict[str, str]
    marks: tuple[str, ...]

    def day(self, field: str) -> date | None:
        """The shown value of a field of days."""
        return date.fromisoformat(self.shown[field]) if field in self.shown else None


def choose(values: Iterable[Value]) -> Chosen:
    """Show the value of the most trusted source, then of the highest confidence; what a person entered wins.

    An entered empty value says that the requisite is known to be absent; nothing is shown then.
    """
    by_field: dict[str, list[Value]] = {}
    for value in values:
        if usable(value):
            trimmed = replace(value, value=value.value.strip())
            by_field.setdefault(value.field, []).append(trimmed)
    ordered: list[Value] = []
    shown: dict[str, str] = {}
    marks: list[str] = []
    for field, found in by_field.items():
        found.sort(key=lambda value: (_ORDER[value.source], -value.confidence))
        first = found[0]
        ordered.append(replace(first, shown=True))
        ordered += (replace(value, shown=False) for value in found[1:])
        if first.value:
            shown[field] = first.value
        marks += _doubts(field, found)
    return Chosen(tuple(ordered), shown, tuple(sorted(marks)))


def usable(value: Value) -> bool:
    """Whether the value belongs to a requisite and has its form; only a person may enter an empty one."""
    if value.field not in REQUISITE_FIELDS:
        return False
    if not value.value.strip():
        return value.source is ValueSource.ENTERED
    return value.field not in DATE_FIELDS or is_day(value.value.strip())


def is_day(text: str) -> bool:
    """Whether the text is a calendar day in ISO form."""
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _doubts(field: str, found: Sequence[Value]) -> list[str]:
    first = found[0]
    if first.source is ValueSource.ENTERED or field not in _COMPARED:
        return []
    marks = []
    if any(_disagree(field, first, other) for other in found[1:]):
        marks.append(CONFLICT + field)
    if first.confidence < _LOOK_BELOW:
        marks.append(DOUBT + field)
    return marks


def _disagree(field: str, first: Value, other: Value) -> bool:
    if other.source is first.source or other.confidence < _COUNTS_FROM:
        return False
    if field in ("number", "register_number"):
        return _number(first, other) != _number(other, first)
    if field == "issuer":
        return not same_issuer(first.value, other.value)
    return name_key(first.value) != name_key(other.value)


def _number(value: Value, other: Value) -> str:
    """A number as it is compared; the name of a file can hold no slash, so there «41-3» may be 41/3."""
    key = number_key(value.value)
    return _FILE_SIGNS.sub("-", key) if ValueSource.FILE_NAME in {value.source, other.source} else key
