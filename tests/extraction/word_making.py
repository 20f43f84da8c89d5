"""Word files with lists and changes, made byte by byte for the tests."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from tests.extraction.making import ole

_START = 0x600


def level(text: str, style: int = 0, start: int = 1, *, flags: int = 0, restart: int = 0) -> bytes:
    """A level of a list: ``%1.%2`` for the numbers of the levels, a number format of Word's."""
    raw, places, at = "", [], 0
    while at < len(text):
        if text[at] == "%":
            raw += chr(int(text[at + 1]) - 1)
            places.append(len(raw))
            at += 2
        else:
            raw += text[at]
            at += 1
    head = struct.pack("<iBB", start, style, flags) + bytes(places).ljust(9, b"\0") + b"\0" * 9
    return head + bytes((0, 0, restart, 0)) + struct.pack("<H", len(raw)) + raw.encode("utf-16-le")


def lists(levels: Sequence[bytes], overrides: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Tables of one list of these levels, and of the numbers 1, 2 ... that use it, each with its changes."""
    filled = [*levels, *[level("", 255)] * (9 - len(levels))]
    simple = len(levels) == 1
    head = struct.pack("<Hii", 1, 77, 0) + b"\xff\x0f" * 9 + bytes((int(simple), 0))
    plain = head + b"".join(levels if simple else filled)
    uses = struct.pack("<I", len(overrides))
    uses += b"".join(struct.pack("<iII", 77, 0, 0) + bytes((int(bool(one)), 0, 0, 0)) for one in overrides)
    return plain, uses + b"".join(b"\xff\xff\xff\xff" + one for one in overrides)


def new_start(number: int, at: int = 0) -> bytes:
    """A change: the list begins at another number."""
    return struct.pack("<iI", number, at | 0x10)


def in_list(number: int, at: int = 0) -> bytes:
    """Paragraph properties: in a list, at a level."""
    return struct.pack("<HH", 0x460B, number) + struct.pack("<HB", 0x260A, at)


def word(
    paragraphs: Sequence[tuple[str, bytes]],
    *,
    gone: Sequence[tuple[range, bytes]] = (),
    tables: tuple[bytes, bytes] = (b"", b""),
    styles: Mapping[int, tuple[int, bytes]] | None = None,
    piece: bytes = b"",
    fonts: Sequence[str] = (),
) -> bytes:
    """A Word 97 file.

    Args:
        paragraphs: texts, each with the number of its style in front of its properties or with none of both.
        gone: characters with properties of their own.
        tables: of lists, as ``lists`` makes them.
        styles: number -> style on which it is based, and its paragraph properties; those of characters where
            it is based on none and its first property is one of them.
        fonts: their names, numbered from 0.
        piece: property of a last piece that holds the text «из быстрого сохранения».
    """
    text = "".join(f"{one}\r" for one, _ in paragraphs)
    tail = "из быстрого сохранения" if piece else ""
    data = (text + tail).encode("utf-16-le")
    ends, at = [], 0
    for one, _ in paragraphs:
        at += len(one) + 1
        ends.append(at)
    pages = _page([_START, *(_START + 2 * end for end in ends)], [told for _, told in paragraphs], 13)
    edges = sorted({0, len(text), *(edge for run, _ in gone for edge in (run.start, run.stop))})
    told = [next((body for run, body in gone if run.start == edge), b"") for edge in edges[:-1]]
    pages += _page([_START + 2 * edge for edge in edges], told, 1)
    first = -(-(_START + len(data)) // 512)
    starts = [0, len(text), *([len(text) + len(tail)] if piece else [])]
    plc = struct.pack(f"<{len(starts)}i", *starts)
    plc += struct.pack("<HIH", 0, _START, 0)
    plc += struct.pack("<HI2s", 0, _START + 2 * len(text), piece) if piece else b""
    parts = {
        0x01A2: b"\x02" + struct.pack("<I", len(plc)) + plc,
        0x0102: struct.pack("<2II", _START, _START + 2 * len(text), first),
        0x00FA: struct.pack("<2II", _START, _START + 2 * len(text), first + 1),
        0x02E2: tables[0],
        0x02EA: tables[1],
        0x00A2: _styles(styles or {}),
        0x0112: struct.pack("<HH", len(fonts), 0) + b"".join(map(_font, fonts)),
    }
    fib, table = bytearray(_START), b""
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", fib, 0x0A, 0x0200)
    struct.pack_into("<8i", fib, 0x4C, len(text) + len(tail), 0, 0, 0, 0, 0, 0, 0)
    for place, part in parts.items():
        struct.pack_into("<II", fib, place, len(table), len(part))
        table += part
    return ole({"WordDocument": (bytes(fib) + data).ljust(first * 512, b"\0") + pages, "1Table": table})


def _page(places: Sequence[int], properties: Sequence[bytes], entry: int) -> bytes:
    """A page of 512 bytes of runs: of paragraphs with entries of 13 bytes, of characters with one."""
    page, tail = bytearray(512), 510
    page[511] = len(properties)
    struct.pack_into(f"<{len(places)}I", page, 0, *places)
    for index, told in enumerate(properties):
        body = told
        if entry == 13:
            body = told or b"\0\0"
            body += b"" if len(body) % 2 else b"\0"
        tail = (tail - len(body) - 1) & ~1
        page[tail] = (len(body) + 1) // 2 if entry == 13 else len(body)
        page[tail + 1 : tail + 1 + len(body)] = body
        page[4 * len(places) + entry * index] = tail // 2 if told or entry == 13 else 0
    return bytes(page)


def _font(name: str) -> bytes:
    body = bytes(39) + f"{name}\0".encode("utf-16-le")
    return bytes((len(body),)) + body


def _styles(styles: Mapping[int, tuple[int, bytes]]) -> bytes:
    if not styles:
        return b""
    sheet = struct.pack("<HHH", 4, max(styles) + 1, 10)
    for number in range(max(styles) + 1):
        if number not in styles:
            sheet += b"\0\0"
            continue
        base, told = styles[number]
        of_characters = told[1:2] == b"\x08"
        body = struct.pack("<5H", 0, base << 4 | (2 if of_characters else 1), 0, 0, 0)
        body += struct.pack("<H", 1) + "а\0".encode("utf-16-le")
        body += struct.pack("<H", len(told)) if of_characters else struct.pack("<HH", 2 + len(told), number)
        body += told
        sheet += struct.pack("<H", len(body)) + body
    return sheet


def word_6(
    parts: Sequence[str], *, gone: Sequence[range] = (), magic: int = 0xA5DC, hidden: bool = False
) -> bytes:
    """A Word 6 file whose parts (text, footnotes, headers, macros, comments) hold these texts in cp1251."""
    data = "".join(parts).encode("cp1251")
    fib = bytearray(0x300)
    struct.pack_into("<H", fib, 0, magic)
    struct.pack_into("<II", fib, 0x18, 0x300, 0x300 + len(data))
    struct.pack_into("<8i", fib, 0x34, *[len(part) for part in parts], *[0] * (8 - len(parts)))
    first = -(-(0x300 + len(data) + 10) // 512)
    struct.pack_into("<II", fib, 0xB8, 0x300 + len(data), 10)
    bins = struct.pack("<2IH", 0x300, 0x300 + len(data), first)
    edges = sorted({0, len(data), *(edge for run in gone for edge in (run.start, run.stop))})
    mark = bytes((85, 1, 92 if hidden else 65, 1))
    told = [mark if any(run.start == edge for run in gone) else b"" for edge in edges[:-1]]
    page = _page([0x300 + edge for edge in edges], told, 1)
    return ole({"WordDocument": (bytes(fib) + data + bins).ljust(first * 512, b"\0") + page})
