"""People who follow a selection (следят за досье) by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Follower:
    """An address that asked to be told of new issues.

    Attributes:
        id: its row.
        selection: that it follows.
        address: of the mail.
        token_sha256: of the token in the addresses for confirming and for leaving.
        asked: when they asked.
        confirmed: when they answered the mail that asks whether it was they; None until then.
        told: number of the last issue that they were written about.
        language: that they are written to in, ``ru`` or ``en``.
    """

    id: int
    selection: int
    address: str
    token_sha256: str
    asked: datetime
    confirmed: datetime | None
    told: int
    language: str
