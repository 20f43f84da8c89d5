"""The lists of a DOC: how each level of each is counted and written ([MS-DOC] 2.9.131, 2.9.147, 2.9.150)."""

from __future__ import annotations

import struct

from extraction.formats.list_counting import LEVELS, Level, ListCounters, NumberedList

STYLES = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero",
    23: "bullet", 58: "russianLower", 59: "russianUpper", 255: "none",
}  # fmt: skip
"""Forms of numbers by Word's numbers of them ([MS-OSHARED] 2.2.1.3)."""
_LIST_SIZE, _OVERRIDE_SIZE, _LEVEL_SIZE = 28, 16, 28
_LEGAL, _NO_RESTART = 0x04, 0x08
_SIMPLE = 0x01
_NEW_START, _NEW_LEVEL = 0x10, 0x20


def list_counters(document: bytes, table: bytes) -> ListCounters:
    """Counters for the lists of a document, by their numbers from 1; broken tables give none."""
    try:
        return ListCounters(_lists(document, table, _abstract_lists(document, table)))
    except (struct.error, IndexError, ValueError):
        return ListCounters({})


def _abstract_lists(document: bytes, table: bytes) -> dict[int, dict[int, Level]]:
    at, size = struct.unpack_from("<II", document, 0x02E2)
    if size < 2:
        return {}
    count = struct.unpack_from("<H", table, at)[0]
    place = at + 2 + _LIST_SIZE * count
    found: dict[int, dict[int, Level]] = {}
    for index in range(count):
        head = at + 2 + _LIST_SIZE * index
        levels: dict[int, Level] = {}
        for number in range(1 if table[head + 26] & _SIMPLE else LEVELS):
            levels[number], place = _level(table, place)
        found[struct.unpack_from("<i", table, head)[0]] = levels
    return found


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """A level, and the place after it."""
    start, style, flags = struct.unpack_from("<iBB", table, at)
    places = table[at + 6 : at + 15]
    characters, paragraph, limit = table[at + 24 : at + 27]
    text_at = at + _LEVEL_SIZE + characters + paragraph
    count = struct.unpack_from("<H", table, text_at)[0]
    raw = table[text_at + 2 : text_at + 2 + 2 * count].decode("utf-16-le", "replace")
    numbers = {place for place in places if place}
    text = "".join(
        f"%{ord(char) + 1}" if at_char in numbers and ord(char) < LEVELS else char
        for at_char, char in enumerate(raw, start=1)
    )
    level = Level(
        start=start,
        style=STYLES.get(style, "decimal"),
        text=text,
        restart=limit if flags & _NO_RESTART else None,
        legal=bool(flags & _LEGAL),
    )
    return level, text_at + 2 + 2 * count


def _lists(document: bytes, table: bytes, abstract: dict[int, dict[int, Level]]) -> dict[str, NumberedList]:
    at, size = struct.unpack_from("<II", document, 0x02EA)
    if size < 4:
        return {}
    count = struct.unpack_from("<I", table, at)[0]
    place = at + 4 + _OVERRIDE_SIZE * count
    lists: dict[str, NumberedList] = {}
    for index in range(min(count, size // _OVERRIDE_SIZE)):
        head = at + 4 + _OVERRIDE_SIZE * index
        of, changes = struct.unpack_from("<i", table, head)[0], table[head + 12]
        one = lists[str(index + 1)] = NumberedList(str(of), dict(abstract.get(of, {})))
        place += 4
        for _ in range(changes):
            place = _override(table, place, one)
    return lists


def _override(table: bytes, at: int, one: NumberedList) -> int:
    start, flags = struct.unpack_from("<iI", table, at)
    number, at = flags & 0x0F, at + 8
    if flags & _NEW_LEVEL:
        one.levels[number], at = _level(table, at)
        start = one.levels[number].start
    if flags & _NEW_START:
        one.overrides[number] = start
    return at
