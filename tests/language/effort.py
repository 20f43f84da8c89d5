"""How much a reader works: no pattern of a hostile text may make it work out of proportion."""

from __future__ import annotations

import time
from collections.abc import Callable

_TRIES = 3


def effort(work: Callable[[], object], enough: float = 0.0) -> float:
    """Seconds of the processor for a piece of work: the least of several tries, as others load the machine.

    Args:
        work: what is done.
        enough: a try that took no more than this settles it.
    """
    least = float("inf")
    for _ in range(_TRIES):
        begun = time.process_time()
        work()
        least = min(least, time.process_time() - begun)
        if least <= enough:
            break
    return least
