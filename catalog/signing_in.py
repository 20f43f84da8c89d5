"""Signing in without holding up the catalogue: the slow look at a password is taken outside transactions."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

from catalog.accounts import Account
from catalog.database import Database
from catalog.stores.accounts import password_fits

_AT_ONCE = threading.BoundedSemaphore(2)  # each look takes 64 MiB and a whole core


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What came of a try.

    Attributes:
        account: who it is, or None.
        wait: seconds before another try is looked at; 0 when this one was.
    """

    account: Account | None
    wait: float = 0.0


def sign_in(database: Database, name: str, password: str, moment: datetime) -> SignedIn:
    """Look whether a name and a password belong together, and note the failure where they do not."""
    with database.read() as work:
        wait = work.accounts.wait_seconds(name, moment)
        stored = work.accounts.stored_password(name)
    if wait > 0:
        return SignedIn(None, wait)
    with _AT_ONCE:
        right = password_fits(stored, password)
    with database.write() as work:
        wait = work.accounts.wait_seconds(name, moment)
        if wait > 0:
            return SignedIn(None, wait)
        changed = work.accounts.stored_password(name) != stored
        return SignedIn(work.accounts.note_try(name, right and not changed, moment))
