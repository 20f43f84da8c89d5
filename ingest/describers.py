"""Who reads requisites out of a text: this process, or helper processes with a limit of time.

The intake process must not do heavy work, or its observer loses events; so it lets helpers describe.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Protocol, Self

from catalog.processes import end_with
from ingest.steps import LaterError
from language.act_bounds import split_acts
from language.article_bounds import split_articles
from language.description import describe
from language.readings import Description

CHARACTERS = 3_000_000
FEWER_CHARACTERS = 100_000
SECONDS = 60.0
_DESCRIBED_BEFORE_RENEWAL = 2000


class Describer(Protocol):
    """What the road calls; thread-safe."""

    def describe(self, text: str, file_name: str, record_class: str) -> Description:
        """Read one text; of a very long one only its beginning."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


def read_whole(text: str, file_name: str, record_class: str) -> Description:
    """Describe one text, and say where its documents begin and end if it holds several."""
    description = describe(text, file_name, record_class)
    split = {"act": split_acts, "press": split_articles}.get(record_class)
    bounds = split(text) if split else ()
    return replace(description, bounds=bounds) if len(bounds) > 1 else description


class InlineDescriber:
    """Describes in the calling thread."""

    def describe(self, text: str, file_name: str, record_class: str) -> Description:
        """Read one text."""
        return read_whole(text[:CHARACTERS], file_name, record_class)

    def close(self) -> None:
        """Nothing is held."""


class HelperLostError(Exception):
    """A helper died or was too slow."""


class DescriberPool:
    """Describes in helper processes; a text on which one hangs or dies is read only in its beginning."""

    def __init__(self, workers: int, *, seconds: float = SECONDS) -> None:
        """Make the pool; helpers start when they are first needed.

        Args:
            workers: how many texts are described at once.
            seconds: after which a helper is replaced.
        """
        self._seconds = seconds
        self._idle: queue.SimpleQueue[_Helper | None] = queue.SimpleQueue()
        self._workers = max(1, workers)
        self._starter = _Starter()
        self._closed = threading.Event()
        self._busy: set[_Helper] = set()
        self._guard = threading.Lock()
        for _ in range(self._workers):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def describe(self, text: str, file_name: str, record_class: str) -> Description:
        """Read one text; see ``Describer``.

        Raises:
            LaterError: the pool was closed meanwhile.
        """
        for characters in (CHARACTERS, FEWER_CHARACTERS):
            if self._closed.is_set():
                raise LaterError(0.0)
            with contextlib.suppress(HelperLostError):
                return self._ask((text[:characters], file_name, record_class))
        if self._closed.is_set():
            raise LaterError(0.0)
        return Description(record_class, (), "unknown", (), (), ())

    def close(self) -> None:
        """End all helpers at once; who waits for one gets ``LaterError``."""
        if self._closed.is_set():
            return
        self._closed.set()
        with self._guard:
            busy = list(self._busy)
        for helper in busy:
            helper.kill()
        for _ in range(self._workers):
            idle = self._idle.get()
            if idle:
                idle.end()
        self._starter.close()

    def _ask(self, task: tuple[str, str, str]) -> Description:
        helper = self._idle.get()
        try:
            if helper is None or helper.worn:
                if helper:
                    helper.end()
                helper = None
                helper = self._starter.start(_Helper)
            with self._at_work(helper):
                return helper.ask(task, self._seconds)
        except HelperLostError:
            if helper:
                helper.end()
            helper = None
            raise
        finally:
            self._idle.put(helper)

    @contextlib.contextmanager
    def _at_work(self, helper: _Helper) -> Iterator[None]:
        """Let ``close`` find the helper as long as the context lasts."""
        with self._guard:
            self._busy.add(helper)
        try:
            if self._closed.is_set():
                raise HelperLostError
            yield
        finally:
            with self._guard:
                self._busy.discard(helper)


class _Helper:
    """One process that describes, used by one thread at a time."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._channel, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(theirs, os.getpid()), daemon=True)
        self._process.start()
        theirs.close()
        self._served = 0

    @property
    def worn(self) -> bool:
        """Whether it should be replaced: memos of words grow, and a dead one is of no use."""
        return self._served >= _DESCRIBED_BEFORE_RENEWAL or not self._process.is_alive()

    def ask(self, task: tuple[str, str, str], seconds: float) -> Description:
        """Describe one text.

        Raises:
            HelperLostError: it died or took too long.
        """
        self._served += 1
        try:
            self._channel.send(task)
            if self._channel.poll(seconds):
                answer: Description | None = self._channel.recv()
                if answer is not None:
                    return answer
        except (EOFError, OSError):
            pass
        raise HelperLostError

    def kill(self) -> None:
        """End the process; whoever waits for its answer learns of it."""
        self._process.kill()

    def end(self) -> None:
        """End the process and let go of it."""
        self._channel.close()
        self._process.kill()
        self._process.join()
        self._process.close()


class _Starter:
    """Starts processes from one thread that lives on: Linux counts the starting thread as their parent."""

    def __init__(self) -> None:
        self._orders: queue.SimpleQueue[tuple[Callable[[], _Helper], queue.SimpleQueue[object]] | None]
        self._orders = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()

    def start(self, make: Callable[[], _Helper]) -> _Helper:
        """Make a helper.

        Raises:
            HelperLostError: no process could be started.
        """
        with self._guard:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="describer-starter", daemon=True)
                self._thread.start()
        answer: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._orders.put((make, answer))
        made = answer.get()
        if not isinstance(made, _Helper):
            raise HelperLostError(str(made))
        return made

    def close(self) -> None:
        """End the thread."""
        self._orders.put(None)
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        while (order := self._orders.get()) is not None:
            make, answer = order
            try:
                answer.put(make())
            except OSError as error:
                answer.put(error)


def _serve(channel: Connection, parent: int) -> None:
    """Describe until the channel closes; ends with the parent."""
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        os.nice(5)
    with contextlib.suppress(EOFError, OSError):
        while True:
            text, file_name, record_class = channel.recv()
            try:
                answer: Description | None = read_whole(text, file_name, record_class)
            except (ValueError, IndexError, KeyError, TypeError, RecursionError, MemoryError):
                answer = None  # a slip of a reader must not stop the road: the asker gives less text
            channel.send(answer)
