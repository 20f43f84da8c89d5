"""DOC by its piece table: Word 97 and later, Word 6/95, Word 2 ([MS-DOC] 2.5.1, 2.8.35, 2.9.38)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import olefile  # type: ignore[import-untyped]

from extraction.encodings import decode, repair
from extraction.formats.doc_rows import RowMarks
from extraction.formats.doc_text import lines_of
from extraction.plain import has_words
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.sniff import DOC

name = "doc"
version = "1"

_WORD_97, _WORD_6, _WORD_2 = 0xA5EC, (0xA5DC, 0xA5DD, 0xA697, 0xA699), 0xA5DB
_ENCRYPTED, _COMPLEX, _TABLE_1 = 0x0100, 0x0004, 0x0200
_PARTS = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
_LARGEST = 300 << 20


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters in a row that lie together in the file.

    Attributes:
        start: number of the first character in the text.
        count: how many.
        offset: byte in the stream.
        wide: two bytes a character.
    """

    start: int
    count: int
    offset: int
    wide: bool


def extract(path: Path, limits: Limits) -> Extracted:
    """Read a DOC file as one page."""
    if path.stat().st_size > _LARGEST:
        raise UnreadableError(Refusal.OVER_LIMIT, limit="file-size", value=str(_LARGEST >> 20))
    if not olefile.isOleFile(str(path)):
        return _extracted({"text": _old_text(path.read_bytes())}, {})
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
    order = ("text", "footnotes", "endnotes", "boxes", "headers", "header boxes")
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
    if flags & _ENCRYPTED:
        raise UnreadableError(Refusal.ENCRYPTED, format=DOC)
    if magic in _WORD_6 or magic == _WORD_2:
        return {"text": _old_text(document)}
    if magic != _WORD_97 or len(document) < 0x01AA:
        raise UnreadableError(Refusal.DAMAGED, format=DOC, detail="not a Word header")
    table_name = "1Table" if flags & _TABLE_1 else "0Table"
    if not ole.exists(table_name):
        raise UnreadableError(Refusal.DAMAGED, format=DOC, detail="no table stream")
    table = ole.openstream(table_name).read()
    clx_at, clx_size = struct.unpack_from("<II", document, 0x01A2)
    pieces = _pieces(table[clx_at : clx_at + clx_size])
    rows = RowMarks(document, table)
    counts = struct.unpack_from("<8i", document, 0x4C)
    parts, start = {}, 0
    if sum(max(0, count) for count in counts) > limits.output_chars:
        raise UnreadableError(Refusal.OVER_LIMIT, limit="output", value=str(limits.output_chars))
    for part, count in zip(_PARTS, counts, strict=True):
        if count > 0:
            parts[part] = lines_of(_characters(document, pieces, start, count, rows))
            start += count
    return parts


def _pieces(clx: bytes) -> list[_Piece]:
    at = 0
    while at < len(clx) and clx[at] == 1:  # property runs before the table
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
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
        place = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        narrow = bool(place & 0x40000000)
        offset = (place & 0x3FFFFFFF) // 2 if narrow else place & 0x3FFFFFFF
        pieces.append(_Piece(starts[index], max(0, starts[index + 1] - starts[index]), offset, not narrow))
    return pieces


def _characters(document: bytes, pieces: list[_Piece], start: int, count: int, rows: RowMarks) -> str:
    """The characters of one part; a cell mark that ends a table row becomes U+E007."""
    found = []
    for piece in pieces:
        first, last = max(start, piece.start), min(start + count, piece.start + piece.count)
        if first >= last:
            continue
        width = 2 if piece.wide else 1
        offset = piece.offset + (first - piece.start) * width
        data = document[offset : offset + (last - first) * width]
        text = data.decode("utf-16-le", "replace") if piece.wide else data.decode("cp1252", "replace")
        found.append(rows.marked(text, offset, width) if "\x07" in text else text)
    return "".join(found)


def _old_text(document: bytes) -> str:
    """Word 2, 6 and 95: eight-bit text in one stretch, or in pieces after a fast save."""
    if len(document) < 0x20:
        raise UnreadableError(Refusal.DAMAGED, format=DOC, detail="short header")
    flags = struct.unpack_from("<H", document, 0x0A)[0]
    if flags & _ENCRYPTED:
        raise UnreadableError(Refusal.ENCRYPTED, format=DOC)
    first, last = struct.unpack_from("<II", document, 0x18)
    data = document[first:last]
    if flags & _COMPLEX and len(document) >= 0x168:
        at, size = struct.unpack_from("<II", document, 0x160)
        pieces = _pieces(document[at : at + size])
        data = b"".join(document[piece.offset : piece.offset + piece.count] for piece in pieces)
    if not data:
        raise UnreadableError(Refusal.DAMAGED, format=DOC, detail="no text")
    return lines_of(decode(data).text)


def _metadata(ole: olefile.OleFileIO) -> dict[str, str]:
    try:
        found = ole.get_metadata()
    except Exception:  # noqa: BLE001 - properties are a courtesy; olefile raises what it likes on broken ones
        return {}
    metadata = {}
    for key in ("title", "author", "subject"):
        raw = getattr(found, key, None)
        if isinstance(raw, bytes) and raw.strip():
            metadata[key] = decode(raw.rstrip(b"\0")).text
    return metadata
