"""What is published is frozen: its words, statuses, texts and files, and nothing that is closed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from catalog.database import Database
from catalog.errors import Conflict, NotFound, VecheError
from catalog.issues import Issue
from catalog.model import RelationDraft, Visibility
from catalog.selections import Selection, SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers.arranging import Into
from dossiers.drafts import read_draft
from dossiers.editing import add_records, change_head, exclude_records, remove_records, set_note
from dossiers.entries import text_sha256
from dossiers.publication import Publication, from_json
from dossiers.publishing import Imprint, publish, publish_record, publish_search
from dossiers.section_editing import add_section
from tests.catalog.drafts import held
from tests.dossiers.stock import COUNCIL, NOW, TODAY, act, article, closed, hand, selection

LIBRARY = "Заречная районная библиотека"
SAID = Imprint(LIBRARY, TODAY, NOW, "Иванова")


def content(work: UnitOfWork, issue: Issue) -> Publication:
    return from_json(work.publications.content(issue.id))


def filled(work: UnitOfWork, records: list[int], **head: Any) -> Selection:
    saved = selection(work, **head)
    return add_records(work, saved.id, records, hand(saved))


def repealing(number: str = "20", day: str = "2025-06-02") -> object:
    cited = RelationDraft(
        "repeals", "решение № 12", kind="решение", issuer=COUNCIL, number="12", date=date(2024, 3, 5),
        sentence="Признать утратившим силу решение от 05.03.2024 № 12.",
    )  # fmt: skip
    return act("Об отмене", number, day, relations=(cited,))


def test_an_issue_holds_the_draft_in_its_order_with_what_is_known_of_each(database: Database) -> None:
    with database.write() as work:
        sha256 = held(work, b"bytes")
        budget = work.records.add(
            act(sha256=sha256, file_name="реш 12.pdf", fields={"annotation": "О деньгах."})
        )
        news = work.records.add(article())
        saved = filled(work, [budget], introduction="Введение", first_day=date(2024, 1, 1))
        saved = add_section(work, saved.id, "Пресса", hand(saved), note="Газеты")
        section = work.selections.draft(saved.id).sections[0].id
        saved = add_records(work, saved.id, [news], hand(saved), where=Into(section), note="**важно**")
        issue = publish(work, saved.id, hand(saved), SAID)
        published = content(work, issue)
        assert (issue.number, issue.entries, issue.code) == (1, 2, published.code)
        assert (published.library, published.moment, published.as_of, published.number) == (
            LIBRARY, "2026-03-05T09:30:00Z", "2026-03-05", 1,
        )  # fmt: skip
        assert published.address == f"/dossiers/{saved.slug}/issues/1"
        assert (published.introduction, published.first_day, published.compiler) == (
            "Введение", "2024-01-01", "Иванова",
        )  # fmt: skip
        bare, press = published.sections
        assert (bare.title, press.title, press.note) == ("", "Пресса", "Газеты")
        (one,), (two,) = bare.entries, press.entries
        assert (one.position, one.record, one.status, one.status_words) == (
            1,
            budget,
            "in-force",
            "действует",
        )
        assert (one.annotation, one.number, one.date, one.kind) == (
            "О деньгах.",
            "12",
            "2024-03-05",
            "решение",
        )
        assert one.text == work.texts.shown_by([budget])[budget]
        assert one.text_sha256 == text_sha256(("Первая страница", "Вторая страница"))
        assert one.text_sha256 == hashlib.sha256("Первая страница\fВторая страница".encode()).hexdigest()
        assert [(file.sha256, file.name, file.size) for file in one.files] == [(sha256, "реш 12.pdf", 5)]
        assert "решение Собрания депутатов" in one.description
        assert (two.withheld, two.text, two.files, two.note) == ("press", None, (), "**важно**")
        assert two.description.startswith("Иванов, П.")
        assert work.publications.texts(issue.id) == [one.text]
        assert published.changes == ()


def test_closed_and_withdrawn_records_are_shown_to_staff_and_left_out_of_issues(database: Database) -> None:
    with database.write() as work:
        kept, secret, staff, gone = work.records.add_many([act(number=str(at)) for at in range(4)])
        saved = filled(work, [secret, kept, staff, gone])
        closed(work, secret)
        closed(work, staff, Visibility.STAFF)
        work.records.withdraw(gone, "Ошибка", actor="Иванова")
        view = read_draft(work, saved, TODAY)
        assert [(one.record.id, one.hidden) for one in view.hidden] == [
            (secret, "held"), (staff, "staff"), (gone, "withdrawn"),
        ]  # fmt: skip
        published = content(work, publish(work, saved.id, hand(saved), SAID))
        assert [(one.record, one.position) for one in published.entries] == [(kept, 1)]


def test_a_file_that_holds_a_closed_document_too_is_not_issued(database: Database) -> None:
    with database.write() as work:
        shared = held(work, b"bulletin")
        alone = held(work, b"alone")
        first = work.records.add(act(number="1", sha256=shared))
        second = work.records.add(act(number="2", sha256=shared))
        third = work.records.add(act(number="3", sha256=alone))
        news = held(work, b"newspaper")
        printed = work.records.add(act(number="4", sha256=news))
        work.records.add(article(sha256=news))
        closed(work, second)
        saved = filled(work, [first, third, printed])
        published = content(work, publish(work, saved.id, hand(saved), SAID))
        assert [tuple(file.sha256 for file in one.files) for one in published.entries] == [(), (alone,), ()]


def test_statuses_are_those_of_the_day_with_the_act_that_caused_them(database: Database) -> None:
    with database.write() as work:
        budget, _ = work.records.add_many([act(), repealing()])  # type: ignore[list-item]
        saved = filled(work, [budget])
        before = replace(SAID, as_of=date(2025, 6, 1))
        first = content(work, publish(work, saved.id, hand(saved), before))
        assert first.entries[0].status == "in-force"
        second = content(work, publish(work, saved.id, hand(saved), SAID))
        (entry,) = second.entries
        assert entry.status == "repealed"
        words = entry.status_words.replace("\xa0", " ")
        assert words == (
            "утратило силу с 2 июня 2025 г. (решение Собрания депутатов Заречного района от 2 июня 2025 г. "
            "№ 20); библиотекарем не подтверждено"
        )
        (change,) = second.changes
        assert (change.what, change.record, change.before) == ("status", budget, "действует")
        assert change.title.replace("\xa0", " ") == "О бюджете (решение от 5 марта 2024 г. № 12)"


def test_an_act_that_readers_may_not_see_is_not_named_as_a_cause(database: Database) -> None:
    with database.write() as work:
        budget, ending = work.records.add_many([act(), repealing()])  # type: ignore[list-item]
        closed(work, ending)
        saved = filled(work, [budget])
        (entry,) = content(work, publish(work, saved.id, hand(saved), SAID)).entries
        assert entry.status == "repealed"
        assert "20" not in entry.status_words.replace("2025", "")


def test_an_issue_tells_what_came_and_went_since_the_last(database: Database) -> None:
    with database.write() as work:
        a, b, c = work.records.add_many([act(number=str(at)) for at in (1, 2, 3)])
        saved = filled(work, [a, b])
        publish(work, saved.id, hand(saved), SAID)
        saved = remove_records(work, saved.id, [a], hand(saved))
        saved = add_records(work, saved.id, [c], hand(saved))
        view = read_draft(work, saved, TODAY)
        assert [(one.what, one.record) for one in view.changes] == [("came", c), ("went", a)]
        issue = publish(work, saved.id, hand(saved), SAID)
        assert issue.number == 2
        assert content(work, issue).changes == view.changes
        assert view.last is not None
        assert view.last.number == 1


def test_the_same_draft_is_not_published_twice_for_one_day(database: Database) -> None:
    with database.write() as work:
        saved = filled(work, [work.records.add(act())])
        publish(work, saved.id, hand(saved), SAID)
        later = replace(SAID, moment=NOW + timedelta(hours=1))
        with pytest.raises(Conflict, match="1"):
            publish(work, saved.id, hand(saved), later)
        assert publish(work, saved.id, hand(saved), replace(later, as_of=date(2026, 4, 1))).number == 2


def test_an_empty_draft_and_a_stale_one_are_not_published(database: Database) -> None:
    with database.write() as work:
        saved = selection(work)
        with pytest.raises(VecheError, match="досье"):
            publish(work, saved.id, hand(saved), SAID)
        record = work.records.add(act())
        fresh = add_records(work, saved.id, [record], hand(saved, "Петрова"))
        with pytest.raises(Conflict, match="Петрова"):
            publish(work, saved.id, hand(saved), SAID)
        fresh = exclude_records(work, fresh.id, [record], hand(fresh))
        with pytest.raises(VecheError):
            publish(work, fresh.id, hand(fresh), SAID)
        assert work.publications.page() == ([], 0)


def test_what_changes_later_does_not_change_an_issue(database: Database) -> None:
    with database.write() as work:
        record = work.records.add(act())
        saved = filled(work, [record])
        issue = publish(work, saved.id, hand(saved), SAID)
        before = work.publications.content(issue.id)
        version = work.records.many([record])[record].version
        work.records.correct(record, {"title": "Другое"}, actor="Иванова", version=version)
        saved = set_note(work, saved.id, record, "новое", hand(saved))
        saved = change_head(work, saved.id, hand(saved), title="Другое имя")
        assert work.publications.content(issue.id) == before
        assert from_json(before).code == issue.code


def test_a_record_alone_is_published_once_a_day_while_it_is_the_same(database: Database) -> None:
    with database.write() as work:
        record, secret = work.records.add_many([act(), act(number="13")])
        closed(work, secret)
        first = publish_record(work, record, SAID, actor="")
        again = publish_record(work, record, replace(SAID, moment=NOW + timedelta(hours=1)), actor="")
        assert (again, first.kind, first.number, first.selection) == (first, "record", None, None)
        assert first.title == "О бюджете (решение от\u00a05\u00a0марта 2024\u00a0г. №\u00a012)"
        assert content(work, first).address == f"/records/{record}"
        version = work.records.many([record])[record].version
        work.records.correct(record, {"annotation": "Новая"}, actor="Иванова", version=version)
        assert publish_record(work, record, SAID, actor="").id != first.id
        with pytest.raises(NotFound):
            publish_record(work, secret, SAID, actor="")


def test_a_search_is_published_in_its_order_without_what_is_closed(database: Database) -> None:
    with database.write() as work:
        a, b, secret = work.records.add_many([act(number=str(at)) for at in (1, 2, 3)])
        closed(work, secret)
        issue = publish_search(
            work, [b, secret, a, b], SAID, title="бюджет", address="/search?q=бюджет", actor="Иванова"
        )
        found = content(work, issue)
        assert ([one.record for one in found.entries], found.kind, found.title) == (
            [b, a],
            "search",
            "бюджет",
        )
        with pytest.raises(VecheError):
            publish_search(work, [secret], SAID, title="бюджет", address="", actor="Иванова")


def test_a_list_is_grouped_by_level_new_acts_first_and_holds_no_texts(database: Database) -> None:
    with database.write() as work:
        old, new, tenth = work.records.add_many(
            [act(number="3", day="2023-01-01"), act(number="2"), act(number="10")]
        )
        law = work.records.add(
            act(
                "О местном самоуправлении",
                "131-ФЗ",
                "2003-10-06",
                fields={"kind": "федеральный закон", "issuer": ""},
            )
        )
        news, earlier = work.records.add_many(
            [article("Яблоки", fields={"author": ""}), article("Авария", fields={"author": ""})]
        )
        saved = filled(work, [news, old, new, law, tenth, earlier], kind=SelectionKind.LIST, grouping="level")
        published = content(work, publish(work, saved.id, hand(saved), SAID))
        assert [(part.title, [one.record for one in part.entries]) for part in published.sections] == [
            ("Федеральное законодательство", [law]),
            ("Муниципальные правовые акты", [new, tenth, old]),
            ("Статьи", [earlier, news]),
        ]
        assert [one.position for one in published.entries] == [1, 2, 3, 4, 5, 6]
        assert not published.texts
        assert published.address.startswith("/lists/")


@pytest.mark.parametrize(
    ("grouping", "titles"),
    [
        ("year", ["2024 год", "2023 год", "Без даты"]),
        ("month", ["Март 2024 года", "Декабрь 2023 года", "Без даты"]),
        ("kind", ["Решение", "Публикации"]),
        ("issuer", ["Заречные вести", "Собрание депутатов Заречного района"]),
        ("newspaper", ["Заречные вести", "Документы"]),
        ("category", ["Бюджет", "Без раздела"]),
    ],
)
def test_an_issue_is_divided_by_itself(sqlite_database: Database, grouping: str, titles: list[str]) -> None:
    with sqlite_database.write() as work:
        records = work.records.add_many(
            [act(categories=("budget",)), act(number="13", day="2023-12-01"), article(day="")]
        )
        labels = {one.slug: one.label_ru for one in work.headings.categories(frozenset())}
        saved = filled(work, records, kind=SelectionKind.PRESS, grouping=grouping)
        published = content(work, publish(work, saved.id, hand(saved), SAID))
        wanted = [labels["budget"] if title == "Бюджет" else title for title in titles]
        assert [part.title for part in published.sections] == wanted
        assert [one.position for one in published.entries] == [1, 2, 3]


def test_the_moment_of_an_issue_is_told_in_utc() -> None:
    assert (
        Imprint(LIBRARY, TODAY, datetime(2026, 3, 5, 1, 2, 3, 999, tzinfo=UTC)).stamp
        == "2026-03-05T01:02:03Z"
    )
