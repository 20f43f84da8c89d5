"""Helpers that describe, also when a text kills them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from ingest.describers import DescriberPool, InlineDescriber
from ingest.steps import LaterError
from tests.ingest.stations import decision


@pytest.fixture(scope="module")
def pool() -> Iterator[DescriberPool]:
    with DescriberPool(1) as made:
        yield made


def test_a_helper_answers_what_this_process_would(pool: DescriberPool) -> None:
    assert pool.describe(decision(), "а.txt", "act") == InlineDescriber().describe(decision(), "а.txt", "act")


def test_a_helper_that_was_killed_is_replaced(pool: DescriberPool) -> None:
    pool.describe(decision(), "", "act")
    helper = pool._idle.get()
    assert helper is not None
    os.kill(helper._process.pid or 0, signal.SIGKILL)
    pool._idle.put(helper)
    assert pool.describe(decision(), "", "act").value("number") == "41/3"


def test_a_text_that_takes_too_long_is_read_only_in_its_beginning() -> None:
    with DescriberPool(1, seconds=0.0) as slow:
        found = slow.describe(decision(), "", "act")
    assert (found.record_class, found.readings, found.status) == ("act", (), "unknown")


def test_a_closed_pool_leaves_no_thread_and_no_process() -> None:
    before = threading.active_count()
    with DescriberPool(1) as made:
        made.describe("текст", "", "act")
        helper = made._idle.get()
        made._idle.put(helper)
        assert helper is not None
        number = helper._process.pid or 0
    assert threading.active_count() == before
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_who_waits_for_a_closed_pool_is_told_to_come_later() -> None:
    pool = DescriberPool(1)
    pool.close()
    with pytest.raises(LaterError):
        pool.describe("текст", "", "act")
    pool.close()


def test_a_helper_at_work_is_ended_by_closing() -> None:
    pool = DescriberPool(1)
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            pool.describe(decision() * 20_000, "", "act")
        except LaterError as error:
            raised.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    while not pool._busy:
        asking.join(0.01)
    pool.close()
    asking.join(20)
    assert not asking.is_alive()
    assert len(raised) == 1
