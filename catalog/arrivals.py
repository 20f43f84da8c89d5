"""The ledger's rows: files that arrive, on their road to an outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from catalog.model import RecordClass


class LedgerState(StrEnum):
    """States of an arrival; the last five are outcomes."""

    SEEN = "seen"
    SETTLED = "settled"
    STORED = "stored"
    EXTRACTED = "extracted"
    DESCRIBED = "described"
    CATALOGUED = "catalogued"
    DUPLICATE = "duplicate"
    OPENED = "opened"
    REJECTED = "rejected"
    GONE = "gone"

    @property
    def final(self) -> bool:
        """Whether the arrival has its outcome."""
        return self in FINAL_STATES


FINAL_STATES = frozenset(
    {
        LedgerState.CATALOGUED,
        LedgerState.DUPLICATE,
        LedgerState.OPENED,
        LedgerState.REJECTED,
        LedgerState.GONE,
    }
)


@dataclass(frozen=True, slots=True)
class Lease:
    """Who works on a ledger row: a dead owner is replaced at once."""

    host: str
    boot: str
    process: int
    started: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row of the ledger: one file that arrived.

    Attributes:
        id: its number, in order of arrival.
        parent: the archive that it came in, or None.
        path: as shown: below the intake folder, as given to ``add``, or ``A.zip!/B.zip!/x``.
        origin: ``intake`` or ``add``.
        location: the absolute path of the source file, or "" for a member of an archive.
        record_class: by folder or option.
        source_name: issuer or newspaper by subfolder or option, or "".
        size: bytes.
        mtime_ns: modification time.
        inode: or 0.
        state: where it is on the road.
        sha256: once stored, or None.
        attempts: tries so far.
        next_try: not before this moment, or None.
        reason_code: why rejected, waiting or retried, or "".
        reason_params: parameters of the reason.
        record: the record that it became or is a copy of, or None.
        sidecar: values given beside the file.
        held: whether a librarian has to open it first.
        lease: who works on it, or None.
        seen: when.
        finished: when its outcome stood, or None.
        milliseconds: work on it, from settled to its outcome, or None.
        source_removed: whether the source file in the intake folder has been removed or moved away.
    """

    id: int
    parent: int | None
    path: str
    origin: str
    location: str
    record_class: RecordClass
    source_name: str
    size: int
    mtime_ns: int
    inode: int
    state: LedgerState
    sha256: str | None
    attempts: int
    next_try: datetime | None
    reason_code: str
    reason_params: dict[str, str]
    record: int | None
    sidecar: dict[str, str]
    held: bool
    lease: Lease | None
    seen: datetime
    finished: datetime | None
    milliseconds: int | None
    source_removed: bool


@dataclass(frozen=True, slots=True)
class ArrivalDraft:
    """A file just seen."""

    path: str
    origin: str
    location: str
    record_class: RecordClass
    source_name: str = ""
    size: int = 0
    mtime_ns: int = 0
    inode: int = 0
    parent: int | None = None
    sidecar: dict[str, str] = field(default_factory=dict)
    held: bool = False
