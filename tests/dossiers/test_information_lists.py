"""Lists of a period, of arrivals and of legal deposit copies; the digest of a press folder."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from catalog.database import Database
from catalog.errors import NotFound, VecheError
from catalog.selections import SelectionKind
from catalog.unit_of_work import UnitOfWork
from dossiers.arranging import Into
from dossiers.editing import add_records
from dossiers.exports.indexes import indexes
from dossiers.information_lists import Period, acts_list, arrivals, deposit_register
from dossiers.press_folders import digest
from dossiers.publication import Publication
from dossiers.publishing import Imprint, publish_once
from dossiers.section_editing import add_section
from tests.dossiers.stock import COUNCIL, NOW, STOPPED, TODAY, act, article, closed, hand, selection

SAID = Imprint("Заречная районная библиотека", TODAY, NOW, "Иванова")
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))


def this_month(work: UnitOfWork) -> Period:
    """The days around those on which the records of the test were catalogued."""
    day = datetime.now(UTC).date()
    first = work.records.newest(1, frozenset({"public", "held"}))
    caught = first[0].catalogued.astimezone(STOPPED.zone).date() if first else day
    return Period(caught, caught)


def numbers(publication: Publication) -> list[tuple[str, list[int]]]:
    return [(part.title, [one.record for one in part.entries]) for part in publication.sections]


def test_arrivals_are_what_was_catalogued_in_the_period(database: Database) -> None:
    with database.write() as work:
        a, b, news, secret = work.records.add_many(
            [act(number="1"), act(number="2", day="2025-01-01"), article(), act(number="3")]
        )
        closed(work, secret)
        found = arrivals(work, this_month(work), SAID, STOPPED)
        assert numbers(found) == [("Муниципальные правовые акты", [b, a]), ("Статьи", [news])]
        assert [one.position for one in found.entries] == [1, 2, 3]
        assert (found.kind, found.texts, found.entries[0].text) == ("list", False, None)
        empty = arrivals(work, Period(date(2020, 1, 1), date(2020, 1, 31)), SAID, STOPPED)
        assert empty.sections == ()
        with pytest.raises(VecheError):
            publish_once(work, empty, actor="")


def test_a_period_lasts_to_the_midnight_of_the_library() -> None:
    since, until = Period(date(2024, 1, 1), date(2024, 1, 31)).moments(STOPPED)
    assert since == datetime(2023, 12, 31, 21, tzinfo=UTC)
    assert until == datetime(2024, 1, 31, 21, tzinfo=UTC)
    with pytest.raises(VecheError):
        Period(date(2024, 2, 1), date(2024, 1, 31))


def test_the_register_holds_legal_deposit_copies_alone(database: Database) -> None:
    with database.write() as work:
        deposited, _ = work.records.add_many([act(fields={"legal_deposit": "1"}), act(number="13")])
        register = deposit_register(work, this_month(work), SAID, STOPPED)
        assert numbers(register) == [(COUNCIL, [deposited])]
        assert "решение Собрания депутатов" in register.entries[0].description


def test_a_list_of_acts_is_narrowed_by_period_body_and_heading(database: Database) -> None:
    with database.write() as work:
        old, budget, roads, other = work.records.add_many(
            [
                act(number="1", day="2023-12-31"),
                act(number="2", categories=("budget",)),
                act(number="3", day="2024-12-31"),
                act(number="4", fields={"issuer": "Администрация Заречного района"}),
            ]
        )
        work.records.add(article())
        assert {one.record for one in acts_list(work, YEAR, SAID).entries} == {budget, roads, other}
        ours = acts_list(work, YEAR, SAID, issuer=COUNCIL)
        assert numbers(ours) == [("Муниципальные правовые акты", [roads, budget])]
        assert ours.title == COUNCIL
        heading = work.headings.mapping()["budget"][0]
        under = acts_list(work, YEAR, SAID, heading=heading, title="Бюджет за год")
        assert (numbers(under)[0][1], under.title) == ([budget], "Бюджет за год")
        assert old not in {one.record for one in ours.entries}
        with pytest.raises(NotFound):
            acts_list(work, YEAR, SAID, issuer="Дума Луны")
        with pytest.raises(NotFound):
            acts_list(work, YEAR, SAID, heading="нет-такой")


def test_names_and_subjects_lead_to_numbers(database: Database) -> None:
    with database.write() as work:
        work.records.add_many([act(categories=("budget",)), article(), article("Мост", day="2024-04-01")])
        told = {one.title: one.rows for one in indexes(arrivals(work, this_month(work), SAID, STOPPED))}
        labels = {one.slug: one.label_ru for one in work.headings.categories(frozenset())}
    assert told["Именной указатель"][0][1] == "2, 3"
    assert (labels["budget"], "1") in told["Предметный указатель"]


@pytest.mark.parametrize(("first", "last"), [("0001-01-01", "2024-01-01"), ("2024-01-01", "9999-12-31")])
def test_days_that_have_no_moment_are_refused_in_a_sentence(first: str, last: str) -> None:
    with pytest.raises(VecheError, match="Дни периода"):
        Period(date.fromisoformat(first), date.fromisoformat(last))


def test_a_digest_holds_the_articles_of_the_period_by_theme_or_newspaper(database: Database) -> None:
    with database.write() as work:
        spring, summer, old = work.records.add_many(
            [
                article("Весна", day="2024-03-01", fields={"annotation": "О посевной."}),
                article("Лето", day="2024-07-01", fields={"issuer": "Маяк"}),
                article("Старое", day="2020-01-01"),
            ]
        )
        saved = selection(work, "Село", kind=SelectionKind.PRESS)
        saved = add_section(work, saved.id, "Посевная", hand(saved))
        section = work.selections.draft(saved.id).sections[0].id
        saved = add_records(work, saved.id, [summer, old], hand(saved))
        saved = add_records(work, saved.id, [spring], hand(saved), where=Into(section), note="см. С. 2")
        found = digest(work, saved, YEAR, SAID)
        assert numbers(found) == [("", [summer]), ("Посевная", [spring])]
        entry = found.entries[1]
        assert (entry.annotation, entry.note, entry.withheld) == ("О посевной.", "см. С. 2", "press")
        assert (found.title, found.first_day) == ("Дайджест: Село", "2024-01-01")
        assert [title for title, _ in numbers(digest(work, saved, YEAR, SAID, "newspaper"))] == [
            "Заречные вести", "Маяк",
        ]  # fmt: skip
        issue = publish_once(work, found, actor="Иванова")
        assert publish_once(work, found, actor="Иванова") == issue
