"""Missing numbers are told from the numbers held, and misread ones from missing ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acts.completeness import Series, completeness, series_of
from acts.number_shapes import shape
from catalog.database import Database
from catalog.stores.surveys import NumberHeld
from tests.catalog.drafts import COUNCIL, act

DAY = date(2024, 1, 9)


def held(number: str, day: date, kind: str = "решение", issuer: int = 1) -> NumberHeld:
    return NumberHeld(hash((number, day)) % 10**9, issuer, f"Совет {issuer}", kind, day, number)


def year(numbers: list[str], start: date = DAY, step: int = 2, kind: str = "решение") -> list[NumberHeld]:
    """Acts one after another, one each ``step`` days."""
    return [held(number, start + timedelta(at * step), kind) for at, number in enumerate(numbers)]


def plain(numbers: list[int], suffix: str = "", kind: str = "решение") -> list[NumberHeld]:
    """Acts whose day tells their number: one number a day."""
    return [held(f"{number}{suffix}", DAY + timedelta(number), kind) for number in numbers]


def only(rows: list[NumberHeld]) -> Series:
    (series,) = series_of(rows)
    return series


def labels(series: Series) -> list[str]:
    return [gap.label for gap in series.gaps]


def test_numbers_between_those_held_are_missing() -> None:
    series = only(plain([*range(1, 14), 15, 16, 20, 21]))
    assert labels(series) == ["14", "17–19"]
    assert (series.held, series.missing, series.first, series.last) == (17, 4, 1, 21)
    (one, _) = series.gaps
    assert one.after is not None
    assert (one.after.number, one.before.number) == ("13", "15")
    assert all(gap.confidence > 0.8 for gap in series.gaps)
    assert series.to_ask() == series.gaps


def test_series_of_other_letters_kinds_issuers_and_years_do_not_mix() -> None:
    rows = [
        *plain([1, 2, 4], "-п"),
        *plain([1, 3], "-р"),
        *plain([1, 2, 3], kind="распоряжение"),
        *[held(str(number), date(2023, 3, number)) for number in (1, 2, 4)],
    ]
    found = {(one.kinds, one.year, one.sample): labels(one) for one in series_of(rows)}
    assert found == {
        (("решение",), 2024, "4-п"): ["3-п"],
        (("решение",), 2024, "3-р"): ["2-р"],
        (("распоряжение",), 2024, "3"): [],
        (("решение",), 2023, "4"): ["3"],
    }


def test_of_a_meeting_and_a_running_number_the_second_is_counted() -> None:
    numbers = ["36/290", "37/291", "37/292", "37/294", "38/295", "39/298", "39/299"]
    series = only(year(numbers))
    assert labels(series) == ["37/293", "296–297"]
    assert series.first == 290


def test_of_a_running_number_and_a_meeting_the_first_is_counted() -> None:
    series = only(year(["640/47", "641/47", "643/47", "644/48", "645/48"]))
    assert labels(series) == ["642/47"]


def test_numbers_that_begin_anew_with_each_meeting_are_counted_within_it() -> None:
    rows = year(["18/1", "18/2", "18/4", "19/1", "19/2", "20/1", "20/3"])
    found = {one.sample: labels(one) for one in series_of(rows)}
    assert found == {"18/4": ["18/3"], "19/2": [], "20/3": ["20/2"]}


def test_a_year_as_part_of_a_number_is_no_number() -> None:
    assert labels(only(year(["02-17", "03-17", "05-17", "06-17"]))) == ["1-17", "4-17"]


def test_an_act_put_in_between_makes_no_gap_and_fills_none() -> None:
    series = only(year(["6", "7", "7а", "8", "10"]))
    assert labels(series) == ["1–5", "9"]
    assert series.put_in == 1


def test_a_letter_of_most_acts_is_the_mark_of_their_body() -> None:
    rows = [*year(["1-а", "2-а", "4-а", "5-а"]), *year(["1", "2", "3"])]
    assert {one.sample: labels(one) for one in series_of(rows)} == {"5-а": ["3-а"], "3": []}


def test_numbers_that_run_on_through_years_are_counted_from_the_year_before() -> None:
    rows = [
        *year([f"1/{number}" for number in range(1, 40)], date(2022, 1, 10), 8),
        *year([f"2/{number}" for number in range(41, 80)], date(2023, 1, 10), 8),
    ]
    later = next(one for one in series_of(rows) if one.year == 2023)
    assert (later.first, [(gap.first, gap.last) for gap in later.gaps]) == (40, [(40, 40)])


def test_a_new_convocation_begins_anew_within_a_year() -> None:
    old = [f"45/{number}" for number in range(300, 330)]
    new = [f"1/{number}" for number in (1, 2, 3, 5, 6)]
    rows = [*year(old, date(2024, 1, 9), 8), *year(new, date(2024, 10, 1), 5)]
    found = series_of(rows)
    assert [(one.first, one.last, labels(one)) for one in found] == [
        (1, 6, ["1/4"]),
        (300, 329, []),
    ]
    assert all(not one.doubtful for one in found)


@pytest.mark.parametrize("wrong", ["1310", "9999999", "2024"])
@pytest.mark.parametrize("at", [3, 90, 139])
def test_a_misread_number_is_doubtful_and_makes_no_thousand_gaps(wrong: str, at: int) -> None:
    rows = plain(list(range(1, 141)))
    rows[at] = held(wrong, rows[at].date)
    series = only(rows)
    assert [point.number for point in series.doubtful] == [wrong]
    assert series.missing == (0 if at == 139 else 1)
    for gap in series.gaps:
        assert gap.perhaps == rows[at].record
        assert gap.confidence < 0.5


def test_few_numbers_far_apart_are_gaps_of_low_confidence() -> None:
    series = only(plain([3, 60, 150, 240, 330]))
    assert not series.doubtful
    assert all(gap.confidence < 0.5 for gap in series.gaps)
    assert series.to_ask() == ()
    assert len(series.gaps) == 5


def test_two_acts_of_one_day_leave_no_doubt_about_the_one_between() -> None:
    day = date(2024, 3, 5)
    series = only([held("13", day), held("15", day)])
    assert [(gap.label, gap.confidence >= 0.9) for gap in series.gaps] == [("14", True)]


def test_kinds_of_one_journal_fill_each_others_gaps() -> None:
    rows = [
        *plain([number for number in range(1, 61) if number % 3]),
        *plain([number for number in range(1, 61) if not number % 3 and number != 30], kind="заключение"),
    ]
    series = only(rows)
    assert series.kinds == ("заключение", "решение")
    assert labels(series) == ["30"]


def test_copies_of_one_act_count_as_their_number_once_and_numbers_without_figures_not_at_all() -> None:
    rows = [*plain([1, 2, 3]), *plain([2]), held("б/н", DAY)]
    assert only(rows).gaps == ()
    assert shape("б/н") is None
    assert series_of([held("б/н", DAY)]) == []


NUMBERS = st.lists(st.integers(1, 350), min_size=1, max_size=60, unique=True)


@given(NUMBERS)
def test_gaps_and_numbers_held_make_the_whole_without_overlap(numbers: list[int]) -> None:
    for series in series_of(plain(sorted(numbers))):
        missing = {value for gap in series.gaps for value in range(gap.first, gap.last + 1)}
        doubtful = {int(point.number) for point in series.doubtful}
        there = {value for value in numbers if value not in doubtful}
        assert not missing & there
        assert missing | there == set(range(series.first, series.last + 1))
        assert all(0 < gap.confidence <= 1 for gap in series.gaps)


@given(st.lists(st.tuples(st.text("0123456789/-апрIV №", max_size=12), st.dates()), max_size=25))
def test_any_numbers_at_all_give_an_answer_of_bounded_size(numbers: list[tuple[str, date]]) -> None:
    rows = [held(number, day) for number, day in numbers]
    found = series_of(rows)
    assert sum(len(one.gaps) for one in found) <= len(rows) + len(found)
    assert sum(one.held + len(one.doubtful) for one in found) <= len(rows)


def test_the_catalogue_is_asked_for_adopted_acts_alone(database: Database) -> None:
    with database.write() as work:
        work.records.add_many(
            [
                *(act(number=str(number), day=f"2024-01-{number:02}") for number in (1, 2, 4)),
                act(number="3", kind="приложение", day="2024-01-03"),
                act(number="9", kind="проект решения", day="2024-01-09"),
                act(number="1", day="2023-05-05"),
                act(number="7", issuer="Глава Заречного района", day="2024-02-01"),
            ]
        )
        source = work.sources.find(COUNCIL)
    with database.read() as work:
        found = completeness(work, source, 2024, 2024)
        assert [(one.kinds, labels(one)) for one in found if one.kinds == ("решение",)] == [
            (("решение",), ["3"])
        ]
        assert {one.year for one in completeness(work)} == {2023, 2024}
        assert {one.year for one in completeness(work, first_year=2024)} == {2024}
        assert {one.year for one in completeness(work, last_year=2023)} == {2023}
