"""Which forms have become orders already: whoever presses twice gets the order of the first time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

_FORMS_AT_MOST = 5_000


class PlacedForms:
    """Marks of forms with what came of them; kept in memory alone, thread-safe."""

    def __init__(self) -> None:
        self._placed: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def once(self, mark: str, place: Callable[[], str]) -> str:
        """What came of a form, which is placed unless it has been.

        Args:
            mark: of the form; nobody guesses it.
            place: places it and gives the address of what came of it.
        """
        with self._lock:
            known = self._placed.get(mark) if mark else None
            if known is not None:
                return known
            made = place()
            if mark:
                self._placed[mark] = made
                while len(self._placed) > _FORMS_AT_MOST:
                    self._placed.popitem(last=False)
            return made
