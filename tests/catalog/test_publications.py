"""Publications are added and never changed; their texts stay as long as they do."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.database import Database
from catalog.errors import Conflict, NotFound
from catalog.issues import IssuedFile, IssueFilter, NewIssue
from catalog.selections import Draft, SelectionFilter, SelectionKind
from catalog.unit_of_work import UnitOfWork
from tests.catalog.drafts import act

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


def new(
    selection: int | None = None, number: int | None = None, code: str = "AAAA", **changes: object
) -> NewIssue:
    plain = NewIssue(
        selection=selection,
        number=number,
        kind="dossier" if selection else "record",
        title="Бюджет района",
        as_of=date(2026, 3, 1),
        moment=NOW,
        actor="Иванова",
        entries=2,
        content=f'{{"code":"{code}"}}',
        code=code,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def dossier(work: UnitOfWork, public: bool = True) -> int:
    draft = Draft("Бюджет района", public=public)
    return work.selections.create(SelectionKind.DOSSIER, draft, actor="Иванова").id


def test_issues_are_counted_from_one_without_gaps(database: Database) -> None:
    with database.write() as work:
        first, other = dossier(work), dossier(work)
        for number, code in enumerate(("A1", "A2", "A3"), 1):
            assert work.publications.next_number(first) == number
            work.publications.add(new(first, number, code))
        assert work.publications.next_number(other) == 1
        with pytest.raises(Conflict):
            work.publications.add(new(first, 5, "A5"))
        with pytest.raises(Conflict):
            work.publications.add(new(first, 3, "A6"))
        last = work.publications.last(first)
        second = work.publications.issue(first, 2)
        assert last is not None
        assert second is not None
        assert (last.number, second.code, work.publications.last(other)) == (3, "A2", None)
    with database.read() as work:
        listed = work.selections.get(first)
        assert listed is not None
        assert (listed.issue, listed.issue_id, listed.issue_day) == (3, last.id, date(2026, 3, 1))
        assert (listed.issue_moment, listed.issue_entries) == (NOW, 2)


def test_what_was_undone_leaves_no_gap(database: Database) -> None:
    with database.write() as work:
        selection = dossier(work)
    with contextlib.suppress(ZeroDivisionError), database.write() as work:
        work.publications.add(new(selection, 1, "A1"))
        raise ZeroDivisionError
    with database.write() as work:
        assert work.publications.page() == ([], 0)
        assert work.publications.add(new(selection, 1, "A1")).number == 1


def test_the_same_content_is_published_once(database: Database) -> None:
    with database.write() as work:
        first = work.publications.add(new(code="B1"))
        again = work.publications.add(new(code="B1", moment=NOW + timedelta(days=1)))
        assert again == first
        assert first.content_sha256 == hashlib.sha256(b'{"code":"B1"}').hexdigest()
        assert work.publications.content(first.id) == '{"code":"B1"}'
        assert work.publications.by_code("B1") == first
        assert work.publications.by_code("B2") is None
        with pytest.raises(NotFound):
            work.publications.content(first.id + 1)


def test_readers_see_selections_that_are_open_and_published(database: Database) -> None:
    with database.write() as work:
        opened, closed, unpublished = dossier(work), dossier(work, public=False), dossier(work)
        for number, selection in enumerate((opened, closed)):
            work.publications.add(new(selection, 1, f"C{number}"))
        found, total = work.selections.page(SelectionFilter(public=True), sort="published")
        assert ([one.id for one in found], total) == ([opened], 1)
        assert unpublished not in {one.id for one in found}


def test_publications_are_narrowed_and_divided_into_pages(database: Database) -> None:
    with database.write() as work:
        selection = dossier(work)
        ours = work.publications.add(new(selection, 1, "D1"))
        single = work.publications.add(new(code="D2", title="О дорогах", moment=NOW + timedelta(days=1)))
        page = work.publications.page
        assert page(limit=1) == ([single], 2)
        assert page(limit=1, offset=1) == ([ours], 2)
        assert page(IssueFilter(selection=selection)) == ([ours], 1)
        assert page(IssueFilter(kind="record", text="ДОРОГ")) == ([single], 1)
        assert page(IssueFilter(kind="record", text="бюджет")) == ([], 0)
        assert page(IssueFilter(text="d1")) == ([ours], 1)
        assert page(IssueFilter(since=NOW, until=NOW + timedelta(hours=1))) == ([ours], 1)


def test_a_text_that_was_published_outlives_its_record(database: Database) -> None:
    with database.write() as work:
        record = work.records.add(act())
        text = work.texts.shown_by([record])[record]
        published = work.publications.add(new(code="E1", texts=(text, text)))
        work.texts.drop_unused([text])
        assert work.publications.texts(published.id) == [text]
        assert list(work.texts.of_text(text)) == ["Первая страница", "Вторая страница"]


def test_a_file_is_noted_once(database: Database) -> None:
    with database.write() as work:
        published = work.publications.add(new(code="F1"))
        made = IssuedFile(0, published.id, "pdf", "Бюджет.pdf", 10, "ab" * 32, "veche 1", NOW)
        first = work.publications.add_issued(made)
        again = work.publications.add_issued(replace(made, made=NOW + timedelta(days=1)))
        other = work.publications.add_issued(replace(made, sha256="cd" * 32))
        assert again == first == replace(made, id=first.id)
        assert work.publications.issued(published.id) == [first, other]
        assert work.publications.issued_by_sha256("cd" * 32) == [other]
