"""What was closed since it was published is named by no later file, and earlier files are over."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from catalog.clock import Clock
from catalog.database import Database
from catalog.errors import VecheError
from catalog.home import Home
from catalog.issues import ExportState, Issue, IssuedFile
from catalog.originals import OriginalFiles
from dossiers.closed_since import StillOpen, without_closed
from dossiers.editing import add_records, remove_records
from dossiers.exports.all import FORMATS
from dossiers.issuing import Issuing, is_closed_since, make_file, order_export, remove_expired
from dossiers.making import stored_name
from dossiers.publication import Publication, from_json
from dossiers.publishing import Imprint, publish, publish_record
from tests.dossiers.stock import NOW, STOPPED, TODAY, act, article, closed, hand, selection
from tests.dossiers.test_publishing import repealing

SAID = Imprint("Библиотека", TODAY, NOW)
SECRET = "О помощи семье Петровых"
NAMES = [name for name in FORMATS if name != "pdf"]
LATER = Clock(ZoneInfo("Europe/Moscow"))
ISSUED = IssuedFile(0, 0, "html", "Досье.html", 1, "ab" * 32, "1", NOW)


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


def issue_of(database: Database, *more: str) -> tuple[Issue, int, int]:
    """An issue of two acts and an article of a secret author; its first act is the secret."""
    with database.write() as work:
        numbers = work.records.add_many(
            [act(SECRET, "77-с"), act(number="13"), *(article(one) for one in more)]
        )
        saved = selection(work)
        saved = add_records(work, saved.id, numbers, hand(saved))
        return publish(work, saved.id, hand(saved), SAID), saved.id, numbers[0]


def content(database: Database, issue: Issue) -> Publication:
    with database.read() as work:
        return without_closed(work, from_json(work.publications.content(issue.id)))


def test_nothing_closed_changes_nothing(database: Database) -> None:
    issue, _, _ = issue_of(database)
    assert type(content(database, issue)) is Publication


def test_of_a_closed_document_the_number_alone_is_left_under_the_code_of_the_whole(
    database: Database,
) -> None:
    issue, _, secret = issue_of(database, "Дорога")
    with database.write() as work:
        closed(work, secret)
    left = content(database, issue)
    assert isinstance(left, StillOpen)
    assert left.code == issue.code
    first, second, third = left.entries
    assert (first.position, first.record, first.withheld, first.files, first.text) == (
        1,
        secret,
        "held",
        (),
        None,
    )
    assert SECRET not in str(left)
    assert "77-с" not in str(left)
    assert [second.title, third.title] == ["О бюджете", "Дорога"]


@pytest.mark.parametrize("name", NAMES)
def test_no_file_made_later_names_it(database: Database, tmp_path: Path, name: str) -> None:
    issue, number, secret = issue_of(database)
    with database.write() as work:
        saved = work.selections.get(number)
        assert saved is not None
        saved = remove_records(work, number, [secret], hand(saved))
        after = publish(work, number, hand(saved), SAID)
        closed(work, secret)
    originals = OriginalFiles(tmp_path, tmp_path)
    for one in (issue, after):
        made = make_file(database, originals, one.id, name, tmp_path, clock=STOPPED)
        told = text_of(tmp_path / stored_name(made))
        assert SECRET not in told
        assert "77-с" not in told


def text_of(path: Path) -> str:
    """All that a file holds as text, members of an archive one behind the other."""
    if not zipfile.is_zipfile(path):
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_an_issue_of_which_nothing_is_open_any_more_makes_no_file(database: Database, tmp_path: Path) -> None:
    with database.write() as work:
        number = work.records.add(act())
        saved = selection(work)
        saved = add_records(work, saved.id, [number], hand(saved))
        issue = publish(work, saved.id, hand(saved), SAID)
        work.records.withdraw(number, "По письму", actor="Иванова")
    with pytest.raises(VecheError, match="закрыто для читателей"):
        make_file(database, OriginalFiles(tmp_path, tmp_path), issue.id, "html", tmp_path, clock=STOPPED)


def test_what_went_because_it_was_closed_is_not_named_by_the_next_issue(database: Database) -> None:
    _, number, secret = issue_of(database)
    with database.write() as work:
        closed(work, secret)
        saved = work.selections.get(number)
        assert saved is not None
        after = publish(work, number, hand(saved), SAID)
        told = from_json(work.publications.content(after.id))
    (change,) = told.changes
    assert (change.what, change.record) == ("went", secret)
    assert SECRET not in str(told)


def test_an_act_closed_since_is_not_named_as_a_cause(database: Database) -> None:
    with database.write() as work:
        budget, ending = work.records.add_many([act(), repealing()])  # type: ignore[list-item]
        saved = selection(work)
        saved = add_records(work, saved.id, [budget], hand(saved))
        issue = publish(work, saved.id, hand(saved), SAID)
        closed(work, ending)
    (entry,) = content(database, issue).entries
    words = entry.status_words.replace("\xa0", " ")
    assert words == "утратило силу с 2 июня 2025 г.; библиотекарем не подтверждено"


def test_a_file_made_before_is_over_and_the_next_order_makes_another(database: Database) -> None:
    issue, _, secret = issue_of(database)

    def ready() -> int:
        with database.write() as work:
            job = order_export(work, issue.id, "html", requested_by="", clock=LATER)
            if job.state is not ExportState.READY:
                work.exports.begin(job.id, LATER.now())
                issued = replace(ISSUED, publication=issue.id, made=LATER.now())
                work.exports.finish(job.id, "f.html", issued, LATER.now() + timedelta(days=30))
            return job.id

    first = ready()
    assert ready() == first
    with database.write() as work:
        closed(work, secret)
        job = work.exports.require(first)
        assert is_closed_since(work, job)
    second = ready()
    assert second != first
    assert ready() == second
    with database.read() as work:
        assert work.exports.require(first).state is ExportState.EXPIRED
        assert not is_closed_since(work, work.exports.require(second))


def test_a_file_that_is_over_is_taken_off_the_disk(database: Database, tmp_path: Path) -> None:
    issue, _, secret = issue_of(database)
    home = Home(tmp_path)
    home.exports.mkdir()
    kept, over = (home.exports / name for name in ("kept.html", "over.html"))
    with database.write() as work:
        other = publish_record(work, secret + 1, SAID, actor="Иванова")
        for one, path in ((other, kept), (issue, over)):
            path.write_text("файл")
            job = order_export(work, one.id, "html", requested_by="", clock=LATER)
            work.exports.begin(job.id, LATER.now())
            issued = replace(ISSUED, publication=one.id, made=LATER.now())
            work.exports.finish(job.id, path.name, issued, LATER.now() + timedelta(days=30))
        closed(work, secret)
    (home.path / "locks").mkdir()
    office = Issuing(home, database, OriginalFiles(tmp_path, tmp_path), LATER)
    assert remove_expired(office) == 1
    assert (kept.exists(), over.exists()) == (True, False)
