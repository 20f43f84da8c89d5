"""Styles of a DOC: which put their paragraphs into a list, which hide text ([MS-DOC] 2.9.271, 2.9.260)."""

from __future__ import annotations

import struct
from typing import NamedTuple

from extraction.formats.doc_operands import operands

_LEVEL, _LIST, _HIDDEN = 0x260A, 0x460B, 0x083C
_NO_STYLE = 0x0FFF
_DEEPEST = 12
_PARAGRAPH, _CHARACTER = 1, 2


class _Style(NamedTuple):
    """The style on which one is based, and its own properties of paragraphs and of characters."""

    parent: int = _NO_STYLE
    paragraph: bytes = b""
    characters: bytes = b""


class Styles:
    """The styles by their numbers."""

    def __init__(self, document: bytes, table: bytes) -> None:
        at, size = struct.unpack_from("<II", document, 0x00A2)
        self._told: list[_Style] = []
        sheet = table[at : at + size]
        if len(sheet) < 6:
            return
        header, count, base = struct.unpack_from("<HHH", sheet)
        place = 2 + header
        while place + 2 <= len(sheet) and len(self._told) < count:
            length = struct.unpack_from("<H", sheet, place)[0]
            self._told.append(_style(sheet[place + 2 : place + 2 + length], base))
            place += 2 + length

    def list_of(self, style: int, own: bytes) -> tuple[int, int]:
        """Number of the list and level of a paragraph: what it says itself, else what its style says.

        Args:
            style: its number.
            own: the paragraph's own properties.
        """
        listed: int | None = None
        level: int | None = None
        properties, steps = own, 0
        while True:
            found, at_level = _list_of(properties)
            listed = found if listed is None else listed
            level = at_level if level is None else level
            if (listed is not None and level is not None) or style >= len(self._told) or steps >= _DEEPEST:
                return listed or 0, level or 0
            style, properties, _ = self._told[style]
            steps += 1

    def hides(self, style: int) -> bool:
        """Whether a style hides its text."""
        for _ in range(_DEEPEST):
            if style >= len(self._told):
                break
            told = self._told[style]
            for code, at in operands(told.characters):
                if code == _HIDDEN:
                    return told.characters[at] == 1
            style = told.parent
        return False


def _list_of(properties: bytes) -> tuple[int | None, int | None]:
    """Number of the list and level that properties name, None where they name none."""
    found: dict[int, int] = {}
    for code, at in operands(properties):
        if code == _LEVEL:
            found[code] = properties[at]
        elif code == _LIST and at + 2 <= len(properties):
            found[code] = struct.unpack_from("<H", properties, at)[0]
    return found.get(_LIST), found.get(_LEVEL)


def _style(entry: bytes, base: int) -> _Style:
    if len(entry) < base + 2 or base < 10:
        return _Style()
    kind, parent = (struct.unpack_from("<H", entry, 2)[0] & part for part in (0x000F, 0xFFF0))
    name = struct.unpack_from("<H", entry, base)[0]
    place = base + 2 + 2 * (name + 1)
    told: list[bytes] = []
    while place + 2 <= len(entry) and len(told) < 2:
        size = struct.unpack_from("<H", entry, place)[0]
        told.append(entry[place + 2 : place + 2 + size])
        place += 2 + size + size % 2
    told += [b"", b""]
    if kind == _PARAGRAPH:  # only paragraph styles put anything into lists
        return _Style(parent >> 4, told[0][2:], told[1])
    return _Style(parent >> 4, b"", told[0] if kind == _CHARACTER else b"")
