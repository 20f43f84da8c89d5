"""Statuses come from dates and relations alone."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from acts.status import Interval, contradictions, effects_of, status_on, timeline
from catalog.model import Record, RecordClass, Relation, RelationDraft, Status, Visibility

MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
ACT = Record(
    id=1,
    key=None,
    record_class=RecordClass.ACT,
    kind="решение",
    issuer="Собрание депутатов",
    issuer_id=1,
    date=date(2020, 3, 1),
    number="12",
    title="О бюджетном процессе",
    place=None,
    register_number=None,
    level=None,
    signed=None,
    published=None,
    in_force_from=None,
    in_force_until=None,
    publication=None,
    draft=False,
    visibility=Visibility.PUBLIC,
    received=MOMENT,
    catalogued=MOMENT,
    text_layer="born",
    pages=1,
    file_name="",
    marks=(),
    status_read="in-force",
    withdrawn_at=None,
    withdrawn_reason="",
    needs_review=False,
    version=1,
)


def other(number: int, day: date, **changes: Any) -> Record:
    return replace(ACT, id=number, date=day, number=str(number), **changes)


def says(actor: int, relation: str, *, confirmed: bool | None = None, **draft: Any) -> Relation:
    return Relation(
        actor * 10, actor, 1, RelationDraft(relation=relation, text=f"№ {actor}", **draft), confirmed
    )


def life(act: Record, relations: list[Relation], *acting: Record) -> tuple[Interval, ...]:
    return timeline(act, effects_of(act, relations, {one.id: one for one in (act, *acting)}))


def test_an_act_is_not_in_force_before_its_day() -> None:
    line = life(replace(ACT, in_force_from=date(2021, 1, 1)), [])
    assert status_on(line, date(2020, 12, 31)).status is Status.NOT_YET
    assert status_on(line, date(2021, 1, 1)).status is Status.IN_FORCE


def test_an_act_is_amended_then_repealed_from_the_days_of_the_acts_that_do_it() -> None:
    line = life(
        ACT, [says(3, "repeals"), says(2, "amends")], other(2, date(2021, 5, 1)), other(3, date(2022, 2, 15))
    )
    assert [(one.status, one.since) for one in line] == [
        (Status.NOT_YET, None),
        (Status.IN_FORCE, date(2020, 3, 1)),
        (Status.AMENDED, date(2021, 5, 1)),
        (Status.REPEALED, date(2022, 2, 15)),
    ]
    assert status_on(line, date(2022, 2, 15)).cause == says(3, "repeals")


def test_a_repeal_of_the_amending_act_does_not_undo_the_amendment() -> None:
    amending = other(2, date(2021, 5, 1), status_read="repealed")
    assert status_on(life(ACT, [says(2, "amends")], amending), date(2023, 1, 1)).status is Status.AMENDED


def test_a_refused_proposal_has_no_effect_and_an_unconfirmed_one_is_marked() -> None:
    repealing = other(3, date(2022, 2, 15))
    refused = life(ACT, [says(3, "repeals", confirmed=False)], repealing)
    assert status_on(refused, date(2023, 1, 1)).status is Status.IN_FORCE
    proposed = status_on(
        life(ACT, [says(3, "repeals", sentence="Признать утратившим силу.")], repealing), date(2023, 1, 1)
    )
    assert (proposed.status, proposed.confirmed, proposed.sentence) == (
        Status.REPEALED,
        False,
        "Признать утратившим силу.",
    )


def test_a_draft_changes_nothing_and_a_partial_repeal_only_amends() -> None:
    draft = other(2, date(2021, 1, 1), draft=True)
    assert status_on(life(ACT, [says(2, "repeals")], draft), date(2023, 1, 1)).status is Status.IN_FORCE
    partial = life(ACT, [says(2, "repeals-part")], other(2, date(2021, 1, 1)))
    assert status_on(partial, date(2023, 1, 1)).status is Status.AMENDED


def test_an_act_with_a_last_day_ends_after_it() -> None:
    line = life(replace(ACT, in_force_until=date(2022, 12, 31)), [])
    assert status_on(line, date(2022, 12, 31)).status is Status.IN_FORCE
    assert status_on(line, date(2023, 1, 1)).status is Status.REPEALED


def test_what_an_act_says_of_itself_counts() -> None:
    own = says(1, "repealed-by", date=date(2021, 6, 1))
    assert status_on(life(ACT, [own]), date(2021, 6, 1)).status is Status.REPEALED
    edition = says(1, "edition", date=date(2020, 9, 1))
    assert status_on(life(ACT, [edition]), date(2021, 6, 1)).status is Status.AMENDED


def test_an_amendment_after_the_end_is_shown_as_a_contradiction() -> None:
    acting = [other(2, date(2021, 5, 1)), other(3, date(2022, 2, 15))]
    effects = effects_of(
        ACT, [says(2, "repeals"), says(3, "amends")], {one.id: one for one in (ACT, *acting)}
    )
    assert contradictions(timeline(ACT, effects), effects) == (says(3, "amends"),)


RELATIONS = st.sampled_from(["amends", "supplements", "repeals", "repeals-part", "suspends", "cites"])


@given(
    st.lists(st.tuples(RELATIONS, st.dates(date(2019, 1, 1), date(2025, 1, 1))), max_size=4),
    st.sampled_from([None, date(2020, 6, 1)]),
    st.sampled_from([None, date(2022, 6, 1)]),
)
def test_every_order_of_arrival_gives_the_same_life(
    said: list[tuple[str, date]], since: date | None, until: date | None
) -> None:
    act = replace(ACT, in_force_from=since, in_force_until=until)
    acting = [other(number, day) for number, (_, day) in enumerate(said, 2)]
    relations = [says(number, relation) for number, (relation, _) in enumerate(said, 2)]
    lines = {
        tuple((one.status, one.since, one.until) for one in life(act, list(order), *acting))
        for order in itertools.permutations(relations)
    }
    assert len(lines) == 1


@given(st.lists(st.tuples(RELATIONS, st.dates(date(2019, 1, 1), date(2025, 1, 1))), max_size=5))
def test_intervals_cover_all_of_time_without_a_gap(said: list[tuple[str, date]]) -> None:
    acting = [other(number, day) for number, (_, day) in enumerate(said, 2)]
    line = life(ACT, [says(number, relation) for number, (relation, _) in enumerate(said, 2)], *acting)
    assert line[0].since is None
    assert line[-1].until is None
    assert all(left.until == right.since for left, right in itertools.pairwise(line))


def test_a_letter_is_not_in_force() -> None:
    letter = replace(ACT, kind="письмо")
    assert [one.status for one in timeline(letter, ())] == [Status.UNKNOWN]
