"""People who sign in, and the trail of what they change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """Accounts, in rising order of rights; a reader has none."""

    CLERK = "clerk"
    LIBRARIAN = "librarian"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signs in."""

    id: int
    name: str
    role: Role
    disabled: bool


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who changed what, when, from what to what."""

    id: int
    moment: datetime
    actor: str
    action: str
    subject: str
    field: str
    before: str
    after: str
