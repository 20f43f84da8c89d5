from __future__ import annotations

from datetime import date

import pytest

from catalog.database import Database
from catalog.errors import Conflict, NotFound, VecheError
from catalog.model import RecordClass, Value, ValueSource, Visibility
from tests.catalog.drafts import COUNCIL, PUBLIC, act, held, marks, text, values


def test_a_catalogued_record_shows_its_values_and_is_queued_for_the_index(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(categories=marks("budget"), file_name="12.pdf"))
    with database.read() as work:
        record = work.records.get(number)
        assert record is not None
        assert (record.kind, record.issuer, record.number) == ("решение", COUNCIL, "12")
        assert record.date == date(2024, 3, 5)
        assert (record.title, record.pages, record.version) == ("О бюджете", 2, 1)
        assert record.categories == ("budget",)
        assert record.issuer_id == work.sources.find(COUNCIL)
        assert work.texts.pages(number) == ("Первая страница", "Вторая страница")
        assert work.texts.page(number, 2) == "Вторая страница"
        assert work.texts.page(number, 3) is None
        assert [record for _, record in work.queue.after(0, 10)] == [number]


def test_a_record_stands_under_the_headings_of_its_categories_and_those_above(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(categories=marks("budget")))
        assert work.records.headings(number) == ["pp-budget", "sk-local-economy"]
        (row,) = work.records.for_index([number])
        assert row.headings == ("pp", "pp-budget", "sk", "sk-local-economy")
        found, total = work.headings.records_under("sk", PUBLIC)
        assert ([record.id for record in found], total) == ([number], 1)
        counts = {heading.id: heading.count for heading in work.headings.tree(PUBLIC)}
        assert (counts["sk"], counts["pp"], counts["kk"]) == (1, 1, 0)


def test_the_most_trusted_source_is_shown_and_disagreement_is_marked(database: Database) -> None:
    given = (
        *values(ValueSource.FILE_NAME, number="13", date="2024-03-05"),
        *values(ValueSource.READ, number="12", date="2024-03-05", issuer=COUNCIL),
        *values(ValueSource.FOLDER, issuer="Совет депутатов"),
    )
    with database.write() as work:
        number = work.records.add(act(values=given))
        record = work.records.get(number)
        assert record is not None
        assert record.number == "12"
        assert record.marks == ("conflict:number",)
        assert record.needs_review
        shown = [value.value for value in work.records.values(number) if value.shown]
        assert sorted(shown) == sorted(["12", "2024-03-05", COUNCIL])
        assert work.records.review_queue() == ([record], 1)


def test_what_a_person_entered_stays_when_the_file_is_read_again(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(number="12"))
        work.records.correct(number, {"number": "12-а", "place": None}, actor="Иванова", version=1)
        work.records.replace(number, act(number="72", categories=marks("budget")))
        record = work.records.get(number)
        assert record is not None
        assert (record.number, record.version, record.place) == ("12-а", 3, None)
        assert {
            (value.source, value.value) for value in work.records.values(number) if value.field == "number"
        } == {
            (ValueSource.ENTERED, "12-а"),
            (ValueSource.READ, "72"),
        }
        entries = work.audit.of(f"record:{number}")
        assert [(entry.actor, entry.field, entry.before, entry.after) for entry in entries] == [
            ("Иванова", "number", "12", "12-а")
        ]


def test_entered_categories_stay_too(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(categories=marks("budget")))
        work.records.correct(number, {}, actor="Иванова", version=1, categories=("taxes", "budget"))
        work.records.replace(number, act(categories=marks("elections")))
        record = work.records.get(number)
        assert record is not None
        assert record.categories == ("taxes", "budget")
        assert "st-attention" in work.records.headings(number)


def test_a_form_filled_from_an_older_version_is_refused(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act())
        work.records.correct(number, {"number": "13"}, actor="Иванова", version=1)
    with pytest.raises(Conflict), database.write() as work:
        work.records.correct(number, {"number": "14"}, actor="Петрова", version=1)
    with database.read() as work:
        record = work.records.get(number)
        assert record is not None
        assert record.number == "13"


@pytest.mark.parametrize(("field", "value"), [("date", "5 марта 2012"), ("no-field", "x"), ("draft", "да")])
def test_a_correction_that_is_none_is_refused_with_a_sentence(
    database: Database, field: str, value: str
) -> None:
    with database.write() as work:
        number = work.records.add(act())
        with pytest.raises(VecheError):
            work.records.correct(number, {field: value}, actor="Иванова", version=1)


