"""What a librarian changes about a record, with what the machine concludes from it in the same transaction.

A corrected day or number makes citations find the act or lose it (the store sees to that), and makes a draft
or an article belong to it or no longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from acts.proposals import keep_proposals
from catalog.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person enters.

    Attributes:
        changes: field -> value, None or "" for a requisite that is known to be absent.
        version: of the record when the form was filled.
        categories: all that it has from now on, or None to leave them.
    """

    changes: Mapping[str, str | None]
    version: int
    categories: tuple[str, ...] | None = None


def correct(work: UnitOfWork, record: int, entered: Correction, *, actor: str) -> None:
    """Enter requisites by hand (``RecordStore.correct``) and conclude anew.

    Raises:
        NotFound: no such record.
        Conflict: the record has changed since.
        VecheError: a field that is none, or a day that is none.
    """
    work.records.correct(
        record, entered.changes, actor=actor, version=entered.version, categories=entered.categories
    )
    keep_proposals(work, [record])


def take_back(
    work: UnitOfWork, record: int, former: Mapping[str, str | None], *, actor: str, version: int
) -> None:
    """Undo a correction: what was entered before stands again, or what was read.

    Args:
        work: a unit of work that writes.
        record: its number.
        former: corrected field -> what a person had entered before, or None for nothing.
        actor: name of the account.
        version: of the record after the correction.

    Raises:
        NotFound: no such record.
        Conflict: the record has changed since.
    """
    for field, entered in former.items():
        work.records.take_back(record, field, entered, actor=actor, version=version)
        version += 1
    keep_proposals(work, [record])


def withdraw(work: UnitOfWork, record: int, reason: str, *, actor: str) -> None:
    """Take a record out of sight; nothing is concluded from it any more.

    Raises:
        NotFound: no such record.
        VecheError: no reason is given.
    """
    work.records.withdraw(record, reason, actor=actor)
    keep_proposals(work, [record])


def restore(work: UnitOfWork, record: int, *, actor: str) -> None:
    """Put a withdrawn record back, and conclude from it again.

    Raises:
        NotFound: no such record.
        Conflict: its editions belong to another record.
    """
    work.records.restore_withdrawn(record, actor=actor)
    keep_proposals(work, [record])
