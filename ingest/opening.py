"""Archives: members are stored and noted in the ledger at once, then taken one by one like any file.

Budgets hold across nesting: depth, members and bytes are those of the outermost archive.
"""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from catalog.arrivals import Arrival, ArrivalDraft, LedgerState
from catalog.clock import Clock
from catalog.database import Database
from catalog.originals import OriginalFiles, StoredFile
from catalog.unit_of_work import UnitOfWork
from extraction.protocol import Archive, Limits, Member
from ingest.steps import RejectedError
from ingest.storing import UNKNOWN_TYPE

SEPARATOR = "!/"
_HANDED_DOWN = (
    "issuer", "newspaper", "source", "supplier", "categories", "visibility", "held", "class",
    "folder category",
)  # fmt: skip
_REFUSED_WHOLE = frozenset({"encrypted", "damaged", "over-limit", "unsupported"})


class Opening(Protocol):
    """What opening needs of the road."""

    database: Database
    originals: OriginalFiles
    clock: Clock
    limits: Limits
    budgets: Budgets


class Budgets:
    """What each outermost archive has given so far; counted from the ledger when it is first asked for."""

    def __init__(self) -> None:
        self._used: dict[int, tuple[int, int]] = {}
        self._guard = threading.Lock()

    def used(self, work: UnitOfWork, root: int) -> tuple[int, int]:
        """Members and bytes."""
        with self._guard:
            known = self._used.get(root)
        return known if known is not None else _counted(work, root)

    def set(self, root: int, used: tuple[int, int]) -> None:
        """Remember."""
        with self._guard:
            self._used[root] = max(used, self._used.get(root, used))

    def forget(self, root: int) -> None:
        """The archive has its outcome."""
        with self._guard:
            self._used.pop(root, None)


@dataclass(frozen=True, slots=True)
class _Taken:
    """One member with its bytes stored, or the reason why not."""

    member: Member
    stored: StoredFile | None
    code: str = ""
    params: dict[str, str] | None = None


def open_archive(road: Opening, arrival: Arrival, archive: Archive) -> None:
    """Store the members of an archive and give each a row of its own.

    Raises:
        RejectedError: it holds nothing, nothing of it can be unpacked, or it goes over a limit.
        DiskFull: there is no room; nothing has been noted.
    """
    note_members(road, arrival, archive, whole=True)


def note_members(road: Opening, arrival: Arrival, archive: Archive, *, whole: bool = False) -> None:
    """The same for what holds members: an archive, or a letter with what is attached to it.

    Args:
        road: whose stores are used.
        arrival: the row of what holds the members.
        archive: the members; their folder is deleted.
        whole: refuse what holds no member that can be had, as of an archive.

    Raises:
        RejectedError: as ``open_archive``.
        DiskFull: there is no room; nothing has been noted.
    """
    try:
        _require_depth(arrival, road.limits)
        if whole:
            _require_some(archive)
        with road.database.read() as work:
            root = _root(work, arrival)
            entries, octets = (0, 0) if root == arrival.id else road.budgets.used(work, root)
        taken = _within_budget(road, archive.members, entries, octets)
        kept = [one.stored.size for one in taken if one.stored]
        road.budgets.set(root, (entries + len(kept), octets + sum(kept)))
        with road.database.write() as work:
            _note(road, work, arrival, taken)
            if archive.media_type:
                work.originals.set_media_type(arrival.sha256 or "", archive.media_type)
            work.ledger.advance(arrival.id, LedgerState.EXTRACTED)
    finally:
        if archive.folder:
            shutil.rmtree(archive.folder, ignore_errors=True)


def summed_up(children: Iterable[Arrival]) -> dict[str, str]:
    """Parameters of «7 файлов: 6 новых, 1 уже есть»: the files inside, those of archives inside included."""
    counts: Counter[str] = Counter({"files": 0, "new": 0, "known": 0, "rejected": 0})
    for child in children:
        if child.state is LedgerState.OPENED:
            counts.update({name: int(child.reason_params.get(name, "0")) for name in counts})
            continue
        counts["files"] += 1
        kind = {LedgerState.CATALOGUED: "new", LedgerState.DUPLICATE: "known"}.get(child.state, "rejected")
        counts[kind] += 1
    return {name: str(count) for name, count in counts.items()}


def _require_depth(arrival: Arrival, limits: Limits) -> None:
    if arrival.path.count(SEPARATOR) >= limits.depth:
        raise RejectedError("over-limit", {"limit": "depth", "value": str(limits.depth)})


def _require_some(archive: Archive) -> None:
    if not archive.members:
        raise RejectedError("empty", {"what": "archive"})
    codes = {member.reason_code for member in archive.members}
    first = archive.members[0]
    if len(codes) == 1 and first.unpacked is None and first.reason_code in _REFUSED_WHOLE:
        raise RejectedError(first.reason_code, {"format": archive.media_type} | first.params)


def _root(work: UnitOfWork, arrival: Arrival) -> int:
    while arrival.parent is not None:
        above = work.ledger.get(arrival.parent)
        if above is None:
            break
        arrival = above
    return arrival.id


def _counted(work: UnitOfWork, root: int) -> tuple[int, int]:
    entries = octets = 0
    waiting = [root]
    while waiting:
        children = work.ledger.children(waiting.pop())
        entries += len(children)
        octets += sum(child.size for child in children)
        opened = (LedgerState.OPENED, LedgerState.EXTRACTED)
        waiting += [child.id for child in children if child.state in opened]
    return entries, octets


def _within_budget(
    road: Opening, members: tuple[Member, ...], used_entries: int, used_bytes: int
) -> list[_Taken]:
    """Store members while the budgets last; what goes over them is named with the limit."""
    limits = road.limits
    taken: list[_Taken] = []
    for member in members:
        if member.unpacked is None:
            taken.append(_Taken(member, None, member.reason_code or "damaged", member.params))
            continue
        used_entries += 1
        used_bytes += member.unpacked.stat().st_size
        if used_entries > limits.entries:
            over = {"limit": "entries", "value": str(limits.entries)}
        elif used_bytes > limits.unpacked_mib << 20:
            over = {"limit": "unpacked", "value": str(limits.unpacked_mib)}
        else:
            taken.append(_Taken(member, road.originals.put(member.unpacked)))
            continue
        if not any(one.stored for one in taken):
            raise RejectedError("over-limit", over)
        taken.append(_Taken(member, None, "over-limit", over))
    return taken


def _note(road: Opening, work: UnitOfWork, arrival: Arrival, taken: list[_Taken]) -> None:
    moment = road.clock.now()
    sidecar = {name: value for name, value in arrival.sidecar.items() if name in _HANDED_DOWN}
    drafts = [
        ArrivalDraft(
            path=f"{arrival.path}{SEPARATOR}{one.member.name}",
            origin=arrival.origin,
            location="",
            record_class=arrival.record_class,
            source_name=arrival.source_name,
            size=one.stored.size if one.stored else 0,
            parent=arrival.id,
            sidecar=sidecar,
            held=arrival.held,
        )
        for one in taken
    ]
    for number, one in zip(work.ledger.see_many(drafts, moment), taken, strict=True):
        if one.stored:
            work.originals.add(one.stored.sha256, one.stored.size, UNKNOWN_TYPE, moment)
            work.ledger.advance(number, LedgerState.STORED, sha256=one.stored.sha256)
        else:
            work.ledger.finish(
                number,
                LedgerState.REJECTED,
                reason_code=one.code,
                reason_params=one.params or {},
                finished=moment,
                milliseconds=0,
            )
