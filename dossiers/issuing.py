"""Exports on order: a queue of files to be made, one at a time, each made whole or not at all."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import DatabaseUnavailable, DiskFull, HomeLocked, TooLarge, VecheError
from catalog.home import Home
from catalog.issues import ExportJob, ExportState, IssuedFile
from catalog.originals import OriginalFiles
from catalog.unit_of_work import UnitOfWork
from dossiers.closed_since import closed_at, is_over
from dossiers.exports.all import FORMATS
from dossiers.exports.formats import Format
from dossiers.making import (
    LIMITS,
    Limits,
    Shelf,
    format_named,
    make,
    stored_name,
    sweep_temporary,
)
from dossiers.publication import Progress, from_json

LOCK = "exports"
MOST_ATTEMPTS = 3
DAYS = 30
_MOST_LOOKED_AT = 1000
_BETWEEN_SECONDS = 0.5  # progress is written no more often
_UNEXPECTED = "Сделать файл не удалось: ошибка программы записана в её журнал."


@dataclass(frozen=True, slots=True)
class Issuing:
    """What makes files.

    Attributes:
        home: its folder of exports and its locks.
        database: the catalogue.
        originals: files as received.
        clock: now.
        export_days: how long a made file can be fetched.
        formats: by name.
        limits: of one file.
        failed: told of an error that nobody expected, with its job.
    """

    home: Home
    database: Database
    originals: OriginalFiles
    clock: Clock
    export_days: int = DAYS
    formats: Mapping[str, Format] = field(default_factory=lambda: FORMATS)
    limits: Limits = LIMITS
    failed: Callable[[ExportJob, Exception], object] = lambda _job, _error: None

    @property
    def shelf(self) -> Shelf:
        """Where files are made."""
        return Shelf(self.database, self.originals, self.home.exports, self.clock, self.formats, self.limits)

    def lock(self) -> AbstractContextManager[None]:
        """One maker of files at a time.

        Raises:
            HomeLocked: another one is at work.
        """
        return self.home.lock(LOCK)

    def path(self, job: ExportJob) -> Path | None:
        """Where the file of a job lies, or None while it does not (any more)."""
        if job.state is not ExportState.READY or not job.file:
            return None
        found = self.home.exports / job.file
        return found if found.is_file() else None


class _Stopped(Exception):  # noqa: N818 - it ends a job that will be begun anew
    """The program is asked to end."""


def order_export(
    work: UnitOfWork, publication: int, format: str, *, requested_by: str, clock: Clock
) -> ExportJob:
    """Ask for a file; one that is waiting, being made or ready already is the answer.

    Raises:
        NotFound: there is no such publication or format.
    """
    format_named(format)
    issue = work.publications.require(publication)
    live = work.exports.live(publication, format)
    if live is not None and is_closed_since(work, live):
        work.exports.expire(live.id)
    elif live is not None and (live.expires is None or live.expires > clock.now()):
        return live
    return work.exports.add(
        publication,
        format,
        total=issue.entries,
        token=secrets.token_urlsafe(24),
        requested_by=requested_by,
        moment=clock.now(),
    )


def is_closed_since(work: UnitOfWork, job: ExportJob) -> bool:
    """Whether a document that a ready file tells of was withdrawn or closed after the file was begun."""
    if job.state is not ExportState.READY:
        return False
    return is_over(job, closed_at(work, from_json(work.publications.content(job.publication))))


def make_waiting(office: Issuing, stopping: threading.Event) -> int:
    """Make all files that are waited for; how many jobs came to an end: none where another is at work.

    What a killed process had begun is begun anew; a job that was killed ``MOST_ATTEMPTS`` times is given up.

    Args:
        office: what makes them.
        stopping: set when the program shall end; the job at hand waits again then.
    """
    try:
        with office.lock():
            return _drain(office, stopping)
    except HomeLocked:
        return 0


def _drain(office: Issuing, stopping: threading.Event) -> int:
    sweep_temporary(office.home.exports)
    with office.database.write() as work:
        for left in work.exports.take_up_again():
            if left.attempts >= MOST_ATTEMPTS:
                reason = f"Файл начинали делать {left.attempts} раза, и каждый раз программа прерывалась."
                work.exports.fail(left.id, "interrupted", reason, office.clock.now())
    done = 0
    while not stopping.is_set():
        with office.database.write() as work:
            waiting = work.exports.next_waiting()
            job = None if waiting is None else work.exports.begin(waiting.id, office.clock.now())
        if job is None:
            break
        if not _work_on(office, job, stopping):
            break
        done += 1
    return done


def _work_on(office: Issuing, job: ExportJob, stopping: threading.Event) -> bool:
    """Bring one job to its end; False when it was left for later."""
    try:
        issued = make(office.shelf, job.publication, job.format, _progress(office, job, stopping))
    except _Stopped:
        with office.database.write() as work:
            work.exports.give_back(job.id)
        return False
    except DatabaseUnavailable:
        raise  # it stays as being worked on, and is begun anew
    except VecheError as error:
        _give_up(office, job, _code_of(error), _sentence(error))
    except Exception as error:  # noqa: BLE001 - one file that cannot be made does not hold up the others
        office.failed(job, error)
        _give_up(office, job, "unexpected", _UNEXPECTED)
    else:
        expires = office.clock.now() + timedelta(days=office.export_days)
        with office.database.write() as work:
            work.exports.finish(job.id, stored_name(issued), issued, expires)
    return True


def _progress(office: Issuing, job: ExportJob, stopping: threading.Event) -> Progress:
    told = [time.monotonic()]

    def show(done: int, total: int) -> None:
        if stopping.is_set():
            raise _Stopped
        if time.monotonic() - told[0] < _BETWEEN_SECONDS:
            return
        told[0] = time.monotonic()
        with office.database.write(durable=False) as work:
            work.exports.show_progress(job.id, done, total)

    return show


def _give_up(office: Issuing, job: ExportJob, code: str, reason: str) -> None:
    with office.database.write() as work:
        work.exports.fail(job.id, code, reason, office.clock.now())


def _code_of(error: VecheError) -> str:
    codes = ((TooLarge, "too-large"), (DiskFull, "disk-full"))
    return next((code for kind, code in codes if isinstance(error, kind)), "not-made")


def _sentence(error: VecheError) -> str:
    return f"{error} {error.hint}".strip()


def remove_expired(office: Issuing) -> int:
    """Remove files whose time has passed, and those that no job offers for as long; how many jobs ended.

    The time of a file is over too when a document that it tells of was closed since.
    Nothing is removed that another job still offers, or that is being made.
    """
    try:
        with office.lock():
            return _remove_expired(office)
    except HomeLocked:
        return 0


def _remove_expired(office: Issuing) -> int:
    now = office.clock.now()
    with office.database.read() as work:
        ready, _total = work.exports.page(ExportState.READY, _MOST_LOOKED_AT)
        closed = [job for job in ready if is_closed_since(work, job)]
    with office.database.write() as work:
        over = list({job.id: job for job in (*work.exports.over(now), *closed)}.values())
        for job in over:
            work.exports.expire(job.id)
        offered = work.exports.files()
    for job in over:
        if job.file not in offered:
            (office.home.exports / job.file).unlink(missing_ok=True)
    oldest = (now - timedelta(days=office.export_days)).timestamp()
    for path in office.home.exports.iterdir():
        if path.is_file() and path.name not in offered and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
    return len(over)


def make_file(  # noqa: PLR0913 - of what, which, where to, and by which clock
    database: Database,
    originals: OriginalFiles,
    publication: int,
    format: str,
    folder: Path,
    *,
    clock: Clock,
    progress: Progress | None = None,
) -> IssuedFile:
    """Make a file now, in a folder, under ``stored_name`` of what is returned.

    Raises:
        NotFound: there is no such publication or format.
        VecheError: it cannot be made; the sentence says why.
    """
    return make(Shelf(database, originals, folder, clock), publication, format, progress)
