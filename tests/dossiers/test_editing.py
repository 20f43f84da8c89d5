"""Editing a selection: what comes in, what goes, where it stands, and who is told."""

from __future__ import annotations

import pytest

from catalog.database import Database
from catalog.errors import Conflict, NotFound, VecheError
from catalog.selections import Place, Selection
from catalog.unit_of_work import UnitOfWork
from dossiers.arranging import Before, Into
from dossiers.editing import (
    add_by_query,
    add_records,
    change_head,
    create,
    exclude_records,
    move_record,
    move_records,
    pin_records,
    remove,
    remove_records,
    set_note,
)
from dossiers.section_editing import add_section, change_section, delete_section, move_section
from tests.dossiers.stock import STOPPED, Found, act, hand, selection


def stock(work: UnitOfWork, count: int) -> list[int]:
    return work.records.add_many([act(number=str(at)) for at in range(1, count + 1)])


def standing(work: UnitOfWork, saved: Selection) -> list[int]:
    return [one.record for one in work.selections.draft(saved.id).entries if one.place is Place.IN]


def filled(work: UnitOfWork, count: int) -> tuple[Selection, list[int]]:
    numbers = stock(work, count)
    saved = selection(work)
    return add_records(work, saved.id, numbers, hand(saved)), numbers


def test_records_come_in_at_a_place_each_once(database: Database) -> None:
    with database.write() as work:
        saved, (a, b) = filled(work, 2)
        c, d = stock(work, 2)
        saved = add_records(work, saved.id, [c, d, c], hand(saved), where=Into(None, 2), note="см. п. 3")
        assert standing(work, saved) == [a, c, d, b]
        assert [one.note for one in work.selections.draft(saved.id).entries] == [
            "",
            "см. п. 3",
            "см. п. 3",
            "",
        ]
        again = add_records(work, saved.id, [a], hand(saved), note="первый")
        assert standing(work, again) == [a, c, d, b]
        entry = work.selections.draft(saved.id).entry(a)
        assert entry is not None
        assert (entry.note, entry.added_by) == ("первый", "Иванова")


def test_a_record_that_is_not_there_is_not_added(database: Database) -> None:
    with database.write() as work:
        saved, _ = filled(work, 1)
        with pytest.raises(NotFound, match="999"):
            add_records(work, saved.id, [999], hand(saved))
        with pytest.raises(NotFound, match="раздела"):
            add_records(work, saved.id, stock(work, 1), hand(saved), where=Into(17))


def test_a_record_moves_by_steps_to_the_ends_and_before_another(database: Database) -> None:
    with database.write() as work:
        saved, (a, b, c, d) = filled(work, 4)
        for target, order in (
            ("down", [b, a, c, d]),
            ("last", [b, c, d, a]),
            ("up", [b, c, a, d]),
            ("first", [a, b, c, d]),
            (Before(d), [b, c, a, d]),
            (Into(None, 2), [b, a, c, d]),
        ):
            saved = move_record(work, saved.id, a, target, hand(saved))  # type: ignore[arg-type]
            assert standing(work, saved) == order, target


def test_a_step_beyond_an_end_changes_nothing(database: Database) -> None:
    with database.write() as work:
        saved, (a, b) = filled(work, 2)
        assert move_record(work, saved.id, a, "up", hand(saved)).version == saved.version
        assert move_record(work, saved.id, b, "last", hand(saved)).version == saved.version
        with pytest.raises(NotFound):
            move_record(work, saved.id, 999, "up", hand(saved))


def test_what_is_excluded_does_not_stand_in_the_way_of_steps(database: Database) -> None:
    with database.write() as work:
        saved, (a, b, c) = filled(work, 3)
        saved = exclude_records(work, saved.id, [b], hand(saved))
        saved = move_record(work, saved.id, c, "up", hand(saved))
        assert standing(work, saved) == [c, a]
        saved = add_records(work, saved.id, [b], hand(saved))
        assert standing(work, saved) == [c, a, b]


