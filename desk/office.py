"""The office: what is done for people while nobody waits at a desk, task by task, until told to stop.

Files are made in a thread of their own, so that a large one does not hold up the mail. A task that cannot be
done now (a full disk, a database that does not answer) is said and tried again, ever more rarely.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from catalog.errors import VecheError

SHORTEST_PAUSE = 1.0
LONGEST_PAUSE = 5.0
_LONGEST_TROUBLE = 300.0


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is done again and again.

    Attributes:
        name: for messages, in Russian.
        do: does what there is to do and tells how much that was.
        every: seconds between two times; 0 is each round.
    """

    name: str
    do: Callable[[], int]
    every: float = 0.0


@dataclass(slots=True)
class Rounds:
    """The rounds of one thread.

    Attributes:
        tasks: in their order.
        tell: takes the name of a task and what keeps it from being done.
        due: index of a task -> the second before which it is left alone.
        trouble: index of a task -> seconds that it pauses after a failure.
    """

    tasks: Sequence[Task]
    tell: Callable[[str, VecheError], object]
    due: dict[int, float] = field(default_factory=dict)
    trouble: dict[int, float] = field(default_factory=dict)

    def once(self, stopping: threading.Event, second: float) -> int:
        """Do all tasks that are due; how much was done."""
        done = 0
        for at, task in enumerate(self.tasks):
            if stopping.is_set():
                break
            if self.due.get(at, 0.0) > second:
                continue
            try:
                done += task.do()
            except VecheError as error:
                if at not in self.trouble:
                    self.tell(task.name, error)
                pause = self.trouble[at] = min(self.trouble.get(at, LONGEST_PAUSE) * 2, _LONGEST_TROUBLE)
                self.due[at] = second + pause
            else:
                self.trouble.pop(at, None)
                self.due[at] = second + task.every
        return done

    def go_on(self, stopping: threading.Event) -> None:
        """Go round until told to stop; the longer there is nothing to do, the longer the pause."""
        pause = SHORTEST_PAUSE
        while not stopping.is_set():
            done = self.once(stopping, time.monotonic())
            pause = SHORTEST_PAUSE if done else min(pause + SHORTEST_PAUSE, LONGEST_PAUSE)
            stopping.wait(pause)


def run(
    making: Sequence[Task],
    others: Sequence[Task],
    stopping: threading.Event,
    tell: Callable[[str, VecheError], object],
) -> None:
    """Work until told to stop; whatever nobody expected ends both threads and is raised.

    Args:
        making: of files, in a thread of its own.
        others: mail, refreshing, tidying.
        stopping: set when the program shall end.
        tell: takes the name of a task and what keeps it from being done.
    """
    unexpected: list[BaseException] = []

    def make() -> None:
        try:
            Rounds(making, tell).go_on(stopping)
        except BaseException as error:  # noqa: BLE001 - raised by the other thread
            unexpected.append(error)
            stopping.set()

    thread = threading.Thread(target=make, name="making")
    thread.start()
    try:
        Rounds(others, tell).go_on(stopping)
    finally:
        stopping.set()
        thread.join()
    if unexpected:
        raise unexpected[0]


def once(tasks: Sequence[Task], stopping: threading.Event, tell: Callable[[str, VecheError], object]) -> int:
    """Do everything that is due now, again and again until nothing is left; how much that was."""
    done, total = 1, 0
    rounds = Rounds(tasks, tell)
    while done and not stopping.is_set():
        rounds.due.clear()
        done = rounds.once(stopping, time.monotonic())
        total += done
        if rounds.trouble:
            break
    return total
