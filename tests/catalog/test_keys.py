from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.columns import storable
from catalog.keys import external_name, match_key, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Совет депутатов", "СОВЕТ  ДЕПУТАТОВ"),
        ("газета «Заречный вестник»", 'Газета "Заречный вестник"'),
        ("Приозёрный", "приозерный"),
        ("Cовет", "Совет"),
    ],
)
def test_names_that_differ_in_signs_alone_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_a_key_needs_a_day_and_a_number() -> None:
    day = date(2024, 3, 5)
    assert match_key(day, "№ 12-П") == match_key(day, "12-п") == "2024-03-05 12-п"
    assert match_key(day, None) is None
    assert match_key(day, " ") is None
    assert match_key(None, "12") is None


@given(st.text("абвЁё «»-12", max_size=30))
def test_keys_do_not_depend_on_blanks_and_letter_case(name: str) -> None:
    assert name_key(f"  {name.upper()} ") == name_key(name)
    assert external_name(external_name(name)) == external_name(name)


@given(st.text(st.characters(), max_size=40) | st.just("\x00\ud800"))
def test_what_is_stored_can_be_stored_and_keeps_its_length(text: str) -> None:
    kept = storable(text)
    kept.encode()
    assert "\x00" not in kept
    assert len(kept) == len(text)
    assert storable(kept) == kept
