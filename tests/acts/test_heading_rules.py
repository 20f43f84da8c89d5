"""Rules file records under headings, show beforehand what they do, and never move what a person filed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acts.heading_rules import (
    Filing,
    apply_rule,
    in_words,
    matches,
    parse_rule,
    preview,
    preview_removal,
    remove_rule,
    years_in_words,
)
from catalog.database import Database
from catalog.errors import NotFound, VecheError
from catalog.headings import HeadingRule
from catalog.model import RecordClass
from tests.catalog.drafts import COUNCIL, act, marks

RULE = HeadingRule(("st-attention",), category="budget", first_year=2024, last_year=2024)
BUDGET = "sk-local-economy"


def test_a_preview_shows_what_comes_and_applying_does_just_that(database: Database) -> None:
    with database.write() as work:
        one, other, _older = work.records.add_many(
            [
                act(categories=marks("budget")),
                act(number="13", categories=marks("budget")),
                act(number="14", day="2023-03-05", categories=marks("budget")),
            ]
        )
        before = work.records.headings(one)
        shown = preview(work, RULE)
        assert shown.filings == (
            Filing(one, ("st-attention",), ()),
            Filing(other, ("st-attention",), ()),
        )
        assert (shown.answering, shown.come, shown.go, shown.by_hand) == (2, 2, 0, 0)
        assert work.records.headings(one) == before
        queued = work.queue.last()
        saved, done = apply_rule(work, RULE, actor="Иванова")
        assert done == shown
        assert work.records.headings(one) == sorted({*before, "st-attention"})
        assert [record for _, record in work.queue.after(queued, 9)] == [one, other]
        assert preview(work, saved).filings == ()
        assert work.audit.of(f"record:{one}")[0].after == "Внимание! Важный документ!"


def test_a_rule_holds_for_what_comes_later_and_for_what_is_corrected(database: Database) -> None:
    with database.write() as work:
        apply_rule(work, RULE, actor="Иванова")
        late = work.records.add(act(categories=marks("budget")))
        assert "st-attention" in work.records.headings(late)
        work.records.correct(late, {"date": "2023-03-05"}, actor="Иванова", version=1)
        assert "st-attention" not in work.records.headings(late)
        work.records.correct(late, {"date": "2024-03-05"}, actor="Иванова", version=2)
        work.records.replace(late, act(categories=marks("budget")))
        assert "st-attention" in work.records.headings(late)


def test_what_a_person_filed_is_left_where_it_is(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(categories=marks("budget")))
        work.headings.set_of_record(number, ["kk"], actor="Иванова")
        _, done = apply_rule(work, RULE, actor="Иванова")
        assert (done.filings, done.by_hand) == ((), 1)
        assert work.records.headings(number) == ["kk"]
        work.headings.set_of_record(number, [], actor="Иванова")
        assert "st-attention" in work.records.headings(number)


def test_a_removed_or_changed_rule_takes_its_headings_away(database: Database) -> None:
    with database.write() as work:
        one, other = work.records.add_many(
            [act(categories=marks("budget")), act(number="9", day="2023-01-09", categories=marks("budget"))]
        )
        own = work.records.headings(one)
        saved, _ = apply_rule(work, RULE, actor="Иванова")
        narrowed = replace(saved, first_year=2023, last_year=2023)
        shown = preview(work, narrowed)
        assert (shown.come, shown.go) == (1, 1)
        apply_rule(work, narrowed, actor="Иванова")
        assert work.records.headings(one) == own
        assert "st-attention" in work.records.headings(other)
        assert preview_removal(work, saved.id).filings == (Filing(other, (), ("st-attention",)),)
        remove_rule(work, saved.id, actor="Иванова")
        assert work.heading_rules.all() == []
        assert work.records.headings(other) == own
        with pytest.raises(NotFound):
            remove_rule(work, saved.id, actor="Иванова")
        with pytest.raises(NotFound):
            apply_rule(work, saved, actor="Иванова")


def test_a_heading_that_the_category_gives_too_stays_when_the_rule_goes(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(categories=marks("budget")))
        own = work.records.headings(number)
        saved, done = apply_rule(work, replace(RULE, headings=tuple(own)), actor="Иванова")
        assert done.filings == ()
        assert remove_rule(work, saved.id, actor="Иванова").filings == ()
        assert work.records.headings(number) == own


def test_moving_a_heading_keeps_what_rules_filed_under_it(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act(categories=marks("budget")))
        saved, _ = apply_rule(work, RULE, actor="Иванова")
        before = work.records.headings(number)
        work.headings.move("st-attention", "kk", actor="Иванова")
        assert work.records.headings(number) == before
        remove_rule(work, saved.id, actor="Иванова")
        assert work.records.headings(number) == sorted(set(before) - {"st-attention"})


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (HeadingRule(("kk",), record_class="act"), True),
        (HeadingRule(("kk",), record_class="press"), False),
        (HeadingRule(("kk",), kind="решение"), True),
        (HeadingRule(("kk",), kind="постановление"), False),
        (HeadingRule(("kk",), words="дорогами района"), True),
        (HeadingRule(("kk",), words="школьных дорогах"), False),
        (HeadingRule(("kk",), first_year=2025), False),
        (HeadingRule(("kk",), last_year=2024, category="budget"), True),
        (HeadingRule(("kk",), category="taxes"), False),
    ],
)
def test_each_condition_narrows(database: Database, rule: HeadingRule, expected: bool) -> None:
    with database.write() as work:
        number = work.records.add(act(title="О дорогах района", categories=marks("budget")))
        record = work.records.get(number)
        assert record is not None
        assert matches(rule, record, work) is expected


def test_a_rule_of_an_issuer_follows_when_two_issuers_become_one(database: Database) -> None:
    with database.write() as work:
        number = work.records.add(act())
        rule = parse_rule(work, {"headings": ["kk"], "issuer": COUNCIL.upper()})
        saved, _ = apply_rule(work, rule, actor="Иванова")
        into = work.sources.ensure("Дума Заречного муниципального округа")
        work.sources.merge(saved.issuer_id or 0, into, actor="Иванова")
    with database.read() as work:
        (kept,) = work.heading_rules.all()
        assert kept.issuer_id == into
        assert work.heading_rules.answering(kept) == [number]


def test_a_form_becomes_a_rule_that_is_said_in_words(database: Database) -> None:
    with database.write() as work:
        form = {
            "headings": ["pp-budget"],
            "category": "budget",
            "years": "2019 – 2024",
            "words": " о  сетях ",
        }
        rule = parse_rule(work, {**form, "class": "act", "kind": "Решение"})
        assert (rule.first_year, rule.last_year, rule.words, rule.kind) == (2019, 2024, "о сетях", "решение")
        assert in_words(work, rule) == (
            "Раздел «Местный бюджет», акты, вид «решение», 2019–2024 годы, "
            "в заглавии «о сетях» → Бюджет района"
        )
        assert rule.record_class == RecordClass.ACT


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({"headings": ["nowhere"], "category": "budget"}, "Рубрики «nowhere»"),
        ({"headings": [], "category": "budget"}, "Назовите рубрику"),
        ({"headings": ["kk"], "category": "бюджет"}, "Раздела «бюджет»"),
        ({"headings": ["kk"], "years": "24"}, "Годы пишутся"),
        ({"headings": ["kk"], "years": "2024-2019"}, "Годы пишутся"),
        ({"headings": ["kk"], "class": "книга"}, "а не «книга»"),
        ({"headings": ["kk"], "issuer": "Дума Марса"}, "Дума Марса"),
        ({"headings": ["kk"]}, "без условий"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_fault(
    sqlite_database: Database, form: dict[str, str | list[str]], fault: str
) -> None:
    with sqlite_database.read() as work, pytest.raises(VecheError, match=fault):
        parse_rule(work, form)


def test_years_are_said_in_words() -> None:
    assert years_in_words(2024, 2024) == "2024 год"
    assert years_in_words(2019, None) == "с 2019 года"
    assert years_in_words(None, 2024) == "по 2024 год"
    assert years_in_words(None, None) == ""
