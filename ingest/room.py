"""Whether there is room on the disk above the reserve: the intake stops taking below it, and says so."""

from __future__ import annotations

import contextlib
import json
import threading
import time

from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import DiskFull, VecheError
from catalog.originals import OriginalFiles

INTAKE_STATE = "intake_state"
TAKING, NO_ROOM = "taking", "disk-full"
_LOOK_AFTER = 2.0
_PAUSE, _SAID_FOR = 10.0, 40.0


class Room:
    """Asked before anything is taken; notes every change for the staff page. Thread-safe."""

    def __init__(self, database: Database, originals: OriginalFiles, clock: Clock) -> None:
        self._database = database
        self._originals = originals
        self._clock = clock
        self._guard = threading.Lock()
        self._looked = float("-inf")
        self._enough = True
        self._said_low: bool | None = None
        self._refused = float("-inf")

    @property
    def enough(self) -> bool:
        """Whether something may be taken now; for some seconds after a refusal nothing may."""
        with self._guard:
            now = time.monotonic()
            if now - self._looked >= _LOOK_AFTER:
                self._looked = now
                self._enough = self._is_enough()
                low = self._is_low(now)
                if self._said_low is not low:
                    self._note(low=low)
            return self._enough and now - self._refused >= _PAUSE

    @property
    def low(self) -> bool:
        """Whether the librarian should be told: there is no room, or lately there was none for some file."""
        with self._guard:
            return self._is_low(time.monotonic())

    def refused(self) -> None:
        """Something could not be kept for want of room."""
        with self._guard:
            self._refused = time.monotonic()
            self._looked = float("-inf")

    def _is_low(self, now: float) -> bool:
        return not self._enough or now - self._refused < _SAID_FOR

    @property
    def free_bytes(self) -> int:
        """Room on the disk."""
        return self._originals.free_bytes()

    def _is_enough(self) -> bool:
        try:
            self._originals.require_room(0)
        except (DiskFull, OSError):
            return False
        return True

    def _note(self, *, low: bool) -> None:
        """Note how it stands; on a full disk even that may fail, and is tried again."""
        state = {
            "state": NO_ROOM if low else TAKING,
            "since": self._clock.now().isoformat(timespec="seconds"),
            "free": self._originals.free_bytes(),
        }
        with contextlib.suppress(VecheError):
            with self._database.write(durable=False) as work:
                work.notes.set(INTAKE_STATE, json.dumps(state))
            self._said_low = low
