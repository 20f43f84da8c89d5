"""Bulk import of records from JSON lines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.database import Database
from catalog.model import RecordClass, ValueSource
from ingest.import_record import BadLineError, parse_line
from ingest.importing import import_lines
from tests.ingest.stations import CLOCK, decision


def line(**told: Any) -> bytes:
    return json.dumps({"id": "k1", "text": decision()} | told, ensure_ascii=False).encode() + b"\n"


def test_what_is_given_stands_and_the_rest_is_read(sqlite_database: Database) -> None:
    report = import_lines(
        [line(kind="постановление", date="2020-01-02", number=None, title="")], sqlite_database, CLOCK
    )
    assert (report.new, report.replaced, report.bad) == (1, 0, [])
    with sqlite_database.read() as work:
        record = work.records.get(1)
        values = work.records.values(1)
        relations = work.relations.of_record(1)
    assert record is not None
    assert (record.key, record.kind, str(record.date), record.number) == (
        "k1",
        "постановление",
        "2020-01-02",
        "41/3",
    )
    assert record.title == "О бюджете Заречного района на 2024 год"
    assert {value.value for value in values if value.field == "kind"} == {"постановление"}
    assert {value.source for value in values if value.field == "date"} == {ValueSource.IMPORTED}
    assert "repeals" in {relation.draft.relation for relation in relations}
    assert "conflict:kind" not in record.marks


def test_the_same_id_again_replaces_its_record(sqlite_database: Database) -> None:
    import_lines([line(title="Первое")], sqlite_database, CLOCK)
    report = import_lines(
        [line(title="Второе"), line(id="k2"), line(id="k2", title="Третье")], sqlite_database, CLOCK
    )
    assert (report.new, report.replaced) == (1, 2)
    with sqlite_database.read() as work:
        records = work.records.many([1, 2, 3])
    assert {record.key: record.title for record in records.values()} == {"k1": "Второе", "k2": "Третье"}


def test_lines_alike_are_records_of_their_own(sqlite_database: Database) -> None:
    import_lines([line(id=f" ключ\u00a0{at} ") for at in range(3)], sqlite_database, CLOCK)
    with sqlite_database.read() as work:
        assert [record.key for record in work.records.many([1, 2, 3]).values()] == [
            f" ключ\u00a0{at} " for at in range(3)
        ]


def test_form_feeds_are_pages(sqlite_database: Database) -> None:
    import_lines([line(text=decision() + "\fВторая страница\f")], sqlite_database, CLOCK)
    with sqlite_database.read() as work:
        pages = work.texts.pages(1)
        relations = work.relations.of_record(1)
    assert (len(pages), pages[1], pages[2]) == (3, "Вторая страница", "")
    assert {relation.draft.page for relation in relations} == {1}


def test_a_title_that_amends_counts_where_the_text_does_not_hold_it(sqlite_database: Database) -> None:
    title = "О внесении изменений в решение Собрания депутатов Заречного района от 15.02.2022 № 18/2"
    import_lines([line(title=title, text="1. Пункт 3 исключить.")], sqlite_database, CLOCK)
    with sqlite_database.read() as work:
        (relation,) = work.relations.of_record(1)
    assert (relation.draft.relation, relation.draft.number, relation.draft.page) == ("amends", "18/2", None)


def test_bad_lines_are_named_and_the_others_taken(sqlite_database: Database) -> None:
    lines = [
        b"{broken\n",
        b"\n",
        line(),
        b"[1]\n",
        line(id=7),
        line(text=None),
        line(date="скоро"),
        line(**{"class": "novel"}),
        line(categories="taxes", id="k2"),
        b"\xff\xfe\n",
    ]
    report = import_lines(lines, sqlite_database, CLOCK)
    assert report.new == 2
    assert [bad.line for bad in report.bad] == [1, 4, 5, 6, 7, 8, 10]
    assert all(bad.reason for bad in report.bad)


def test_many_lines_are_described_by_helpers(sqlite_database: Database) -> None:
    seen: list[int] = []
    lines = [line(id=f"k{at}", number=f"{at}-п") for at in range(60)]
    report = import_lines(lines, sqlite_database, CLOCK, seen.append, workers=1)
    assert (report.new, seen) == (60, [60])
    with sqlite_database.read() as work:
        assert work.records.by_key("k59") is not None


def test_a_fact_and_a_clipping_keep_their_class() -> None:
    assert parse_line(line(**{"class": "fact"})).record_class is RecordClass.FACT
    assert parse_line(line(**{"class": "press"})).record_class is RecordClass.PRESS
    assert parse_line(line(**{"class": None})).record_class is RecordClass.ACT


def test_a_number_may_be_given_as_a_number() -> None:
    assert parse_line(line(number=12)).given["number"] == "12"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=6,
    )
)
def test_any_value_of_a_field_is_taken_or_refused_with_a_reason(value: Any) -> None:
    for field in ("id", "text", "kind", "date", "number", "class", "categories"):
        try:
            parse_line(json.dumps({"id": "k", "text": "т"} | {field: value}).encode())
        except BadLineError as error:
            assert str(error)  # noqa: PT017 - either way is right


@given(st.binary(max_size=80))
def test_any_bytes_are_taken_or_refused_with_a_reason(raw: bytes) -> None:
    with pytest.raises(BadLineError):
        parse_line(raw)


def test_a_draft_finds_its_act_whichever_line_is_first(sqlite_database: Database) -> None:
    title = "О бюджете Заречного района на 2024 год"
    given = {"title": title, "issuer": "Собрание депутатов Заречного района", "text": decision()}
    lines = [
        line(**given, id="акт", kind="решение", date="2023-12-22", number="41/3"),
        line(**given | {"text": "ПРОЕКТ\n" + decision(day="__ декабря 2023", number="____")}, id="проект"),
    ]
    import_lines(lines, sqlite_database, CLOCK)
    with sqlite_database.read() as work:
        numbers = work.records.by_keys(["акт", "проект"])
        found = work.relations.to_record(numbers["акт"])
        assert work.records.many([numbers["проект"]])[numbers["проект"]].draft
    assert [(one.record, one.draft.relation, one.proposed, one.confirmed) for one in found] == [
        (numbers["проект"], "draft-of", True, None)
    ]
