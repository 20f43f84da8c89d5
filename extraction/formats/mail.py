"""Parts of a mail message that several readers need: headers, bodies, what is attached."""

from __future__ import annotations

import email
import email.header
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime

from extraction.encodings import decode
from extraction.formats.html import html_text

SHOWN = (("From", "От"), ("To", "Кому"), ("Cc", "Копия"), ("Date", "Дата"), ("Subject", "Тема"))
_DEEPEST = 10
NAMELESS = "вложение"
_SIGNATURES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a letter: its name, and its bytes when they are wanted."""

    name: str
    data: Callable[[], bytes]


@dataclass(slots=True)
class Letter:
    """A message taken apart.

    Attributes:
        headers: those shown, decoded, by their Russian names.
        bodies: texts in order.
        attachments: files; not the pictures that a page of the letter shows in its text, nor signatures.
    """

    headers: dict[str, str] = field(default_factory=dict)
    bodies: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    def text(self) -> str:
        """The letter as a page: headers, text, names of what is attached."""
        parts = ["\n".join(f"{title}: {told}" for title, told in self.headers.items() if told)]
        parts += [body.strip() for body in self.bodies]
        if self.attachments:
            parts.append("Вложения: " + "; ".join(one.name for one in self.attachments))
        return "\n\n".join(part for part in parts if part)


def read_letter(data: bytes) -> Letter:
    """Take a message apart, one inside another included."""
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    letter = Letter()
    _read(email.message_from_bytes(data.lstrip(b"\r\n\xef\xbb\xbf")), letter, 0)
    return letter


def _read(message: Message, letter: Letter, depth: int) -> None:
    headers = {title: header_text(message.get(name)) for name, title in SHOWN}
    headers["Дата"] = _day(headers["Дата"])
    if depth == 0:
        letter.headers = headers
    elif any(headers.values()):
        letter.bodies.append("\n".join(f"{title}: {told}" for title, told in headers.items() if told))
    _part(message, letter, depth)


def _day(said: str) -> str:
    """«Fri, 30 May 2025 10:00:00 +0300» as «30.05.2025 10:00», in the time of its sender."""
    try:
        moment = parsedate_to_datetime(said)
    except (TypeError, ValueError, OverflowError):
        return said
    return f"{moment:%d.%m.%Y %H:%M}"


def _part(part: Message, letter: Letter, depth: int) -> None:
    if depth > _DEEPEST:
        return
    kind = part.get_content_type()
    if kind == "message/rfc822":
        for inner in part.get_payload() if part.is_multipart() else []:
            if isinstance(inner, Message):
                _read(inner, letter, depth + 1)
        return
    if part.is_multipart():
        _parts(kind, [one for one in part.get_payload() if isinstance(one, Message)], letter, depth + 1)
        return
    if _is_file(part):
        name = attachment_name(part) or NAMELESS + (mimetypes.guess_extension(kind) or "")
        letter.attachments.append(Attachment(name, lambda: _payload(part)))
    elif kind in ("text/plain", "text/html"):
        letter.bodies.append(body_text(part))


def _parts(kind: str, children: list[Message], letter: Letter, depth: int) -> None:
    if kind == "multipart/alternative":
        _alternative(children, letter, depth)
        return
    for child in _without_shown_pictures(children) if kind == "multipart/related" else children:
        _part(child, letter, depth)


def _is_file(part: Message) -> bool:
    if part.get_content_type() in _SIGNATURES:
        return False
    if attachment_name(part) or part.get_content_disposition() == "attachment":
        return True
    return part.get_content_maintype() not in ("text", "message", "multipart")


def _alternative(children: list[Message], letter: Letter, depth: int) -> None:
    """Plain text where it says something, otherwise the last form, which is the richest; files of all."""
    if not children:
        return
    plain = (one for one in children if one.get_content_type() == "text/plain" and body_text(one).strip())
    best = next(plain, children[-1])
    for child in children:
        read = Letter()
        _part(child, read, depth)
        letter.attachments += read.attachments
        letter.bodies += read.bodies if child is best else []


def _without_shown_pictures(children: list[Message]) -> list[Message]:
    """Parts of a page with its pictures, those left out that the page itself shows."""
    pages = [part for child in children for part in child.walk() if part.get_content_type() == "text/html"]
    source = b"".join(map(_payload, pages))

    def shown(part: Message) -> bool:
        mark = str(part.get("Content-ID") or "").strip("<> ").encode("utf-8", "replace")
        return bool(mark) and part.get_content_maintype() == "image" and b"cid:" + mark in source

    return [child for child in children if not shown(child)]


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def body_text(part: Message) -> str:
    """Text of a body, its encoding believed only if the result reads as a language."""
    data = _payload(part)
    declared = part.get_content_charset() or ""
    if part.get_content_type() == "text/html":
        return html_text(data, declared)[0]
    return decode(data, declared or None).text


def attachment_name(part: Message) -> str:
    """The file name of a part, encoded in whatever way, or ``""``."""
    name = part.get_filename()
    return header_text(name) if name else ""


def header_text(value: object) -> str:
    """A header decoded: encoded words, or bare eight-bit bytes."""
    if value is None:
        return ""
    text = str(value) if not isinstance(value, email.header.Header) else _raw_header(value)
    if re.search(r"=\?[\w*-]+\?[bqBQ]\?", text):
        pieces = [
            decode(piece, charset).text if isinstance(piece, bytes) else piece
            for piece, charset in email.header.decode_header(text)
        ]
        text = "".join(pieces)
    elif any("\udc80" <= char <= "\udcff" for char in text):
        text = decode(text.encode("ascii", "surrogateescape")).text
    return " ".join(text.split())


def _raw_header(header: email.header.Header) -> str:
    pieces = email.header.decode_header(header)
    data = b"".join(piece if isinstance(piece, bytes) else piece.encode("utf-8") for piece, _ in pieces)
    return decode(data).text
