"""What a change of a draft changed, as the audit tells it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from catalog.selections import HEAD, Draft, Place

Change = tuple[str, str, str]
"""A field with its former and its new value."""


def changes_of(before: Draft, after: Draft) -> list[Change]:
    """All that differs between two drafts of a selection; one line at least where they differ."""
    found = [
        (name, _words(getattr(before, name)), _words(getattr(after, name)))
        for name in HEAD
        if getattr(before, name) != getattr(after, name)
    ]
    return found + _sections(before, after) + _entries(before, after)


def _sections(before: Draft, after: Draft) -> list[Change]:
    was, now = ({one.id: one for one in draft.sections} for draft in (before, after))
    found = []
    for id_ in was | now:
        former, present = was.get(id_), now.get(id_)
        if former is None or present is None or former.title != present.title:
            found.append((f"section:{id_}", former.title if former else "", present.title if present else ""))
        elif former.note != present.note:
            found.append((f"section:{id_}:note", former.note, present.note))
    former_order = [one.id for one in before.sections if one.id in now]
    order = [one.id for one in after.sections if one.id in was]
    if former_order != order:
        found.append(("sections", _numbers(former_order), _numbers(order)))
    return found


def _entries(before: Draft, after: Draft) -> list[Change]:
    was, now = ({one.record: one for one in draft.entries} for draft in (before, after))
    found: list[Change] = []
    for place in Place:
        left, held = ({key for key, one in side.items() if one.place is place} for side in (was, now))
        gone, came = _numbers(sorted(left - held)), _numbers(sorted(held - left))
        if gone or came:
            found.append((place.value, gone, came))
    both = was.keys() & now.keys()
    found += [
        (f"record:{record}:note", was[record].note, now[record].note)
        for record in sorted(both)
        if was[record].note != now[record].note
    ]
    pinned = [[key for key in sorted(both) if side[key].pinned] for side in (was, now)]
    if pinned[0] != pinned[1]:
        found.append(("pinned", _numbers(pinned[0]), _numbers(pinned[1])))
    former, present = (_places(draft, both) for draft in (before, after))
    moved = [record for record, place in present.items() if former[record] != place]
    if moved:
        found.append(("order", "", _numbers(moved)))
    return found


def _places(draft: Draft, of: Collection[int]) -> dict[int, tuple[int | None, int | None]]:
    """Record -> its section and the record that it stands behind, as far as they are asked for."""
    found: dict[int, tuple[int | None, int | None]] = {}
    ahead: int | None = None
    for one in draft.entries:
        if one.record in of:
            found[one.record] = (one.section, ahead)
            ahead = one.record
    return found


def _numbers(records: Iterable[int]) -> str:
    return ", ".join(map(str, records))


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False, sort_keys=True) if value else ""
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)
