"""What is saved for once (a record, a search, a period) goes in time, so that nobody fills the disk with it.

Issues of dossiers, press folders and lists stay for good.
"""

from __future__ import annotations

from datetime import timedelta

from catalog.clock import Clock
from catalog.database import Database

_LOT = 200


def forget_one_off(database: Database, clock: Clock, days: int) -> int:
    """Forget what was saved for once so many days ago, but for codes and sums of files; how much that was.

    Each lot is one transaction: whatever stops the work, a publication is whole, or its sums are there.
    """
    before, done = clock.now() - timedelta(days=days), 0
    while True:
        with database.read() as work:
            over = work.past_files.over(before, 1)
        if not over:
            return done
        with database.write() as work:
            lot = work.past_files.over(before, _LOT)
            work.past_files.keep_sums_alone(lot)
        done += len(lot)
