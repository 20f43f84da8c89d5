"""DOC by its piece table: Word 97 and later, Word 6/95, Word 2 ([MS-DOC] 2.5.1, 2.8.35, 2.9.38)."""

from __future__ import annotations

import struct
from pathlib import Path

import olefile  # type: ignore[import-untyped]

from extraction.encodings import decode, repair
from extraction.formats.doc_lists import list_counters
from extraction.formats.doc_old import ENCRYPTED, old_parts
from extraction.formats.doc_pieces import PARTS, Piece, pieces_of
from extraction.formats.doc_properties import Properties
from extraction.formats.doc_text import lines_of
from extraction.formats.doc_writing import PartText
from extraction.plain import has_words
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.sniff import DOC

name = "doc"
version = "4"

_WORD_97, _WORD_6, _WORD_2 = 0xA5EC, (0xA5DC, 0xA5DD, 0xA697, 0xA699), 0xA5DB
_FIRST_SECTION, _STORIES = 6, 6
_OPENING = (_FIRST_SECTION + 4, _FIRST_SECTION + 1)
"""Headers among the stories of a section, after those of footnotes ([MS-DOC] 2.8.10)."""
_TABLE_1 = 0x0200
_LARGEST = 300 << 20
_SUMMARY = "\x05SummaryInformation"
_NAMED = {2: "title", 3: "subject", 4: "author"}
_TEXT, _WIDE_TEXT = 0x1E, 0x1F
_MOST_PROPERTIES = 1000


def extract(path: Path, limits: Limits) -> Extracted:
    """Read a DOC file as one page."""
    if path.stat().st_size > _LARGEST:
        raise UnreadableError(Refusal.OVER_LIMIT, limit="file-size", value=str(_LARGEST >> 20))
    if not olefile.isOleFile(str(path)):
        return _extracted(old_parts(path.read_bytes()), {})
    with olefile.OleFileIO(str(path)) as ole:
        if not ole.exists("WordDocument"):
            raise UnreadableError(Refusal.DAMAGED, format=DOC, detail="no WordDocument")
        if ole.exists("\x09DRMContent") or ole.exists("\x06DataSpaces"):
            raise UnreadableError(Refusal.ENCRYPTED, format=DOC)
        document = ole.openstream("WordDocument").read()
        parts = _parts(ole, document, limits)
        metadata = _metadata(ole)
    return _extracted(parts, metadata)


def _extracted(parts: dict[str, str], metadata: dict[str, str]) -> Extracted:
    order = ("letterhead", "text", "footnotes", "endnotes", "boxes", "headers", "header boxes")
    if "headers" in parts:  # each section tells its own, mostly those of the one before
        told = set(parts.get("letterhead", "").split("\n"))
        lines = dict.fromkeys(filter(has_words, parts["headers"].split("\n")))
        parts["headers"] = "\n".join(line for line in lines if line not in told)
    raw = "\n".join(parts[part] for part in order if has_words(parts.get(part, "")))
    text, how = repair(raw)
    notes = [f"{Note.MOJIBAKE_REPAIRED}:{how}"] if how else []
    comments = [line for line in parts.get("comments", "").split("\n") if has_words(line)]
    if comments:
        notes.append(f"{Note.COMMENTS}:{len(comments)}")
        metadata["comments"] = "\n".join(comments)
    return Extracted(DOC, (text,), "born", name, version, notes=tuple(notes), metadata=metadata)


