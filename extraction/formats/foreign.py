"""A document inside another (an imported chunk): its text, by whatever reader its bytes ask for."""

from __future__ import annotations

import re
from collections.abc import Callable

from extraction.encodings import decode


def text_of_bytes(data: bytes, package_text: Callable[[bytes], str]) -> str:
    """Text of HTML, MHTML, RTF, DOCX or plain bytes; ``package_text`` reads a DOCX."""
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PK\x03\x04"):
        return package_text(data)
    if start.startswith(b"{\\rtf"):
        from extraction.formats.rtf import rtf_text

        return rtf_text(data)
    if re.match(rb"(?:from|mime-version|content-type|date|subject)\s*:", start, re.I):
        from extraction.formats.mhtml import mhtml_text

        return mhtml_text(data)
    if b"<" in start[:1]:
        from extraction.formats.html import html_text

        return html_text(data)[0]
    return decode(data).text
