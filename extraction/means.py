"""What a reading process may use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extraction.protocol import Limits


@dataclass(frozen=True, slots=True)
class Means:
    """What a reading process works with.

    Attributes:
        folder: the only place where it may write.
        limits: of one file.
        ocr: whether scans are to be recognised.
    """

    folder: Path
    limits: Limits
    ocr: bool = True