def _parts(ole: olefile.OleFileIO, document: bytes, limits: Limits) -> dict[str, str]:
    if len(document) < 0x44:
        raise UnreadableError(Refusal.DAMAGED, format=DOC, detail="short header")
    magic, flags = struct.unpack_from("<H", document)[0], struct.unpack_from("<H", document, 0x0A)[0]
    if flags & ENCRYPTED:
        raise UnreadableError(Refusal.ENCRYPTED, format=DOC)
    if magic in _WORD_6 or magic == _WORD_2:
        return old_parts(document)
    if magic != _WORD_97 or len(document) < 0x01AA:
        raise UnreadableError(Refusal.DAMAGED, format=DOC, detail="not a Word header")
    table_name = "1Table" if flags & _TABLE_1 else "0Table"
    if not ole.exists(table_name):
        raise UnreadableError(Refusal.DAMAGED, format=DOC, detail="no table stream")
    table = ole.openstream(table_name).read()
    clx_at, clx_size = struct.unpack_from("<II", document, 0x01A2)
    pieces = pieces_of(table[clx_at : clx_at + clx_size])
    far = ole.openstream("Data").read() if ole.exists("Data") else b""
    properties, lists = Properties(document, table, far), list_counters(document, table)
    counts = struct.unpack_from("<8i", document, 0x4C)
    parts, start = {}, 0
    if sum(max(0, count) for count in counts) > limits.output_chars:
        raise UnreadableError(Refusal.OVER_LIMIT, limit="output", value=str(limits.output_chars))
    for part, count in zip(PARTS, counts, strict=True):
        if count > 0:
            parts[part] = lines_of(_characters(document, pieces, start, count, PartText(properties, lists)))
            if part == "headers":
                stretches = (
                    lines_of(_characters(document, pieces, start + at, size, PartText(properties, lists)))
                    for at, size in _opening_headers(document, table, count)
                )
                told = (one.strip("\n") for one in stretches)
                parts["letterhead"] = next(
                    (one for one in told if has_words(one) and not one.isdecimal()), ""
                )
            start += count
    return parts


def _opening_headers(document: bytes, table: bytes, count: int) -> list[tuple[int, int]]:
    """Where the headers of the first section stand among all: that of its first page, that of the others."""
    at, size = struct.unpack_from("<II", document, 0x00F2)
    plc = table[at : at + size]
    if len(plc) < 4 * (_FIRST_SECTION + _STORIES + 1):
        return []
    places = struct.unpack_from(f"<{_FIRST_SECTION + _STORIES + 1}i", plc)
    found = [(places[story], places[story + 1] - places[story]) for story in _OPENING]
    return [(first, size) for first, size in found if first >= 0 and size > 0 and first + size <= count]


def _characters(document: bytes, pieces: list[Piece], start: int, count: int, part: PartText) -> str:
    """The characters of one part, its marks told apart, its lists numbered."""
    for piece in pieces:
        first, last = max(start, piece.start), min(start + count, piece.start + piece.count)
        if first >= last or piece.gone:
            continue
        width = 2 if piece.wide else 1
        offset = piece.offset + (first - piece.start) * width
        data = document[offset : offset + (last - first) * width]
        text = data.decode("utf-16-le", "replace") if piece.wide else data.decode("cp1252", "replace")
        part.add(text, offset, width)
    return part.text()


def _metadata(ole: olefile.OleFileIO) -> dict[str, str]:
    """Title, subject and author ([MS-OLEPS] 2.21); properties are a courtesy, broken ones are left."""
    if not ole.exists(_SUMMARY):
        return {}
    try:
        return summary(ole.openstream(_SUMMARY).read())
    except (struct.error, OSError):
        return {}


def summary(data: bytes) -> dict[str, str]:
    """The named texts of a set of properties, as its bytes have them.

    Raises:
        struct.error: the set is broken.
    """
    start = struct.unpack_from("<I", data, 44)[0]
    found = {}
    for at in range(min(_MOST_PROPERTIES, struct.unpack_from("<I", data, start + 4)[0])):
        number, place = struct.unpack_from("<II", data, start + 8 + 8 * at)
        if number not in _NAMED:
            continue
        kind, size = struct.unpack_from("<II", data, start + place)
        raw = data[start + place + 8 :][: 2 * size if kind == _WIDE_TEXT else size]
        if kind == _WIDE_TEXT:
            text = raw.decode("utf-16-le", "replace").partition("\0")[0]
        else:
            text = decode(raw.partition(b"\0")[0]).text if kind == _TEXT else ""
        if text.strip():
            found[_NAMED[number]] = text
    return found
