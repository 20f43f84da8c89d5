from __future__ import annotations

import itertools

import pytest

from catalog.database import Database
from catalog.model import Proposal, RecordDraft, RelationDraft
from tests.catalog.drafts import COUNCIL, act, cites, values

OTHER = "Совет депутатов Приозёрного района"
BUDGET = act(number="12", key="budget")
CHANGE = act(number="20", day="2024-06-01", key="change", relations=(cites("amends"),))
REPEAL = act(number="31", day="2025-02-01", key="repeal", relations=(cites("repeals"),))
TWIN = act(number="12", issuer=OTHER, key="twin")
ATTACHED = act(number="12", kind="приложение", key="attached")


@pytest.mark.parametrize(
    "order", list(itertools.permutations([BUDGET, CHANGE, REPEAL, TWIN, ATTACHED]))[::11]
)
def test_a_relation_resolves_in_whichever_order_the_acts_arrive(
    database: Database, order: tuple[RecordDraft, ...]
) -> None:
    numbers = {}
    for draft in order:
        with database.write() as work:
            numbers[draft.key] = work.records.add(draft)
    with database.read() as work:
        found = work.relations.effects_on([numbers["budget"]])[numbers["budget"]]
        assert {(relation.record, relation.draft.relation) for relation in found} == {
            (numbers["change"], "amends"),
            (numbers["repeal"], "repeals"),
        }
        assert all(relation.confirmed is None for relation in found)
        assert work.relations.effects_on([numbers["twin"], numbers["attached"]]) == {}


def test_all_at_once_is_the_same_as_one_by_one(database: Database) -> None:
    with database.write() as work:
        numbers = work.records.add_many([REPEAL, CHANGE, TWIN, BUDGET])
        assert {relation.record for relation in work.relations.to_record(numbers[3])} == set(numbers[:2])


def test_both_ends_are_queued_when_the_cited_act_arrives(database: Database) -> None:
    with database.write() as work:
        change = work.records.add(CHANGE)
        before = work.queue.last()
        budget = work.records.add(BUDGET)
        assert {record for _, record in work.queue.after(before, 10)} == {change, budget}


def test_an_act_that_is_changed_is_queued_when_the_change_is_read_again(database: Database) -> None:
    with database.write() as work:
        budget, change = work.records.add_many([BUDGET, CHANGE])
        before = work.queue.last()
        work.records.replace(change, act(number="20", day="2024-06-01"))
        assert {record for _, record in work.queue.after(before, 10)} == {change, budget}
        assert work.relations.to_record(budget) == []


def test_nulls_never_match(database: Database) -> None:
    with database.write() as work:
        work.records.add_many([act(number="", day=""), act(number="12", day=""), BUDGET])
        citing = work.records.add(
            act(number="5", relations=(cites(day=None), cites(number=""), cites(number="", day=None)))
        )
        assert [relation.target for relation in work.relations.of_record(citing)] == [None, None, None]


def test_a_corrected_number_resolves_what_was_waiting_and_lets_go_of_the_rest(database: Database) -> None:
    with database.write() as work:
        change = work.records.add(CHANGE)
        misread = work.records.add(act(number="72"))
        assert work.relations.of_record(change)[0].target is None
        work.records.correct(misread, {"number": "12"}, actor="Иванова", version=1)
        assert work.relations.of_record(change)[0].target == misread
        work.records.correct(misread, {"number": "13"}, actor="Иванова", version=2)
        assert work.relations.of_record(change)[0].target is None


def test_what_a_librarian_refused_has_no_effect_and_stays_refused(database: Database) -> None:
    with database.write() as work:
        budget, change = work.records.add_many([BUDGET, CHANGE])
        (relation,) = work.relations.of_record(change)
        work.relations.confirm(relation.id, False, actor="Иванова")
        assert work.relations.effects_on([budget]) == {}
        work.records.replace(change, CHANGE)
        (again,) = work.relations.of_record(change)
        assert (again.confirmed, again.target) == (False, budget)
        assert work.audit.of(f"record:{change}")[0].after == "нет"


