"""How an issue is divided: by hand, or by year, month, category, kind, body, newspaper or level of power."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dossiers.publication import Entry, Section
from language.normal import fold

GROUPINGS = ("sections", "year", "month", "category", "kind", "issuer", "newspaper", "level")
_MONTHS = (
    "Январь", "Февраль", "Март", "Апрель", "Май", "Июнь",
    "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь",
)  # fmt: skip
_LEVELS = (
    ("federal", "Федеральное законодательство"),
    ("regional", "Региональное законодательство"),
    ("local", "Муниципальные правовые акты"),
    ("fact", "Справочные сведения"),
    ("press", "Статьи"),
)
_FEDERAL = ("федеральный", "указ президента", "постановление правительства российской", "конституция")
_DIGITS = re.compile(r"\d+")
_LAST = "\uffff"


def divided(by_hand: Sequence[Section], grouping: str, levels: Mapping[int, str]) -> tuple[Section, ...]:
    """Sections of an issue, empty ones left out.

    By hand the order is the librarian's. Otherwise the newest stand first, articles of a list by alphabet,
    and a part without a date, a kind, ... stands last.

    Args:
        by_hand: sections as the librarian made them.
        grouping: one of ``GROUPINGS``.
        levels: record -> ``federal``, ``regional`` or ``local``, as far as known.
    """
    if grouping == "sections":
        return tuple(section for section in by_hand if section.entries)
    entries = newest_first(entry for section in by_hand for entry in section.entries)
    if grouping == "level":
        return _by_level(entries, levels)
    name_of, newest = _GROUPS[grouping]
    groups: dict[tuple[Any, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault(name_of(entry), []).append(entry)
    order = sorted(groups, key=lambda one: one[0], reverse=newest)
    return tuple(Section(name[1], "", tuple(groups[name])) for name in order)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """By day, the newest first; on one day by number; what has no day stands last."""
    by_number = sorted(entries, key=lambda one: (number_order(one.number), one.record))
    return sorted(by_number, key=lambda one: one.date, reverse=True)


def number_order(number: str) -> tuple[tuple[int, str], ...]:
    """By which numbers of acts stand in order: 2 before 10, 10 before 10-п."""
    parts = re.split(r"(\d+)", number)
    return tuple((int(part), "") if _DIGITS.fullmatch(part) else (-1, part.lower()) for part in parts if part)


def level_of(entry: Entry, levels: Mapping[int, str]) -> str:
    """``federal``, ``regional`` or ``local`` of an act; other records by their class."""
    if entry.record_class != "act":
        return entry.record_class
    told = levels.get(entry.record, "")
    if told in ("federal", "regional", "local"):
        return told
    named = fold(f"{entry.kind} {entry.issuer}")
    return "federal" if named.startswith(tuple(fold(one) for one in _FEDERAL)) else "local"


def _by_level(entries: Sequence[Entry], levels: Mapping[int, str]) -> tuple[Section, ...]:
    found = []
    for level, title in _LEVELS:
        own = [one for one in entries if level_of(one, levels) == level]
        if level in ("press", "fact"):
            own.sort(key=lambda one: (fold(one.description or one.title), one.record))
        if own:
            found.append(Section(title, "", tuple(own)))
    return tuple(found)


def _day(entry: Entry) -> date | None:
    return date.fromisoformat(entry.date) if entry.date else None


def _year(entry: Entry) -> tuple[Any, str]:
    day = _day(entry)
    return ((day.year,), f"{day.year} год") if day else ((0,), "Без даты")


def _month(entry: Entry) -> tuple[Any, str]:
    day = _day(entry)
    return ((day.year, day.month), f"{_MONTHS[day.month - 1]} {day.year} года") if day else ((0,), "Без даты")


def _named(value: str, otherwise: str) -> tuple[Any, str]:
    shown = value[:1].upper() + value[1:]
    return (fold(value), shown) if value else (_LAST, otherwise)


def _category(entry: Entry) -> tuple[Any, str]:
    return _named(next(iter(entry.categories), ""), "Без раздела")


def _kind(entry: Entry) -> tuple[Any, str]:
    if entry.record_class == "press":
        return (_LAST, "Публикации")
    return _named(entry.kind, "Прочие документы")


def _issuer(entry: Entry) -> tuple[Any, str]:
    return _named(entry.issuer, "Без указания органа")


def _newspaper(entry: Entry) -> tuple[Any, str]:
    if entry.record_class != "press":
        return (_LAST, "Документы")
    return _named(entry.issuer, "Без указания издания")


_GROUPS: dict[str, tuple[Callable[[Entry], tuple[Any, str]], bool]] = {
    "year": (_year, True),
    "month": (_month, True),
    "category": (_category, False),
    "kind": (_kind, False),
    "issuer": (_issuer, False),
    "newspaper": (_newspaper, False),
}