def test_sections_hold_records_and_move_with_them(database: Database) -> None:
    with database.write() as work:
        saved, (a, b, c) = filled(work, 3)
        saved = add_section(work, saved.id, "Решения", hand(saved))
        saved = add_section(work, saved.id, " Пресса  района ", hand(saved), position=1, note="Газеты")
        press, acts = work.selections.draft(saved.id).sections
        assert (press.title, press.note, acts.title) == ("Пресса района", "Газеты", "Решения")
        saved = move_records(work, saved.id, [b, a], Into(acts.id), hand(saved))
        saved = move_record(work, saved.id, c, Into(press.id), hand(saved))
        assert standing(work, saved) == [c, b, a]
        saved = move_section(work, saved.id, acts.id, "first", hand(saved))
        assert standing(work, saved) == [b, a, c]
        saved = move_section(work, saved.id, acts.id, 2, hand(saved))
        assert standing(work, saved) == [c, b, a]
        saved = change_section(work, saved.id, acts.id, hand(saved), note="По годам")
        assert work.selections.draft(saved.id).sections[1].note == "По годам"
        saved = delete_section(work, saved.id, press.id, hand(saved))
        draft = work.selections.draft(saved.id)
        assert [(one.record, one.section) for one in draft.entries] == [(c, None), (b, acts.id), (a, acts.id)]
        with pytest.raises(NotFound):
            delete_section(work, saved.id, press.id, hand(saved))
        with pytest.raises(VecheError):
            add_section(work, saved.id, "  ", hand(saved))


def test_records_are_removed_pinned_and_noted(database: Database) -> None:
    with database.write() as work:
        saved, (a, b, c) = filled(work, 3)
        saved = remove_records(work, saved.id, [a], hand(saved))
        saved = pin_records(work, saved.id, [b], hand(saved))
        saved = set_note(work, saved.id, c, " важное ", hand(saved))
        draft = work.selections.draft(saved.id)
        assert [(one.record, one.pinned, one.note) for one in draft.entries] == [
            (b, True, ""),
            (c, False, "важное"),
        ]
        saved = pin_records(work, saved.id, [b], hand(saved), on=False)
        assert not work.selections.draft(saved.id).entries[0].pinned
        assert [one.action for one in work.selections.steps(saved.id)][:4] == [
            "unpin",
            "note",
            "pin",
            "remove",
        ]


def test_the_second_librarian_is_told_who_was_first_and_at_what_hour(database: Database) -> None:
    with database.write() as work:
        saved, (a, _) = filled(work, 2)
        stale = hand(saved, "Петрова")
        set_note(work, saved.id, a, "первая", hand(saved))
        with pytest.raises(Conflict, match=r"изменили: Иванова, 5\sмарта 2026\sг\. в 12:30") as told:
            set_note(work, saved.id, a, "вторая", stale)
        assert "не записана" in told.value.hint
        with pytest.raises(Conflict):
            remove(work, saved.id, stale)
        entry = work.selections.draft(saved.id).entry(a)
        assert entry is not None
        assert entry.note == "первая"


def test_the_head_is_checked(database: Database) -> None:
    with database.write() as work:
        saved = create(work, selection(work).kind, "Дороги", actor="Иванова", clock=STOPPED, theme=" Зима ")
        assert saved.theme == "Зима"
        for wrong in (
            {"title": " "},
            {"grouping": "цвет"},
            {"query": {"q": "x", "colour": "red"}},
            {"query": {"from": "вчера"}},
            {"refresh_days": -1},
            {"cover": "ab" * 32},
            {"slug": "другой"},
            {"first_day": STOPPED.today(), "last_day": STOPPED.today().replace(year=2020)},
        ):
            with pytest.raises(VecheError):
                change_head(work, saved.id, hand(saved), **wrong)
        saved = change_head(
            work, saved.id, hand(saved), query={"q": " ремонт  дорог ", "kind": "решение\n\nустав", "to": ""}
        )
        assert saved.query == {"q": "ремонт дорог", "kind": "решение\nустав"}


def test_all_that_a_request_finds_comes_in_and_what_is_left_is_told(database: Database) -> None:
    with database.write() as work:
        saved, (a, b) = filled(work, 2)
        saved = exclude_records(work, saved.id, [b], hand(saved))
        fresh = stock(work, 6)
        near = stock(work, 1)
    found = Found([a, b, *fresh], near)
    told = add_by_query(
        database, found, saved.id, {"q": "бюджет", "class": "act\npress"}, hand(saved), most=5
    )
    assert (told.found, told.added, told.known, told.left) == (8, 3, 2, 3)
    assert found.asked[0].query == "бюджет"
    assert found.asked[0].filters.record_class == ("act", "press")
    with database.read() as work:
        assert set(standing(work, told.selection)) == {a, *fresh[:3]}
    everything = add_by_query(database, found, saved.id, {"q": "бюджет"}, hand(told.selection))
    assert (everything.added, everything.known, everything.left) == (3, 5, 0)
    with database.read() as work:
        assert not {b, *near} & set(standing(work, everything.selection))