def test_a_librarian_says_which_act_is_meant(database: Database) -> None:
    with database.write() as work:
        change = work.records.add(CHANGE)
        meant = work.records.add(act(number="12", day="2024-03-06"))
        (relation,) = work.relations.of_record(change)
        work.relations.point(relation.id, meant, actor="Иванова")
        work.records.add(BUDGET)
        (again,) = work.relations.of_record(change)
        assert (again.target, again.confirmed) == (meant, True)


def test_what_an_act_says_of_itself_counts_for_itself(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(relations=(cites("repealed-by", number="40", day="2025-01-01"),)))
        assert [found.draft.relation for found in work.relations.effects_on([number])[number]] == [
            "repealed-by"
        ]


def test_a_draft_is_never_what_is_meant(database: Database) -> None:
    with database.write() as work:
        work.records.add(
            act(values=values(kind="решение", issuer=COUNCIL, number="12", date="2024-03-05", draft="1"))
        )
        change = work.records.add(CHANGE)
        assert work.relations.of_record(change)[0].target is None


def test_a_relation_comes_back_as_it_was_read(database: Database) -> None:
    draft = cites("amends", article="35; 44", part="2", point="1", sentence="Внести.", page=2, start=5, end=9)
    with database.write() as work:
        number = work.records.add(act(number="99", relations=(draft,)))
        assert work.relations.of_record(number)[0].draft == draft


def proposal(record: int, target: int, confidence: float = 0.8) -> Proposal:
    return Proposal(record, target, RelationDraft("draft-of", "О бюджете", confidence=confidence))


def test_proposals_take_the_place_of_former_ones_and_leave_what_texts_say(database: Database) -> None:
    with database.write() as work:
        draft, one, other = work.records.add_many(
            [act(number="", relations=(cites(),)), act(), act(number="13")]
        )
        work.relations.propose(draft, [proposal(draft, one)])
        work.relations.propose(draft, [proposal(draft, other)])
        found = work.relations.of_record(draft)
        assert [(found_.target, found_.draft.relation, found_.proposed) for found_ in found] == [
            (one, "cites", False),
            (other, "draft-of", True),
        ]
        queued = work.queue.last()
        work.relations.propose(other, [proposal(draft, other)])
        assert work.queue.last() == queued
        work.relations.propose(other, [])
        assert [found_.proposed for found_ in work.relations.of_record(draft)] == [False]
        assert {record for _, record in work.queue.after(queued, 9)} == {draft, other}


@pytest.mark.parametrize("verdict", [True, False])
def test_a_decided_proposal_outlives_new_readings_and_proposals(database: Database, verdict: bool) -> None:
    with database.write() as work:
        draft, adopted = work.records.add_many([act(number=""), act()])
        work.relations.propose(draft, [proposal(draft, adopted)])
        (relation,) = work.relations.of_record(draft)
        work.relations.confirm(relation.id, verdict, actor="Иванова")
        work.records.replace(draft, act(number="", relations=(cites(),)))
        work.relations.propose(draft, [proposal(draft, adopted, 0.9)])
        work.relations.propose(adopted, [proposal(draft, adopted, 0.9)])
        kept = [found for found in work.relations.of_record(draft) if found.proposed]
        assert [(found.id, found.confirmed) for found in kept] == [(relation.id, verdict)]


def test_what_a_text_says_is_not_proposed_again(database: Database) -> None:
    with database.write() as work:
        adopted, draft = work.records.add_many([act(), act(number="", relations=(cites("draft-of"),))])
        work.relations.propose(draft, [proposal(draft, adopted)])
        assert [found.proposed for found in work.relations.of_record(draft)] == [False]


def test_a_proposal_is_not_moved_when_its_ends_are_corrected(database: Database) -> None:
    with database.write() as work:
        draft, adopted = work.records.add_many([act(number=""), act()])
        work.relations.propose(draft, [proposal(draft, adopted)])
        work.records.correct(adopted, {"number": "99"}, actor="Иванова", version=1)
        assert [found.target for found in work.relations.of_record(draft)] == [adopted]
