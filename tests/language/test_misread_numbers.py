"""Numbers whose figures a recognition program took for letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.description import describe
from language.normal import clean
from language.numbers import find_numbers

ACT = """АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА
ПОСТАНОВЛЕНИЕ
от 3 ноября 2023 г.      № {number}
О временном прекращении движения
Администрация района ПОСТАНОВЛЯЕТ:
1. Прекратить движение по мосту.
Глава района      И. О. Образцов
"""


@pytest.mark.parametrize(
    ("printed", "number"),
    [("l31-п", "131-п"), ("I31-п", "131-п"), ("1О6", "106"), ("2З4/5", "234/5"), ("O7-р", "07-р")],
)
def test_look_alike_letters_before_a_figure_are_figures_and_doubtful(printed: str, number: str) -> None:
    reading = describe(ACT.format(number=printed)).reading("number")
    assert reading is not None
    assert (reading.value, reading.note) == (number, "ocr-digit")
    assert reading.confidence < 0.6


@pytest.mark.parametrize("number", ["131-п", "68-IV ДГ", "1-ПГ", "53-РД", "34-452р", "156-I", "7а", "38/298"])
def test_letters_that_belong_to_a_number_stay(number: str) -> None:
    found = next(find_numbers(clean(f"№ {number}   ")))
    assert not found.misread
    assert found.value == number


@given(st.text(alphabet="lIOо1З-/п №", max_size=30))
def test_any_signs_behind_a_number_sign_are_read_without_an_error(text: str) -> None:
    for found in find_numbers(f"№ {text}"):
        assert 0 <= found.start <= found.end
