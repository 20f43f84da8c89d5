"""What a DOC says of its text: deleted, hidden, in tables, in lists ([MS-DOC] 2.4.6, 2.6).

Properties stand in pages of 512 bytes beside the text, as runs of places in the file, each with a list of
codes and operands.
"""

from __future__ import annotations

import bisect
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extraction.formats.doc_operands import operands
from extraction.formats.doc_styles import Styles
from extraction.formats.doc_text import IN_CELL, INNER_CELL, ROW_END
from extraction.formats.symbol_fonts import PRIVATE, is_symbolic, sign

_PAGE = 512
_DELETED, _HIDDEN = 0x0800, 0x083C
_STYLE, _FONT, _SYMBOL = 0x4A30, 0x4A4F, 0x6A09
_IN_TABLE, _ROW_END, _INNER_ROW_END, _INNER_CELL = 0x2416, 0x2417, 0x244C, 0x244B
_ELSEWHERE = (0x6645, 0x6646)
_KINDS = {_ROW_END: ROW_END, _INNER_ROW_END: ROW_END, _INNER_CELL: INNER_CELL, _IN_TABLE: IN_CELL}
_MOST_LISTS = 0x7FE
_MOST_FONTS = 10_000


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What matters of a paragraph.

    Attributes:
        kind: ``ROW_END``, ``IN_CELL``, ``INNER_CELL``, or ``""`` outside of tables.
        list: number of its list from 1, 0 outside of lists.
        level: its level there, from 0.
        hidden: its style hides it.
    """

    kind: str = ""
    list: int = 0
    level: int = 0
    hidden: bool = False


_PLAIN = ParagraphLook()


class Properties:
    """Looks of paragraphs and the characters that are not to be read, by their place in the file.

    Args:
        document: the stream ``WordDocument``.
        table: the stream ``0Table`` or ``1Table``.
        data: the stream ``Data``, which holds lists of properties too long for a page.
    """

    def __init__(self, document: bytes, table: bytes, data: bytes = b"") -> None:
        self._styles = Styles(document, table)
        self._fonts = font_names(document, table)
        self._data = data
        self._looks: dict[bytes, ParagraphLook] = {}
        paragraphs = list(_runs(document, table, 0x0102, 13, _paragraph_properties))
        paragraphs.sort(key=lambda run: run[0])
        self._starts = [run[0] for run in paragraphs]
        self._paragraphs = paragraphs
        gone: list[tuple[int, int]] = []
        signs: list[tuple[int, int, str, int]] = []
        for start, end, told in _runs(document, table, 0x00FA, 1, _character_properties):
            if not told:
                continue
            if is_gone(told, self._styles):
                gone.append((start, end))
            elif found := self._sign(told):
                signs.append((start, end, *found))
        self._gone, self._signs = sorted(gone), sorted(signs)

    def paragraph(self, place: int) -> ParagraphLook:
        """The look of the paragraph to which the character at a place belongs."""
        at = bisect.bisect_right(self._starts, place) - 1
        if at < 0 or place >= self._paragraphs[at][1]:
            return _PLAIN
        told = self._paragraphs[at][2]
        look = self._looks.get(told)
        if look is None:
            look = self._looks[told] = self._look(_whole(told, self._data))
        return look

    def _look(self, told: bytes) -> ParagraphLook:
        if len(told) < 2:
            return _PLAIN
        own, kinds = told[2:], {""}
        for code, at in operands(own):
            if code in _KINDS and own[at] == 1:
                kinds.add(_KINDS[code])
        style = struct.unpack_from("<H", told)[0]
        number, level = self._styles.list_of(style, own)
        kind = next(one for one in (ROW_END, INNER_CELL, IN_CELL, "") if one in kinds)
        hidden = not kind and self._styles.hides(style)
        return ParagraphLook(kind, number if 0 < number <= _MOST_LISTS else 0, level, hidden)

    def _sign(self, told: bytes) -> tuple[str, int] | None:
        """Font of a sign and its number there, 0 where the text itself has it."""
        found = dict(operands(told))
        if (at := found.get(_SYMBOL)) is not None and at + 4 <= len(told):
            font, char = struct.unpack_from("<2H", told, at)
            return self._fonts.get(font, ""), char
        if (at := found.get(_FONT)) is not None and at + 2 <= len(told):
            name = self._fonts.get(struct.unpack_from("<H", told, at)[0], "")
            return (name, 0) if is_symbolic(name) else None
        return None

    def with_signs(self, text: str, place: int, width: int) -> str:
        """So many characters from a place on, those in fonts of signs as what they show."""
        if not self._signs:
            return text
        chars: list[str] = []
        end = place + len(text) * width
        at = max(0, bisect.bisect_right(self._signs, (place, 1 << 62)) - 1)
        for start, stop, font, code in self._signs[at:]:
            if start >= end:
                break
            first, last = max(0, (start - place) // width), min(len(text), (stop - place) // width)
            if first < last and first >= len(chars):
                chars += text[len(chars) : first]
                chars += [_sign_of(char, font, code) for char in text[first:last]]
        return "".join(chars) + text[len(chars) :]

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


def is_gone(properties: bytes, styles: Styles | None = None) -> bool:
    """Whether character properties say that its text was deleted under review, or is hidden.

    Args:
        properties: the list of them.
        styles: of the document; a style of characters may hide its text.
    """
    told = dict(operands(properties))
    if (at := told.get(_DELETED)) is not None and properties[at] == 1:
        return True
    by_style = False
    if styles is not None and (at := told.get(_STYLE)) is not None and at + 2 <= len(properties):
        by_style = styles.hides(struct.unpack_from("<H", properties, at)[0])
    at = told.get(_HIDDEN)
    return (
        by_style if at is None else {0: False, 0x80: by_style, 0x81: not by_style}.get(properties[at], True)
    )


def _sign_of(char: str, font: str, code: int) -> str:
    if code and char == "(":
        return sign(font, code) or " "
    return (sign(font, ord(char)) or " ") if PRIVATE.match(char) else char


def font_names(document: bytes, table: bytes) -> dict[int, str]:
    """Names of the fonts by their numbers ([MS-DOC] 2.9.286)."""
    at, size = struct.unpack_from("<II", document, 0x0112)
    names: dict[int, str] = {}
    place, end = at + 4, min(len(table), at + size)
    while place < end and len(names) < _MOST_FONTS:
        entry = table[place : place + 1 + table[place]]
        names[len(names)] = entry[40:].decode("utf-16-le", "replace").partition("\0")[0]
        place += 1 + table[place]
    return names


def _whole(told: bytes, data: bytes) -> bytes:
    """Properties with those that stand elsewhere: the end of a row of many cells is longer than a page."""
    for code, at in operands(told[2:]):
        if code in _ELSEWHERE and at + 6 <= len(told):
            place = struct.unpack_from("<I", told, 2 + at)[0]
            size = struct.unpack_from("<H", data, place)[0] if place + 2 <= len(data) else 0
            return told + data[place + 2 : place + 2 + size]
    return told


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
