"""What steps of the road share: how a step says «later» or «not to be kept», and how long «later» is."""

from __future__ import annotations

from catalog.arrivals import Arrival

_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 600.0
MOST_TRIES = 4


class LaterError(Exception):
    """The step may succeed later; the row goes back with the reason.

    Attributes:
        seconds: how long to wait.
        code: reason code, or "" where nothing needs to be said.
        params: of the reason.
    """

    def __init__(self, seconds: float, code: str = "", params: dict[str, str] | None = None) -> None:
        super().__init__(seconds, code)
        self.seconds = seconds
        self.code = code
        self.params = params or {}


class RejectedError(Exception):
    """The file cannot be kept as a document.

    Attributes:
        code: reason code.
        params: of the reason.
    """

    def __init__(self, code: str, params: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = params or {}


def pause(tries: int) -> float:
    """Seconds to wait after so many tries: twice as long each time, up to ten minutes."""
    return float(min(_FIRST_PAUSE * 2 ** max(0, min(tries, 20) - 1), _LONGEST_PAUSE))


def again_or_reject(arrival: Arrival, code: str, params: dict[str, str]) -> LaterError | RejectedError:
    """«Later» for the first tries, then «not to be kept»."""
    if arrival.attempts < MOST_TRIES:
        return LaterError(pause(arrival.attempts), code, params)
    return RejectedError(code, params)
