"""A letter as Outlook saves it: its properties are streams of an OLE file ([MS-OXMSG])."""

from __future__ import annotations

import struct
from functools import partial
from pathlib import Path

import olefile  # type: ignore[import-untyped]

from extraction.encodings import decode
from extraction.formats.html import html_text
from extraction.formats.mail import NAMELESS, Attachment, Letter, header_text
from extraction.formats.rtf import rtf_text
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.sniff import MSG

name = "msg"
version = "3"

_SUBJECT, _BODY, _HTML, _RTF, _HEADERS = "0037", "1000", "1013", "1009", "007D"
_SENDER, _SENDER_ADDRESS, _TO, _CC = "0C1A", "0C1F", "0E04", "0E03"
_NAMES = ("3707", "3704", "3001")
_DATA, _CONTENT_ID = "3701", "3712"
_DEEPEST = 10
# [MS-OXRTFCP] 2.1.3.1: what the dictionary holds before the first byte
_RTF_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def extract(path: Path, limits: Limits) -> Extracted:
    """Read a letter as one page; what is attached is named in it."""
    if path.stat().st_size > 4 * limits.output_chars:
        raise UnreadableError(Refusal.OVER_LIMIT, limit="output", value=str(limits.output_chars))
    with olefile.OleFileIO(str(path)) as ole:
        letter = letter_of(ole)
    notes = (f"{Note.ATTACHMENTS}:{len(letter.attachments)}",) if letter.attachments else ()
    metadata = {"title": letter.headers["Тема"], "author": letter.headers["От"]}
    return Extracted(MSG, (letter.text(),), "born", name, version, notes=notes, metadata=metadata)


def letter_of(ole: olefile.OleFileIO, prefix: str = "", depth: int = 0) -> Letter:
    """A message taken apart, those inside it included.

    Args:
        ole: the open file; the bytes of attachments are read out of it.
        prefix: folder of the message, with its ``/``.
        depth: messages around this one.
    """
    letter = Letter(headers=_headers(ole, prefix), bodies=[_body(ole, prefix)])
    page = _page(ole, prefix)
    for folder in _attachment_folders(ole, prefix):
        inner = f"{folder}__substg1.0_{_DATA}000D/"
        if ole.exists(f"{inner}__properties_version1.0"):
            if depth < _DEEPEST:
                _take_in(letter, letter_of(ole, inner, depth + 1))
            continue
        mark = _string(ole, folder, _CONTENT_ID).strip("<> ").encode("utf-8", "replace")
        if not (mark and b"cid:" + mark in page):
            name = next(filter(None, (_string(ole, folder, number) for number in _NAMES)), NAMELESS)
            stream = f"{folder}__substg1.0_{_DATA}0102"
            letter.attachments.append(Attachment(name, partial(_bytes, ole, stream)))
    return letter


def _headers(ole: olefile.OleFileIO, prefix: str) -> dict[str, str]:
    address = _string(ole, prefix, _SENDER_ADDRESS)
    sender = " ".join(filter(None, (_string(ole, prefix, _SENDER), f"<{address}>")))
    date = ""
    for line in _string(ole, prefix, _HEADERS).splitlines():
        if line.lower().startswith("date:"):
            date = header_text(line[5:].strip())
    return {
        "От": sender.removesuffix(" <>").removesuffix("<>"),
        "Кому": _string(ole, prefix, _TO),
        "Копия": _string(ole, prefix, _CC),
        "Дата": date,
        "Тема": _string(ole, prefix, _SUBJECT),
    }


def _take_in(letter: Letter, inner: Letter) -> None:
    """A letter that was sent on inside another: its text follows, its files are files of the outer one."""
    letter.bodies += ["\n".join(f"{title}: {told}" for title, told in inner.headers.items() if told)]
    letter.bodies += inner.bodies
    letter.attachments += inner.attachments


def _attachment_folders(ole: olefile.OleFileIO, prefix: str) -> list[str]:
    """Folders of what is attached to a message, in their order."""
    depth = prefix.count("/")
    listed = ole.listdir(streams=True, storages=True)
    inside = [
        parts for parts in listed if len(parts) > depth and "/".join([*parts[:depth], ""]) == (prefix or "")
    ]
    names = {parts[depth] for parts in inside if parts[depth].startswith("__attach")}
    return [f"{prefix}{name}/" for name in sorted(names)]


def _page(ole: olefile.OleFileIO, prefix: str) -> bytes:
    return _bytes(ole, f"{prefix}__substg1.0_{_HTML}0102") or _string(ole, prefix, _HTML).encode()


def _body(ole: olefile.OleFileIO, prefix: str) -> str:
    plain = _string(ole, prefix, _BODY)
    if plain.strip():
        return plain
    if page := _page(ole, prefix):
        return html_text(page)[0]
    packed = _bytes(ole, f"{prefix}__substg1.0_{_RTF}0102")
    return rtf_text(unpack_rtf(packed)) if packed else ""


def _string(ole: olefile.OleFileIO, folder: str, number: str) -> str:
    if wide := _bytes(ole, f"{folder}__substg1.0_{number}001F"):
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    return decode(_bytes(ole, f"{folder}__substg1.0_{number}001E").rstrip(b"\0")).text


def _bytes(ole: olefile.OleFileIO, stream: str) -> bytes:
    return bytes(ole.openstream(stream).read()) if ole.exists(stream) else b""


def unpack_rtf(data: bytes) -> bytes:
    """RTF as Outlook packs it ([MS-OXRTFCP] 3.1).

    Raises:
        UnreadableError: the header is not that of packed RTF.
    """
    if len(data) < 16:
        raise UnreadableError(Refusal.DAMAGED, format=MSG, detail="packed RTF")
    _, size, kind = struct.unpack_from("<III", data)
    if kind == 0x414C454D:  # "MELA": stored
        return data[16 : 16 + size]
    window = bytearray(_RTF_START.ljust(4096, b" "))
    place, out, at = len(_RTF_START), bytearray(), 16
    while at < len(data) and len(out) < size:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                break
            if not control >> bit & 1:
                chunk = data[at : at + 1]
                at += 1
            else:
                reference = int.from_bytes(data[at : at + 2], "big")
                at += 2
                start, length = reference >> 4, (reference & 0xF) + 2
                if start == place:
                    return bytes(out[:size])
                chunk = b""
                for step in range(length):
                    one = window[(start + step) % 4096 :][:1]
                    window[(place + step) % 4096] = one[0]
                    chunk += one
                place = (place + length) % 4096
                out += chunk
                continue
            window[place] = chunk[0]
            place = (place + 1) % 4096
            out += chunk
    return bytes(out[:size])
