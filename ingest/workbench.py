"""What a step of the road leaves for the next one: readings on their way, in the scratch folder.

They save work after a crash and are nothing that could be lost: the bytes are kept, and are read again.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from extraction.protocol import Extracted
from extraction.wire import BrokenAnswerError, pack, unpack


class Workbench:
    """Keeps the reading of each arrival until it is catalogued."""

    def __init__(self, folder: Path) -> None:
        """Make the folder.

        Args:
            folder: shared by all processes of a home; names are numbers of the ledger.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder

    def put(self, arrival: int, reading: Extracted) -> None:
        """Keep a reading."""
        target = self._path(arrival)
        beside = target.with_suffix(".new")
        beside.write_bytes(pack(reading))
        beside.replace(target)

    def get(self, arrival: int) -> Extracted | None:
        """The reading, or None when there is none that can be trusted."""
        try:
            found = unpack(self._path(arrival).read_bytes(), self._folder)
        except (OSError, BrokenAnswerError):
            return None
        return found if isinstance(found, Extracted) else None

    def clear(self, arrival: int) -> None:
        """Forget it."""
        for path in (self._path(arrival), self._path(arrival).with_suffix(".new")):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _path(self, arrival: int) -> Path:
        return self._folder / f"{arrival}.json"
