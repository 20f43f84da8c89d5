"""A web page with all its parts in one file, as browsers and Word save it (RFC 2557)."""

from __future__ import annotations

import email
from pathlib import Path

from extraction.formats.mail import body_text, header_text
from extraction.formats.text import read_bytes
from extraction.protocol import Extracted, Limits
from extraction.sniff import MHTML

name = "mhtml"
version = "2"


def extract(path: Path, limits: Limits) -> Extracted:
    """Read the page; pictures and styles in the file are left alone."""
    data = read_bytes(path, limits)
    title = header_text(email.message_from_bytes(data).get("Subject"))
    return Extracted(MHTML, (mhtml_text(data),), "born", name, version, metadata={"title": title})


def mhtml_text(data: bytes) -> str:
    """Text of the HTML parts, or of the plain ones where there are none."""
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n "))
    for kind in ("text/html", "text/plain"):
        texts = [body_text(part) for part in message.walk() if part.get_content_type() == kind]
        if any(text.strip() for text in texts):
            return "\n".join(texts)
    return ""
