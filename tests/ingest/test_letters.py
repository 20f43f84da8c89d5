"""A letter becomes a record, and each file that came with it, linked to the letter."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from catalog.arrivals import LedgerState
from catalog.checking import check
from extraction.protocol import Extraction, Outcome
from ingest.adding import add_paths
from ingest.reading_again import Job
from ingest.rereading import Wish, reread, wanted
from tests.ingest.stations import Station, decision

GREETING = "Добрый день! Направляем решения Собрания депутатов для библиотеки."


def letter(said: str = GREETING, /, **files: bytes) -> bytes:
    """A letter of an office with files."""
    message = EmailMessage()
    message["From"] = "Приёмная <priemnaya@zarechny.example>"
    message["To"] = "biblioteka@zarechny.example"
    message["Subject"] = "Решения за декабрь"
    message["Date"] = "Mon, 25 Dec 2023 10:00:00 +0300"
    message.set_content(said)
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=f"{name}.txt")
    return message.as_bytes()


FILES = {"бюджет": decision("41/3").encode(), "дороги": decision("42/3", title="О дорогах").encode()}


def test_a_letter_and_what_came_with_it_are_records_linked_to_each_other(home: Station) -> None:
    row = home.take(home.drop("письмо.eml", letter(**FILES)))
    assert row.state is LedgerState.CATALOGUED
    assert (row.reason_code, row.reason_params["new"]) == ("letter", "2")
    with home.database.read() as work:
        members = work.ledger.children(row.id)
        ties = work.relations.to_record(row.record or 0)
        numbers = [work.records.get(one.record or 0).number for one in members]  # type: ignore[union-attr]
        text = work.texts.pages(row.record or 0)[0]
        record = work.records.get(row.record or 0)
    assert record is not None
    assert (record.kind, record.title) == ("письмо", "Решения за декабрь")
    assert [one.path.rpartition("/")[2] for one in members] == ["бюджет.txt", "дороги.txt"]
    assert all("письмо.eml!/" in one.path for one in members)
    assert numbers == ["41/3", "42/3"]
    assert [(tie.record, tie.draft.relation) for tie in ties] == [
        (one.record, "attachment-of") for one in members
    ]
    assert "Направляем решения" in text
    assert check(home.database, home.originals).faults == ()


def test_what_a_letter_names_without_its_day_is_what_came_with_it(home: Station) -> None:
    said = "Направляем решение Собрания депутатов № 41/3. О решении № 77/7 напишем отдельно."
    row = home.take(home.drop("письмо.eml", letter(said, **FILES)))
    with home.database.read() as work:
        budget = next(one.record for one in work.ledger.children(row.id) if "бюджет" in one.path)
        before = {one.draft.number: one.target for one in work.relations.of_record(row.record or 0)}
        files = wanted(work, Wish(older_than="2999-01-01"))
    assert before == {"41/3": budget, "77/7": None}
    reread(home.road, files, Job())
    with home.database.read() as work:
        after = {one.draft.number: one.target for one in work.relations.of_record(row.record or 0)}
    assert after == before


def test_members_are_answered_before_their_letter(home: Station, tmp_path: Path) -> None:
    path = tmp_path / "почта" / "письмо.eml"
    path.parent.mkdir()
    path.write_bytes(letter(**FILES, пустой=b""))
    answers = list(add_paths([path], home.road))
    assert [(one.path.rpartition("!/")[2], one.outcome) for one in answers[:2]] == [
        ("бюджет.txt", "catalogued"),
        ("дороги.txt", "catalogued"),
    ]
    assert (answers[2].path, answers[2].outcome) == (f"{path}!/пустой.txt", "rejected")
    assert (answers[3].path, answers[3].outcome) == (str(path), "catalogued")
    assert "3 файла: 2 новых, 1 не принят" in answers[3].reason


def test_what_is_held_already_is_linked_to_the_letter_too(home: Station) -> None:
    held = home.take(home.drop("бюджет.txt", FILES["бюджет"])).record
    row = home.take(home.drop("письмо.eml", letter(**FILES)))
    with home.database.read() as work:
        ties = work.relations.to_record(row.record or 0)
    assert held in [tie.record for tie in ties]
    assert (row.reason_params["new"], row.reason_params["known"]) == ("1", "1")


def test_files_of_an_archive_in_a_letter_are_linked_to_the_letter(home: Station) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("решение.txt", FILES["бюджет"])
    row = home.take(home.drop("письмо.eml", letter(архив=packed.getvalue())))
    with home.database.read() as work:
        (tie,) = work.relations.to_record(row.record or 0)
        record = work.records.get(tie.record)
    assert record is not None
    assert record.number == "41/3"


def test_a_letter_alone_is_a_record_as_before(home: Station) -> None:
    row = home.take(home.drop("письмо.eml", letter()))
    assert (row.state, row.reason_code) == (LedgerState.CATALOGUED, "")
    with home.database.read() as work:
        assert work.ledger.children(row.id) == []


def test_links_to_a_letter_stay_when_both_are_read_again(home: Station) -> None:
    row = home.take(home.drop("письмо.eml", letter(**FILES)))
    with home.database.read() as work:
        files = wanted(work, Wish(older_than="2999-01-01"))
        before = work.relations.to_record(row.record or 0)
    assert {one.outcome for one in reread(home.road, files, Job())} == {"same"}
    with home.database.read() as work:
        assert work.relations.to_record(row.record or 0) == before


@pytest.mark.parametrize("stopped_at", ["stored", "extracted"])
def test_a_letter_goes_on_where_it_was_stopped(home: Station, stopped_at: str) -> None:
    number = home.seen(home.drop("письмо.eml", letter(**FILES)))
    home.claimed(number)
    while home.row(number).state.value != stopped_at:
        home.road._step(home.row(number), 0.0, None)
    home.road.workbench.clear(number)
    done = home.road.process(home.row(number))
    assert (done.state, done.reason_params["new"]) == (LedgerState.CATALOGUED, "2")
    with home.database.read() as work:
        assert len(work.relations.to_record(done.record or 0)) == 2


class WithoutAttachments:
    """A reader of an older version: it read letters and left what was attached to them."""

    def __init__(self, newer: Extraction) -> None:
        self._newer = newer

    def extract(self, path: Path, name: str) -> Outcome:
        return self._newer.extract(path, name)

    def close(self) -> None:
        """Nothing is held."""


def test_what_came_with_a_letter_that_was_taken_before_is_taken_when_it_is_read_again(home: Station) -> None:
    older = replace(home.road, extraction=WithoutAttachments(home.road.extraction))
    row = home.take_on(older, home.drop("письмо.eml", letter(**FILES)))
    with home.database.read() as work:
        assert work.ledger.children(row.id) == []
        files = wanted(work, Wish(records=(row.record or 0,)))
    assert [one.outcome for one in reread(home.road, files, Job())] == ["same"]
    with home.database.read() as work:
        assert [child.state for child in work.ledger.children(row.id)] == [LedgerState.CATALOGUED] * 2
        assert len(work.relations.to_record(row.record or 0)) == 2
    again = home.row(row.id)
    assert (again.state, again.finished, again.record) == (row.state, row.finished, row.record)