def test_the_same_key_again_replaces_its_record(database: Database) -> None:
    with database.write() as work:
        first, other = work.records.add_many([act(key="a", text=text("старый")), act(key="b")])
        again = work.records.add_many(
            [act(key="a", number="1", text=text("новый")), act(), act(key="a", number="2")]
        )
        assert again[0] == again[2] == first
        assert again[1] not in (first, other)
        record = work.records.get(first)
        assert record is not None
        assert (record.key, record.number, record.version) == ("a", "2", 2)
        assert work.texts.pages(first) == ("Первая страница", "Вторая страница")
        assert work.records.count() == 3
        assert work.records.by_key("a") == first


def test_numbers_rise_and_are_not_given_again(database: Database) -> None:
    with database.write() as work:
        numbers = work.records.add_many([act(), act(), act()])
    with pytest.raises(KeyError), database.write() as work:  # noqa: PT012
        work.records.add(act())
        raise KeyError
    with database.write() as work:
        later = work.records.add(act())
    assert numbers == sorted(set(numbers))
    assert later > numbers[-1]


def test_nulls_match_no_identity(database: Database) -> None:
    with database.write() as work:
        first = work.records.add(act(number="№ 45-П"))
        work.records.add(act(number="", issuer=""))
        assert work.records.same_identity(COUNCIL.upper(), "решение", date(2024, 3, 5), "45-п") == [first]
        assert work.records.same_identity(None, "решение", date(2024, 3, 5), "45-п") == []
        assert work.records.same_identity(COUNCIL, "решение", None, "45-п") == []
        assert work.records.same_identity("Никто", "решение", date(2024, 3, 5), "45-п") == []


def test_one_issuer_by_all_its_names(database: Database) -> None:
    with database.write() as work:
        first = work.records.add(act(issuer="Администрация Заречного района"))
        second = work.records.add(act(issuer="Администрация  ЗАРЕЧНОГО РАЙОНА"))
        third = work.records.add(act(issuer="Районная администрация"))
        source = work.sources.find("администрация заречного района")
        other = work.sources.find("Районная администрация")
        assert source is not None
        assert other is not None
        work.sources.merge(other, source, actor="Иванова")
        found = work.records.many([first, second, third])
        assert {record.issuer for record in found.values()} == {"Администрация Заречного района"}
        assert work.sources.find("районная администрация") == source
        assert [item.others for item in work.sources.list("issuer")] == [("Районная администрация",)]


def test_press_comes_from_periodicals(database: Database) -> None:
    with database.write() as work:
        work.records.add(act(issuer="Заречный вестник", record_class=RecordClass.PRESS))
        assert work.sources.find("Заречный вестник", "issuer") is None
        assert work.sources.find("«Заречный вестник»", "periodical") is not None


def test_a_withdrawn_record_leaves_index_lists_and_counts_but_keeps_its_number(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(categories=marks("budget")))
        work.records.withdraw(number, "Персональные данные", actor="Иванова")
        record = work.records.get(number)
        assert record is not None
        assert record.withdrawn_reason == "Персональные данные"
        assert work.records.for_index([number]) == []
        assert list(work.records.ids()) == []
        assert work.records.newest(10, PUBLIC) == []
        assert work.headings.records_under("sk", PUBLIC) == ([], 0)
        assert work.records.withdrawn()[1] == 1
        work.records.restore_withdrawn(number, actor="Иванова")
        assert list(work.records.ids()) == [number]
        assert [entry.action for entry in work.audit.of(f"record:{number}")] == ["restore", "withdraw"]


def test_held_records_are_seen_by_those_who_may(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(visibility=Visibility.HELD))
        assert work.records.newest(10, PUBLIC) == []
        assert work.records.count(frozenset({"public", "held"})) == 1
        before = work.queue.last()
        work.records.set_visibility(number, Visibility.PUBLIC, actor="Иванова")
        assert work.records.newest(10, PUBLIC)[0].id == number
        assert work.queue.last() > before


def test_one_more_original_gives_text_to_a_record_that_had_none(database: Database) -> None:
    with database.write() as work:
        scan, copy = held(work, b"scan"), held(work, b"copy")
        waiting = text(sha256=scan, text_layer="none", waiting="scan")
        number = work.records.add(act(text=waiting, file_name="скан.pdf", marks=("waiting",)))
        assert [item.record for item in work.texts.held(waiting=True)] == [number]
        work.records.add_original(number, text("Прочитано", sha256=copy), "копия.docx", "text-copy")
        assert work.texts.pages(number) == ("Прочитано",)
        assert [(item.name, item.role) for item in work.originals.of_record(number)] == [
            ("скан.pdf", "text"),
            ("копия.docx", "text-copy"),
        ]
        assert work.records.by_sha256(copy) == number
        assert [item.shown for item in work.texts.held(waiting=True)] == [False]


