from __future__ import annotations

import pytest

from catalog.database import Database
from catalog.errors import Conflict, NotFound
from catalog.headings import Heading
from catalog.model import Visibility
from catalog.stores.headings import packaged_taxonomy
from tests.catalog.drafts import PUBLIC, act, marks


def new(name: str, parent: str | None) -> Heading:
    return Heading(name, parent, "Новая", "New", "", "")


def test_a_new_catalogue_has_all_categories_and_headings(database: Database) -> None:
    given = packaged_taxonomy()
    with database.write() as work:
        categories = work.headings.categories(PUBLIC)
        assert [category.slug for category in categories] == [one["id"] for one in given["categories"]]
        assert len(categories) == 25
        assert all(category.headings and category.label_ru and category.label_en for category in categories)
        tree = work.headings.tree(PUBLIC)
        assert {heading.id for heading in tree} == {one["id"] for one in given["headings"]}
        seen: set[str | None] = {None}
        for heading in tree:
            assert heading.parent in seen
            seen.add(heading.id)
        ranked = sorted(given["categories"], key=lambda one: int(one["test_rank"]))
        assert list(work.headings.cues()) == [one["id"] for one in ranked]
        before = len(tree)
        work.headings.seed()
        assert len(work.headings.tree(PUBLIC)) == before


def test_every_heading_of_a_category_is_there() -> None:
    given = packaged_taxonomy()
    known = {one["id"] for one in given["headings"]}
    assert all(set(ids) <= known for ids in given["category_headings"].values())
    assert set(given["category_headings"]) == {one["id"] for one in given["categories"]}
    assert all(one.get("parent") in known | {None} for one in given["headings"])


def test_counts_are_of_what_may_be_seen_each_record_once(database: Database) -> None:
    with database.write() as work:
        work.records.add_many([act(categories=marks("budget", "taxes")), act(categories=marks("budget"))])
        work.records.add(act(categories=marks("budget"), visibility=Visibility.HELD))
        counts = {heading.id: heading.count for heading in work.headings.tree(PUBLIC)}
        assert (counts["sk"], counts["sk-local-economy"], counts["st-attention"]) == (2, 2, 1)
        by_slug = {category.slug: category.count for category in work.headings.categories(PUBLIC)}
        assert (by_slug["budget"], by_slug["taxes"], by_slug["elections"]) == (2, 1, 0)
        records, total = work.headings.records_under(
            "sk-local-economy", PUBLIC, limit=1, offset=1, sort="oldest"
        )
        assert (len(records), total) == (1, 2)


def test_a_moved_heading_takes_its_records_along(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(categories=marks("budget")))
        before = work.queue.last()
        work.headings.move("pp-budget", "kk", actor="Иванова")
        assert work.headings.records_under("kk", PUBLIC)[1] == 1
        assert work.headings.records_under("pp", PUBLIC)[1] == 0
        assert [record for _, record in work.queue.after(before, 9)] == [number]
        with pytest.raises(Conflict):
            work.headings.move("kk", "pp-budget", actor="Иванова")
        with pytest.raises(NotFound):
            work.headings.move("kk", "нет", actor="Иванова")


def test_headings_are_made_and_renamed(database: Database) -> None:
    with database.write() as work:
        work.headings.add(new("kk-new", "kk"), actor="Иванова")
        with pytest.raises(Conflict):
            work.headings.add(new("kk-new", None), actor="Иванова")
        with pytest.raises(NotFound):
            work.headings.add(new("other", "нет"), actor="Иванова")
        work.headings.rename("kk-new", "Реки", "Rivers", actor="Иванова")
        found = {heading.id: heading.label_ru for heading in work.headings.tree(PUBLIC)}
        assert found["kk-new"] == "Реки"
        assert [entry.action for entry in work.audit.of("heading:kk-new")] == [
            "rename-heading",
            "add-heading",
        ]


def test_headings_given_by_hand_stay(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(categories=marks("budget")))
        work.headings.set_of_record(number, ["kk-elections"], actor="Иванова")
        work.records.replace(number, act(categories=marks("taxes")))
        assert work.records.headings(number) == ["kk-elections"]
        work.headings.move("kk-elections", "pp", actor="Иванова")
        assert work.records.for_index([number])[0].headings == ("kk-elections", "pp")
        work.headings.set_of_record(number, [], actor="Иванова")
        assert work.records.headings(number) == ["sk-local-economy", "st-attention"]
