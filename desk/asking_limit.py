"""How often strangers may ask, and how often the library writes to an address because strangers asked.

Counted in the catalogue, so that a restart forgives nothing, under keyed hashes, so that no address is kept.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from catalog.clock import Clock
from catalog.unit_of_work import UnitOfWork

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """How often something may be asked for.

    Attributes:
        what: is asked for.
        per_hour: so often within an hour.
        per_day: so often within 24 hours.
    """

    what: str
    per_hour: int
    per_day: int


FILES = Limit("files", 40, 200)
ORDERS = Limit("orders", 10, 40)
FOLLOWS = Limit("follows", 5, 20)
LETTERS = Limit("letters", 5, 5)
"""By the address that is written to: receipts and questions that nobody of the library has looked at."""


@dataclass(frozen=True, slots=True)
class AskingDesk:
    """Counts what strangers ask for.

    Attributes:
        clock: now.
        secret: of the home; addresses are hashed with it.
    """

    clock: Clock
    secret: bytes

    def allows(self, work: UnitOfWork, limit: Limit, address: str) -> bool:
        """Whether it may be asked for once more now; counts it if so.

        Args:
            work: a writing transaction.
            limit: of what is asked for.
            address: of the asker on the network, or of the mailbox.
        """
        whom = hmac.new(self.secret, f"{limit.what}\n{address}".encode(), hashlib.sha256).hexdigest()
        now = self.clock.now()
        for most, span in ((limit.per_hour, _HOUR), (limit.per_day, _DAY)):
            if work.askings.count(limit.what, whom, now - span, now) >= most:
                return False
        work.askings.note(limit.what, whom, now)
        return True

    def forget(self, work: UnitOfWork) -> int:
        """Forget what counts no more; how much that was."""
        now = self.clock.now()
        return work.askings.forget(now - _DAY, now + _DAY)
