"""One reading process as its owner sees it: started, asked, timed, killed."""

from __future__ import annotations

import contextlib
import errno
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
_SECONDS_A_PAGE = 60
"""How long all recognised pages may take on the average: a process that only asks for time is ended."""
_LOOK_SECONDS = 2.0
_LEAST_FREE = 128 << 20
"""Bytes free on the disk of scratch below which a reading is ended: so much goes into no honest page."""


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
            folder: made here, removed by ``end``: ``own``, the only place where it may write, and ``given``,
                what it is to read, the only place where it sees files of ours.
            limits: what it may use for one file.
            ocr: whether it may recognise scans.
        """
        self.own, self._given = folder / "own", folder / "given"
        for place in (folder, self.own, self._given):
            place.mkdir(mode=0o700, parents=True)
        self.folder = folder
        self.served = 0
        self._limits = limits
        orders = {
            "folder": str(self.own),
            "given": str(self._given),
            "limits": asdict(limits),
            "ocr": ocr,
            "parent": os.getpid(),
        }
        self._process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
            [sys.executable, "-P", "-m", "extraction.worker", json.dumps(orders)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.own,
            env=_environment(self.own),
            start_new_session=True,
            bufsize=0,
        )

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    def ask(self, path: Path, request: dict[str, Any]) -> Answer:
        """Give it a file, send a request about it and wait for the answer.

        Raises:
            DiedError: it ended meanwhile.
            OverTimeError: it took longer than the limit and is ended.
            OverSizeError: it answered more than the limit and is ended.
            OSError: the file cannot be given, or the disk of scratch is full.
        """
        given = self._given / f"{self.served:06d}"
        self.served += 1
        _give(path, given)
        try:
            return self._asked(json.dumps({**request, "path": str(given)}).encode())
        finally:
            given.unlink(missing_ok=True)

    def _asked(self, body: bytes) -> Answer:
        with contextlib.suppress(BrokenPipeError):
            os.write(self._descriptor(self._process.stdin), HEADER.pack(b"r", len(body)) + body)
        clock = _Clock(self._limits.wall_seconds, self._cpu_seconds)
        most = self._limits.output_chars * 4 + (1 << 24)
        last = time.monotonic() + self._limits.wall_seconds + self._limits.ocr_pages * _SECONDS_A_PAGE
        while time.monotonic() < last:
            kind, size = HEADER.unpack(self._read(HEADER.size, clock))
            if size > most:
                self.kill()
                raise OverSizeError
            answer = Answer(kind, self._read(size, clock))
            if kind != b"t":
                return answer
            clock.wind(_plea(answer.body))
        self.kill()
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
            if left <= 0:
                idle = clock.idle()
                self.kill()
                raise OverTimeError(idle=idle)
            if not select.select([descriptor], [], [], min(left, _LOOK_SECONDS))[0]:
                self._watch_disk()
                continue
            block = os.read(descriptor, min(1 << 20, size - len(body)))
            if not block:
                raise DiedError(self._status())
            body += block
        return bytes(body)

    def _watch_disk(self) -> None:
        free = shutil.disk_usage(self.folder).free
        if free < _LEAST_FREE:
            self.kill()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

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


def _plea(body: bytes) -> int:
    """Seconds that it asks for, within reason."""
    try:
        return max(1, min(_LONGEST_STEP, int(json.loads(body)["seconds"])))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise DiedError("answer") from error


def _give(path: Path, given: Path) -> None:
    """Put a file where the process sees it: by another name of it where that is possible, else by a copy.

    The process cannot write to it there. A name costs nothing; on another disk, or for another user's file,
    it takes a copy.
    """
    with contextlib.suppress(OSError):
        os.link(path.resolve(), given)
        return
    with path.open("rb") as source, given.open("xb") as target:
        shutil.copyfileobj(source, target, 1 << 20)


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
