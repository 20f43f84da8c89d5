"""A web page with all its parts in one file, as browsers and Word save it (RFC 2557)."""

from __future__ import annotations

import email
from pathlib import Path

from extraction.formats.html import Page, notes_of, read_page
from extraction.formats.mail import body_text, header_text
from extraction.formats.text import read_bytes
from extraction.protocol import Extracted, Limits
from extraction.sniff import MHTML

name = "mhtml"
version = "2"


def extract(path: Path, limits: Limits) -> Extracted:
    """Read the page; pictures and styles in the file are left alone."""
    data = read_bytes(path, limits)
    text, page = _read(data)
    notes, metadata = notes_of(page)
    metadata["title"] = header_text(email.message_from_bytes(data).get("Subject"))
    return Extracted(MHTML, (text,), "born", name, version, notes=notes, metadata=metadata)


def mhtml_text(data: bytes) -> str:
    """Text of the HTML parts, or of the plain ones where there are none."""
    return _read(data)[0]


def _read(data: bytes) -> tuple[str, Page]:
    """Text, and what was found beside it in all parts."""
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n "))
    texts, beside = [], Page()
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(payload, bytes):
            text, _, _, page = read_page(payload, part.get_content_charset() or "")
            texts.append(text)
            beside.changes += page.changes if page else 0
            beside.comments += page.comments if page else []
    if not any(text.strip() for text in texts):
        texts = [body_text(part) for part in message.walk() if part.get_content_type() == "text/plain"]
    return "\n".join(text for text in texts if text.strip()), beside
