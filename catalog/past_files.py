"""Files that were issued for once and are not kept any more: what remains to check them by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PastFile:
    """A file of which only the sum is left.

    Attributes:
        sha256: of its bytes.
        code: that it bears.
        format: ``pdf``, ``docx``, ...
        made: when it was issued.
    """

    sha256: str
    code: str
    format: str
    made: datetime
