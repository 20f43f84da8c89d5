"""The ledger under any order of events: no arrival is lost, doubled or held by the dead."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from catalog.arrivals import Lease, LedgerState
from catalog.database import Database
from catalog.home import sqlite_url
from catalog.leases import current_lease
from catalog.migrating import migrate
from tests.catalog.drafts import NOW, arrival

HERE = current_lease()
STEPS = (LedgerState.STORED, LedgerState.EXTRACTED, LedgerState.DESCRIBED)
NAMES = st.sampled_from("абвг")


class LedgerLife(RuleBasedStateMachine):
    """Files come, settle, are worked on by workers that may die, get outcomes and are removed."""

    claimed = Bundle("claimed")
    template: bytes

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "catalog.sqlite"
        path.write_bytes(self.template)
        self.dead: set[Lease] = set()
        self.database = Database.open(sqlite_url(path), alive=lambda lease: lease not in self.dead)
        self.lying: dict[str, int] = {}  # name -> size of the file in the intake folder
        self.workers = 0

    @override
    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    @rule(name=NAMES, size=st.integers(1, 3))
    def drop_and_see(self, name: str, size: int) -> None:
        self.lying[name] = size
        with self.database.write() as work:
            draft = arrival(name, size=size)
            number = work.ledger.see(draft, NOW)
            assert work.ledger.see(draft, NOW) == number

    @rule(name=NAMES)
    def settle(self, name: str) -> None:
        with self.database.write() as work:
            row = work.ledger.open_at(arrival(name).location)
            if row is not None and row.state is LedgerState.SEEN:
                work.ledger.settle(row.id, row.size, row.mtime_ns, row.inode)

    @rule(target=claimed)
    def claim(self) -> object:
        self.workers += 1
        lease = Lease(HERE.host, HERE.boot, self.workers, "1")
        with self.database.write() as work:
            row = work.ledger.claim(lease, NOW)
        if row is None:
            return multiple()
        assert row.lease == lease
        assert not row.state.final
        return (row.id, lease)

    @rule(work_on=consumes(claimed), step=st.sampled_from(STEPS))
    def advance_and_release(self, work_on: tuple[int, Lease], step: LedgerState) -> None:
        with self.database.write() as work:
            if self._holds(work_on):
                work.ledger.advance(work_on[0], step, sha256="a" * 64)
                work.ledger.release(work_on[0])

    @rule(work_on=consumes(claimed), outcome=st.sampled_from([LedgerState.REJECTED, LedgerState.DUPLICATE]))
    def finish(self, work_on: tuple[int, Lease], outcome: LedgerState) -> None:
        with self.database.write() as work:
            if self._holds(work_on):
                work.ledger.finish(work_on[0], outcome, sha256="a" * 64)

    @rule(work_on=consumes(claimed))
    def die(self, work_on: tuple[int, Lease]) -> None:
        self.dead.add(work_on[1])

    @rule()
    def clean(self) -> None:
        with self.database.write() as work:
            for row in work.ledger.to_clean():
                name = row.path.removeprefix("Акты/")
                if self.lying.get(name) == row.size:
                    del self.lying[name]
                work.ledger.mark_source_removed(row.id)

    def _holds(self, work_on: tuple[int, Lease]) -> bool:
        with self.database.read() as work:
            row = work.ledger.get(work_on[0])
        return row is not None and row.lease == work_on[1]

    @invariant()
    def every_file_that_lies_there_has_one_open_row(self) -> None:
        with self.database.read() as work:
            rows, _ = work.ledger.list(limit=1000)
        for name, size in self.lying.items():
            here = [row for row in rows if row.path == f"Акты/{name}" and row.size == size]
            waiting = [row for row in here if not (row.state.final and row.source_removed)]
            assert len(waiting) == 1, (name, waiting)

    @invariant()
    def outcomes_have_no_owner_and_counts_agree(self) -> None:
        with self.database.read() as work:
            rows, total = work.ledger.list(limit=1000)
            counts = work.ledger.counts()
            unfinished = work.ledger.unfinished()
        assert total == sum(counts.values())
        assert unfinished == sum(not row.state.final for row in rows)
        assert all(row.lease is None and row.finished is not None for row in rows if row.state.final)


@pytest.fixture(autouse=True)
def _template(migrated_sqlite: bytes) -> None:
    LedgerLife.template = migrated_sqlite


def test_the_ledger_keeps_its_promises_in_any_order_of_events() -> None:
    run_state_machine_as_test(
        LedgerLife,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_template_is_a_whole_database(tmp_path: Path, migrated_sqlite: bytes) -> None:
    path = tmp_path / "again.sqlite"
    path.write_bytes(migrated_sqlite)
    with Database.open(sqlite_url(path)) as database:
        migrate(database)
        with database.read() as work:
            assert len(work.headings.categories(frozenset({"public"}))) == 25
