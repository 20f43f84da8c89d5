"""Sources, the index queue, notes, the audit and leases."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from catalog.arrivals import Lease
from catalog.database import Database
from catalog.errors import Conflict, NotFound
from catalog.leases import current_lease, is_alive, is_alive_here
from tests.catalog.drafts import NOW, act


def test_the_queue_gives_its_records_in_order_and_never_a_number_twice(database: Database) -> None:
    with database.write() as work:
        first, second = work.records.add_many([act(), act()])
        work.queue.add([second, second, first])
        assert [record for _, record in work.queue.after(0, 10)] == [first, second, first, second]
        last = work.queue.last()
        assert work.queue.after(last, 10) == []
        assert len(work.queue.after(0, 1)) == 1
        work.queue.forget(last)
        assert work.queue.last() == last
        assert [number for number, _ in work.queue.after(0, 10)] == [last]
        work.queue.add([first])
        assert work.queue.last() == last + 1


def test_notes_are_written_over(database: Database) -> None:
    with database.write() as work:
        assert work.notes.get("last_scan") is None
        work.notes.set("last_scan", "вчера")
        work.notes.set("last_scan", "сегодня")
        assert work.notes.get("last_scan") == "сегодня"


def test_the_audit_is_found_by_its_words(database: Database) -> None:
    with database.write() as work:
        work.audit.add("Иванова", "correct", "record:1", "title", "было", "стало 100%", moment=NOW)
        work.audit.add("Петрова", "withdraw", "record:2")
        assert [entry.actor for entry in work.audit.list()] == ["Петрова", "Иванова"]
        assert [entry.moment for entry in work.audit.list(text="100%")] == [NOW]
        assert work.audit.list(text="_") == []
        assert work.audit.list(limit=1, offset=1)[0].subject == "record:1"


def test_a_renamed_source_keeps_its_former_name_and_shows_the_new_one(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(issuer="Совет"))
        source = work.sources.ensure("Совет")
        before = work.queue.last()
        work.sources.rename(source, "Дума  Заречного района", actor="Иванова")
        record = work.records.get(number)
        assert record is not None
        assert record.issuer == "Дума Заречного района"
        assert work.sources.find("совет") == work.sources.find("дума заречного района") == source
        assert [queued for _, queued in work.queue.after(before, 9)] == [number]
        assert work.records.add(act(issuer="СОВЕТ")) > number
        assert {found.issuer for found in work.records.newest(9, frozenset({"public"}))} == {record.issuer}


def test_a_name_belongs_to_one_source(database: Database) -> None:
    with database.write() as work:
        first, second = work.sources.ensure("Первый"), work.sources.ensure("Второй")
        with pytest.raises(Conflict):
            work.sources.add_name(first, "второй", actor="Иванова")
        with pytest.raises(Conflict):
            work.sources.merge(first, first, actor="Иванова")
        with pytest.raises(Conflict):
            work.sources.merge(first, work.sources.ensure("Вестник", "periodical"), actor="Иванова")
        with pytest.raises(NotFound):
            work.sources.add_name(99, "Третий", actor="Иванова")
        work.sources.add_name(first, "Третий", actor="Иванова")
        assert work.sources.find("третий") == first
        assert second != first


def test_a_lease_lives_as_long_as_its_process() -> None:
    mine = current_lease()
    assert mine.process == os.getpid()
    assert is_alive(mine)
    assert not is_alive(Lease(mine.host, "another boot", mine.process, mine.started))
    assert not is_alive(Lease(mine.host, mine.boot, mine.process, "1"))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        command = f"from catalog.leases import _started; print(_started({child.pid}))"
        started = subprocess.run(
            [sys.executable, "-c", command], check=True, capture_output=True, text=True
        ).stdout.strip()
        lease = Lease(mine.host, mine.boot, child.pid, started)
        assert is_alive(lease)
        child.kill()
        child.wait()
        assert not is_alive(lease)


def test_of_another_host_nothing_is_known() -> None:
    assert is_alive_here(Lease("another", "boot", 1, "1"))
    assert not is_alive_here(Lease(current_lease().host, "boot", 1, "1"))
