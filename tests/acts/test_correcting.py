"""A correction by hand makes the machine conclude anew, and citations find their act or lose it."""

from __future__ import annotations

from acts.correcting import Correction, correct, restore, take_back, withdraw
from catalog.database import Database
from catalog.model import RecordDraft
from catalog.unit_of_work import UnitOfWork
from tests.acts.test_proposals import adopted, draft, kept, press, proposed
from tests.catalog.drafts import act, cites

ACTOR = "Иванова"


def enter(work: UnitOfWork, corrected: int, **changes: str) -> int:
    """Correct a record by hand; its version from then on."""
    record = work.records.get(corrected)
    assert record is not None
    correct(work, corrected, Correction(changes, record.version), actor=ACTOR)
    return record.version + 1


def test_a_draft_finds_its_act_once_the_day_is_corrected_and_loses_it_again(database: Database) -> None:
    with database.write() as work:
        project, decision = kept(work, draft(), adopted(day="2020-02-20"))
        assert proposed(work, project) == []
        version = enter(work, decision, date="2024-02-20")
        assert proposed(work, project) == [("draft-of", decision)]
        take_back(work, decision, {"date": None}, actor=ACTOR, version=version)
        assert proposed(work, project) == []


def test_an_article_finds_its_act_once_the_number_is_corrected(sqlite_database: Database) -> None:
    article = press("Заседание", "Депутаты собрались на очередное заседание.")
    article = RecordDraft(
        article.record_class,
        article.values,
        article.text,
        article.received,
        relations=(cites("reports", "12", "2024-02-20"),),
    )
    with sqlite_database.write() as work:
        told, decision = kept(work, article, adopted(number="72"))
        assert [one.target for one in work.relations.of_record(told)] == [None]
        enter(work, decision, number="12")
        assert [one.target for one in work.relations.of_record(told)] == [decision]
        enter(work, decision, number="72")
        assert [one.target for one in work.relations.of_record(told)] == [None]


def test_citations_resolve_when_a_missing_day_is_entered_and_wait_again_when_it_is_taken_away(
    database: Database,
) -> None:
    with database.write() as work:
        citing, cited = kept(work, act(number="5", relations=(cites("amends"),)), act(day=""))
        assert [one.target for one in work.relations.of_record(citing)] == [None]
        enter(work, cited, date="2024-03-05")
        assert [one.target for one in work.relations.of_record(citing)] == [cited]
        enter(work, cited, date="")
        assert [one.target for one in work.relations.of_record(citing)] == [None]


def test_a_title_corrected_by_hand_parts_a_draft_from_its_act(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        project, decision = kept(work, draft(), adopted())
        enter(work, decision, title="Об утверждении Порядка выпаса скота")
        assert proposed(work, project) == []


def test_nothing_is_concluded_from_a_withdrawn_act_until_it_is_back(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        project, decision = kept(work, draft(), adopted())
        withdraw(work, decision, "прислано по ошибке", actor=ACTOR)
        assert proposed(work, project) == []
        restore(work, decision, actor=ACTOR)
        assert proposed(work, project) == [("draft-of", decision)]


def test_several_corrections_are_taken_back_at_once(sqlite_database: Database) -> None:
    with sqlite_database.write() as work:
        (decision,) = kept(work, adopted())
        version = enter(work, decision, number="13", place="с. Заречное")
        take_back(work, decision, {"number": None, "place": None}, actor=ACTOR, version=version)
        record = work.records.get(decision)
        assert record is not None
        assert (record.number, record.place) == ("12", None)