def test_a_reading_by_a_newer_reader_replaces_the_text_of_its_original(database: Database) -> None:
    with database.write() as work:
        scan = held(work, b"scan")
        number = work.records.add(act(text=text(sha256=scan, text_layer="none", waiting="scan")))
        work.records.replace(number, act(text=text("Узнано", sha256=scan, version="2", text_layer="ocr")))
        (original,) = work.originals.of_record(number)
        assert (original.extractor_version, original.text_layer, original.waiting) == ("2", "ocr", "")
        assert work.texts.pages(number) == ("Узнано",)


def test_records_of_one_original_know_their_pages_of_it_and_each_other(database: Database) -> None:
    with database.write() as work:
        sha256, other = held(work, b"bulletin"), held(work, b"single")
        single = work.records.add(act("1", text=text("Один", sha256=other)))
        drafts = [
            act("2", text=text("а", "б", sha256=sha256), file_name="Вестник.pdf"),
            act("3", text=text("в", sha256=sha256, first_page=2), file_name="Вестник.pdf"),
        ]
        numbers = [work.records.add(draft) for draft in drafts]
        work.records.add_original(single, text("г", sha256=sha256, first_page=3), "Вестник.pdf", "copy")
        shared = work.originals.shared(numbers[1])
        assert [(part.record, part.first_page, part.last_page) for part in shared] == [
            (numbers[0], 1, 2),
            (numbers[1], 2, 2),
            (single, 3, 3),
        ]
        assert {part.sha256 for part in work.originals.shared(single)} == {sha256}
        assert work.records.by_sha256(sha256) == numbers[0]
        work.records.replace(numbers[1], act("3", text=text("в2", sha256=sha256, first_page=2)))
        assert work.originals.shared(numbers[0])[1] == shared[1]
        work.records.destroy_original(sha256, "Решение суда", actor="Администратор")
        assert [work.texts.pages(number) for number in (*numbers, single)] == [(), (), ("Один",)]


def test_a_destroyed_original_leaves_its_name_and_reason_in_the_audit(database: Database) -> None:
    with database.write() as work:
        sha256 = held(work, b"secret")
        number = work.records.add(act(text=text("Тайна", sha256=sha256), file_name="тайна.pdf"))
        work.records.destroy_original(sha256, "Решение суда", actor="Администратор")
        assert not work.originals.has(sha256)
        assert list(work.originals.all_sha256()) == []
        assert work.texts.pages(number) == ()
        (entry,) = work.audit.of(f"original:{sha256}")
        assert (entry.before, entry.after) == ("тайна.pdf", "Решение суда")
        with pytest.raises(NotFound):
            work.records.destroy_original(sha256, "ещё раз", actor="Администратор")


def test_characters_that_no_database_takes_are_replaced_and_offsets_stay(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(text=text("до\x00после\ud800"), title="О\x00б"))
    with database.read() as work:
        assert work.texts.pages(number) == ("до\ufffdпосле\ufffd",)
        record = work.records.get(number)
        assert record is not None
        assert record.title == "О\ufffdб"


def test_very_long_requisites_are_kept_and_compared(database: Database) -> None:
    long = "".join(chr(0x430 + at * at % 32) for at in range(9000))
    draft = act(number=long, kind=long, issuer=long, title=long, categories=marks(long))
    with database.write() as work:
        first, second = work.records.add_many([draft, draft])
        assert work.records.same_identity(long, long, date(2024, 3, 5), long) == [first, second]
        record = work.records.get(first)
        assert record is not None
        assert (record.number, record.title) == (long, long)


def test_a_key_that_no_database_takes_is_one_key(database: Database) -> None:
    with database.write() as work:
        first = work.records.add_many([act(key="a\x00b"), act(key="a\x00b")])
        assert work.records.add(act(key="a\x00b")) == first[0] == first[1]


def test_a_value_of_no_requisite_or_form_is_dropped(database: Database) -> None:
    odd = (Value("date", "2024-13-45", ValueSource.READ), Value("colour", "red", ValueSource.READ))
    with database.write() as work:
        number = work.records.add(act(values=odd, file_name="акт.txt"))
        record = work.records.get(number)
        assert record is not None
        assert (record.date, record.title) == (None, "акт.txt")
        assert work.records.values(number) == []
