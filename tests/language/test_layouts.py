from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from language.layouts import typed_in_latin, typed_in_russian


def test_a_word_typed_in_the_wrong_layout_is_understood() -> None:
    assert typed_in_russian(",.l;tn") == "бюджет"
    assert typed_in_latin("ызщке") == "sport"


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВЯ 0123456789"))
def test_the_layout_changed_twice_gives_the_text_back(text: str) -> None:
    assert typed_in_russian(typed_in_latin(text)) == text
