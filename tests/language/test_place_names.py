"""Names of places made of common adjectives keep their capitals when a head in capitals is quietened."""

from __future__ import annotations

import pytest

from language.letter_case import sentence_case


@pytest.mark.parametrize(
    ("printed", "quiet"),
    [
        ("АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА", "Администрация Заречного района"),
        ("ГЛАВА ЗАРЕЧНОГО МУНИЦИПАЛЬНОГО РАЙОНА", "Глава Заречного муниципального района"),
        ("АДМИНИСТРАЦИЯ ЛУГОВОГО СЕЛЬСКОГО ПОСЕЛЕНИЯ", "Администрация Лугового сельского поселения"),
        ("О ПЛАНИРОВКЕ СЕЛА ЗАРЕЧНОЕ", "О планировке села Заречное"),
    ],
)
def test_an_adjective_before_the_word_for_a_place_is_its_name(printed: str, quiet: str) -> None:
    assert sentence_case(printed) == quiet


@pytest.mark.parametrize(
    ("printed", "quiet"),
    [
        ("О БЮДЖЕТЕ МУНИЦИПАЛЬНОГО РАЙОНА", "О бюджете муниципального района"),
        ("ОБ ИЗБИРАТЕЛЬНОМ ОКРУГЕ", "Об избирательном округе"),
        ("О ДОРОГАХ ДАННОГО СЕЛЬСКОГО ПОСЕЛЕНИЯ", "О дорогах данного сельского поселения"),
        ("О ГРАНИЦАХ КАЖДОГО РАЙОНА", "О границах каждого района"),
        ("О ЗАСТРОЙКЕ ЖИЛОГО РАЙОНА", "О застройке жилого района"),
    ],
)
def test_an_adjective_that_only_describes_a_place_stays_small(printed: str, quiet: str) -> None:
    assert sentence_case(printed) == quiet
