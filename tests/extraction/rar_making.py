"""RAR archives with stored members, made byte by byte for the tests: no free program makes them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

ENCRYPTED, PACKED = "encrypted", "packed"


def rar_4(members: Sequence[tuple[bytes, bytes]], kind: str = "") -> bytes:
    """An archive of RAR 2 to 4 with these names (in any eight-bit encoding) and bytes."""
    out = b"Rar!\x1a\x07\x00" + _block_4(0x73, 0, b"\0" * 6)
    for name, data in members:
        flags = 0x8000 | (0x04 if kind == ENCRYPTED else 0)
        method = 0x33 if kind == PACKED else 0x30
        head = struct.pack(
            "<IIBIIBBHI", len(data), len(data), 2, zlib.crc32(data), 0x40653A00, 20, method, len(name), 0x20
        )
        out += _block_4(0x74, flags, head + name) + data
    return out + _block_4(0x7B, 0x4000, b"")


def _block_4(kind: int, flags: int, body: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def rar_5(members: Sequence[tuple[str, bytes]], kind: str = "") -> bytes:
    """An archive of RAR 5 with these names and bytes."""
    out = b"Rar!\x1a\x07\x01\x00" + _block_5(1, 0, b"", _number(0))
    for name, data in members:
        raw = name.encode()
        method = 3 << 7 if kind == PACKED else 0
        body = _number(0x04) + _number(len(data)) + _number(0x20) + struct.pack("<I", zlib.crc32(data))
        body += _number(method) + _number(0) + _number(len(raw)) + raw
        extra = b""
        if kind == ENCRYPTED:
            record = _number(1) + _number(0) + _number(0) + bytes((15,)) + b"\0" * 32
            extra = _number(len(record)) + record
        out += _block_5(2, 0x02, _number(len(data)), body, extra) + data
    return out + _block_5(5, 0, b"", _number(0))


def _block_5(kind: int, flags: int, data_size: bytes, body: bytes, extra: bytes = b"") -> bytes:
    flags |= 0x01 if extra else 0
    sizes = (_number(len(extra)) if extra else b"") + data_size
    head = _number(kind) + _number(flags) + sizes + body + extra
    whole = _number(len(head)) + head
    return struct.pack("<I", zlib.crc32(whole)) + whole


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
