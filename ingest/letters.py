"""Letters: a record of its own, and a record for each file that came with it, linked to the letter."""

from __future__ import annotations

import logging
from typing import Protocol, runtime_checkable

from catalog.arrivals import Arrival, LedgerState
from catalog.model import RelationDraft
from catalog.stores.relations import ATTACHMENT_OF
from catalog.unit_of_work import UnitOfWork
from extraction.protocol import Archive, Extracted, Extraction, Refused
from ingest.describing import LETTERS
from ingest.opening import Opening, note_members, summed_up
from ingest.steps import LaterError, RejectedError

logger = logging.getLogger(__name__)
LETTER = "letter"
_ATTACHED = "attachments:"


@runtime_checkable
class Attaching(Protocol):
    """An extraction that puts out what is attached to a letter."""

    def attachments(self, path: object) -> Archive | Refused:
        """The files as members, as those of an archive."""
        ...


class Reading(Opening, Protocol):
    """What letters need of the road."""

    extraction: Extraction


def has_attachments(reading: Extracted) -> bool:
    """Whether a file is a letter that files came with."""
    return reading.media_type in LETTERS and any(note.startswith(_ATTACHED) for note in reading.notes)


def open_letter(road: Reading, arrival: Arrival) -> bool:
    """Store what is attached and give each file a row of its own; False where nothing can be had.

    Raises:
        LaterError: reading was stopped; the letter is taken up again.
        DiskFull: there is no room; nothing has been noted.
    """
    if not isinstance(road.extraction, Attaching):
        return False
    attached = road.extraction.attachments(road.originals.path(arrival.sha256 or ""))
    if isinstance(attached, Refused):
        if attached.reason_code == "stopped":
            raise LaterError(0.0)
        logger.warning("arrival %d: attachments cannot be had: %s", arrival.id, attached.reason_code)
        return False
    try:
        note_members(road, arrival, attached)
    except RejectedError as over:  # the letter itself is kept all the same, and names its files
        logger.warning("arrival %d: attachments are left: %s", arrival.id, over.code)
        return False
    return True


def is_letter(work: UnitOfWork, arrival: Arrival) -> bool:
    """Whether a row with members is a letter, which becomes a record, and no archive."""
    return work.originals.media_type(arrival.sha256 or "") in LETTERS


def tie_attachments(work: UnitOfWork, arrival: Arrival, letter: int, title: str) -> dict[str, str]:
    """Link the records of what came with a letter to it.

    Args:
        work: a unit of work that writes.
        arrival: of the letter.
        letter: its record.
        title: what it is called in the links.

    Returns:
        What they were, summed up; nothing for a letter that nothing came with.
    """
    children = work.ledger.children(arrival.id)
    for record in dict.fromkeys(_records(work, children)):
        if record != letter:
            work.relations.tie(record, letter, RelationDraft(ATTACHMENT_OF, title))
    return summed_up(children) if children else {}


def _records(work: UnitOfWork, rows: list[Arrival]) -> list[int]:
    """The records of rows, those of archives among them included."""
    found = [row.record for row in rows if row.record is not None]
    for row in rows:
        if row.state is LedgerState.OPENED:
            found += _records(work, work.ledger.children(row.id))
    return found
