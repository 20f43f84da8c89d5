"""The tree of links of a record, and that the order in which acts arrive changes no status."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acts.links import Links, links_of
from acts.proposals import keep_proposals
from acts.status import intervals
from catalog.database import Database
from catalog.home import sqlite_url
from catalog.model import Proposal, RecordClass, RecordDraft, RelationDraft, Value, ValueSource, Visibility
from catalog.unit_of_work import UnitOfWork
from tests.catalog.drafts import NOW, PUBLIC, act, cites, text, values

BUDGET = act(number="12", day="2024-03-05")
ATTACHED = act(number="12", kind="приложение", title="Доходы", relations=(cites("attachment-of"),))
PRESS = RecordDraft(
    record_class=RecordClass.PRESS,
    values=values(title="Бюджет принят", date="2024-03-09"),
    text=text("Принят бюджет."),
    received=NOW,
    relations=(cites("reports"),),
)


def changing(number: str, day: str, *relations: RelationDraft, **changes: Any) -> RecordDraft:
    return act(number=number, day=day, title=f"О деле № {number}", relations=relations, **changes)


def tree(work: UnitOfWork, number: int, visibility: frozenset[str] = PUBLIC) -> Links:
    record = work.records.get(number)
    assert record is not None
    return links_of(work, record, visibility)


def happened(links: Links) -> list[tuple[str, str]]:
    return [(event.day.isoformat() if event.day else "", event.what) for event in links.timeline]


def test_a_page_gets_every_branch(database: Database) -> None:
    with database.write() as work:
        budget, change, repeal, attached, press, base, draft = work.records.add_many(
            [
                act(relations=(cites("basis", "7", "2023-01-10"), cites(number="999", day="1999-01-01"))),
                changing("20", "2024-06-01", cites("amends")),
                changing("31", "2025-02-01", cites("repeals")),
                ATTACHED,
                PRESS,
                act(number="7", day="2023-01-10"),
                RecordDraft(
                    RecordClass.ACT, (*BUDGET.values, Value("draft", "1", ValueSource.READ)), BUDGET.text, NOW
                ),
            ]
        )
        said = RelationDraft("draft-of", "О бюджете", confidence=0.9)
        work.relations.propose(draft, [Proposal(draft, budget, said)])
        found = tree(work, budget)
        assert {
            name: [link.other and link.other.id for link in links] for name, links in found.says.items()
        } == {
            "basis": [base],
            "cites": [None],
        }
        assert {name: [link.relation.record for link in links] for name, links in found.said.items()} == {
            "amends": [change],
            "repeals": [repeal],
        }
        assert happened(found) == [
            ("2024-03-05", "adopted"),
            ("2024-06-01", "amends"),
            ("2025-02-01", "repeals"),
        ]
        assert [link.relation.record for link in found.drafts] == [draft]
        assert [link.relation.record for link in found.attachments] == [attached]
        assert [link.relation.record for link in found.press] == [press]
        assert [link.other and link.other.id for link in tree(work, attached).parent] == [budget]
        assert [link.other and link.other.id for link in tree(work, press).reports] == [budget]
        assert [link.other and link.other.id for link in tree(work, draft).adopted] == [budget]
        assert tree(work, draft).timeline == ()


def test_who_may_not_see_an_act_sees_no_link_to_it(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        budget = work.records.add(BUDGET)
        held = work.records.add(changing("20", "2024-06-01", cites("amends"), visibility=Visibility.HELD))
        gone = work.records.add(changing("21", "2024-07-01", cites("amends")))
        work.records.withdraw(gone, "ошибка", actor="Иванова")
        assert tree(work, budget).said == {}
        staff = tree(work, budget, frozenset({"public", "staff", "held"}))
        assert [link.relation.record for link in staff.said["amends"]] == [held]


def test_what_a_librarian_refused_is_not_shown(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        budget, change = work.records.add_many([BUDGET, changing("20", "2024-06-01", cites("amends"))])
        (relation,) = work.relations.of_record(change)
        assert [event.confirmed for event in tree(work, budget).timeline] == [True, False]
        work.relations.confirm(relation.id, True, actor="Иванова")
        assert [event.confirmed for event in tree(work, budget).timeline] == [True, True]
        work.relations.confirm(relation.id, False, actor="Иванова")
        assert happened(tree(work, budget)) == [("2024-03-05", "adopted")]


def test_an_act_named_by_the_edition_and_held_is_one_event(sqlite_database: Database) -> None:
    edition = (cites("edition-of", "20", "2024-06-01"), cites("edition-of", "25", "2024-08-01"))
    with sqlite_database.write() as work:
        budget, change = work.records.add_many(
            [act(relations=edition), changing("20", "2024-06-01", cites("supplements"))]
        )
        links = tree(work, budget)
        assert happened(links) == [
            ("2024-03-05", "adopted"),
            ("2024-06-01", "supplements"),
            ("2024-08-01", "amends"),
        ]
        by = [event.link.other.id if event.link and event.link.other else None for event in links.timeline]
        assert by == [None, change, None]


def test_days_of_the_act_itself_and_changes_after_its_end(sqlite_database: Database) -> None:
    days = {"published": "2024-03-09", "in_force_from": "2024-04-01", "in_force_until": "2024-12-31"}
    own = tuple(Value(name, day, ValueSource.READ) for name, day in days.items())
    with sqlite_database.write() as work:
        whole = RecordDraft(RecordClass.ACT, (*BUDGET.values, *own), BUDGET.text, NOW)
        budget = work.records.add(whole)
        work.records.add(changing("3", "2025-02-01", cites("amends")))
        links = tree(work, budget)
        assert [(day, what) for day, what in happened(links)] == [
            ("2024-03-05", "adopted"),
            ("2024-03-09", "published"),
            ("2024-04-01", "in-force"),
            ("2025-01-01", "ended"),
            ("2025-02-01", "amends"),
        ]
        assert [event.contradicted for event in links.timeline] == [False] * 4 + [True]


@pytest.mark.parametrize("said", ["cites", "amends"])
def test_what_a_text_says_stands_before_the_same_thing_proposed(sqlite_database: Database, said: str) -> None:
    with sqlite_database.write() as work:
        budget, other = work.records.add_many([BUDGET, changing("20", "2024-06-01")])
        work.relations.propose(other, [Proposal(other, budget, RelationDraft(said, "по словам"))])
        work.records.replace(other, changing("20", "2024-06-01", cites(said)))
        (link,) = tree(work, budget).said[said]
        assert not link.relation.proposed


RELATIONS = st.sampled_from(["amends", "supplements", "repeals", "repeals-part", "cites", "suspends"])
DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@st.composite
def districts(draw: st.DrawFn) -> list[RecordDraft]:
    """Acts of one body with something to say of each other, some of them drafts, some not yet in force."""
    count = draw(st.integers(2, 4))
    days = draw(st.lists(DAYS, min_size=count, max_size=count))
    made = []
    for at, day in enumerate(days):
        targets = draw(st.lists(st.tuples(RELATIONS, st.integers(0, count - 1)), max_size=2, unique=True))
        said = tuple(cites(name, str(10 + to), days[to].isoformat()) for name, to in targets if to != at)
        own = []
        if draw(st.booleans()):
            own.append(Value("in_force_from", draw(DAYS).isoformat(), ValueSource.READ))
        if draw(st.integers(0, 4)) == 0:
            own.append(Value("draft", "1", ValueSource.READ))
        base = changing(str(10 + at), day.isoformat(), *said, key=f"act-{at}")
        values_ = (*base.values, *own)
        made.append(RecordDraft(base.record_class, values_, base.text, NOW, relations=said, key=base.key))
    return made


def lives(work: UnitOfWork, numbers: dict[str, int]) -> dict[str, object]:
    """The life of each act by its key, its causes named by keys, too."""
    keys = {number: key for key, number in numbers.items()}
    found = intervals(work, sorted(keys))
    return {
        keys[number]: [
            (
                one.status,
                one.since,
                one.until,
                one.confirmed,
                keys.get(one.cause.record) if one.cause else None,
            )
            for one in line
        ]
        for number, line in found.items()
    }


def same_in_every_order(orders: list[list[RecordDraft]], folder: Path, empty: bytes) -> None:
    """Catalogue the same acts in each order, one transaction an act, and compare the lives of all."""
    expected: dict[str, object] | None = None
    for order in orders:
        path = folder / "catalog.sqlite"
        path.write_bytes(empty)
        with Database.open(sqlite_url(path)) as database:
            numbers: dict[str, int] = {}
            for draft in order:
                with database.write(durable=False) as work:
                    numbers[draft.key or ""] = work.records.add(draft)
                    keep_proposals(work, [numbers[draft.key or ""]])
            with database.read() as work:
                found = lives(work, numbers)
        for file in folder.iterdir():
            file.unlink()
        expected = expected or found
        assert found == expected


@settings(max_examples=6, deadline=None)
@given(drafts=districts(), data=st.data())
def test_another_order_of_arrival_gives_the_same_statuses(
    tmp_path_factory: pytest.TempPathFactory,
    migrated_sqlite: bytes,
    drafts: list[RecordDraft],
    data: st.DataObject,
) -> None:
    orders = [drafts, drafts[::-1], data.draw(st.permutations(drafts))]
    same_in_every_order(orders, tmp_path_factory.mktemp("order"), migrated_sqlite)


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(drafts=districts())
def test_every_order_of_arrival_gives_the_same_statuses(
    tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: bytes, drafts: list[RecordDraft]
) -> None:
    orders = [list(order) for order in itertools.permutations(drafts)]
    same_in_every_order(orders, tmp_path_factory.mktemp("order"), migrated_sqlite)
