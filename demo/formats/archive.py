"""ZIP archives with fixed dates, with names as old Windows packers wrote them, and with passwords.

The standard library writes names in UTF-8 or ASCII only and stamps the current time, so the demo writes its
archives itself. Format: APPNOTE.TXT 6.3.10, sections 4.3 (records) and 6.1 (traditional encryption).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_DOS_TIME = 10 << 11  # 10:00:00
_DOS_DATE = (2024 - 1980) << 9 | 1 << 5 | 9  # 9 January 2024
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive.

    Attributes:
        name: its path, ``/`` between folders.
        data: its bytes.
        stored: kept without compression.
    """

    name: str
    data: bytes
    stored: bool = False


def pack(entries: Sequence[Entry], *, encoding: str = "utf-8", password: bytes = b"") -> bytes:
    """The bytes of an archive; names in ``encoding``, data locked with ``password`` if there is one."""
    body, directory = io.BytesIO(), io.BytesIO()
    for entry in entries:
        name = entry.name.encode(encoding)
        flags = _UTF8_NAMES if encoding == "utf-8" and not entry.name.isascii() else 0
        crc = zlib.crc32(entry.data)
        data = entry.data if entry.stored else _deflated(entry.data)
        if password:
            flags |= _ENCRYPTED
            data = _encrypted(data, crc, password)
        method = 0 if entry.stored else 8
        fields = (20, flags, method, _DOS_TIME, _DOS_DATE, crc, len(data), len(entry.data), len(name), 0)
        offset = body.tell()
        body.write(struct.pack("<4s5H3I2H", b"PK\3\4", *fields) + name + data)
        directory.write(
            struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, *fields, 0, 0, 0, 0x20, offset) + name,
        )
    end = struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, len(entries), len(entries), directory.tell(), body.tell(), 0
    )
    return body.getvalue() + directory.getvalue() + end


def repacked(archive: bytes) -> bytes:
    """The same archive in the same order with fixed dates (for packages that a library has written)."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        return pack([Entry(info.filename, source.read(info)) for info in source.infolist()])


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _crc_table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)  # noqa: PLW2901
        table.append(value)
    return tuple(table)


_CRC = _crc_table()


class _Keys:
    """The three keys of the traditional encryption."""

    def __init__(self, password: bytes) -> None:
        self.first, self.second, self.third = 0x12345678, 0x23456789, 0x34567890
        for byte in password:
            self.update(byte)

    def update(self, byte: int) -> None:
        """Take one plain byte in."""
        self.first = _CRC[(self.first ^ byte) & 0xFF] ^ self.first >> 8
        self.second = ((self.second + (self.first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self.third = _CRC[(self.third ^ self.second >> 24) & 0xFF] ^ self.third >> 8

    def encrypt(self, byte: int) -> int:
        """One plain byte, encrypted."""
        mixed = (self.third & 0xFFFF) | 2
        cipher = byte ^ (mixed * (mixed ^ 1) >> 8 & 0xFF)
        self.update(byte)
        return cipher


def _encrypted(data: bytes, crc: int, password: bytes) -> bytes:
    keys = _Keys(password)
    header = bytes(range(11)) + bytes([crc >> 24])
    return bytes(keys.encrypt(byte) for byte in header + data)
