"""Plain text in whatever encoding it came."""

from __future__ import annotations

from pathlib import Path

from extraction.encodings import decode
from extraction.protocol import Extracted, Limits
from extraction.reasons import Refusal, UnreadableError
from extraction.sniff import TEXT

name = "text"
version = "3"


def read_bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of a text file, if there are not more of them than its text may have.

    Raises:
        UnreadableError: the file is larger than the limit on output.
    """
    if path.stat().st_size > 4 * limits.output_chars:
        raise UnreadableError(Refusal.OVER_LIMIT, limit="output", value=str(limits.output_chars))
    return path.read_bytes()


def extract(path: Path, limits: Limits) -> Extracted:
    """Read a text file; form feeds in it divide its pages."""
    decoded = decode(read_bytes(path, limits))
    pages = tuple(decoded.text.split("\f")) if decoded.text.count("\f") < limits.pages else (decoded.text,)
    if len(pages) > 1 and not pages[-1].strip():
        pages = pages[:-1]
    return Extracted(TEXT, pages, "born", name, version, notes=decoded.notes)
