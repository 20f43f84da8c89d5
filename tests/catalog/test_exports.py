"""Exports: a queue of jobs, each with its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from catalog.database import Database
from catalog.errors import NotFound
from catalog.issues import ExportJob, ExportState, IssuedFile
from catalog.unit_of_work import UnitOfWork
from tests.catalog.test_publications import NOW, new


def ordered(work: UnitOfWork, format: str = "pdf", code: str = "A1", token: str = "") -> ExportJob:
    publication = work.publications.add(new(code=code)).id
    token = token or f"{code}-{format}-{len(work.exports.of_publication(publication))}"
    return work.exports.add(publication, format, total=3, token=token, requested_by="Иванова", moment=NOW)


def finished(work: UnitOfWork, job: ExportJob, days: int = 30) -> ExportJob:
    issued = IssuedFile(0, job.publication, job.format, "Бюджет.pdf", 10, "ab" * 32, "veche 1", NOW)
    return work.exports.finish(job.id, "1.pdf", issued, NOW + timedelta(days=days))


def test_a_job_waits_is_worked_on_and_is_ready(database: Database) -> None:
    with database.write() as work:
        job = ordered(work)
        assert (job.state, job.done, job.total, job.attempts) == (ExportState.WAITING, 0, 3, 0)
        assert work.exports.next_waiting() == job
        begun = work.exports.begin(job.id, NOW)
        assert (begun.state, begun.started, begun.attempts) == (ExportState.WORKING, NOW, 1)
        assert work.exports.next_waiting() is None
        work.exports.show_progress(job.id, 2, 4)
        found = work.exports.by_token(job.token)
        assert found is not None
        assert (found.done, found.total) == (2, 4)
        ready = finished(work, job)
        assert (ready.state, ready.file, ready.name, ready.done) == (
            ExportState.READY, "1.pdf", "Бюджет.pdf", 4,
        )  # fmt: skip
        assert work.exports.files() == {"1.pdf"}


def test_the_oldest_job_is_the_next_one(database: Database) -> None:
    with database.write() as work:
        first, second = ordered(work), ordered(work, code="A2")
        assert work.exports.next_waiting() == first
        work.exports.begin(first.id, NOW)
        assert work.exports.next_waiting() == second


def test_a_job_of_a_dead_worker_waits_again(database: Database) -> None:
    with database.write() as work:
        job = ordered(work)
        work.exports.begin(job.id, NOW)
        assert [one.id for one in work.exports.take_up_again()] == [job.id]
        again = work.exports.next_waiting()
        assert again is not None
        assert (again.id, again.attempts) == (job.id, 1)
        assert work.exports.take_up_again() == []


def test_what_failed_or_expired_is_ordered_anew(database: Database) -> None:
    with database.write() as work:
        job = ordered(work)
        assert work.exports.live(job.publication, "pdf") == job
        assert work.exports.live(job.publication, "docx") is None
        failed = work.exports.fail(job.id, "disk-full", "На диске мало места.", NOW)
        assert (failed.state, failed.reason_code, failed.finished) == (ExportState.FAILED, "disk-full", NOW)
        assert work.exports.live(job.publication, "pdf") is None
        again = finished(work, ordered(work, token="другой"))
        assert work.exports.live(job.publication, "pdf") == again
        assert work.exports.over(NOW + timedelta(days=29)) == []
        assert work.exports.over(NOW + timedelta(days=30)) == [again]
        work.exports.expire(again.id)
        assert work.exports.live(job.publication, "pdf") is None
        assert work.exports.over(NOW + timedelta(days=31)) == []
        assert work.exports.files() == set()
        assert [one.id for one in work.exports.of_publication(job.publication)] == [again.id, job.id]


def test_jobs_are_listed_by_state(database: Database) -> None:
    with database.write() as work:
        first, second = ordered(work), ordered(work, code="A2")
        work.exports.begin(first.id, NOW)
        assert work.exports.page(ExportState.WAITING) == ([second], 1)
        assert [one.id for one in work.exports.page(limit=1)[0]] == [second.id]
        assert work.exports.page()[1] == 2
        with pytest.raises(NotFound):
            work.exports.require(99)
