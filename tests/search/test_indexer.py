"""The index follows the catalogue."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from acts.status import intervals
from catalog.database import Database
from catalog.errors import HomeLocked, IndexDamaged
from catalog.model import Visibility
from search.indexer import Indexer
from search.whoosh_engine import WhooshEngine
from tests.catalog.drafts import act, text
from tests.search.documents import request


def add(database: Database, *words: str) -> list[int]:
    with database.write() as unit:
        return [
            unit.records.add(act(number=str(at), title=f"О деле {word}", text=text(word, f"вторая {word}")))
            for at, word in enumerate(words, 1)
        ]


def total(indexer: Indexer, query: str) -> int:
    with indexer.engine() as engine:
        return engine.search(request(query)).total


def test_what_is_committed_is_found_after_a_drain(database: Database, indexer: Indexer) -> None:
    indexer.drain()
    add(database, "дорога", "школа")
    assert indexer.drain() == 2
    assert (total(indexer, "дорога"), total(indexer, "школа")) == (1, 1)
    assert indexer.drain() == 0
    assert indexer.check().faults == ()


def test_a_withdrawn_record_leaves_the_index_and_comes_back(database: Database, indexer: Indexer) -> None:
    first, _ = add(database, "дорога", "школа")
    indexer.drain()
    with database.write() as unit:
        unit.records.withdraw(first, "ошибка", actor="мария")
    indexer.drain()
    assert total(indexer, "дорога") == 0
    with database.write() as unit:
        unit.records.restore_withdrawn(first, actor="мария")
    indexer.drain()
    assert total(indexer, "дорога") == 1


def test_a_change_of_visibility_shows(database: Database, indexer: Indexer) -> None:
    (record,) = add(database, "дорога")
    indexer.drain()
    with database.write() as unit:
        unit.records.set_visibility(record, Visibility.STAFF, actor="мария")
    indexer.drain()
    assert total(indexer, "дорога") == 0


def test_a_rebuild_swaps_while_readers_go_on(database: Database, indexer: Indexer) -> None:
    add(database, *(f"слово{number} общее" for number in range(50)))
    indexer.drain()
    reader = indexer.engine()
    seen: set[int] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(reader.search(request("общее")).total)

    thread = threading.Thread(target=read)
    thread.start()
    steps: list[tuple[int, int]] = []
    for _ in range(5):
        assert indexer.rebuild(lambda at, of: steps.append((at, of))) == 50
    done.set()
    thread.join()
    assert seen == {50}
    assert steps[-1] == (50, 50)
    assert indexer.check().faults == ()
    assert len(list((indexer.path).glob("index-*"))) == 1


def test_one_indexer_at_a_time(database: Database, indexer: Indexer) -> None:
    with indexer.lock(), pytest.raises(HomeLocked):
        Indexer(database, indexer.path, intervals).drain()


def test_a_check_names_what_is_missing_and_what_is_too_much(database: Database, indexer: Indexer) -> None:
    first, _ = add(database, "дорога", "школа")
    indexer.drain()
    with indexer.engine() as engine:
        engine.update([], [first], engine.queue_number())
    assert any(str(first) in fault for fault in indexer.check().faults)
    indexer.rebuild()
    assert indexer.check().faults == ()


def test_changes_that_wait_are_no_fault(database: Database, indexer: Indexer) -> None:
    add(database, "дорога")
    indexer.drain()
    add(database, "школа")
    report = indexer.check()
    assert (report.behind > 0, report.faults) == (True, ())


def test_a_missing_index_is_a_fault_and_a_drain_makes_it(database: Database, indexer: Indexer) -> None:
    add(database, "дорога")
    assert indexer.check().faults != ()
    with indexer.engine() as engine, pytest.raises(IndexDamaged):
        engine.count()
    indexer.drain()
    assert indexer.check().faults == ()


def test_a_new_index_is_made_of_the_catalogue_and_not_of_what_the_queue_still_holds(
    database: Database, indexer: Indexer
) -> None:
    add(database, "дорога", "школа")
    with database.write() as unit:
        unit.queue.forget(unit.queue.last())
    indexer.drain()
    assert (total(indexer, "дорога"), total(indexer, "школа")) == (1, 1)
    assert indexer.check().faults == ()


def test_an_index_ahead_of_its_catalogue_is_told(database: Database, indexer: Indexer) -> None:
    add(database, "дорога")
    indexer.drain()
    with indexer.engine() as engine:
        engine.update([], [], engine.queue_number() + 1000)
    with pytest.raises(IndexDamaged, match="новее каталога"):
        indexer.drain()
    indexer.rebuild()
    assert indexer.drain() == 0


def test_a_damaged_index_is_rebuilt_by_the_running_indexer(database: Database, indexer: Indexer) -> None:
    add(database, "дорога")
    indexer.drain()
    live = Path(next(indexer.path.glob("index-*")))
    for file in live.glob("*.toc"):
        file.write_bytes(b"torn")
    stop = threading.Event()
    thread = threading.Thread(target=indexer.run, args=(stop,))
    thread.start()
    try:
        assert _until(lambda: not indexer.check().faults)
        assert total(indexer, "дорога") == 1
    finally:
        stop.set()
        thread.join()


def test_a_commit_is_found_within_a_second_by_another_reader(database: Database, indexer: Indexer) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=indexer.run, args=(stop,))
    thread.start()
    try:
        assert _until(lambda: WhooshEngine.exists(indexer.path))
        with WhooshEngine(indexer.path) as reader:
            add(database, "дорога")
            started = time.monotonic()
            assert _until(lambda: reader.search(request("дорога")).total == 1)
            assert time.monotonic() - started < 1
    finally:
        stop.set()
        thread.join()


def test_who_finds_the_index_busy_waits_for_the_holder(database: Database, indexer: Indexer) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=indexer.run, args=(stop,))
    thread.start()
    try:
        add(database, "дорога")
        Indexer(database, indexer.path, intervals).bring_up_to_date()
        assert total(indexer, "дорога") == 1
    finally:
        stop.set()
        thread.join()


def _until(true: object, seconds: float = 5.0) -> bool:
    assert callable(true)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.01)
    return False
