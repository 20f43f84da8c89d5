"""The pieces of which the text of a DOC consists ([MS-DOC] 2.8.35, 2.9.177, 2.9.210)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from extraction.formats.doc_properties import is_gone
from extraction.reasons import Refusal, UnreadableError
from extraction.sniff import DOC

PARTS = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
"""In the order in which their characters follow one another."""
_DELETED, _HIDDEN = 0x41, 0x5C
"""The short forms of the two codes in a piece's own property (2.9.215)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters in a row that lie together in the file.

    Attributes:
        start: number of the first character in the text.
        count: how many.
        offset: byte in the stream.
        wide: two bytes a character.
        gone: deleted or hidden as a whole, as a fast save notes it.
    """

    start: int
    count: int
    offset: int
    wide: bool
    gone: bool = False


def pieces_of(clx: bytes) -> list[Piece]:
    """The pieces that a table of them names, in the order of the text.

    Raises:
        UnreadableError: it is no such table.
    """
    at = 0
    properties: list[bytes] = []
    while at + 3 <= len(clx) and clx[at] == 1:
        size = struct.unpack_from("<H", clx, at + 1)[0]
        properties.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if at + 5 > len(clx) or clx[at] != 2:
        raise UnreadableError(Refusal.DAMAGED, format=DOC, detail="no piece table")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    if count < 1:
        raise UnreadableError(Refusal.DAMAGED, format=DOC, detail="no piece table")
    starts = struct.unpack_from(f"<{count + 1}i", plc)
    pieces = []
    for index in range(count):
        place, prm = struct.unpack_from("<IH", plc, 4 * (count + 1) + 8 * index + 2)
        narrow = bool(place & 0x40000000)
        offset = (place & 0x3FFFFFFF) // 2 if narrow else place & 0x3FFFFFFF
        length = max(0, starts[index + 1] - starts[index])
        pieces.append(Piece(starts[index], length, offset, not narrow, _is_gone(prm, properties)))
    return pieces


def _is_gone(prm: int, properties: list[bytes]) -> bool:
    if prm & 1:
        at = prm >> 1
        return at < len(properties) and is_gone(properties[at])
    return prm >> 1 & 0x7F in (_DELETED, _HIDDEN) and prm >> 8 == 1
