"""What the intake does beside taking files: mends what an earlier run left, lets sources leave, sweeps."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from ingest.road import Road
from ingest.sweeping import sweep_rejected

logger = logging.getLogger(__name__)
LAST_SCAN = "last_scan"


@dataclass(frozen=True, slots=True)
class Chores:
    """Small duties of the intake.

    Attributes:
        road: whose stores they tend.
        rejected_days: how long copies of rejected files are kept.
    """

    road: Road
    rejected_days: int

    def begin(self) -> None:
        """At a start and once a day: half copied bytes, sources that stayed, copies past their time."""
        self.road.originals.sweep_temporary()
        self.clean()
        sweep_rejected(self.road, self.rejected_days)
        if self.road.derived is not None:
            self.road.derived.sweep(self.road.originals)

    def clean(self) -> None:
        """Let sources leave that could not before."""
        with self.road.database.read() as work:
            rows = work.ledger.to_clean()
        stayed = sum(not self.road.clean(row) for row in rows)
        if stayed:
            logger.warning("%d source files cannot be removed from their folders yet", stayed)

    def note_scan(self) -> None:
        """Everything has been looked through."""
        with self.road.database.write(durable=False) as work:
            work.notes.set(LAST_SCAN, self.road.clock.now().isoformat(timespec="seconds"))
