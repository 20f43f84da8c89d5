from __future__ import annotations

import pytest

from catalog.database import Database
from catalog.errors import Conflict, NotFound, VecheError
from catalog.slugs import slug_of
from tests.catalog.drafts import act


def test_a_list_keeps_its_order_and_notes(database: Database) -> None:
    with database.write() as work:
        first, second, third = work.records.add_many([act(), act(), act()])
        saved = work.lists.create("О бюджете района", actor="Иванова")
        for record in (first, second, third):
            work.lists.add_item(saved.id, record, actor="Иванова", note=f"№ {record}")
        work.lists.move_item(saved.id, third, 1, actor="Иванова")
        assert [(item.record, item.position) for item in work.lists.items(saved.id)] == [
            (third, 1),
            (first, 2),
            (second, 3),
        ]
        work.lists.move_item(saved.id, third, 99, actor="Иванова")
        work.lists.remove_item(saved.id, first, actor="Иванова")
        work.lists.add_item(saved.id, second, actor="Иванова", note="новая")
        assert [(item.record, item.note) for item in work.lists.items(saved.id)] == [
            (second, "новая"),
            (third, f"№ {third}"),
        ]
        again = work.lists.by_slug("o-byudzhete-rajona")
        assert again is not None
        assert (again.count, again.title, again.created_by) == (2, "О бюджете района", "Иванова")
        assert [one.id for one in work.lists.of_record(second)] == [saved.id]
        assert work.lists.of_record(first) == []


def test_lists_of_one_title_have_addresses_of_their_own(database: Database) -> None:
    with database.write() as work:
        slugs = [work.lists.create("Бюджет", actor="").slug for _ in range(3)]
        assert slugs == ["byudzhet", "byudzhet-2", "byudzhet-3"]
        with pytest.raises(VecheError):
            work.lists.create("  ", actor="")


def test_a_list_changed_meanwhile_is_not_overwritten(database: Database) -> None:
    with database.write() as work:
        saved = work.lists.create("Бюджет", actor="")
        work.lists.rename(saved.id, "Бюджет района", version=saved.version, actor="Иванова", public=True)
        with pytest.raises(Conflict):
            work.lists.rename(saved.id, "Другое", version=saved.version, actor="Петрова")
        again = work.lists.get(saved.id)
        assert again is not None
        assert (again.title, again.public, again.slug) == ("Бюджет района", True, "byudzhet")
        assert [one.id for one in work.lists.all(public_only=True)] == [saved.id]


def test_a_deleted_list_leaves_its_records(database: Database) -> None:
    with database.write() as work:
        record = work.records.add(act())
        saved = work.lists.create("Бюджет", actor="")
        work.lists.add_item(saved.id, record, actor="")
        work.lists.delete(saved.id, actor="Иванова")
        assert work.lists.all() == []
        assert work.records.get(record) is not None
        with pytest.raises(NotFound):
            work.lists.add_item(saved.id, record, actor="")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("О бюджете", "o-byudzhete"),
        ("Щёлково: съезд № 5!", "shchelkovo-sezd-5"),
        ("???", "spisok"),
        ("ж" * 100, "zh" * 30),
        (" ".join(["слово"] * 20), "-".join(["slovo"] * 10)),
    ],
)
def test_addresses_are_made_of_titles(title: str, slug: str) -> None:
    assert slug_of(title) == slug
