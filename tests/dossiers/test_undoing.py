"""Whatever was done to a draft can be taken back, step by step, and done again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.database import Database
from catalog.errors import NotFound
from catalog.home import sqlite_url
from catalog.selections import Draft, Selection
from catalog.unit_of_work import UnitOfWork
from dossiers import editing, section_editing
from dossiers.arranging import Before, Into
from dossiers.deeds import told
from dossiers.undoing import redo, to_redo, to_undo, undo
from tests.dossiers.stock import act, hand, selection

RECORDS = 5
numbers = st.integers(0, RECORDS - 1)
actions = st.one_of(
    st.tuples(st.just("add"), st.lists(numbers, min_size=1, max_size=3), st.integers(1, 4)),
    st.tuples(st.sampled_from(["remove", "exclude", "pin", "unpin", "up", "down", "first", "last"]), numbers),
    st.tuples(st.just("before"), numbers, numbers),
    st.tuples(st.just("note"), numbers, st.text("абв ", max_size=3)),
    st.tuples(st.just("head"), st.text("где", min_size=1, max_size=3)),
    st.tuples(st.just("section"), st.integers(1, 3)),
    st.tuples(st.sampled_from(["into", "drop", "raise", "name"]), numbers),
)


def stock(work: UnitOfWork) -> tuple[Selection, list[int]]:
    records = work.records.add_many([act(number=str(at)) for at in range(RECORDS)])
    return selection(work), records


def done(work: UnitOfWork, saved: Selection, records: list[int], action: tuple[object, ...]) -> Selection:
    """One step of editing; what cannot be done changes nothing."""
    name, *rest = action
    by, draft = hand(saved), work.selections.draft(saved.id)
    try:
        return _step(work, saved, records, name, rest, by, draft)  # type: ignore[arg-type]
    except NotFound:
        return saved


def _step(
    work: UnitOfWork,
    saved: Selection,
    records: list[int],
    name: str,
    rest: list[object],
    by: editing.Hand,
    draft: Draft,
) -> Selection:
    id_ = saved.id
    at = rest[0] if isinstance(rest[0], int) else 0
    record = records[at % RECORDS]
    section = draft.sections[at % len(draft.sections)].id if draft.sections else None
    if name == "add":
        chosen = [records[one] for one in rest[0]]  # type: ignore[attr-defined]
        return editing.add_records(work, id_, chosen, by, where=Into(section, int(rest[1])))  # type: ignore[call-overload]
    if name in ("up", "down", "first", "last"):
        return editing.move_record(work, id_, record, name, by)  # type: ignore[arg-type]
    if name == "before":
        return editing.move_record(work, id_, record, Before(records[int(rest[1])]), by)  # type: ignore[call-overload]
    if name == "into":
        return editing.move_record(work, id_, record, Into(section), by)
    simple = {
        "remove": lambda: editing.remove_records(work, id_, [record], by),
        "exclude": lambda: editing.exclude_records(work, id_, [record], by),
        "pin": lambda: editing.pin_records(work, id_, [record], by),
        "unpin": lambda: editing.pin_records(work, id_, [record], by, on=False),
        "note": lambda: editing.set_note(work, id_, record, str(rest[1]), by),
        "head": lambda: editing.change_head(work, id_, by, theme=str(rest[0])),
        "section": lambda: section_editing.add_section(work, id_, "Раздел", by, position=at),
        "drop": lambda: section_editing.delete_section(work, id_, section or -1, by),
        "raise": lambda: section_editing.move_section(work, id_, section or -1, "first", by),
        "name": lambda: section_editing.change_section(work, id_, section or -1, by, title=f"Раздел {at}"),
    }
    return simple[name]()


@pytest.fixture(scope="module")
def catalogue(
    migrated_sqlite: bytes, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, list[int]]]:
    path = tmp_path_factory.mktemp("undo") / "catalog.sqlite"
    path.write_bytes(migrated_sqlite)
    with Database.open(sqlite_url(path)) as database:
        with database.write() as work:
            records = stock(work)[1]
        yield database, records


@settings(max_examples=30, deadline=None)
@given(steps=st.lists(actions, max_size=10))
def test_any_steps_undone_give_the_draft_back_and_done_again_their_result(
    catalogue: tuple[Database, list[int]], steps: list[tuple[object, ...]]
) -> None:
    database, records = catalogue
    with database.write(durable=False) as work:
        saved = selection(work)
        drafts = [work.selections.draft(saved.id)]
        for action in steps:
            saved = done(work, saved, records, action)
            if work.selections.draft(saved.id) != drafts[-1]:
                drafts.append(work.selections.draft(saved.id))
        for before in reversed(drafts[:-1]):
            saved = undo(work, saved.id, hand(saved))
            assert work.selections.draft(saved.id) == before
        with pytest.raises(NotFound):
            undo(work, saved.id, hand(saved))
        for after in drafts[1:]:
            saved = redo(work, saved.id, hand(saved))
            assert work.selections.draft(saved.id) == after
        with pytest.raises(NotFound):
            redo(work, saved.id, hand(saved))


def test_a_new_step_ends_what_could_be_done_again(database: Database) -> None:
    with database.write() as work:
        saved, (a, b, *_) = stock(work)
        saved = editing.add_records(work, saved.id, [a], hand(saved))
        saved = undo(work, saved.id, hand(saved, "Петрова"))
        assert saved.count == 0
        redoing = to_redo(work.selections.steps(saved.id))
        assert redoing is not None
        assert redoing.actor == "Петрова"
        saved = editing.add_records(work, saved.id, [b], hand(saved))
        steps = work.selections.steps(saved.id)
        assert to_redo(steps) is None
        last = to_undo(steps)
        assert last is not None
        assert (last.action, last.version) == ("add", saved.version)
        saved = undo(work, saved.id, hand(saved))
        assert (saved.count, to_undo(work.selections.steps(saved.id))) == (0, None)


def test_a_deleted_section_comes_back_with_what_stood_in_it(database: Database) -> None:
    with database.write() as work:
        saved, (a, *_) = stock(work)
        saved = section_editing.add_section(work, saved.id, "Решения", hand(saved))
        (section,) = work.selections.draft(saved.id).sections
        saved = editing.add_records(work, saved.id, [a], hand(saved), where=Into(section.id))
        saved = section_editing.delete_section(work, saved.id, section.id, hand(saved))
        saved = undo(work, saved.id, hand(saved))
        draft = work.selections.draft(saved.id)
        assert draft.sections == (section,)
        assert [one.section for one in draft.entries] == [section.id]


def test_the_history_tells_an_undo_by_what_it_took_back(database: Database) -> None:
    with database.write() as work:
        saved, records = stock(work)
        saved = editing.add_records(work, saved.id, records[:2], hand(saved))
        saved = undo(work, saved.id, hand(saved))
        newest, first = told(work, saved.id, work.selections.steps(saved.id))
    assert [(one.what, one.count) for one in newest.deeds] == [("came", 2)]
    assert newest.deeds == first.deeds
