"""A file of several documents becomes several records that keep their common original."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from catalog.arrivals import Arrival, LedgerState
from catalog.errors import DatabaseUnavailable, NotFound, VecheError
from catalog.model import Record, RecordClass, RecordDraft, Visibility
from catalog.stores.record_writing import RecordWriting
from extraction.protocol import Extracted, Outcome
from ingest.adding import add_paths
from ingest.cataloguing import in_ranges
from ingest.joining import join_file
from ingest.reasons import say
from tests.ingest.stations import Station, decision
from tests.ingest.test_road import png

TITLES = ("О бюджете района", "О дорожном фонде", "О земельном налоге")
ISSUE = """ЗАРЕЧНАЯ НОВЬ
5 марта 2024 года, № 10

МОСТ ЗАКРЫТ ДЛЯ ГРУЗОВИКОВ
С понедельника тяжёлые машины едут в Луговое кругом, через Сосновку, – лишних четырнадцать километров.
Причина – опоры моста, которые подмыло осенью. Решение принято на основании постановления № 131-п.
П. Дорожкин

ГРАМОТЫ БИБЛИОТЕКАРЯМ
В день библиотек почётные грамоты Собрания депутатов получили библиотекари из Сосновки и Лугового.
Они работают в сельских филиалах тридцать один год и помнят, кто какую книгу не вернул.
Л. Читалина
"""


def bulletin(*numbers: str) -> str:
    acts = [
        decision(number=number, day=f"{at} марта 2024", title=title)
        for at, (number, title) in enumerate(zip(numbers, TITLES, strict=False), 1)
    ]
    return "ВЕСТНИК ЗАРЕЧНОГО РАЙОНА\nВыпуск 5\n\n" + "\n".join(acts)


class Reader:
    """Gives the pages that a test wants for whatever bytes."""

    def __init__(self, *pages: str, waiting: str = "") -> None:
        self._pages, self._waiting = pages, waiting

    def extract(self, path: Path, name: str) -> Outcome:
        assert path.exists()
        assert name
        return Extracted("application/pdf", self._pages, "born", "pdf", "1", self._waiting)

    def close(self) -> None:
        """Nothing is held."""


def records_of(home: Station) -> list[Record]:
    with home.database.read() as work:
        found = work.records.many(range(1, work.records.count() + 1))
    return [found[number] for number in sorted(found)]


def test_a_bulletin_becomes_a_record_for_each_act_and_one_row(home: Station) -> None:
    row = home.take(home.drop("Вестник 5.txt", bulletin("41/1", "41/2", "41/3")))
    records = records_of(home)
    assert [record.title for record in records] == list(TITLES)
    assert [record.number for record in records] == ["41/1", "41/2", "41/3"]
    assert (row.state, row.record, row.reason_code) == (LedgerState.CATALOGUED, records[0].id, "several")
    assert say(row.reason_code, row.reason_params) == "В файле 3 акта: записи 1–3."
    assert say(row.reason_code, row.reason_params, "en") == "The file holds 3 acts: records 1–3."
    with home.database.read() as work:
        assert [work.originals.of_record(one.id)[0].sha256 for one in records] == [row.sha256] * 3
        assert [part.record for part in work.originals.shared(records[1].id)] == [1, 2, 3]
        assert [len(work.relations.of_record(one.id)) > 0 for one in records] == [True] * 3
        pages = [work.texts.pages(one.id) for one in records]
    assert ["О дорожном" in "".join(text) for text in pages] == [False, True, False]


def test_each_act_has_its_own_pages_and_those_of_the_file_stay_known(home: Station) -> None:
    text = bulletin("41/1", "41/2", "41/3")
    cut = text.index("1. Утвердить", text.index("О дорожном"))
    road = replace(home.road, extraction=Reader(text[:cut], text[cut:]))
    home.take_on(road, home.drop("Вестник.pdf", b"%PDF-1.4 bulletin"))
    with home.database.read() as work:
        shared = work.originals.shared(1)
        second = work.texts.pages(2)
        values = {value.field: value.page for value in work.records.values(2) if value.shown}
    assert [(part.first_page, part.last_page) for part in shared] == [(1, 1), (1, 2), (2, 2)]
    assert len(second) == 2
    assert second[1].startswith("1. Утвердить")
    assert values["number"] == 1


def test_an_act_on_pages_of_its_own_ends_where_they_end(home: Station) -> None:
    acts = [decision(number=f"7/{at}", day=f"{at} марта 2024") for at in (1, 2)]
    road = replace(home.road, extraction=Reader(*acts))
    home.take_on(road, home.drop("Папка.pdf", b"%PDF-1.4 folder"))
    with home.database.read() as work:
        assert [(one.first_page, one.last_page) for one in work.originals.shared(1)] == [(1, 1), (2, 2)]
        assert [len(work.texts.pages(number)) for number in (1, 2)] == [1, 1]


def test_the_same_bytes_again_name_the_first_record(home: Station) -> None:
    home.take(home.drop("старое.txt", decision(number="41/3", day="3 марта 2024", title=TITLES[2])))
    first = home.take(home.drop("Вестник.txt", bulletin("41/1", "41/2", "41/3")))
    assert say(first.reason_code, first.reason_params) == "В файле 3 акта: записи 2–3, 1."
    again = home.take(home.drop("Вестник (копия).txt", bulletin("41/1", "41/2", "41/3")))
    assert (again.state, again.record) == (LedgerState.DUPLICATE, first.record)
    assert first.record == 2


def test_add_answers_one_line_that_names_the_first(home: Station, tmp_path: Path) -> None:
    path = tmp_path / "Вестник.txt"
    path.write_text(bulletin("41/1", "41/2"))
    (answer,) = add_paths([path], home.road)
    assert (answer.outcome, answer.record, answer.reason_code) == ("catalogued", 1, "several")
    assert answer.reason == "В файле 2 акта: записи 1–2."


@pytest.mark.parametrize("name", ["Решение № 41-1 от 1 марта 2024.txt", "Решение 41-1 от 01.03.2024.txt"])
def test_a_file_named_for_its_first_act_is_one_act_with_what_is_attached(home: Station, name: str) -> None:
    home.take(home.drop(name, bulletin("41-1", "41-2")))
    assert len(records_of(home)) == 1


def test_a_file_that_somebody_described_is_one_document(home: Station) -> None:
    path = home.drop("Вестник.txt", bulletin("41/1", "41/2"))
    path.with_name("Вестник.txt.toml").write_text('title = "Сборник решений"\n')
    home.take(path)
    assert [record.title for record in records_of(home)] == ["Сборник решений"]


def test_nothing_is_kept_of_a_file_when_one_record_cannot_be_written(
    home: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    add, written = RecordWriting.add, list[int]()

    def fail_at_the_second(store: RecordWriting, draft: RecordDraft) -> int:
        if written:
            raise DatabaseUnavailable("База данных не отвечает.")
        written.append(add(store, draft))
        return written[-1]

    path = home.drop("Вестник.txt", bulletin("41/1", "41/2"))
    number = home.seen(path)
    with monkeypatch.context() as patched:
        patched.setattr(RecordWriting, "add", fail_at_the_second)
        with pytest.raises(DatabaseUnavailable):
            home.road.process(home.claimed(number))
    assert written
    assert records_of(home) == []
    assert not home.row(number).state.final


def test_a_scan_read_later_splits_and_its_record_keeps_its_number(home: Station) -> None:
    row = home.take(home.drop("Сканы.png", png()))
    road = replace(home.road, extraction=Reader(bulletin("41/1", "41/2")))
    road.reread_waiting()
    records = records_of(home)
    assert [(record.id, record.number) for record in records] == [(row.record, "41/1"), (2, "41/2")]


def test_a_scan_that_a_person_described_stays_one_record(home: Station) -> None:
    home.take(home.drop("Сканы.png", png()))
    with home.database.write() as work:
        work.records.correct(1, {"title": "Папка решений"}, actor="librarian", version=1)
    replace(home.road, extraction=Reader(bulletin("41/1", "41/2"))).reread_waiting()
    assert [record.title for record in records_of(home)] == ["Папка решений"]


def test_an_issue_of_a_newspaper_becomes_its_articles(home: Station) -> None:
    row = _press(home, "Заречная новь/Заречная новь 2024-03-05 №10.txt", ISSUE)
    records = records_of(home)
    assert [record.title for record in records] == ["Мост закрыт для грузовиков", "Грамоты библиотекарям"]
    assert {(str(record.date), record.number) for record in records} == {("2024-03-05", "10")}
    assert {record.record_class for record in records} == {RecordClass.PRESS}
    assert say(row.reason_code, row.reason_params) == "В номере 2 статьи: записи 1–2."


def test_a_clipping_named_by_its_headline_is_one_article(home: Station) -> None:
    _press(home, "Заречная новь 2024-03-05 №10 с1 Мост закрыт для грузовиков.txt", ISSUE)
    assert len(records_of(home)) == 1


def _press(home: Station, name: str, text: str) -> Arrival:
    return home.take(home.drop(name, text, "Пресса"), RecordClass.PRESS)


def test_numbers_that_follow_each_other_are_joined() -> None:
    assert in_ranges([3, 11, 12, 13, 14, 20]) == "3, 11–14, 20"


def test_records_of_one_file_are_put_together_again(home: Station) -> None:
    text = bulletin("41/1", "41/2", "41/3")
    cut = text.index("1. Утвердить", text.index("О дорожном"))
    home.take_on(
        replace(home.road, extraction=Reader(text[:cut], text[cut:])),
        home.drop("Вестник.pdf", b"%PDF-1.4 bulletin"),
    )
    assert join_file(home.database, 2, actor="Иванова") == 1
    records = records_of(home)
    assert [record.withdrawn_reason for record in records] == ["", *["Собрано в запись 1."] * 2]
    with home.database.read() as work:
        assert work.texts.pages(1) == (text[:cut], text[cut:])
        assert [one.name for one in work.originals.of_record(1)] == ["Вестник.pdf"]
        assert work.originals.shared(1) == []
        assert work.originals.of_record(2) == []
        assert [(entry.action, entry.before) for entry in work.audit.of("record:1")] == [("join", "1; 2; 3")]
    assert (records[0].title, records[0].pages) == (TITLES[0], 2)
    again = home.take(home.drop("Вестник (копия).pdf", b"%PDF-1.4 bulletin"))
    assert (again.state, again.record) == (LedgerState.DUPLICATE, 1)


def test_records_that_not_all_see_alike_are_not_put_together(home: Station) -> None:
    home.take(home.drop("Вестник.txt", bulletin("41/1", "41/2")))
    with home.database.write() as work:
        work.records.set_visibility(2, Visibility.STAFF, actor="Иванова")
    with pytest.raises(VecheError):
        join_file(home.database, 1, actor="Иванова")
    home.take(home.drop("Одно.txt", decision(number="77", day="7 июля 2024", title="О празднике")))
    with pytest.raises(NotFound):
        join_file(home.database, 3, actor="Иванова")
