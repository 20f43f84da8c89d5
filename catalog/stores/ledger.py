"""The ledger: one row an arrival, and by that the queue of the intake.

A row goes ``seen, settled, stored, extracted, described`` to its outcome. Whoever works on it holds a lease;
the row of an owner that died is free at once. A source in an intake folder stays an open matter until it has
been removed.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select, true, update

from catalog.arrivals import Arrival, ArrivalDraft, Lease, LedgerState
from catalog.errors import Conflict
from catalog.stores.audit import AuditStore
from catalog.stores.bulk import insert_all, lots, reserve
from catalog.stores.ledger_reading import LedgerReading
from catalog.stores.ledger_rows import (
    CLOSED,
    NO_LEASE,
    SEEN,
    TO_CLEAN,
    WORK,
    has_source_to_remove,
    lease_columns,
    new_row,
    phase_of,
    place_of,
)
from catalog.tables import ledger

_UNSET: Any = object()


class LedgerStore(LedgerReading):
    """Arrivals and their way."""

    def __init__(self, connection: Connection, audit: AuditStore, alive: Callable[[Lease], bool]) -> None:
        super().__init__(connection)
        self._audit = audit
        self._alive = alive

    def see(self, draft: ArrivalDraft, moment: datetime) -> int:
        """Note a file; the number of its row.

        The same file (place, size, time, inode) keeps its row until its outcome stands, and in an intake
        folder until it has been removed. One that still changes keeps its row too and is ``seen`` again.
        """
        return self.see_many([draft], moment)[0]

    def see_many(self, drafts: Sequence[ArrivalDraft], moment: datetime) -> list[int]:
        """Note many files in one go; the numbers of their rows in order."""
        open_rows = self._open_rows({draft.location for draft in drafts if draft.location})
        numbers = iter(reserve(self._connection, ledger, len(drafts)))
        ids: list[int] = []
        fresh: list[dict[str, Any]] = []
        for draft in drafts:
            rows = open_rows.setdefault(draft.location, [])
            known = next((row for row in rows if _same_arrival(row, draft)), None)
            if known is None:
                known = {"id": next(numbers), **new_row(draft, moment)}
                fresh.append(known)
                if draft.location:
                    rows.append(known)
            elif not _same_bytes(known, draft):
                self._seen_anew(known, draft)
            ids.append(known["id"])
        insert_all(self._connection, ledger, fresh)
        return ids

    def _open_rows(self, locations: set[str]) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for lot in lots(locations):
            places = [place_of(location) for location in lot]
            query = select(ledger).where(ledger.c.place.in_(places), ledger.c.phase < CLOSED)
            for row in self._connection.execute(query.order_by(ledger.c.id.desc())):
                found.setdefault(row.location, []).append(row._asdict())
        return found

    def _seen_anew(self, known: dict[str, Any], draft: ArrivalDraft) -> None:
        """The file of an open row has changed before its bytes were stored: it has to settle again."""
        changes = {
            "size": draft.size,
            "mtime_ns": draft.mtime_ns,
            "inode": draft.inode,
            "sidecar": draft.sidecar,
            "state": LedgerState.SEEN.value,
            "phase": SEEN,
            **NO_LEASE,
        }
        known.update(changes)
        self._connection.execute(update(ledger).where(ledger.c.id == known["id"]).values(changes))

    def claim(
        self,
        lease: Lease,
        moment: datetime,
        *,
        origins: frozenset[str] | None = None,
        ids: Sequence[int] | None = None,
    ) -> Arrival | None:
        """Take the oldest row that can be worked on, and hold it by a lease; None when there is none.

        Members of archives come after what lies in the folders by itself: a large archive holds nobody up.

        Args:
            lease: who will work on it.
            moment: now; rows whose next try is later are left.
            origins: only rows of these origins.
            ids: only these rows.
        """
        self._free_dead()
        due = or_(ledger.c.next_try.is_(None), ledger.c.next_try <= moment)
        conditions = [ledger.c.phase == WORK, ledger.c.lease_process.is_(None), due]
        if origins is not None:
            conditions.append(ledger.c.origin.in_(sorted(origins)))
        found: list[int] = []
        alone = ledger.c.parent_id.is_(None)
        narrowings = [alone, true()] if ids is None else [ledger.c.id.in_(lot) for lot in lots(sorted(ids))]
        for narrowing in narrowings:
            narrowed = [*conditions, narrowing]
            query = select(ledger.c.id).where(*narrowed).order_by(ledger.c.id).limit(1)
            found += self._connection.execute(query).scalars()
            if found:
                break
        if not found:
            return None
        changes = lease_columns(lease) | {"attempts": ledger.c.attempts + 1}
        self._connection.execute(update(ledger).where(ledger.c.id == found[0]).values(changes))
        return self.get(found[0])

    def claim_many(self, lease: Lease, moment: datetime, ids: Sequence[int]) -> builtins.list[Arrival]:
        """Take all of some rows that can be worked on, the oldest first; each counts as a try."""
        self._free_dead()
        due = or_(ledger.c.next_try.is_(None), ledger.c.next_try <= moment)
        free = and_(ledger.c.phase == WORK, ledger.c.lease_process.is_(None), due)
        taken: builtins.list[int] = []
        for lot in lots(sorted(ids)):
            taken += self._connection.execute(
                select(ledger.c.id).where(free, ledger.c.id.in_(lot)).order_by(ledger.c.id)
            ).scalars()
        changes = lease_columns(lease) | {"attempts": ledger.c.attempts + 1}
        found: builtins.list[Arrival] = []
        for lot in lots(taken):
            these = ledger.c.id.in_(lot)
            self._connection.execute(update(ledger).where(these).values(changes))
            found += self._found(select(ledger).where(these).order_by(ledger.c.id))
        return found

    def note_stored(self, stored: Sequence[tuple[int, str, int, int, int]]) -> None:
        """Bytes of rows that this process holds are on the disk; the rows are given back.

        Args:
            stored: row, SHA-256, and size, time and inode of the source as it was when it was read.
        """
        seen, settled = (ledger.c.state == one.value for one in (LedgerState.SEEN, LedgerState.SETTLED))
        statement = (
            update(ledger)
            .where(ledger.c.id == bindparam("row"), or_(seen, settled))
            .values(
                sha256=bindparam("bytes", type_=ledger.c.sha256.type),
                size=bindparam("octets", type_=ledger.c.size.type),
                mtime_ns=bindparam("time", type_=ledger.c.mtime_ns.type),
                inode=bindparam("node", type_=ledger.c.inode.type),
                state=LedgerState.STORED.value,
                phase=WORK,
                reason_code="",
                reason_params={},
                **NO_LEASE,
            )
        )
        names = ("row", "bytes", "octets", "time", "node")
        if stored:
            self._connection.execute(statement, [dict(zip(names, one, strict=True)) for one in stored])

    def release_many(self, ids: Sequence[int]) -> None:
        """Give rows back as they are."""
        for lot in lots(ids):
            self._connection.execute(update(ledger).where(ledger.c.id.in_(lot)).values(dict(NO_LEASE)))

    def _free_dead(self) -> None:
        columns = (
            ledger.c.lease_host,
            ledger.c.lease_boot,
            ledger.c.lease_process,
            ledger.c.lease_started,
        )
        held = and_(ledger.c.phase == WORK, ledger.c.lease_process > 0)
        for row in list(self._connection.execute(select(*columns).where(held).distinct())):
            if self._alive(Lease(*row)):
                continue
            same = (column == value for column, value in zip(columns, row, strict=True))
            self._connection.execute(update(ledger).where(held, *same).values(dict(NO_LEASE)))

    def settle(self, id: int, size: int, mtime_ns: int, inode: int) -> None:
        """A file has stopped changing: its row can be worked on."""
        values = {"size": size, "mtime_ns": mtime_ns, "inode": inode, "state": LedgerState.SETTLED.value}
        self._connection.execute(
            update(ledger)
            .where(ledger.c.id == id, ledger.c.phase.in_((SEEN, WORK)), ledger.c.sha256.is_(None))
            .values(values | {"phase": WORK})
        )

    def advance(  # noqa: PLR0913
        self,
        id: int,
        state: LedgerState,
        *,
        sha256: str | None = _UNSET,
        reason_code: str = _UNSET,
        reason_params: dict[str, str] = _UNSET,
        record: int | None = _UNSET,
        finished: datetime | None = _UNSET,
        milliseconds: int | None = _UNSET,
        size: int = _UNSET,
    ) -> None:
        """Write a row's next state with what is known by it; what is not given stays.

        A final state sets ``finished`` if it is not given and ends the lease.

        Raises:
            NotFound: no such row.
        """
        row = self._existing(id)
        given = {
            "sha256": sha256,
            "reason_code": reason_code,
            "reason_params": reason_params,
            "record_id": record,
            "finished": finished,
            "milliseconds": milliseconds,
            "size": size,
        }
        values = {name: value for name, value in given.items() if value is not _UNSET}
        to_remove = has_source_to_remove(row.origin, row.location, row.source_removed)
        values |= {"state": LedgerState(state).value, "phase": phase_of(LedgerState(state), to_remove)}
        if LedgerState(state).final:
            values = {"finished": datetime.now(UTC), "next_try": None} | values | dict(NO_LEASE)
        self._connection.execute(update(ledger).where(ledger.c.id == id).values(values))

    finish = advance

    def release(self, id: int) -> None:
        """Give a row back as it is."""
        self._connection.execute(update(ledger).where(ledger.c.id == id).values(dict(NO_LEASE)))

    def retry_later(
        self,
        id: int,
        moment: datetime,
        reason_code: str,
        params: dict[str, str] | None = None,
    ) -> None:
        """Give a row back, not to be taken before a moment, with the reason."""
        values = {"next_try": moment, "reason_code": reason_code, "reason_params": params or {}}
        self._connection.execute(update(ledger).where(ledger.c.id == id).values(values | dict(NO_LEASE)))

    def retry(self, id: int, *, actor: str) -> None:
        """Take a rejected row up again (Повторить): from its stored bytes, or else from its source.

        Raises:
            NotFound: no such row.
            Conflict: it has not been rejected, or neither bytes nor source are left.
        """
        row = self._existing(id)
        if row.state is not LedgerState.REJECTED:
            raise Conflict("Повторить можно только то, что не принято.")
        if row.sha256 is None and (row.source_removed or not row.location):
            raise Conflict("Файла больше нет.", "Положите его в папку приёма ещё раз.")
        state = LedgerState.STORED if row.sha256 else LedgerState.SETTLED
        values: dict[str, Any] = {
            "state": state.value,
            "phase": WORK,
            "attempts": 0,
            "next_try": None,
            "finished": None,
        }
        values |= {"reason_code": "", "reason_params": {}, "milliseconds": None}
        self._connection.execute(update(ledger).where(ledger.c.id == id).values(values | dict(NO_LEASE)))
        self._audit.add(actor, "retry", f"arrival:{id}", "state", row.state.value, state.value)

    def mark_source_removed(self, id: int) -> None:
        """The source file has been removed from the intake folder, or moved to «Не принято»."""
        self._connection.execute(
            update(ledger).where(ledger.c.id == id, ledger.c.phase == TO_CLEAN).values(phase=CLOSED)
        )
        self._connection.execute(update(ledger).where(ledger.c.id == id).values(source_removed=True))


def _same_arrival(row: dict[str, Any], draft: ArrivalDraft) -> bool:
    """Whether a file found at the place of an open row is what the row tells of."""
    if row["origin"] != draft.origin or not draft.location:
        return False
    if row["state"] in (LedgerState.SEEN.value, LedgerState.SETTLED.value) and not row.get("sha256"):
        return True
    return _same_bytes(row, draft)


def _same_bytes(row: dict[str, Any], draft: ArrivalDraft) -> bool:
    return (row["size"], row["mtime_ns"], row["inode"]) == (draft.size, draft.mtime_ns, draft.inode)
