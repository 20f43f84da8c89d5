"""Being told to end."""

from __future__ import annotations

import signal
import threading


def told_to_stop() -> threading.Event:
    """Set when the program is told to end."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
