"""Lists of properties in a DOC: codes with operands, of runs, paragraphs and styles ([MS-DOC] 2.6)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_TABLE_DEFINITIONS = (0xD606, 0xD608)
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""Bytes of a property's operand by the upper three bits of its code; 6 has its size in front (2.6.1)."""
_PAGE = 512


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
