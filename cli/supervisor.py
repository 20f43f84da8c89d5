"""The supervisor of ``veche run``: starts the children, restarts them with back-off, drains them.

A child dies with its parent, so that a killed supervisor leaves nothing behind.
"""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import FrameType

from catalog.processes import end_with

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 20.0
DRAIN_SECONDS = 15.0


@dataclass(slots=True)
class Child:
    """One child process: how it is started and how it has fared.

    Attributes:
        name: shown in messages.
        arguments: of the ``veche`` command.
        inherits: open files that it is given, by their numbers.
        ends: it has an end of its own; when it comes there without a fault, it is not started again.
        process: while it runs.
        pause: seconds before it is started again.
        due: not before this moment of the monotonic clock.
        started: moment of its last start.
    """

    name: str
    arguments: tuple[str, ...]
    inherits: tuple[int, ...] = ()
    ends: bool = False
    process: subprocess.Popen[bytes] | None = None
    pause: float = FIRST_PAUSE
    due: float = 0.0
    started: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Keeps a set of children alive until it is told to stop.

    Attributes:
        children: to be kept alive.
        say: takes the name of an event (``restarted``, ``stopping``), the child's name and its exit code.
    """

    children: Sequence[Child]
    say: Callable[[str, str, int], None]
    stopping: bool = field(default=False)

    def run(self) -> int:
        """Run until SIGTERM or SIGINT.

        Returns:
            0 when all children ended in order, 1 when one had to be killed.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopping:
            for child in self.children:
                self._keep(child)
            time.sleep(0.1)
        return self._drain()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _keep(self, child: Child) -> None:
        """Start the child where it does not run and its pause is over."""
        now = time.monotonic()
        if child.process is not None:
            code = child.process.poll()
            if code is None:
                return
            child.process = None
            if child.ends and code == 0:
                child.due = math.inf
                return
            child.pause = (
                FIRST_PAUSE if now - child.started > STEADY_SECONDS else min(child.pause * 2, LONGEST_PAUSE)
            )
            child.due = now + child.pause
            self.say("restarted", child.name, code)
        if now >= child.due:
            child.process = start(child.arguments, child.inherits)
            child.started = now

    def _drain(self) -> int:
        """Ask all children to end, wait, kill what stays."""
        self.say("stopping", "", 0)
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + DRAIN_SECONDS
        killed = 0
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed = 1
        return killed


def start(arguments: Sequence[str], inherits: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start ``veche`` with arguments as a child that dies with this process."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter with our own arguments
        [sys.executable, "-m", "cli.main", *arguments],
        stdin=subprocess.DEVNULL,
        preexec_fn=partial(end_with, os.getpid()),  # noqa: PLW1509 - the supervisor has one thread
        start_new_session=True,
        pass_fds=tuple(inherits),
    )


def run_to_end(arguments: Sequence[str]) -> int:
    """Run ``veche`` with arguments to its end, and return its exit code; it dies with this process."""
    with start(arguments) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            raise
