"""RTF by striprtf, with cells of tables divided by tabs."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

from extraction.formats.text import read_bytes
from extraction.plain import has_words
from extraction.protocol import Extracted, Limits
from extraction.reasons import Refusal, UnreadableError
from extraction.sniff import RTF

name = "rtf"
version = "1"

_CELL = re.compile(r"\\(?:nest)?cell(?![a-z]) ?")
_PICTURE = re.compile(r"\\(?:bin\d+|objdata)\b")
_TITLE = re.compile(r"\{\\title ((?:[^{}\\]|\\'[0-9a-f]{2}){1,400})\}", re.I)


def extract(path: Path, limits: Limits) -> Extracted:
    """Read an RTF file as one page."""
    data = read_bytes(path, limits)
    text = rtf_text(data)
    if not has_words(text) and not data.rstrip().endswith(b"}"):
        raise UnreadableError(Refusal.DAMAGED, detail="cut")
    return Extracted(RTF, (text,), "born", name, version)


def rtf_text(data: bytes) -> str:
    """Text of RTF bytes."""
    from striprtf.striprtf import rtf_to_text

    source = data.decode("latin-1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return str(rtf_to_text(_CELL.sub(r"\\tab ", source), errors="replace"))  # type: ignore[no-untyped-call]
