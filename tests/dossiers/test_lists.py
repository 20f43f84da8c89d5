"""Saved lists: named, ordered, read by those who may."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from catalog.database import Database
from catalog.errors import NotFound
from catalog.model import RecordClass, RecordDraft, SavedList, TextDraft, Value, ValueSource, Visibility
from catalog.unit_of_work import UnitOfWork
from dossiers.lists import find_list, move, read_list

PUBLIC = frozenset({"public"})


def record(work: UnitOfWork, title: str, visibility: Visibility = Visibility.PUBLIC) -> int:
    """A record with nothing but a title."""
    return work.records.add(
        RecordDraft(
            record_class=RecordClass.ACT,
            values=(Value("title", title, ValueSource.ENTERED),),
            text=TextDraft(None, ("текст",), "import", "1", "born", "text/plain"),
            received=datetime(2026, 1, 1, tzinfo=UTC),
            visibility=visibility,
        )
    )


def made(work: UnitOfWork, *titles: str, public: bool = True) -> tuple[SavedList, list[int]]:
    """A list of new records."""
    numbers = [record(work, title) for title in titles]
    saved = work.lists.create("Подборка", actor="Иванова", public=public)
    for number in numbers:
        work.lists.add_item(saved.id, number, actor="Иванова")
    return saved, numbers


def order(work: UnitOfWork, saved: SavedList) -> list[int]:
    """The records of a list as they stand."""
    return [entry.number for entry in read_list(work, saved, PUBLIC).entries]


def test_a_record_moves_by_one_place_and_to_the_ends(database: Database) -> None:
    with database.write() as work:
        saved, (a, b, c) = made(work, "А", "Б", "В")
        move(work, saved, a, "down", actor="Иванова")
        assert order(work, saved) == [b, a, c]
        move(work, saved, c, "first", actor="Иванова")
        assert order(work, saved) == [c, b, a]
        move(work, saved, c, "last", actor="Иванова")
        assert order(work, saved) == [b, a, c]


def test_a_move_beyond_an_end_changes_nothing(database: Database) -> None:
    with database.write() as work:
        saved, (a, b) = made(work, "А", "Б")
        move(work, saved, a, "up", actor="Иванова")
        move(work, saved, b, "down", actor="Иванова")
        assert order(work, saved) == [a, b]


def test_a_record_that_is_not_in_the_list_cannot_be_moved(database: Database) -> None:
    with database.write() as work:
        saved, _ = made(work, "А")
        with pytest.raises(NotFound):
            move(work, saved, 999, "up", actor="Иванова")


def test_hidden_and_withdrawn_records_keep_their_place_and_show_nothing(database: Database) -> None:
    with database.write() as work:
        saved, (_, b) = made(work, "А", "Б")
        hidden = record(work, "Тайна", Visibility.HELD)
        work.lists.add_item(saved.id, hidden, actor="Иванова")
        work.records.withdraw(b, "ошибка", actor="Иванова")
        entries = read_list(work, saved, PUBLIC).entries
        assert [entry.position for entry in entries] == [1, 2, 3]
        assert [entry.record is None for entry in entries] == [False, True, True]
        assert read_list(work, saved, frozenset({"public", "held"})).entries[2].record is not None


def test_a_closed_list_reads_like_none(database: Database) -> None:
    with database.write() as work:
        saved, _ = made(work, "А", public=False)
        assert find_list(work, saved.slug, public_only=False) == work.lists.by_slug(saved.slug)
        with pytest.raises(NotFound) as closed:
            find_list(work, saved.slug, public_only=True)
        with pytest.raises(NotFound) as missing:
            find_list(work, "net-takoy", public_only=True)
        assert str(closed.value) == str(missing.value)
