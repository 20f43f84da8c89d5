"""A letter as mail programs save it."""

from __future__ import annotations

from pathlib import Path

from extraction.formats.mail import read_letter
from extraction.formats.text import read_bytes
from extraction.protocol import Extracted, Limits
from extraction.reasons import Note
from extraction.sniff import EML

name = "eml"
version = "3"


def extract(path: Path, limits: Limits) -> Extracted:
    """Read a letter as one page; what is attached is named in it."""
    letter = read_letter(read_bytes(path, limits))
    notes = (f"{Note.ATTACHMENTS}:{len(letter.attachments)}",) if letter.attachments else ()
    metadata = {"title": letter.headers.get("Тема", ""), "author": letter.headers.get("От", "")}
    return Extracted(EML, (letter.text(),), "born", name, version, notes=notes, metadata=metadata)
