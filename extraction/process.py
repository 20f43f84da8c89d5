"""One reading process as its owner sees it: started, asked, timed, killed."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extraction.protocol import Limits
from extraction.worker import HEADER

_ROOT = Path(__file__).resolve().parents[1]
_LONGEST_STEP = 300
_MOST_STEPS = 60_000


class DiedError(Exception):
    """The process ended without an answer.

    Attributes:
        status: name of the signal (``SIGABRT``) or ``exit 1``.
    """

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class OverTimeError(Exception):
    """The process did not answer in time and was killed.

    Attributes:
        idle: it used less than half of the time on a processor: the machine was busy, not the file heavy.
    """

    def __init__(self, *, idle: bool) -> None:
        super().__init__(idle)
        self.idle = idle


class OverSizeError(Exception):
    """The answer is larger than the limit on output allows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: ``kind`` as in ``worker``, and the body."""

    kind: bytes
    body: bytes


class ReadingProcess:
    """A long-lived ``extraction.worker``; used by one thread at a time."""

    def __init__(self, folder: Path, limits: Limits, *, ocr: bool) -> None:
        """Start it.

        Must run in a thread that lives as long as the process: Linux delivers «your parent has died» when the
        thread that started a child ends.

        Args:
            folder: the only place where it may write; made here, removed by ``end``.
            limits: what it may use for one file.
            ocr: whether it may recognise scans.
        """
        folder.mkdir(mode=0o700, parents=True)
        self.folder = folder
        self.served = 0
        self._limits = limits
        orders = {"folder": str(folder), "limits": asdict(limits), "ocr": ocr, "parent": os.getpid()}
        self._process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
            [sys.executable, "-P", "-m", "extraction.worker", json.dumps(orders)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
            bufsize=0,
        )

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    def ask(self, request: dict[str, Any]) -> Answer:
        """Send a request and wait for the answer.

        Raises:
            DiedError: it ended meanwhile.
            OverTimeError: it took longer than the limit and is ended.
            OverSizeError: it answered more than the limit and is ended.
        """
        body = json.dumps(request).encode()
        self.served += 1
        with contextlib.suppress(BrokenPipeError):
            os.write(self._descriptor(self._process.stdin), HEADER.pack(b"r", len(body)) + body)
        clock = _Clock(self._limits.wall_seconds, self._cpu_seconds)
        most = self._limits.output_chars * 4 + (1 << 24)
        for _ in range(_MOST_STEPS):
            kind, size = HEADER.unpack(self._read(HEADER.size, clock))
            if size > most:
                self.kill()
                raise OverSizeError
            answer = Answer(kind, self._read(size, clock))
            if kind != b"t":
                return answer
            clock.wind(min(_LONGEST_STEP, int(json.loads(answer.body)["seconds"])))
        raise OverTimeError(idle=False)

    def end(self) -> None:
        """End it and remove its folder; safe to call twice and from another thread."""
        self.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self) -> None:
        """Kill it and every program that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    @staticmethod
    def _descriptor(stream: Any) -> int:
        return int(stream.fileno())

    def _read(self, size: int, clock: _Clock) -> bytes:
        descriptor = self._descriptor(self._process.stdout)
        body = bytearray()
        while len(body) < size:
            left = clock.left()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                idle = clock.idle()
                self.kill()
                raise OverTimeError(idle=idle)
            block = os.read(descriptor, min(1 << 20, size - len(body)))
            if not block:
                raise DiedError(self._status())
            body += block
        return bytes(body)

    def _status(self) -> str:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.kill()
            return "exit"
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
        return f"exit {code}"

    def _cpu_seconds(self) -> float:
        try:
            numbers = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return sum(map(int, numbers[11:15])) / os.sysconf("SC_CLK_TCK")


class _Clock:
    """The time left for a step, and whether the processor was used meanwhile."""

    def __init__(self, seconds: int, cpu: Callable[[], float]) -> None:
        self._cpu = cpu
        self.wind(seconds)

    def wind(self, seconds: int) -> None:
        self._seconds = seconds
        self._until = time.monotonic() + seconds
        self._cpu_before = self._cpu()

    def left(self) -> float:
        return self._until - time.monotonic()

    def idle(self) -> bool:
        return self._cpu() - self._cpu_before < self._seconds / 2


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours but where the modules are; one thread a process, or the cores fight each other."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "OMP_THREAD_LIMIT": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }
