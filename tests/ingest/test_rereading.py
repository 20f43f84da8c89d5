"""Texts that wait are read again; numbers and corrections stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from catalog.arrivals import LedgerState
from catalog.model import Visibility
from extraction.protocol import Archive, Extracted, Member, Outcome, Refused, Word
from ingest import readers
from ingest.reading_again import Change, Figures, Job
from ingest.rereading import (
    Wish,
    ask_to_reread,
    is_asked,
    reread,
    reread_if_readers_changed,
    take_requests,
    wanted,
)
from tests.ingest.stations import Station, decision
from tests.ingest.test_road import png


@dataclass
class NewReader:
    """A reader that has come since: it finds a text where there was none."""

    text: str

    def extract(self, path: Path, name: str) -> Outcome:
        assert path.exists()
        assert name
        return Extracted("image/png", (self.text,), "ocr", "ocr", "2")

    def close(self) -> None:
        """Nothing is held."""


def test_what_waited_is_read_and_keeps_its_number_and_corrections(home: Station) -> None:
    row = home.take(home.drop("Схема границ.png", png()))
    number = row.record or 0
    assert home.road.reread_waiting().done == 0
    with home.database.write() as work:
        record = work.records.get(number)
        assert record is not None
        work.records.correct(number, {"place": "п. Дальний"}, actor="librarian", version=record.version)
    road = replace(home.road, extraction=NewReader(decision()))
    report = road.reread_waiting()
    assert (report.done, report.waiting) == (1, 0)
    with home.database.read() as work:
        record = work.records.get(number)
        pages = work.texts.pages(number)
        left = work.texts.held(waiting=True)
        count = work.records.count()
    assert record is not None
    assert (record.number, record.place, record.text_layer) == ("41/3", "п. Дальний", "ocr")
    assert "waiting" not in record.marks
    assert "Петров" in pages[0]
    assert (left, count) == ([], 1)


def test_reading_again_is_not_tried_until_the_readers_change(home: Station) -> None:
    home.take(home.drop("Схема границ.png", png()))
    assert reread_if_readers_changed(home.road) is not None
    assert reread_if_readers_changed(home.road) is None


def test_scans_are_taken_up_when_the_settings_let_them_be_read_again(home: Station) -> None:
    without = replace(home.road, recognises=False)
    assert reread_if_readers_changed(without) is not None
    assert reread_if_readers_changed(without) is None
    assert reread_if_readers_changed(replace(home.road, recognises=True)) is not None


NOW = readers.versions()["text"]


@dataclass
class Readers:
    """Readers of another version: what they answer by the name of the file."""

    answers: dict[str, Outcome]

    def extract(self, path: Path, name: str) -> Outcome:
        assert path.exists()
        return self.answers[name]

    def close(self) -> None:
        """Nothing is held."""


def better(text: str, version: str = "9", **more: object) -> Outcome:
    """What a better reader of plain text gives."""
    return replace(Extracted("text/plain", (text,), "born", "text", version), **more)  # type: ignore[arg-type]


def taken(home: Station, text: str = "", name: str = "решение.txt") -> int:
    """Take a decision; the number of its record."""
    return home.take(home.drop(name, text or decision())).record or 0


def changes(home: Station, wish: Wish = Wish(), job: Job = Job(), **answers: Outcome) -> list[Change]:  # noqa: B008
    """Read again by other readers."""
    road = replace(home.road, extraction=Readers({f"{name}.txt": one for name, one in answers.items()}))
    with home.database.read() as work:
        files = wanted(work, wish)
    return list(reread(road, files, job, parallel=2))


def test_nothing_is_read_again_that_the_same_reader_has_read(home: Station) -> None:
    taken(home)
    with home.database.read() as work:
        assert wanted(work, Wish()) == []
        assert wanted(work, Wish(formats=("pdf",))) == []
        assert wanted(work, Wish(older_than=NOW)) == []
        assert wanted(work, Wish(older_than="1999-01-01")) == []
        assert len(wanted(work, Wish(formats=("TXT",)))) == 1
        assert len(wanted(work, Wish(older_than=str(int(NOW) + 1)))) == 1
        assert len(wanted(work, Wish(older_than="2999-01-01"))) == 1
        assert len(wanted(work, Wish(records=(1,)))) == 1


def test_what_a_better_reader_reads_is_shown_and_keeps_number_corrections_and_visibility(
    home: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = taken(home)
    with home.database.write() as work:
        record = work.records.get(number)
        assert record is not None
        work.records.correct(number, {"place": "п. Дальний"}, actor="Иванова", version=record.version)
        work.records.set_visibility(number, Visibility.STAFF, actor="Иванова")
    monkeypatch.setattr(readers, "versions", lambda: {"text": "9"})
    new = decision(number="42/3")
    (change,) = changes(home, решение=better(new))
    assert (change.record, change.outcome) == (number, "changed")
    assert change.requisites == {"number": ("41/3", "42/3")}
    assert change.before.reader == f"text {NOW}"
    assert change.after == Figures(len(new), 1, "born", "text 9")
    with home.database.read() as work:
        record = work.records.get(number)
        assert record is not None
        assert (record.number, record.place) == ("42/3", "п. Дальний")
        assert record.visibility is Visibility.STAFF
        assert work.records.count() == 1
        assert work.audit.of(f"record:{number}")[0].action == "reread"
        assert wanted(work, Wish()) == []


def test_a_dry_run_changes_nothing(home: Station) -> None:
    number = taken(home)
    (change,) = changes(home, Wish(records=(number,)), Job(dry_run=True), решение=better(decision("42/3")))
    assert change.requisites == {"number": ("41/3", "42/3")}
    with home.database.read() as work:
        found = work.records.get(number)
        assert found is not None
        assert (found.number, work.audit.of(f"record:{number}")) == ("41/3", [])


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Extracted("text/plain", (), "none", "text", "9", "no-ocr"), "kept"),
        (Refused("damaged", {"format": "text/plain"}), "refused"),
    ],
)
def test_a_reading_that_finds_less_is_not_taken(home: Station, answer: Outcome, outcome: str) -> None:
    number = taken(home)
    (change,) = changes(home, Wish(records=(number,)), решение=answer)
    assert change.outcome == outcome
    with home.database.read() as work:
        assert "РЕШИЛО" in work.texts.pages(number)[0]


def test_what_a_librarian_has_looked_at_need_not_be_looked_at_again(home: Station) -> None:
    number = taken(home)
    with home.database.write() as work:
        work.records.put_marks(number, ["doubt:title"])
        work.records.mark_reviewed(number, actor="Иванова")
    (change,) = changes(home, Wish(records=(number,)), решение=better(decision() + " "))
    assert change.outcome == "changed"
    with home.database.read() as work:
        record = work.records.get(number)
        assert record is not None
        assert not record.needs_review


def test_several_documents_of_a_file_are_read_together_or_not_at_all(home: Station) -> None:
    both = decision("1/1", title="О первом") + "\n\n" + decision("2/1", title="О втором")
    row = home.take(home.drop("сборник.txt", both))
    assert row.reason_code == "several"
    told = changes(home, Wish(records=(row.record or 0,)), сборник=better(both.replace("Петров", "Сидоров")))
    assert [one.outcome for one in told] == ["changed", "changed"]
    told = changes(home, Wish(records=(row.record or 0,)), сборник=better(decision("1/1")))
    assert [one.outcome for one in told] == ["several", "several"]
    with home.database.read() as work:
        assert all("Сидоров" in work.texts.pages(one.record)[0] for one in told)


def test_a_scan_that_can_be_read_now_is_closed_if_a_rule_says_so(home: Station) -> None:
    row = home.take(home.drop("Справка.png", png()))
    road = replace(home.road, extraction=NewReader(decision(point="Паспорт 4510 123456, выдан РОВД.")))
    assert road.reread_waiting().done == 1
    with home.database.read() as work:
        record = work.records.get(row.record or 0)
    assert record is not None
    assert record.visibility is Visibility.STAFF
    assert any(mark.startswith("closed-by-rule") for mark in record.marks)


def test_an_archive_that_can_be_unpacked_now_is_opened(home: Station, tmp_path: Path) -> None:
    waiting = Extracted("application/vnd.rar", (), "none", "", "", "no-unpacker")
    road = replace(home.road, extraction=Readers({"пакет.rar": waiting}))
    row = home.take_on(road, home.drop("пакет.rar", b"Rar!" + b"\0" * 64))
    assert row.state is LedgerState.CATALOGUED
    folder = tmp_path / "members"
    folder.mkdir()
    (folder / "0").write_text(decision(), encoding="utf-8")
    opened = Archive("application/vnd.rar", (Member("приказ.txt", folder / "0"),), folder)
    road = replace(
        home.road, extraction=Readers({"пакет.rar": opened, "приказ.txt": better(decision(), "1")})
    )
    assert road.reread_waiting().done == 1
    with home.database.read() as work:
        (member,) = work.ledger.children(row.id)
        archive = work.records.get(row.record or 0)
    assert home.row(row.id).state is LedgerState.OPENED
    assert member.path.endswith("пакет.rar!/приказ.txt")
    assert member.state is LedgerState.CATALOGUED
    assert archive is not None
    assert archive.withdrawn_at is not None


def test_what_a_person_asks_for_is_read_again_once(home: Station) -> None:
    number = taken(home)
    with home.database.write() as work:
        ask_to_reread(work, number, actor="Иванова")
        assert is_asked(work, number)
    road = replace(home.road, extraction=Readers({"решение.txt": better(decision("42/3"))}))
    (change,) = take_requests(road)
    assert change.requisites == {"number": ("41/3", "42/3")}
    assert take_requests(road) == []
    with home.database.read() as work:
        assert not is_asked(work, number)
        told = {one.field: one for one in work.audit.of(f"record:{number}") if one.action == "reread"}
    assert {one.actor for one in told.values()} == {"Иванова"}
    assert (told["number"].before, told["number"].after) == ("41/3", "42/3")
    assert told["text"].before.startswith("решение.txt: 1\u00a0страница, ")
    assert "текст в файле (text 9)" in told["text"].after


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (better(""), "осталось как было. Новое чтение не нашло в файле текста."),
        (Refused("damaged", {}), "осталось как было. Файл повреждён и не открывается."),
        (better(decision().rstrip()), "без изменений"),
    ],
)
def test_a_new_reading_that_changes_nothing_says_so(home: Station, answer: Outcome, why: str) -> None:
    number = taken(home)
    with home.database.write() as work:
        ask_to_reread(work, number, actor="Иванова")
    if isinstance(answer, Extracted) and answer.pages != ("",):
        answer = replace(answer, version=NOW)
    assert len(take_requests(replace(home.road, extraction=Readers({"решение.txt": answer})))) == 1
    with home.database.read() as work:
        (told,) = (one for one in work.audit.of(f"record:{number}") if one.action == "reread")
    assert told.after.startswith(why)


def test_every_reader_tells_its_version() -> None:
    names = {
        path.stem for path in Path("extraction/formats").glob("*.py") if "\nversion = " in path.read_text()
    }
    assert len(names) > 10
    assert names <= set(readers.versions())


def test_versions_are_compared_by_their_figures() -> None:
    assert readers.is_older("2", "10")
    assert readers.is_older("2+1/5.3.0", "3")
    assert not readers.is_older("3", "3")
    assert not readers.is_older("3.1", "3")


def test_words_of_a_recognised_page_keep_their_places(home: Station) -> None:
    word = Word("РЕШЕНИЕ", 400, 100, 200, 20, 91)
    reading = better(decision(), text_layer="ocr", words={1: (word, Word("№ 1", 1, 2, 3, 4, 5))})
    road = replace(home.road, extraction=Readers({"скан.txt": reading}))
    number = home.take_on(road, home.drop("скан.txt", "скан")).record or 0
    with home.database.read() as work:
        assert work.texts.words(number, 1) == (tuple(word), ("№ 1", 1, 2, 3, 4, 5))
        assert work.texts.words(number, 2) == ()


def test_a_scan_that_turns_out_to_be_an_act_that_is_held_says_so(home: Station) -> None:
    held = home.take(home.drop("решение.txt", decision())).record
    row = home.take(home.drop("скан.png", png()))
    road = replace(home.road, extraction=NewReader(decision()))
    assert road.reread_waiting().done == 1
    with home.database.read() as work:
        record = work.records.get(row.record or 0)
    assert record is not None
    assert f"maybe-same:{held}" in record.marks
