"""Values lifted from a text are one tidy line."""

from __future__ import annotations

import pytest

from language.values import tidy


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("прогноз социально-\nэкономического развития", "прогноз социально-экономического развития"),
        ("прогноз социально- экономического развития", "прогноз социально-экономического развития"),
        ("управление муници-\nпальным имуществом", "управление муниципальным имуществом"),
        ("договор купли-\nпродажи земли", "договор купли-продажи земли"),
        ("первая\nвторая", "первая вторая"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_joined_as_it_is_written(broken: str, whole: str) -> None:
    assert tidy(broken) == whole
