"""A letter as Outlook saves it: its properties are streams of an OLE file ([MS-OXMSG])."""

from __future__ import annotations

import struct
from pathlib import Path

import olefile  # type: ignore[import-untyped]

from extraction.encodings import decode
from extraction.formats.html import html_text
from extraction.formats.mail import Letter, header_text
from extraction.formats.rtf import rtf_text
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note, Refusal, UnreadableError
from extraction.sniff import MSG

name = "msg"
version = "1"

_SUBJECT, _BODY, _HTML, _RTF, _HEADERS = "0037", "1000", "1013", "1009", "007D"
_SENDER, _SENDER_ADDRESS, _TO, _CC = "0C1A", "0C1F", "0E04", "0E03"
_NAMES = ("3707", "3704", "3001")
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
        letter = _letter(ole)
    notes = (f"{Note.ATTACHMENTS}:{len(letter.attachments)}",) if letter.attachments else ()
    metadata = {"title": letter.headers["Тема"], "author": letter.headers["От"]}
    return Extracted(MSG, (letter.text(),), "born", name, version, notes=notes, metadata=metadata)


def _letter(ole: olefile.OleFileIO) -> Letter:
    sender = " ".join(filter(None, (_string(ole, "", _SENDER), f"<{_string(ole, '', _SENDER_ADDRESS)}>")))
    date = ""
    for line in _string(ole, "", _HEADERS).splitlines():
        if line.lower().startswith("date:"):
            date = header_text(line[5:].strip())
    letter = Letter(
        headers={
            "От": sender.removesuffix(" <>").removesuffix("<>"),
            "Кому": _string(ole, "", _TO),
            "Копия": _string(ole, "", _CC),
            "Дата": date,
            "Тема": _string(ole, "", _SUBJECT),
        },
        bodies=[_body(ole)],
    )
    folders = {
        parts[0] for parts in ole.listdir(streams=True, storages=True) if parts[0].startswith("__attach")
    }
    for folder in sorted(folders):
        found = (_string(ole, folder + "/", number) for number in _NAMES)
        letter.attachments.append(next(filter(None, found), "без имени"))
    return letter


def _body(ole: olefile.OleFileIO) -> str:
    plain = _string(ole, "", _BODY)
    if plain.strip():
        return plain
    if page := _bytes(ole, f"__substg1.0_{_HTML}0102") or _string(ole, "", _HTML).encode():
        return html_text(page)[0]
    packed = _bytes(ole, f"__substg1.0_{_RTF}0102")
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
