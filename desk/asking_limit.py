"""How often one address may ask without an account; kept in memory alone and forgotten within the hour."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

PER_HOUR = 5
_HOUR = 3600.0
_ADDRESSES_AT_MOST = 10_000


class AskingLimit:
    """Counts what each address asked for in the last hour; thread-safe.

    Args:
        per_hour: how often is fine.
    """

    def __init__(self, per_hour: int = PER_HOUR) -> None:
        self._per_hour = per_hour
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, address: str, second: float) -> bool:
        """Whether an address may ask now; counts it if so.

        Args:
            address: of the asker on the network.
            second: of a clock that never goes back.
        """
        with self._lock:
            asked = self._asked.setdefault(address, deque())
            self._asked.move_to_end(address)
            while asked and asked[0] <= second - _HOUR:
                asked.popleft()
            self._forget(second)
            if len(asked) >= self._per_hour:
                return False
            asked.append(second)
            return True

    def _forget(self, second: float) -> None:
        """Drop addresses whose hour is over, and the longest silent ones of too many."""
        while self._asked:
            address, asked = next(iter(self._asked.items()))
            over = not asked or asked[-1] <= second - _HOUR
            if len(self._asked) == 1 or not (over or len(self._asked) > _ADDRESSES_AT_MOST):
                return
            del self._asked[address]
