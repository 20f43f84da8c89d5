"""What readers save for once goes in time and can be checked for good; what the library published stays."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from catalog.database import Database
from catalog.home import Home
from catalog.issues import ExportState, Issue
from catalog.originals import OriginalFiles
from dossiers import one_off
from dossiers.checking import check_code, check_past, check_sha256
from dossiers.editing import add_records
from dossiers.issuing import Issuing, make_waiting, order_export, remove_expired
from dossiers.one_off import forget_one_off
from dossiers.publishing import Imprint, publish, publish_record, publish_search
from tests.dossiers.stock import NOW, STOPPED, TODAY, StoppedClock, act, hand, selection

ROOT = Path(__file__).resolve().parents[2]
SAID = Imprint("Библиотека", TODAY, NOW)
LATER = StoppedClock(STOPPED.zone, TODAY, NOW + timedelta(days=31))
DAYS = 30


@pytest.fixture
def office(home: Home, migrated_sqlite: bytes) -> Iterator[Issuing]:
    home.database.write_bytes(migrated_sqlite)
    with Database.open(home.database_url) as database:
        yield Issuing(home, database, OriginalFiles(home.originals, home.scratch), STOPPED)


def saved(office: Issuing, format: str = "csv") -> Issue:
    """A search that a reader has saved as a file."""
    with office.database.write() as work:
        records = work.records.add_many([act(), act(number="13")])
        issue = publish_search(work, records, SAID, title="слова читателя", address="/search?q=a", actor="")
        order_export(work, issue.id, format, requested_by="", clock=STOPPED)
    make_waiting(office, threading.Event())
    return issue


def later(office: Issuing) -> Issuing:
    return Issuing(office.home, office.database, office.originals, LATER)


def test_what_a_reader_saved_goes_with_its_words_and_can_still_be_checked(office: Issuing) -> None:
    issue = saved(office)
    with office.database.read() as work:
        (job,) = work.exports.of_publication(issue.id)
        (file,) = work.publications.issued(issue.id)
    path = office.home.exports / job.file
    assert path.is_file()
    assert forget_one_off(office.database, STOPPED, DAYS) == 0
    assert forget_one_off(office.database, LATER, DAYS) == 0  # its file can still be fetched
    assert remove_expired(later(office)) == 1
    assert forget_one_off(office.database, LATER, DAYS) == 1
    assert forget_one_off(office.database, LATER, DAYS) == 0
    assert not path.exists()
    with office.database.read() as work:
        assert check_code(work, issue.code) is None
        assert check_sha256(work, file.sha256) == ()
        for asked in (issue.code.lower(), file.sha256.upper(), f" {file.sha256} "):
            (past,) = check_past(work, asked)
            assert (past.code, past.sha256, past.format, past.made) == (issue.code, file.sha256, "csv", NOW)
        assert check_past(work, "0000-0000-0000") == check_past(work, "ab" * 32) == check_past(work, "") == ()
    with sqlite3.connect(office.home.database) as connection:
        kept = "\n".join(connection.iterdump())
    assert issue.code in kept
    assert "слова читателя" not in kept


def test_issues_and_what_an_order_was_fulfilled_by_stay_for_good(office: Issuing) -> None:
    with office.database.write() as work:
        record = work.records.add(act())
        draft = selection(work)
        draft = add_records(work, draft.id, [record], hand(draft))
        publish(work, draft.id, hand(draft), SAID)
        publish_record(work, record, SAID, actor="Иванова")
    assert forget_one_off(office.database, LATER, DAYS) == 1
    with office.database.read() as work:
        assert [one.kind for one in work.publications.page()[0]] == ["dossier"]


def test_many_go_lot_by_lot(office: Issuing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_off, "_LOT", 2)
    with office.database.write() as work:
        for number in range(5):
            publish_record(work, work.records.add(act(number=str(number))), SAID, actor="")
    assert forget_one_off(office.database, LATER, DAYS) == 5


def test_an_expired_file_may_be_made_again_before_its_publication_goes(office: Issuing) -> None:
    issue = saved(office)
    remove_expired(later(office))
    with office.database.write() as work:
        again = order_export(work, issue.id, "csv", requested_by="", clock=LATER)
    assert forget_one_off(office.database, LATER, DAYS) == 0
    make_waiting(later(office), threading.Event())
    with office.database.read() as work:
        assert work.exports.require(again.id).state is ExportState.READY


@pytest.mark.slow
def test_kill_9_while_forgetting_loses_nothing(office: Issuing) -> None:
    issue = saved(office)
    remove_expired(later(office))
    command = [sys.executable, "-m", "tests.dossiers.killed", "forget", str(office.home.path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    with office.database.read() as work:
        found = check_code(work, issue.code)
        assert found is not None
        assert (found.whole, len(found.files), check_past(work, issue.code)) == (True, 1, ())
    assert forget_one_off(office.database, LATER, DAYS) == 1
    with office.database.read() as work:
        assert len(check_past(work, issue.code)) == 1
