"""The pool of reading processes: what the road and ``describe`` call."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import queue
import secrets
import shutil
import stat
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any, Self

from extraction.process import Answer, DiedError, OverSizeError, OverTimeError, ReadingProcess
from extraction.protocol import Archive, Contents, Limits, Outcome, Refused, Table, WordBox
from extraction.reasons import Refusal
from extraction.sniff import PDF
from extraction.wire import BrokenAnswerError, unpack, unpack_boxes, unpack_contents, unpack_tables

DOCUMENTS_PER_WORKER = 300
_TRIES = 2
_CPU_SIGNALS = ("SIGXCPU",)
_KINDS = (
    (stat.S_ISDIR, "folder"),
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISBLK, "device"),
    (stat.S_ISCHR, "device"),
)


class ExtractionPool:
    """Reads files in processes that may die: any number of threads may call ``extract`` at once.

    A process is replaced when it dies, when it has grown, and after some hundred documents. A file that
    kills its process is tried once more in a new one; a file that goes over a limit is not.
    """

    def __init__(self, workers: int, limits: Limits, scratch: Path, *, ocr: bool = True) -> None:
        """Make the pool; processes start when they are first needed.

        Args:
            workers: how many files are read at once.
            limits: what one file may use.
            scratch: folder on a disk with room; leftovers of pools that are gone are removed from it.
            ocr: whether scans and pictures are recognised where the program for it is installed.
        """
        scratch.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(scratch)
        self._limits = limits
        self._ocr = ocr
        self._folder = scratch / f"extraction-{os.getpid()}-{secrets.token_hex(4)}"
        self._folder.mkdir(mode=0o700)
        self._lock_file = os.open(self._folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock_file, fcntl.LOCK_EX)
        self._starter = ThreadPoolExecutor(1, "extraction-starter")
        self._places: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._processes: dict[int, ReadingProcess] = {}
        self._guard = Lock()
        self._closed = False
        for place in range(max(1, workers)):
            self._places.put(place)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def extract(self, path: Path, name: str) -> Outcome:
        """Read one file; see ``protocol.Extraction``.

        Args:
            path: where the bytes are.
            name: the name that a person gave it (its suffix is a hint only).

        Returns:
            An outcome, whatever the file holds. The folder of an ``Archive`` belongs to the caller from
            then on.
        """
        if refused := _not_readable(path):
            return refused
        answer = self._ask(path, {"task": "extract", "name": name})
        return answer if not isinstance(answer, bytes) else Refused(Refusal.DAMAGED)

    def attachments(self, path: Path) -> Archive | Refused:
        """What is attached to a letter (EML, MSG) or lies inside a PDF; ``extract`` reads the letter itself.

        Args:
            path: where the bytes are.

        Returns:
            The files as members, under the names and limits of archives; none for a file without any. Its
            folder belongs to the caller, who deletes it.
        """
        if refused := _not_readable(path):
            return refused
        answer = self._ask(path, {"task": "attachments"})
        return answer if isinstance(answer, Archive | Refused) else Refused(Refusal.DAMAGED)

    def render_page(self, path: Path, page: int, width: int) -> bytes | Refused:
        """A page of a PDF or an image as PNG.

        Args:
            path: where the bytes are.
            page: from 1.
            width: in pixels, at most 4000.

        Returns:
            The PNG, or why there is none.
        """
        return self._asked_of(path, {"task": "render", "page": page, "width": width})

    def tables(
        self, path: Path, media_type: str, pages: Sequence[int] | None = None
    ) -> tuple[Table, ...] | Refused:
        """The tables of a document, put together over its pages; slow for long PDFs: for the background.

        Args:
            path: where the bytes are.
            media_type: as ``extract`` told it; ``""`` to find it again.
            pages: only tables that stand on these, from 1; a table is then known from them alone in a PDF.

        Returns:
            The tables in their order, none for pages that are not read yet, or why there are none.
        """
        asked = {"task": "tables", "media_type": media_type, "pages": list(pages) if pages else None}
        answer = self._asked_of(path, asked)
        if isinstance(answer, Refused):
            return answer
        try:
            return unpack_tables(answer)
        except BrokenAnswerError:
            return Refused(Refusal.WORKER_DIED, {"signal": "answer"})

    def word_boxes(self, path: Path, media_type: str, page: int, text: str = "") -> tuple[WordBox, ...]:
        """Where the words of a page's text layer stand; those of recognised pages are kept with their text.

        Args:
            path: where the bytes are.
            media_type: as ``extract`` told it; only PDF has places.
            page: from 1.
            text: the page's text as it is kept: offsets are told in it.

        Returns:
            The words in the order of the page, none where it has no layer or cannot be read.
        """
        if media_type != PDF:
            return ()
        answer = self._asked_of(path, {"task": "boxes", "page": page, "text": text})
        if isinstance(answer, Refused):
            return ()
        try:
            return unpack_boxes(answer)
        except BrokenAnswerError:
            return ()

    def contents(self, path: Path, media_type: str) -> Contents | None:
        """What a document calls its pages and its own table of contents.

        Args:
            path: where the bytes are.
            media_type: as ``extract`` told it; only PDF has them.

        Returns:
            Both, empty where the file has none; None where it could not be read.
        """
        if media_type != PDF:
            return Contents()
        answer = self._asked_of(path, {"task": "contents"})
        if isinstance(answer, Refused):
            return None
        try:
            return unpack_contents(answer)
        except BrokenAnswerError:
            return None

    def close(self) -> None:
        """End the processes at once and remove their folders; who waits gets ``Refused("stopped")``."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
            processes = list(self._processes.values())
            self._processes.clear()
        for process in processes:
            process.end()
        self._starter.shutdown()
        shutil.rmtree(self._folder, ignore_errors=True)
        os.close(self._lock_file)

    def _asked_of(self, path: Path, request: dict[str, Any]) -> bytes | Refused:
        """What a reading process makes of a file other than its text."""
        if refused := _not_readable(path):
            return refused
        answer = self._ask(path, request)
        return answer if isinstance(answer, bytes | Refused) else Refused(Refusal.DAMAGED)

    def _ask(self, path: Path, request: dict[str, Any]) -> Outcome | bytes:
        place = self._places.get()
        try:
            outcome: Outcome | bytes | DiedError = DiedError("")
            for _ in range(_TRIES):
                outcome = self._try(place, path, request)
                if not isinstance(outcome, DiedError):
                    return outcome
            if str(outcome) == "SIGABRT":  # so end the libraries that can get no more memory
                return self._over("memory", self._limits.memory_mib)
            may_pass = str(outcome) == "SIGKILL" or str(outcome).startswith("exit")
            return Refused(Refusal.WORKER_DIED, {"signal": str(outcome)}, retry=may_pass)
        finally:
            self._places.put(place)

    def _try(self, place: int, path: Path, request: dict[str, Any]) -> Outcome | bytes | DiedError:
        try:
            process = self._process_at(place)
            if process is not None:
                return self._outcome(process, process.ask(path, request))
            failure: Refused | DiedError = Refused(Refusal.STOPPED, retry=True)
        except (DiedError, BrokenAnswerError) as error:
            failure = self._after_death(error)
        except OverTimeError as error:
            failure = self._over("wall", self._limits.wall_seconds, retry=error.idle)
        except OverSizeError:
            failure = self._over("output", self._limits.output_chars)
        except (OSError, ValueError) as error:  # no process to be had, or ended by close() meanwhile
            code = Refusal.NO_SPACE if getattr(error, "errno", 0) == errno.ENOSPC else Refusal.WORKER_DIED
            failure = Refused(code, {"signal": type(error).__name__}, retry=True)
        self._dismiss(place)
        return Refused(Refusal.STOPPED, retry=True) if self._closed else failure

    def _after_death(self, error: DiedError | BrokenAnswerError) -> Refused | DiedError:
        if isinstance(error, BrokenAnswerError):
            return DiedError("answer")
        if error.status in _CPU_SIGNALS:
            return self._over("cpu", self._limits.cpu_seconds)
        return error

    @staticmethod
    def _over(limit: str, value: int, *, retry: bool = False) -> Refused:
        return Refused(Refusal.OVER_LIMIT, {"limit": limit, "value": str(value)}, retry=retry)

    def _outcome(self, process: ReadingProcess, answer: Answer) -> Outcome | bytes:
        if answer.kind == b"b":
            return answer.body
        folder = self._folder / f"unpacked-{secrets.token_hex(6)}"
        unpacked = process.own / "members"
        if unpacked.is_dir() and not unpacked.is_symlink():
            unpacked.rename(folder)
        outcome = unpack(answer.body, folder)
        if not isinstance(outcome, Archive):
            shutil.rmtree(folder, ignore_errors=True)
        return outcome

    def _process_at(self, place: int) -> ReadingProcess | None:
        with self._guard:
            process = self._processes.get(place)
        if process and (process.served >= DOCUMENTS_PER_WORKER or not process.alive()):
            self._dismiss(place)
            process = None
        if process:
            return process
        folder = self._folder / f"worker-{place}-{secrets.token_hex(4)}"
        with self._guard:
            if self._closed:
                return None
            process = self._starter.submit(ReadingProcess, folder, self._limits, ocr=self._ocr).result()
            self._processes[place] = process
            return process

    def _dismiss(self, place: int) -> None:
        with self._guard:
            process = self._processes.pop(place, None)
        if process:
            process.end()


def _not_readable(path: Path) -> Refused | None:
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
            return None
    except FileNotFoundError:
        return Refused(Refusal.GONE, retry=True)
    except OSError as error:
        return Refused(Refusal.UNREADABLE, {"detail": errno.errorcode.get(error.errno or 0, "")}, retry=True)
    kind = next((name for test, name in _KINDS if test(mode)), "")
    return Refused(Refusal.NOT_A_FILE, {"kind": kind})


def _remove_leftovers(scratch: Path) -> None:
    """Folders of pools whose owner is dead: nobody holds their lock."""
    for folder in scratch.glob("extraction-*"):
        try:
            descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(descriptor)
