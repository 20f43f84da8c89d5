"""Saved lists (подборки): records that a librarian names, orders and prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from catalog.errors import NotFound
from catalog.model import Record, SavedList
from catalog.unit_of_work import UnitOfWork

Step = Literal["up", "down", "first", "last"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in a list.

    Attributes:
        position: from 1, without gaps, also where a record is not for the asker.
        number: of the record.
        record: itself, or None where it was withdrawn or is not for the asker.
        note: a librarian's word on it.
    """

    position: int
    number: int
    record: Record | None
    note: str


@dataclass(frozen=True, slots=True)
class ReadingList:
    """A saved list with its records in their order."""

    saved: SavedList
    entries: tuple[Entry, ...]


def find_list(work: UnitOfWork, slug: str, *, public_only: bool) -> SavedList:
    """A list by its address.

    Raises:
        NotFound: there is none, or it is not open to readers; both read the same.
    """
    found = work.lists.by_slug(slug)
    if found is None or (public_only and not found.public):
        raise NotFound("Такой подборки нет.", "Все подборки — на странице «Подборки».")
    return found


def read_list(work: UnitOfWork, saved: SavedList, visibility: frozenset[str]) -> ReadingList:
    """A list with its records, as far as the asker may see them."""
    items = sorted(work.lists.items(saved.id), key=lambda item: item.position)
    records = work.records.many([item.record for item in items]) if items else {}
    entries = []
    for position, item in enumerate(items, 1):
        record = records.get(item.record)
        hidden = record is None or record.withdrawn_at is not None or str(record.visibility) not in visibility
        entries.append(Entry(position, item.record, None if hidden else record, item.note))
    return ReadingList(saved, tuple(entries))


def move(work: UnitOfWork, saved: SavedList, record: int, step: Step, *, actor: str) -> None:
    """Move a record one place, or to an end.

    Raises:
        NotFound: the record is not in the list.
    """
    order = [item.record for item in sorted(work.lists.items(saved.id), key=lambda item: item.position)]
    if record not in order:
        raise NotFound("В этой подборке такого документа нет.")
    at = order.index(record)
    target = {"up": at - 1, "down": at + 1, "first": 0, "last": len(order) - 1}[step]
    if 0 <= target < len(order) and target != at:
        work.lists.move_item(saved.id, record, target + 1, actor=actor)
