from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.normal import clean, fold, fold_signs, join_spaced, number_key, repair_lookalikes


@pytest.mark.parametrize("written", ["131-п", "N 131-П", "№131-п", "№ 131 - п", "в„– 131-п", "No 131–п"])
def test_one_number_has_one_key_however_it_is_written(written: str) -> None:
    assert number_key(written) == "131-п"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("131-р", "131-р"),
        ("131-p", "131-р"),
        ("131 ФЗ", "131-фз"),
        ("131-Ф3", "131-фз"),
        ("68-IV ДГ", "68-ivдг"),
        ("68-ІVДГ", "68-ivдг"),
        ("12/0345 - ГС", "12/0345-гс"),
        ("18/1", "18/1"),
        ("б/н", "б/н"),
    ],
)
def test_different_numbers_keep_different_keys(written: str, key: str) -> None:
    assert number_key(written) == key


@pytest.mark.parametrize(
    ("mixed", "mended"),
    [("cовет", "совет"), ("бюджeт", "бюджет"), ("ХIV", "XIV"), ("ІІІ", "III"), ("ХІ", "XI"), ("SMS", "SMS")],
)
def test_a_word_of_two_alphabets_becomes_a_word_of_one(mixed: str, mended: str) -> None:
    assert repair_lookalikes(mixed) == mended


@pytest.mark.parametrize("sign", ["№", "N", "No", "Nº", "№№", "в„–", "#", "¹"])
def test_every_number_sign_becomes_one_sign(sign: str) -> None:
    assert fold_signs(f"от 1 мая {sign} 12").split() == ["от", "1", "мая", "№", "12"]


def test_a_latin_letter_before_a_word_is_no_number_sign() -> None:
    assert fold_signs("план N, N-ск, JVC 5") == "план N, N-ск, JVC 5"


def test_spaced_words_are_joined_and_stay_two_words() -> None:
    joined = join_spaced("Р Е Ш Е Н И Е  Д У М Ы")
    assert joined.split() == ["РЕШЕНИЕ", "ДУМЫ"]
    assert len(joined) == len("Р Е Ш Е Н И Е  Д У М Ы")


def test_three_single_letters_are_not_a_spaced_word() -> None:
    assert join_spaced("и с в") == "и с в"


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_folding_and_cleaning_keep_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(clean(text)) == len(text)


@given(st.text(alphabet="№N 0123456789-/пПрРIVXабО", max_size=20))
def test_a_key_is_its_own_key(number: str) -> None:
    key = number_key(number)
    assert number_key(key) == key
