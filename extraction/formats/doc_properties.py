"""What a DOC says of its text: deleted, hidden, in tables, in lists ([MS-DOC] 2.4.6, 2.6).

Properties stand in pages of 512 bytes beside the text, as runs of places in the file, each with a list of
codes and operands.
"""

from __future__ import annotations

import bisect
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extraction.formats.doc_text import IN_CELL, ROW_END

_PAGE = 512
_DELETED, _HIDDEN = 0x0800, 0x083C
_IN_TABLE, _ROW_END, _INNER_ROW_END = 0x2416, 0x2417, 0x244C
_ELSEWHERE = (0x6645, 0x6646)
_LEVEL, _LIST = 0x260A, 0x460B
_TABLE_DEFINITIONS = (0xD606, 0xD608)
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""Bytes of a property's operand by the upper three bits of its code; 6 has its size in front (2.6.1)."""
_TRUE = (0x01, 0x81)
_MOST_LISTS = 0x7FE
_NO_STYLE = 0x0FFF
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What matters of a paragraph.

    Attributes:
        kind: ``ROW_END``, ``IN_CELL``, or ``""`` outside of tables.
        list: number of its list from 1, 0 outside of lists.
        level: its level there, from 0.
    """

    kind: str = ""
    list: int = 0
    level: int = 0


_PLAIN = ParagraphLook()


class Properties:
    """Looks of paragraphs and the characters that are not to be read, by their place in the file.

    Args:
        document: the stream ``WordDocument``.
        table: the stream ``0Table`` or ``1Table``.
        data: the stream ``Data``, which holds lists of properties too long for a page.
    """

    def __init__(self, document: bytes, table: bytes, data: bytes = b"") -> None:
        self._styles = _Styles(document, table)
        self._data = data
        self._looks: dict[bytes, ParagraphLook] = {}
        paragraphs = list(_runs(document, table, 0x0102, 13, _paragraph_properties))
        paragraphs.sort(key=lambda run: run[0])
        self._starts = [run[0] for run in paragraphs]
        self._paragraphs = paragraphs
        characters = _runs(document, table, 0x00FA, 1, _character_properties)
        self._gone = sorted((start, end) for start, end, told in characters if told and is_gone(told))

    def paragraph(self, place: int) -> ParagraphLook:
        """The look of the paragraph to which the character at a place belongs."""
        at = bisect.bisect_right(self._starts, place) - 1
        if at < 0 or place >= self._paragraphs[at][1]:
            return _PLAIN
        told = self._paragraphs[at][2]
        look = self._looks.get(told)
        if look is None:
            look = self._looks[told] = self._styles.look(_whole(told, self._data))
        return look

    def ends_at(self, place: int) -> bool:
        """Whether a paragraph ends before this place."""
        at = bisect.bisect_left(self._starts, place) - 1
        return at >= 0 and self._paragraphs[at][1] == place

    def kept(self, place: int, count: int, width: int) -> Iterator[tuple[int, int]]:
        """Which of so many characters from a place on are to be read, as ranges of their numbers."""
        begin, end = 0, place + count * width
        at = max(0, bisect.bisect_right(self._gone, (place, 1 << 62)) - 1)
        for start, stop in self._gone[at:]:
            if start >= end:
                break
            if stop <= place:
                continue
            first = max(begin, -((place - start) // width))
            if first > begin:
                yield begin, first
            begin = max(begin, (stop - place) // width)
        if begin < count:
            yield begin, count


def is_gone(properties: bytes) -> bool:
    """Whether character properties say that its text was deleted under review, or is hidden."""
    told = {code: properties[at] for code, at in operands(properties)}
    return told.get(_DELETED) == 1 or told.get(_HIDDEN) in _TRUE


def _whole(told: bytes, data: bytes) -> bytes:
    """Properties with those that stand elsewhere: the end of a row of many cells is longer than a page."""
    for code, at in operands(told[2:]):
        if code in _ELSEWHERE and at + 6 <= len(told):
            place = struct.unpack_from("<I", told, 2 + at)[0]
            size = struct.unpack_from("<H", data, place)[0] if place + 2 <= len(data) else 0
            return told + data[place + 2 : place + 2 + size]
    return told


def operands(properties: bytes) -> Iterator[tuple[int, int]]:
    """Codes of a list of properties, each with the place of its operand."""
    at = 0
    while at + 2 < len(properties):
        code = struct.unpack_from("<H", properties, at)[0]
        at += 2
        yield code, at
        form = code >> 13
        if form != 6:
            at += _SIZES[form]
        elif code in _TABLE_DEFINITIONS:  # they count in two bytes
            at += 1 + (struct.unpack_from("<H", properties, at)[0] if at + 1 < len(properties) else _PAGE)
        else:
            at += 1 + properties[at]


def _runs(
    document: bytes, table: bytes, fib: int, entry: int, properties: Callable[[bytes, int], bytes]
) -> Iterator[tuple[int, int, bytes]]:
    """Runs of all pages that a table of pages names: first place, place after the last, properties.

    Args:
        document: the stream with the pages.
        table: the stream with the table of pages.
        fib: where the header tells its place and size.
        entry: bytes of an entry of a page; the first is where its properties are, in words.
        properties: takes them out of a page.
    """
    at, size = struct.unpack_from("<II", document, fib)
    plc = table[at : at + size]
    count = max(0, (len(plc) - 4) // 8)
    for index in range(count):
        number = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * index)[0] & 0x3FFFFF
        page = document[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE or 4 * (page[511] + 1) + entry * page[511] > 511:
            continue
        places = struct.unpack_from(f"<{page[511] + 1}I", page)
        for run in range(page[511]):
            place = 2 * page[4 * (page[511] + 1) + entry * run]
            yield places[run], places[run + 1], properties(page, place) if place else b""


def _paragraph_properties(page: bytes, at: int) -> bytes:
    """Number of the style, then the list of properties."""
    size = 2 * page[at]
    if size:
        return page[at + 1 : at + size]
    return page[at + 2 : at + 2 + 2 * page[at + 1]] if at + 1 < _PAGE else b""


def _character_properties(page: bytes, at: int) -> bytes:
    return page[at + 1 : at + 1 + page[at]]


class _Styles:
    """Which styles put their paragraphs into a list ([MS-DOC] 2.9.271, 2.9.260)."""

    def __init__(self, document: bytes, table: bytes) -> None:
        at, size = struct.unpack_from("<II", document, 0x00A2)
        self._told: list[tuple[int, bytes]] = []
        sheet = table[at : at + size]
        if len(sheet) < 6:
            return
        header, count, base = struct.unpack_from("<HHH", sheet)
        place = 2 + header
        while place + 2 <= len(sheet) and len(self._told) < count:
            length = struct.unpack_from("<H", sheet, place)[0]
            self._told.append(_style(sheet[place + 2 : place + 2 + length], base))
            place += 2 + length

    def look(self, told: bytes) -> ParagraphLook:
        """The look of a paragraph: what it says itself, else what its style says."""
        if len(told) < 2:
            return _PLAIN
        own, kind = told[2:], ""
        listed: int | None = None
        level: int | None = None
        for code, at in operands(own):
            if code in (_ROW_END, _INNER_ROW_END) and own[at] == 1:
                kind = ROW_END
            elif code == _IN_TABLE and own[at] == 1:
                kind = kind or IN_CELL
        style, steps = struct.unpack_from("<H", told)[0], 0
        properties = own
        while True:
            found, at_level = _list_of(properties)
            listed = found if listed is None else listed
            level = at_level if level is None else level
            if (listed is not None and level is not None) or style >= len(self._told) or steps >= _DEEPEST:
                break
            style, properties = self._told[style]
            steps += 1
        number = listed if listed is not None and 0 < listed <= _MOST_LISTS else 0
        return ParagraphLook(kind, number, level or 0)


def _list_of(properties: bytes) -> tuple[int | None, int | None]:
    """Number of the list and level that properties name, None where they name none."""
    found: dict[int, int] = {}
    for code, at in operands(properties):
        if code == _LEVEL:
            found[code] = properties[at]
        elif code == _LIST and at + 2 <= len(properties):
            found[code] = struct.unpack_from("<H", properties, at)[0]
    return found.get(_LIST), found.get(_LEVEL)


def _style(entry: bytes, base: int) -> tuple[int, bytes]:
    """The style on which one is based, and its own paragraph properties."""
    if len(entry) < base + 2 or base < 10:
        return _NO_STYLE, b""
    kind, parent = (struct.unpack_from("<H", entry, 2)[0] & part for part in (0x000F, 0xFFF0))
    name = struct.unpack_from("<H", entry, base)[0]
    at = base + 2 + 2 * (name + 1)
    if kind != 1 or at + 4 > len(entry):  # only paragraph styles put anything into lists
        return parent >> 4, b""
    size = struct.unpack_from("<H", entry, at)[0]
    return parent >> 4, entry[at + 4 : at + 2 + size]
