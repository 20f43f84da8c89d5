"""DOC of Word 2, 6 and 95: eight-bit text in one stretch, or in pieces after a fast save."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from extraction.encodings import decode
from extraction.formats.doc_pieces import PARTS, pieces_of
from extraction.formats.doc_text import lines_of
from extraction.reasons import Refusal, UnreadableError
from extraction.sniff import DOC

ENCRYPTED, _COMPLEX = 0x0100, 0x0004
_PAGE = 512
_WORD_2 = 0xA5DB
_DELETED, _HIDDEN = 65, 92
_SIZES = {
    **dict.fromkeys((65, 66, 67, 71, 75, 85, 86, 87, 88, 89, 90, 91, 92, 94, 98, 100, 104, 106), 1),
    **dict.fromkeys((69, 72, 80, 93, 96, 97, 99, 101, 107, 109, 110), 2),
    95: 3, 73: 3, 70: 4, 82: 0, 83: 0,
}  # fmt: skip
"""Bytes of the operand of each character property of Word 6; the others have their size in front."""
_WITH_SIZE = frozenset({68, 74, 81, 103, 105, 108})


def old_parts(document: bytes) -> dict[str, str]:
    """The parts of the text that hold anything, by their names.

    Raises:
        UnreadableError: the header is broken or says that the file is encrypted.
    """
    if len(document) < 0x54:
        raise UnreadableError(Refusal.DAMAGED, format=DOC, detail="short header")
    magic, flags = struct.unpack_from("<H", document)[0], struct.unpack_from("<H", document, 0x0A)[0]
    if flags & ENCRYPTED:
        raise UnreadableError(Refusal.ENCRYPTED, format=DOC)
    first, last = struct.unpack_from("<II", document, 0x18)
    stretches = [(first, document[first:last])]
    if flags & _COMPLEX and len(document) >= 0x168:
        at, size = struct.unpack_from("<II", document, 0x160)
        stretches = [
            (piece.offset, document[piece.offset : piece.offset + piece.count])
            for piece in pieces_of(document[at : at + size])
        ]
    data = b"".join(stretch for _, stretch in stretches)
    if not data:
        raise UnreadableError(Refusal.DAMAGED, format=DOC, detail="no text")
    gone = [] if magic == _WORD_2 else list(_gone(document))
    encoding = decode(data).encoding or "cp1251"
    marked = b"".join(_blanked(stretch, place, gone) for place, stretch in stretches)
    parts = {
        part: text.decode(encoding, "replace").replace("\0", "") for part, text in _split(document, marked)
    }
    return {part: lines_of(text) for part, text in parts.items()}


def _split(document: bytes, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The stretches of the parts, where their lengths in the header fit to the text; else all as one."""
    counts = struct.unpack_from("<8i", document, 0x34)
    if min(counts) < 0 or not counts[0] <= sum(counts) <= len(data) <= sum(counts) + 16:
        yield "text", data
        return
    at = 0
    for part, count in zip(PARTS, counts, strict=True):
        if count:
            yield part, data[at : at + count]
        at += count


def _blanked(data: bytes, place: int, gone: list[tuple[int, int]]) -> bytes:
    """Characters with those that are not to be read made NUL, so that the lengths of the parts still hold."""
    kept = bytearray(data)
    for start, end in gone:
        first, last = max(0, start - place), min(len(data), end - place)
        if first < last:
            kept[first:last] = bytes(last - first)
    return bytes(kept)


def _gone(document: bytes) -> Iterator[tuple[int, int]]:
    """Places of text that was deleted under review, or is hidden."""
    at, size = struct.unpack_from("<II", document, 0xB8) if len(document) >= 0xC0 else (0, 0)
    plc = document[at : at + size]
    count = max(0, (len(plc) - 4) // 6)
    for index in range(count):
        number = struct.unpack_from("<H", plc, 4 * (count + 1) + 2 * index)[0]
        page = document[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE or 5 * page[511] + 4 > 511:
            continue
        places = struct.unpack_from(f"<{page[511] + 1}I", page)
        for run in range(page[511]):
            told = 2 * page[4 * (page[511] + 1) + run]
            if told and _is_gone(page[told + 1 : told + 1 + page[told]]):
                yield places[run], places[run + 1]


def _is_gone(properties: bytes) -> bool:
    at = 0
    while at + 1 < len(properties):
        code = properties[at]
        if code in (_DELETED, _HIDDEN) and properties[at + 1] == 1:
            return True
        if code in _WITH_SIZE:
            at += 2 + properties[at + 1]
        elif code in _SIZES:
            at += 1 + _SIZES[code]
        else:
            return False
    return False
