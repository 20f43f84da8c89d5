from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from catalog.errors import DatabaseUnavailable, VecheError
from desk import office
from desk.office import Rounds, Task


class Told:
    def __init__(self) -> None:
        self.words: list[str] = []

    def __call__(self, name: str, error: VecheError) -> None:
        self.words.append(f"{name}: {error}")


def counting(most: int, log: list[str], name: str) -> Callable[[], int]:
    def do() -> int:
        log.append(name)
        return int(log.count(name) <= most)

    return do


def ending(stopping: threading.Event) -> Callable[[], int]:
    def do() -> int:
        stopping.set()
        return 1

    return do


def test_tasks_are_done_in_their_turn_and_rare_ones_rarely() -> None:
    log: list[str] = []
    rounds = Rounds([Task("a", counting(9, log, "a")), Task("b", counting(9, log, "b"), every=60)], Told())
    stopping = threading.Event()
    assert [rounds.once(stopping, second) for second in (0, 1, 59, 60)] == [2, 1, 1, 2]
    assert log == ["a", "b", "a", "a", "a", "b"]


def test_a_task_that_cannot_be_done_is_said_once_and_does_not_hold_up_the_others() -> None:
    told, log, broken = Told(), list[str](), [True]

    def sometimes() -> int:
        log.append("tried")
        if broken[0]:
            raise DatabaseUnavailable("База данных занята.")
        return 1

    rounds = Rounds([Task("письма", sometimes), Task("b", counting(99, log, "b"))], told)
    stopping = threading.Event()
    for second in range(60):
        rounds.once(stopping, second)
    assert told.words == ["письма: База данных занята."]
    assert log.count("b") == 60
    assert log.count("tried") == 3
    broken[0] = False
    assert rounds.once(stopping, 1000) == 2
    broken[0] = True
    rounds.once(stopping, 1001)
    assert len(told.words) == 2


def test_nothing_is_begun_once_the_program_shall_end() -> None:
    stopping = threading.Event()
    log: list[str] = []
    tasks = [Task("a", ending(stopping)), Task("b", counting(1, log, "b"))]
    assert Rounds(tasks, Told()).once(stopping, 0) == 1
    assert log == []


def test_everything_is_done_until_nothing_is_left() -> None:
    log: list[str] = []
    tasks = [Task("a", counting(3, log, "a"), every=3600)]
    assert office.once(tasks, threading.Event(), Told()) == 3


def test_both_threads_end_when_told_and_on_an_error_that_nobody_expected() -> None:
    stopping = threading.Event()
    office.run([Task("a", lambda: 0)], [Task("b", ending(stopping))], stopping, Told())

    def defect() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        office.run([Task("a", defect)], [Task("b", lambda: 0)], threading.Event(), Told())
    with pytest.raises(ZeroDivisionError):
        office.run([Task("a", lambda: 0)], [Task("b", defect)], threading.Event(), Told())
