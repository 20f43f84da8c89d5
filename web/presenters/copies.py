"""The files of a record that has several: what each is, and why the machine has put it there."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.unit_of_work import UnitOfWork
from ingest.copies import parted_files, why_grouped
from ingest.near_copies import COPY, DRAFT, SIGNED, TEXT, rank_of
from web.presenters.layout import Way
from web.visit import Visit

_ROLES = frozenset({SIGNED, TEXT, COPY, DRAFT})


@dataclass(frozen=True, slots=True)
class CopyView:
    """A file.

    Attributes:
        sha256: of it.
        name: that it came under.
        role: what it is, in words.
        address: of the file.
        why: why it stands with the others, or "" where nobody concluded it.
        parted: whether it can be made a record of its own: its edition has other files.
    """

    sha256: str
    name: str
    role: str
    address: str
    why: str
    parted: bool


@dataclass(frozen=True, slots=True)
class PartedView:
    """A file that was parted, and may be put back.

    Attributes:
        name: of the file.
        keeper: record that it goes back to.
        other: record that it is now.
        way: to the one of the two that is not shown.
    """

    name: str
    keeper: int
    other: int
    way: Way


def parted_views(visit: Visit, work: UnitOfWork, record: int) -> tuple[PartedView, ...]:
    """What was parted from a record, or the record that it was parted from itself."""
    found = []
    for one in parted_files(work, record):
        away = one.left == record
        other = one.record if away else one.left
        label = visit.t("copies.parted_to" if away else "copies.parted_from", number=other)
        way = Way(label, visit.url("record", record=other))
        found.append(PartedView(one.name, one.left, one.record, way))
    return tuple(found)


def copy_views(visit: Visit, work: UnitOfWork, record: int) -> tuple[CopyView, ...]:
    """The files of a record, the signed one first; none where there is but one."""
    originals = work.originals.of_record(record)
    if len(originals) < 2:
        return ()
    shared = {
        sha256
        for one in work.editions.of_record(record)
        if len(one.originals) > 1
        for sha256 in one.originals
    }
    return tuple(
        CopyView(
            one.sha256,
            one.name or one.sha256[:12],
            visit.t(f"copies.{one.role if one.role in _ROLES else COPY}"),
            visit.url("original", record=record, sha256=one.sha256),
            why_grouped(work, record, one.sha256),
            one.sha256 in shared,
        )
        for one in sorted(originals, key=lambda one: rank_of(one.role))
    )
