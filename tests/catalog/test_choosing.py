from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.choosing import choose, usable
from catalog.model import DATE_FIELDS, REQUISITE_FIELDS, Value, ValueSource

VALUES = st.builds(
    Value,
    st.sampled_from([*REQUISITE_FIELDS, "no-field"]),
    st.sampled_from(["", " ", "12", "2024-03-05", "2024-02-30", "Совет"]),
    st.sampled_from(list(ValueSource)),
    st.sampled_from([0.1, 0.5, 0.9, 1.0]),
)


@given(st.lists(VALUES, max_size=12))
def test_the_shown_value_is_of_the_most_trusted_source(values: list[Value]) -> None:
    chosen = choose(values)
    assert len(chosen.values) == sum(map(usable, values))
    for field in {value.field for value in chosen.values}:
        of_field = [value for value in chosen.values if value.field == field]
        assert [value.shown for value in of_field] == [True] + [False] * (len(of_field) - 1)
        order = list(ValueSource)
        assert order.index(of_field[0].source) == min(order.index(value.source) for value in of_field)
        assert chosen.shown.get(field, "") == of_field[0].value
        if field in DATE_FIELDS and of_field[0].value:
            assert isinstance(chosen.day(field), date)
    entered = {value.field for value in chosen.values if value.source is ValueSource.ENTERED}
    assert not {mark.partition(":")[2] for mark in chosen.marks} & entered


@given(st.lists(VALUES, max_size=12))
def test_choosing_again_changes_nothing(values: list[Value]) -> None:
    once = choose(values)
    assert choose(once.values) == once


def pair(field: str, first: str, second: str, confidence: float = 1.0) -> list[Value]:
    return [
        Value(field, first, ValueSource.READ),
        Value(field, second, ValueSource.FILE_NAME, confidence),
    ]


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("number", "12-п", "13-п"),
        ("date", "2024-03-05", "2024-03-06"),
        ("kind", "решение", "постановление"),
        ("issuer", "Совет депутатов", "Администрация района"),
    ],
)
def test_sources_that_disagree_are_marked(field: str, first: str, second: str) -> None:
    assert choose(pair(field, first, second)).marks == (f"conflict:{field}",)
    assert choose(pair(field, first, second, confidence=0.3)).marks == ()
    entered = Value(field, first, ValueSource.ENTERED)
    assert choose([*pair(field, first, second), entered]).marks == ()


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        ("number", "№ 12-П", "12-п"),
        ("number", "41/3", "41-3"),
        ("kind", "Решение", "решение"),
        ("issuer", "Совет депутатов Заречного района", "СОВЕТ ДЕПУТАТОВ"),
        ("title", "О бюджете", "бюджет"),
    ],
)
def test_other_spellings_are_no_disagreement(field: str, first: str, second: str) -> None:
    assert choose(pair(field, first, second)).marks == ()


def test_what_the_reader_is_not_sure_of_is_marked() -> None:
    assert choose([Value("number", "12", ValueSource.READ, 0.4)]).marks == ("doubt:number",)


def test_an_entered_empty_value_shows_nothing() -> None:
    chosen = choose(
        [Value("place", "с. Заречное", ValueSource.READ), Value("place", "", ValueSource.ENTERED)]
    )
    assert "place" not in chosen.shown
    assert [value.source for value in chosen.values] == [ValueSource.ENTERED, ValueSource.READ]


def test_a_slash_and_a_hyphen_differ_where_both_could_be_written() -> None:
    values = [Value("number", "41/3", ValueSource.READ), Value("number", "41-3", ValueSource.CAPTION)]
    assert choose(values).marks == ("conflict:number",)
