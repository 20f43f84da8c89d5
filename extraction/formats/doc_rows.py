"""Which cell marks of a DOC end a row: that stands in the paragraph properties ([MS-DOC] 2.8.5, 2.9.175)."""

from __future__ import annotations

import bisect
import struct

from extraction.formats.doc_text import IN_CELL, ROW_END

_PAGE = 512
_IN_TABLE, _ROW_END, _INNER_ROW_END = 0x2416, 0x2417, 0x244C
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""Bytes of a property's operand by the upper three bits of its code; 6 has its size in front ([MS-DOC]
2.2.5.1)."""


class RowMarks:
    """Paragraphs that lie in a table or end one of its rows, by their place in the file.

    Args:
        document: the stream ``WordDocument``.
        table: the stream ``0Table`` or ``1Table``.
    """

    def __init__(self, document: bytes, table: bytes) -> None:
        at, size = struct.unpack_from("<II", document, 0x0102)
        plc = table[at : at + size]
        count = max(0, (len(plc) - 4) // 8)
        runs: list[tuple[int, int, str]] = []
        for index in range(count):
            number = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * index)[0] & 0x3FFFFF
            page = document[number * _PAGE : (number + 1) * _PAGE]
            if len(page) == _PAGE:
                runs += _table_runs(page)
        runs.sort()
        self._starts = [start for start, _, _ in runs]
        self._runs = runs

    def marked(self, text: str, offset: int, width: int) -> str:
        """The text with ``ROW_END`` for marks that end a row, ``IN_CELL`` for line ends inside a cell."""
        characters = list(text)
        for index, char in enumerate(characters):
            if char in "\x07\r" and (kind := self._kind_at(offset + index * width)):
                if char == "\r":
                    characters[index] = IN_CELL
                elif kind == ROW_END:
                    characters[index] = ROW_END
        return "".join(characters)

    def _kind_at(self, place: int) -> str:
        at = bisect.bisect_right(self._starts, place) - 1
        return self._runs[at][2] if at >= 0 and place < self._runs[at][1] else ""


def _table_runs(page: bytes) -> list[tuple[int, int, str]]:
    count = page[511]
    if 4 * (count + 1) + 13 * count > 511:
        return []
    places = struct.unpack_from(f"<{count + 1}I", page)
    found = []
    for index in range(count):
        at = 2 * page[4 * (count + 1) + 13 * index]
        if at and (kind := _kind(_properties(page, at))):
            found.append((places[index], places[index + 1], kind))
    return found


def _properties(page: bytes, at: int) -> bytes:
    size = 2 * page[at]
    if size:
        return page[at + 3 : at + 1 + size - 1]
    return page[at + 4 : at + 2 + 2 * page[at + 1]] if at + 1 < _PAGE else b""


def _kind(properties: bytes) -> str:
    """``ROW_END``, ``IN_CELL``, or ``""`` outside of tables."""
    kind = ""
    at = 0
    while at + 2 < len(properties):
        code = struct.unpack_from("<H", properties, at)[0]
        at += 2
        if code in (_ROW_END, _INNER_ROW_END) and properties[at] == 1:
            return ROW_END
        if code == _IN_TABLE and properties[at] == 1:
            kind = IN_CELL
        form = code >> 13
        if form == 6:
            if code in (0xD608, 0xD606):  # table definitions count in two bytes
                at += 1 + (struct.unpack_from("<H", properties, at)[0] if at + 1 < len(properties) else _PAGE)
            else:
                at += 1 + properties[at]
        else:
            at += _SIZES[form]
    return kind
