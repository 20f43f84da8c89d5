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


class Room:
    """Asked before anything is taken; notes every change for the staff page. Thread-safe."""

    def __init__(self, database: Database, originals: OriginalFiles, clock: Clock) -> None:
        self._database = database
        self._originals = originals
        self._clock = clock
        self._guard = threading.Lock()
        self._looked = float("-inf")
        self._enough = True
        self._noted: bool | None = None

    @property
    def enough(self) -> bool:
        """Whether something may be taken now."""
        with self._guard:
            if time.monotonic() - self._looked >= _LOOK_AFTER:
                self._looked = time.monotonic()
                self._enough = self._is_enough()
                if self._noted != self._enough:
                    self._note()
            return self._enough

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

    def _note(self) -> None:
        """Note how it stands; on a full disk even that may fail, and is tried again."""
        state = {
            "state": TAKING if self._enough else NO_ROOM,
            "since": self._clock.now().isoformat(timespec="seconds"),
            "free": self._originals.free_bytes(),
        }
        with contextlib.suppress(VecheError):
            with self._database.write(durable=False) as work:
                work.notes.set(INTAKE_STATE, json.dumps(state))
            self._noted = self._enough
