"""Selections: a draft is changed by one hand at a time, every step can be taken back."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.database import Database
from catalog.errors import Conflict, NotFound, VecheError
from catalog.selections import (
    Draft,
    Place,
    Selection,
    SelectionEntry,
    SelectionFilter,
    SelectionKind,
    SelectionSection,
    draft_from_json,
    draft_to_json,
)
from catalog.stores import selections as store
from catalog.unit_of_work import UnitOfWork
from tests.catalog.drafts import act

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
DOSSIER = SelectionKind.DOSSIER


def entry(record: int, section: int | None = None, **changes: object) -> SelectionEntry:
    return replace(SelectionEntry(record, NOW, "Иванова", section), **changes)  # type: ignore[arg-type]


def made(work: UnitOfWork, *entries: SelectionEntry, title: str = "Бюджет района") -> Selection:
    return work.selections.create(DOSSIER, Draft(title, entries=entries), actor="Иванова", moment=NOW)


def three(work: UnitOfWork) -> list[int]:
    return work.records.add_many([act("1"), act("2"), act("3")])


def test_a_draft_comes_back_as_it_was_saved(database: Database) -> None:
    with database.write() as work:
        a, b, c = three(work)
        saved = made(work)
        draft = Draft(
            "Бюджет  района",
            theme="О деньгах",
            audience="для депутатов",
            introduction="**Введение**",
            query={"q": "бюджет", "class": "act\npress"},
            grouping="year",
            first_day=date(2024, 1, 1),
            last_day=date(2024, 12, 31),
            public=True,
            refresh_days=7,
            sections=(SelectionSection(-1, "Решения", "Главное"), SelectionSection(-2, "Пресса")),
            entries=(
                entry(a, -2, note="о слушаниях"),
                entry(b, -1, pinned=True),
                entry(c, place=Place.OFFERED),
            ),
        )
        again = work.selections.save(saved.id, draft, version=1, actor="Петрова", action="edit", moment=NOW)
        kept = work.selections.draft(saved.id)
        assert (again.version, again.title, again.count, again.offered) == (2, "Бюджет района", 2, 1)
        assert [(one.record, one.place) for one in kept.entries] == [
            (c, Place.OFFERED),
            (b, Place.IN),
            (a, Place.IN),
        ]
        first, second = kept.sections
        assert (first.title, first.note, second.title) == ("Решения", "Главное", "Пресса")
        assert [one.section for one in kept.entries] == [None, first.id, second.id]
        head = replace(kept, sections=(), entries=(), title=draft.title)
        assert head == replace(draft, sections=(), entries=())
        assert draft_from_json(draft_to_json(kept)) == kept


def test_the_order_within_a_section_is_kept_when_it_changes(database: Database) -> None:
    with database.write() as work:
        a, b, c = three(work)
        saved = made(work, entry(a), entry(b), entry(c))
        turned = replace(saved_draft(work, saved), entries=(entry(c), entry(a), entry(b)))
        work.selections.save(saved.id, turned, version=1, actor="Иванова", action="move", moment=NOW)
        assert [one.record for one in saved_draft(work, saved).entries] == [c, a, b]


def saved_draft(work: UnitOfWork, saved: Selection) -> Draft:
    return work.selections.draft(saved.id)


def test_a_section_that_is_gone_leaves_its_records_without_one(database: Database) -> None:
    with database.write() as work:
        a, b, _ = three(work)
        draft = Draft("Дороги", sections=(SelectionSection(-1, "Ремонт"),), entries=(entry(a, -1), entry(b)))
        saved = work.selections.create(DOSSIER, draft, actor="Иванова")
        bare = replace(saved_draft(work, saved), sections=())
        work.selections.save(saved.id, bare, version=1, actor="Иванова", action="delete-section")
        kept = saved_draft(work, saved)
        assert kept.sections == ()
        assert {(one.record, one.section) for one in kept.entries} == {(a, None), (b, None)}


def test_who_comes_second_is_told_who_was_first_and_nothing_is_overwritten(database: Database) -> None:
    with database.write() as work:
        saved = made(work)
        draft = saved_draft(work, saved)
        first = replace(draft, introduction="Первая")
        work.selections.save(saved.id, first, version=1, actor="Иванова", action="edit", moment=NOW)
        with pytest.raises(Conflict, match="Иванова") as told:
            work.selections.save(
                saved.id, replace(draft, introduction="Вторая"), version=1, actor="Петрова", action="edit"
            )
        assert (told.value.who, told.value.when) == ("Иванова", NOW)
        assert saved_draft(work, saved).introduction == "Первая"


def test_of_two_librarians_at_once_one_is_refused(database: Database) -> None:
    with database.write() as work:
        saved = made(work)
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def save(name: str) -> None:
        with database.read() as work:
            draft = replace(saved_draft(work, saved), introduction=name)
        together.wait()
        try:
            with database.write() as work:
                work.selections.save(saved.id, draft, version=1, actor=name, action="edit")
            outcomes.append(name)
        except Conflict as conflict:
            outcomes.append(f"после {conflict.who}")

    threads = [threading.Thread(target=save, args=(name,)) for name in ("Иванова", "Петрова")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as work:
        kept = saved_draft(work, saved).introduction
        version = work.selections.require(saved.id, 2).version
    assert sorted(outcomes) == sorted([kept, f"после {kept}"])
    assert version == 2


def test_a_change_that_changes_nothing_is_no_step(database: Database) -> None:
    with database.write() as work:
        saved = made(work)
        draft = saved_draft(work, saved)
        again = work.selections.save(saved.id, draft, version=1, actor="Иванова", action="edit")
        assert (again.version, work.selections.steps(saved.id)) == (1, [])


def test_each_change_is_a_step_that_remembers_the_draft_before_it(database: Database) -> None:
    with database.write() as work:
        a, b, _ = three(work)
        saved = made(work, entry(a))
        before = saved_draft(work, saved)
        after = replace(before, entries=(*before.entries, entry(b, note="важно")))
        work.selections.save(saved.id, after, version=1, actor="Петрова", action="add", moment=NOW)
        (step,) = work.selections.steps(saved.id)
        assert (step.version, step.actor, step.action, step.moment) == (2, "Петрова", "add", NOW)
        assert work.selections.before_step(step.id) == before
        told = [one for one in work.audit.of(f"selection:{saved.id}") if one.action == "add"]
        assert [(one.actor, one.field, one.before, one.after) for one in told] == [
            ("Петрова", "in", "", str(b))
        ]


def test_the_audit_tells_what_became_of_each_part(database: Database) -> None:
    with database.write() as work:
        a, b, c = three(work)
        saved = work.selections.create(
            DOSSIER,
            Draft(
                "Дороги", sections=(SelectionSection(-1, "Ремонт"),), entries=(entry(a), entry(b), entry(c))
            ),
            actor="Иванова",
        )
        draft = saved_draft(work, saved)
        (section,) = draft.sections
        changed = replace(
            draft,
            theme="Зима",
            public=True,
            sections=(replace(section, title="Уборка", note="снег"),),
            entries=(entry(b, note="см. п. 3", pinned=True), entry(a, place=Place.OUT), entry(c, section.id)),
        )
        work.selections.save(saved.id, changed, version=1, actor="Петрова", action="edit")
        told = {one.field: (one.before, one.after) for one in work.audit.of(f"selection:{saved.id}")}
        assert (
            told.items()
            >= {
                "theme": ("", "Зима"),
                "public": ("", "1"),
                f"section:{section.id}": ("Ремонт", "Уборка"),
                "in": (str(a), ""),
                "out": ("", str(a)),
                f"record:{b}:note": ("", "см. п. 3"),
                "pinned": ("", str(b)),
            }.items()
        )
        assert str(c) in told["order"][1]


def test_only_the_last_steps_are_kept(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "KEPT_STEPS", 3)
    with database.write() as work:
        saved = made(work)
        for at in range(1, 6):
            draft = replace(saved_draft(work, saved), theme=f"Тема {at}")
            work.selections.save(saved.id, draft, version=at, actor="Иванова", action="edit")
        steps = work.selections.steps(saved.id)
        assert len(steps) == 3
        assert work.selections.before_step(steps[0].id).theme == "Тема 4"
        monkeypatch.setattr(store, "KEPT_SIGNS", 10)
        draft = replace(saved_draft(work, saved), theme="Последняя")
        work.selections.save(saved.id, draft, version=6, actor="Иванова", action="edit")
        assert [one.version for one in work.selections.steps(saved.id)] == [7]
        with pytest.raises(NotFound):
            work.selections.before_step(steps[0].id)


def test_a_removed_selection_keeps_its_address_and_comes_back(database: Database) -> None:
    with database.write() as work:
        saved = made(work)
        work.selections.remove(saved.id, version=1, actor="Иванова", moment=NOW)
        assert work.selections.page() == ([], 0)
        assert [one.id for one in work.selections.page(SelectionFilter(removed=True))[0]] == [saved.id]
        gone = work.selections.by_slug(DOSSIER, saved.slug)
        assert gone is not None
        assert gone.removed_at == NOW
        assert made(work).slug == "byudzhet-rajona-2"
        with pytest.raises(NotFound):
            work.selections.save(saved.id, Draft("Иное"), version=gone.version, actor="", action="edit")
        back = work.selections.restore(saved.id, actor="Иванова")
        assert (back.removed_at, back.slug) == (None, saved.slug)


def test_an_address_is_taken_once_within_a_kind(database: Database) -> None:
    with database.write() as work:
        dossier, press = (
            work.selections.create(kind, Draft("Бюджет"), actor="") for kind in (DOSSIER, SelectionKind.PRESS)
        )
        assert (dossier.slug, press.slug) == ("byudzhet", "byudzhet")
        found = work.selections.by_slug(SelectionKind.PRESS, "byudzhet")
        assert found is not None
        assert found.id == press.id
        with pytest.raises(VecheError):
            work.selections.create(DOSSIER, Draft("  "), actor="")


def test_lists_are_narrowed_and_divided_into_pages(database: Database) -> None:
    with database.write() as work:
        a, b, _ = three(work)
        budget = made(work, entry(a), entry(b, place=Place.OFFERED))
        roads = made(work, entry(a, place=Place.OUT), title="Дороги")
        press = work.selections.create(SelectionKind.PRESS, Draft("Пресса о дорогах"), actor="")
        find = work.selections.page

        def found(wanted: SelectionFilter) -> list[int]:
            return [one.id for one in find(wanted, sort="title")[0]]

        assert find(limit=1, sort="title") == ([budget], 3)
        assert find(limit=1, offset=1, sort="title") == ([roads], 3)
        assert found(SelectionFilter(text="ДОРОГИ")) == [roads.id]
        assert found(SelectionFilter(text="дорог")) == [roads.id, press.id]
        assert found(SelectionFilter(kind="press")) == [press.id]
        assert found(SelectionFilter(record=a)) == [budget.id]
        assert found(SelectionFilter(waiting=True)) == [budget.id]
        assert found(SelectionFilter(public=True)) == []
        assert [one.id for one in work.selections.of_record(a)] == [budget.id]


def test_what_is_due_is_what_has_a_request_and_was_not_asked_for_long(database: Database) -> None:
    with database.write() as work:
        asked = Draft("Бюджет", query={"q": "бюджет"}, refresh_days=7)
        weekly = work.selections.create(DOSSIER, asked, actor="")
        work.selections.create(DOSSIER, replace(asked, refresh_days=0), actor="")
        work.selections.create(DOSSIER, replace(asked, query={}), actor="")
        assert [one.id for one in work.selections.due(NOW)] == [weekly.id]
        work.selections.mark_refreshed(weekly.id, NOW)
        assert work.selections.due(NOW + timedelta(days=6, hours=23)) == []
        assert [one.id for one in work.selections.due(NOW + timedelta(days=7))] == [weekly.id]
        fresh = work.selections.get(weekly.id)
        assert fresh is not None
        assert (fresh.version, fresh.refreshed) == (1, NOW)


def test_a_selection_that_is_not_there_is_told(database: Database) -> None:
    with database.write() as work:
        assert work.selections.get(17) is None
        for ask in (work.selections.draft, lambda id_: work.selections.restore(id_, actor="")):
            with pytest.raises(NotFound):
                ask(17)
