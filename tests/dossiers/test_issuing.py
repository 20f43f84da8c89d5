"""Files on order: each is made whole from what is still open, or not at all, and the reason is told."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from catalog.database import Database
from catalog.errors import DiskFull, NotFound, StorageError, VecheError
from catalog.home import Home
from catalog.issues import ExportJob, ExportState, Issue
from catalog.originals import OriginalFiles
from dossiers import issuing, making
from dossiers.contents import HeldContents
from dossiers.editing import add_records
from dossiers.exports.formats import Format, Shape
from dossiers.issuing import Issuing, make_file, make_waiting, order_export, remove_expired
from dossiers.making import Limits, stored_name
from dossiers.publication import Contents, HeldFile, Progress, Publication, from_json
from dossiers.publishing import Imprint, publish
from tests.dossiers.stock import NOW, STOPPED, TODAY, StoppedClock, act, article, closed, hand, selection

ROOT = Path(__file__).resolve().parents[2]
CALM = threading.Event()


def write_plain(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
    """A format of the tests: texts and originals, one behind the other."""
    with target.open("wb") as written:
        for at, entry in enumerate(publication.entries, 1):
            for page in contents.pages(entry) or ():
                written.write(page.encode() + b"\n")
            for file in entry.files:
                path = contents.original(file)
                written.write(path.read_bytes() if path else b"-")
            progress(at, len(publication.entries))


PLAIN = {name: Format(name, f".{name}", "text/plain", write_plain) for name in ("pdf", "zip")}


@dataclass(frozen=True)
class Desk:
    """A home with one published dossier of two acts and an article."""

    office: Issuing
    issue: Issue
    records: tuple[int, ...]
    sha256: str

    @property
    def database(self) -> Database:
        return self.office.database

    def order(self, format: str = "pdf") -> ExportJob:
        with self.database.write() as work:
            return order_export(work, self.issue.id, format, requested_by="Иванова", clock=self.office.clock)

    def job(self, job: ExportJob) -> ExportJob:
        with self.database.read() as work:
            return work.exports.require(job.id)

    def drained(self, job: ExportJob) -> ExportJob:
        make_waiting(self.office, CALM)
        return self.job(job)

    def leftovers(self) -> list[str]:
        """What lies beside the files that jobs offer."""
        with self.database.read() as work:
            offered = work.exports.files()
        return sorted(path.name for path in self.office.home.exports.iterdir() if path.name not in offered)


@pytest.fixture
def desk(home: Home, tmp_path: Path, migrated_sqlite: bytes) -> Iterator[Desk]:
    home.database.write_bytes(migrated_sqlite)
    originals = OriginalFiles(home.originals, home.scratch)
    source = tmp_path / "реш.pdf"
    source.write_bytes(b"signed")
    sha256 = originals.put(source).sha256
    with Database.open(home.database_url) as database:
        with database.write() as work:
            work.originals.add(sha256, 6, "application/pdf", NOW)
            records = work.records.add_many(
                [
                    act(pages=("первый",), sha256=sha256, file_name="реш.pdf"),
                    act(number="13", pages=("второй",)),
                    article(pages=("тайна газеты",)),
                ]
            )
            saved = selection(work)
            saved = add_records(work, saved.id, records, hand(saved))
            issue = publish(work, saved.id, hand(saved), Imprint("Библиотека", TODAY, NOW))
        yield Desk(Issuing(home, database, originals, STOPPED, formats=PLAIN), issue, tuple(records), sha256)


def test_an_ordered_file_is_made_and_noted_as_issued(desk: Desk) -> None:
    job = desk.order()
    assert (job.state, job.total, len(job.token) >= 32) == (ExportState.WAITING, 3, True)
    ready = desk.drained(job)
    content = "первый\nsignedвторой\n".encode()
    path = desk.office.path(ready)
    assert path is not None
    assert path.read_bytes() == content
    assert (ready.state, ready.size, ready.sha256) == (
        ExportState.READY, len(content), hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    assert ready.name == "Досье «Бюджет района» выпуск 1 на 2026-03-05.pdf"
    assert ready.expires == NOW + timedelta(days=30)
    with desk.database.read() as work:
        (issued,) = work.publications.issued(desk.issue.id)
    assert (issued.sha256, issued.name, issued.made) == (ready.sha256, ready.name, NOW)
    assert issued.release.startswith("Вече ")
    assert stored_name(issued) == ready.file
    assert desk.leftovers() == []


def test_the_text_of_a_clipping_is_in_no_file(desk: Desk) -> None:
    path = desk.office.path(desk.drained(desk.order()))
    assert path is not None
    assert "тайна" not in path.read_text()


def test_the_same_order_is_one_job_until_it_expires_or_fails(desk: Desk) -> None:
    first = desk.order()
    assert desk.order().id == first.id
    assert desk.order("zip").id != first.id
    desk.drained(first)
    assert desk.order().id == first.id
    later = replace(
        desk, office=replace(desk.office, clock=StoppedClock(STOPPED.zone, TODAY, NOW + timedelta(days=31)))
    )
    assert later.order().id != first.id
    with desk.database.write() as work, pytest.raises(NotFound, match="doc"):
        order_export(work, desk.issue.id, "doc", requested_by="", clock=STOPPED)
    with desk.database.write() as work, pytest.raises(NotFound):
        order_export(work, 999, "pdf", requested_by="", clock=STOPPED)


def test_what_is_closed_after_publishing_is_in_no_later_file(desk: Desk) -> None:
    with desk.database.write() as work:
        closed(work, desk.records[0])
    path = desk.office.path(desk.drained(desk.order()))
    assert path is not None
    assert path.read_text() == "второй\n"


def test_a_text_is_given_only_as_it_was_published(desk: Desk) -> None:
    contents = HeldContents(desk.database, desk.office.originals)
    with desk.database.read() as work:
        published = from_json(work.publications.content(desk.issue.id))
    first, second, news = published.entries
    assert list(contents.pages(first) or ()) == ["первый"]
    assert contents.pages(replace(first, text_sha256="ab" * 32)) is None
    assert contents.pages(replace(first, text=second.text)) is None
    assert contents.pages(replace(news, withheld="", text=first.text, text_sha256=first.text_sha256)) is None
    assert contents.pages(replace(first, text=9999)) is None
    (file,) = first.files
    assert contents.original(file) == desk.office.originals.path(desk.sha256)
    assert contents.original(replace(file, sha256="../../etc")) is None
    desk.office.originals.path(desk.sha256).unlink()
    assert contents.original(file) is None


def test_a_picture_without_a_record_may_be_a_cover_and_nothing_else_without_one_is_issued(
    desk: Desk, tmp_path: Path
) -> None:
    contents = HeldContents(desk.database, desk.office.originals)
    for name, media_type, issued in (
        ("герб.png", "image/png", True),
        ("архив.zip", "application/zip", False),
    ):
        source = tmp_path / name
        source.write_bytes(name.encode())
        sha256 = desk.office.originals.put(source).sha256
        with desk.database.write() as work:
            work.originals.add(sha256, 8, media_type, NOW)
        assert (contents.original(HeldFile(sha256, "Обложка", 0, "", "cover")) is not None) == issued


def test_a_withdrawn_record_is_issued_again_when_it_is_restored(desk: Desk) -> None:
    with desk.database.write() as work:
        work.records.withdraw(desk.records[1], "Ошибка", actor="Иванова")
    contents = HeldContents(desk.database, desk.office.originals)
    with desk.database.read() as work:
        published = from_json(work.publications.content(desk.issue.id))
    assert contents.pages(published.entries[1]) is None
    with desk.database.write() as work:
        work.records.restore_withdrawn(desk.records[1], actor="Иванова")
    assert list(contents.pages(published.entries[1]) or ()) == ["второй"]


def failing(error: Exception) -> dict[str, Format]:
    def write(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
        target.write_bytes(b"half")
        raise error

    return {"pdf": Format("pdf", ".pdf", "application/pdf", write)}


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OSError(errno.ENOSPC, "no space"), "disk-full", "мало места"),
        (StorageError("Подлинник повреждён."), "not-made", "Подлинник повреждён."),
        (ValueError("slip"), "unexpected", "ошибка программы"),
    ],
)
def test_a_file_that_cannot_be_made_leaves_a_reason_and_nothing_else(
    desk: Desk, error: Exception, code: str, words: str
) -> None:
    told: list[Exception] = []
    office = replace(desk.office, formats=failing(error), failed=lambda _job, slip: told.append(slip))
    job = desk.order()
    assert make_waiting(office, CALM) == 1
    failed = desk.job(job)
    assert (failed.state, failed.reason_code) == (ExportState.FAILED, code)
    assert words in failed.reason
    assert (told == [error]) == (code == "unexpected")
    assert desk.leftovers() == []
    assert desk.order().id != job.id


@pytest.mark.parametrize("limits", [Limits(entries=2), Limits(pages=1), Limits(bytes=5)])
def test_what_is_over_the_limits_is_refused_before_it_is_written(desk: Desk, limits: Limits) -> None:
    job = desk.order("zip")
    make_waiting(replace(desk.office, limits=limits), CALM)
    failed = desk.job(job)
    assert (failed.state, failed.reason_code) == (ExportState.FAILED, "too-large")
    assert "слишком большим" in failed.reason


def test_a_disk_without_room_is_not_filled(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OriginalFiles, "free_bytes", lambda _self: 1 << 20)
    job = desk.order()
    failed = desk.drained(job)
    assert (failed.reason_code, desk.leftovers()) == ("disk-full", [])
    with pytest.raises(DiskFull, match="мало места"):
        make_file(
            desk.database,
            desk.office.originals,
            desk.issue.id,
            "csv",
            desk.office.home.exports,
            clock=STOPPED,
        )


def test_one_file_that_fails_does_not_hold_up_the_next(desk: Desk) -> None:
    formats = failing(ValueError("slip")) | {"zip": PLAIN["zip"]}
    first, second = desk.order(), desk.order("zip")
    assert make_waiting(replace(desk.office, formats=formats), CALM) == 2
    assert (desk.job(first).state, desk.job(second).state) == (ExportState.FAILED, ExportState.READY)


def test_a_stopped_maker_leaves_its_job_for_later(desk: Desk) -> None:
    stopping = threading.Event()

    def write(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
        stopping.set()
        write_plain(publication, contents, target, progress)

    office = replace(desk.office, formats={"pdf": replace(PLAIN["pdf"], write=write)})
    job = desk.order()
    assert make_waiting(office, stopping) == 0
    left = desk.job(job)
    assert (left.state, left.attempts, desk.leftovers()) == (ExportState.WAITING, 0, [])
    assert desk.drained(job).state is ExportState.READY


def test_progress_is_written_but_not_for_each_entry(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []

    def write(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
        for at in range(1, 4):
            progress(at, 3)
            with desk.database.read() as work:
                job = work.exports.of_publication(desk.issue.id)[0]
            seen.append((job.done, job.total))
        target.write_bytes(b"whole")

    office = replace(desk.office, formats={"pdf": replace(PLAIN["pdf"], write=write)})
    desk.order()
    make_waiting(office, CALM)
    assert seen == [(0, 3)] * 3
    monkeypatch.setattr(issuing, "_BETWEEN_SECONDS", 0.0)
    with desk.database.write() as work:
        work.exports.expire(work.exports.of_publication(desk.issue.id)[0].id)
    seen.clear()
    desk.order()
    make_waiting(office, CALM)
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_two_makers_exclude_one_another(desk: Desk) -> None:
    job = desk.order()
    with desk.office.lock():
        assert make_waiting(desk.office, CALM) == 0
        assert remove_expired(desk.office) == 0
    assert desk.drained(job).state is ExportState.READY


def test_expired_files_go_and_can_be_ordered_anew(desk: Desk) -> None:
    ready = desk.drained(desk.order())
    stray = desk.office.home.exports / "чужой.pdf"
    stray.write_bytes(b"old")
    old = (NOW - timedelta(days=60)).timestamp()
    os.utime(stray, (old, old))
    assert remove_expired(desk.office) == 0
    assert not stray.exists()
    assert desk.office.path(ready) is not None
    later = replace(desk.office, clock=StoppedClock(STOPPED.zone, TODAY, NOW + timedelta(days=30)))
    assert remove_expired(later) == 1
    gone = desk.job(ready)
    assert (gone.state, desk.office.path(gone), desk.leftovers()) == (ExportState.EXPIRED, None, [])
    again = desk.drained(desk.order())
    assert (again.id != ready.id, again.sha256) == (True, ready.sha256)
    with desk.database.read() as work:
        assert len(work.publications.issued(desk.issue.id)) == 1


def test_a_file_that_another_job_offers_does_not_go(desk: Desk) -> None:
    first = desk.drained(desk.order())
    later = replace(
        desk, office=replace(desk.office, clock=StoppedClock(STOPPED.zone, TODAY, NOW + timedelta(days=31)))
    )
    second = later.drained(later.order())
    assert (second.id != first.id, second.file) == (True, first.file)
    assert remove_expired(later.office) == 1
    assert later.office.path(second) is not None


def test_a_file_is_made_at_once_in_any_folder(desk: Desk, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    folder = tmp_path / "папка"
    folder.mkdir()
    issued = make_file(
        desk.database, desk.office.originals, desk.issue.id, "csv", folder, clock=STOPPED,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    (path,) = folder.iterdir()
    assert path.name == stored_name(issued)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == issued.sha256
    assert told[-1] == (3, 3)
    with pytest.raises(VecheError):
        make_file(desk.database, desk.office.originals, desk.issue.id, "doc", folder, clock=STOPPED)


def test_a_large_publication_may_have_another_shape(desk: Desk) -> None:
    shaped = replace(PLAIN["pdf"], shape_of=lambda _publication, _contents: Shape(".zip", "application/zip"))
    job = desk.order()
    make_waiting(replace(desk.office, formats={"pdf": shaped}), CALM)
    assert desk.job(job).name.endswith(".zip")
    assert desk.job(job).file.endswith(".zip")


def killed(what: str, desk: Desk) -> None:
    """Start the work in a process of its own and kill it in its midst."""
    command = [sys.executable, "-m", "tests.dossiers.killed", what, str(desk.office.home.path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.mark.slow
def test_kill_9_while_publishing_leaves_nothing_half_published(desk: Desk) -> None:
    with desk.database.write() as work:
        saved = work.selections.page()[0][0]
        record = work.records.add(act(number="14"))
        saved = add_records(work, saved.id, [record], hand(saved))
    killed("publish", desk)
    with desk.database.write() as work:
        assert work.publications.page()[1] == 1
        assert [
            one for one in work.audit.list() if one.action == "publish" and one.after.startswith("2")
        ] == []
        issue = publish(work, saved.id, hand(saved), Imprint("Библиотека", TODAY, NOW))
        assert issue.number == 2


@pytest.mark.slow
def test_kill_9_while_a_file_is_made_leaves_it_to_be_made(desk: Desk) -> None:
    job = desk.order()
    killed("export", desk)
    assert desk.job(job).state is ExportState.WORKING
    assert len(desk.leftovers()) == 1
    ready = desk.drained(job)
    assert (ready.state, ready.attempts, desk.leftovers()) == (ExportState.READY, 2, [])


def test_a_job_that_was_killed_again_and_again_is_given_up(desk: Desk) -> None:
    job = desk.order()
    with desk.database.write() as work:
        for _ in range(issuing.MOST_ATTEMPTS):
            work.exports.begin(job.id, NOW)
    failed = desk.drained(job)
    assert (failed.state, failed.reason_code) == (ExportState.FAILED, "interrupted")
    assert "3 раза" in failed.reason


def test_only_what_dead_processes_left_is_swept(desk: Desk) -> None:
    folder = desk.office.home.exports
    (folder / making._temporary_name()).mkdir()
    (folder / ".making-999999999-1-abcdef").mkdir()
    assert making.sweep_temporary(folder) == 1
    assert len(desk.leftovers()) == 1
