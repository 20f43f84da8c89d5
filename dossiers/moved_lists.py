"""Lists that an older version kept without issues: the first issue of each is published once."""

from __future__ import annotations

from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import NotFound, VecheError
from dossiers.editing import Hand
from dossiers.publishing import imprint, publish

PREFIX = "moved-list:"
ACTOR = "обновление"


def publish_moved(database: Database, library: str, clock: Clock) -> int:
    """Publish the lists that wait for their first issue, so that readers find them as before; how many.

    One that holds nothing open, or was removed or published meanwhile, waits no longer.
    """
    with database.read() as work:
        waiting = work.notes.starting(PREFIX)
    return sum(_publish(database, key, library, clock) for key in waiting)


def _publish(database: Database, key: str, library: str, clock: Clock) -> bool:
    try:
        with database.write() as work:
            saved = work.selections.get(int(key.removeprefix(PREFIX)))
            if saved is not None and not saved.issue:
                said = imprint(library, clock, saved.created_by)
                publish(work, saved.id, Hand(saved.created_by or ACTOR, saved.version, clock), said)
            work.notes.forget(key)
    except (NotFound, VecheError):
        with database.write() as work:
            work.notes.forget(key)
        return False
    return saved is not None
