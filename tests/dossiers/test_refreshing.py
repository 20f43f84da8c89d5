"""A saved request proposes; nothing comes into an issue or leaves it without a librarian."""

from __future__ import annotations

from datetime import timedelta

import pytest
from typing_extensions import override

from catalog.database import Database
from catalog.errors import NotFound, QueryRefused, VecheError
from catalog.selections import Place, Selection, SelectionFilter
from catalog.unit_of_work import UnitOfWork
from dossiers.arranging import Into
from dossiers.drafts import read_draft
from dossiers.editing import add_by_query, add_records, exclude_records
from dossiers.publication import from_json
from dossiers.publishing import Imprint, publish
from dossiers.refreshing import ACTOR, accept, refresh, refresh_due, refuse
from dossiers.section_editing import add_section
from search.requests import SearchRequest
from search.results import SearchResult
from tests.dossiers.stock import NOW, STOPPED, TODAY, Found, StoppedClock, act, hand, selection

QUERY = {"q": "бюджет"}


def stock(work: UnitOfWork, count: int) -> list[int]:
    return work.records.add_many([act(number=str(at)) for at in range(1, count + 1)])


def places(work: UnitOfWork, saved: Selection) -> dict[int, Place]:
    return {one.record: one.place for one in work.selections.draft(saved.id).entries}


def followed(database: Database, count: int) -> tuple[Selection, list[int]]:
    """A selection in which a request has brought in the first two records."""
    with database.write() as work:
        numbers = stock(work, count)
        saved = selection(work, query=QUERY, refresh_days=7)
    told = add_by_query(database, Found(numbers[:2]), saved.id, QUERY, hand(saved))
    return told.selection, numbers


def test_what_is_found_newly_is_offered_and_what_is_not_found_is_leaving(database: Database) -> None:
    saved, (a, b, c, d) = followed(database, 4)
    told = refresh(database, Found([b, c, d]), saved.id, STOPPED)
    assert (told.found, told.offered, told.leaving, told.left) == (3, 2, 1, 0)
    with database.write() as work:
        assert places(work, saved) == {
            a: Place.LEAVING, b: Place.IN, c: Place.OFFERED, d: Place.OFFERED,
        }  # fmt: skip
        assert [one.id for one in work.selections.page(SelectionFilter(waiting=True))[0]] == [saved.id]
        issue = publish(work, saved.id, hand(told.selection), Imprint("Библиотека", TODAY, NOW))
        published = from_json(work.publications.content(issue.id))
        assert {one.record for one in published.entries} == {a, b}
        view = read_draft(work, told.selection, TODAY)
        assert [one.record.id for one in view.offered] == [d, c]
        assert [one.record.id for one in view.leaving] == [a]
    again = refresh(database, Found([a, b, c]), saved.id, STOPPED)
    assert (again.offered, again.leaving) == (0, 0)
    with database.read() as work:
        assert places(work, saved) == {a: Place.IN, b: Place.IN, c: Place.OFFERED}


def test_what_is_excluded_stays_out_and_what_a_person_chose_stays_in(database: Database) -> None:
    saved, (a, b, c) = followed(database, 3)
    with database.write() as work:
        saved = exclude_records(work, saved.id, [b], hand(saved))
        saved = add_records(work, saved.id, [c], hand(saved))
    refresh(database, Found([a, b]), saved.id, STOPPED)
    with database.read() as work:
        assert places(work, saved) == {a: Place.IN, b: Place.OUT, c: Place.IN}


def test_a_librarian_accepts_one_or_all(database: Database) -> None:
    saved, (a, b, c, d) = followed(database, 4)
    saved = refresh(database, Found([b, c, d]), saved.id, STOPPED).selection
    with database.write() as work:
        saved = add_section(work, saved.id, "Новое", hand(saved))
        section = work.selections.draft(saved.id).sections[0].id
        saved = accept(work, saved.id, hand(saved), [c], where=Into(section))
        entry = work.selections.draft(saved.id).entry(c)
        assert entry is not None
        assert (entry.place, entry.section, entry.pinned) == (Place.IN, section, False)
        saved = accept(work, saved.id, hand(saved))
        assert places(work, saved) == {b: Place.IN, c: Place.IN, d: Place.IN}
        assert (saved.offered, saved.leaving) == (0, 0)
        assert a not in places(work, saved)


def test_what_is_refused_is_not_proposed_again(database: Database) -> None:
    saved, (a, b, c) = followed(database, 3)
    saved = refresh(database, Found([b, c]), saved.id, STOPPED).selection
    with database.write() as work:
        saved = refuse(work, saved.id, hand(saved))
        assert places(work, saved) == {a: Place.IN, b: Place.IN, c: Place.OUT}
    again = refresh(database, Found([b, c]), saved.id, STOPPED)
    assert (again.offered, again.leaving, again.selection.version) == (0, 0, saved.version)


def test_nothing_leaves_when_not_all_was_looked_at(database: Database) -> None:
    saved, (a, b, c, d) = followed(database, 4)
    told = refresh(database, Found([c, d, a]), saved.id, STOPPED, most=2)
    assert (told.offered, told.leaving, told.left) == (2, 0, 1)
    with database.read() as work:
        assert places(work, saved) == {a: Place.IN, b: Place.IN, c: Place.OFFERED, d: Place.OFFERED}


def test_a_refresh_is_a_step_of_its_own(database: Database) -> None:
    saved, (_, b, c) = followed(database, 3)
    refresh(database, Found([b, c]), saved.id, STOPPED)
    with database.read() as work:
        step = work.selections.steps(saved.id)[0]
        assert (step.actor, step.action) == (ACTOR, "refresh")


def test_what_has_no_request_is_not_refreshed(database: Database) -> None:
    with database.write() as work:
        saved = selection(work)
    with pytest.raises(VecheError, match="запроса"):
        refresh(database, Found(), saved.id, STOPPED)
    with pytest.raises(NotFound):
        refresh(database, Found(), saved.id + 1, STOPPED)


def test_only_what_is_due_is_asked_and_one_refusal_holds_up_nothing(database: Database) -> None:
    saved, numbers = followed(database, 3)
    with database.write() as work:
        selection(work, query=QUERY)

    class Refusing(Found):
        @override
        def search(self, request: SearchRequest) -> SearchResult:
            raise QueryRefused("Слишком сложный запрос.")

    assert refresh_due(database, Refusing(), STOPPED) == 1
    found = Found(numbers)
    assert refresh_due(database, found, STOPPED) == 0
    later = StoppedClock(STOPPED.zone, TODAY, NOW + timedelta(days=7))
    assert refresh_due(database, found, later) == 1
    assert refresh_due(database, found, later) == 0
    with database.read() as work:
        fresh = work.selections.get(saved.id)
        assert fresh is not None
        assert (fresh.offered, fresh.refreshed) == (1, later.now())
