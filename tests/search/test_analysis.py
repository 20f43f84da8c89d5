"""From text to terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import readable, terms, token_list, tokens


def words(text: str) -> list[tuple[str, ...]]:
    return [terms(token).words for token in token_list(readable(text))]


@pytest.mark.parametrize(
    "number", ["131-п", "N 131-П", "№131-п", "№ 131 - П", "Nо 131-П", "# 131-п", "131–п", "131п"]
)
def test_a_number_is_one_term_with_its_parts(number: str) -> None:
    (found,) = (one for one in words(number) if one[0] == "131-п")
    assert {"131", "п"} <= set(found)


def test_numbers_of_other_series_are_other_terms() -> None:
    assert words("131-р")[0][0] == "131-р"
    assert words("38/298 01-02/345 А40-12/2012 170.1") == [
        ("38/298", "38", "298"),
        ("01-02/345", "01", "02", "345"),
        ("а40-12/2012", "а40", "12", "2012"),
        ("170.1", "170", "1"),
    ]


@pytest.mark.parametrize(
    "day",
    [
        "12.03.2012",
        "12 марта 2012 г.",
        "12 марта 2012 года",
        "«12» марта 2012 г.",
        "2012-03-12",
        "12/03/2012",
    ],
)
def test_a_day_is_one_term_with_its_parts(day: str) -> None:
    assert words(f"от {day} и") == [("от",), ("d20120312", "12", "март", "2012"), ("и",)]


def test_a_hyphenated_word_gives_the_joined_word_and_its_parts() -> None:
    assert words("Усть-Кубинского") == [("устькубинский", "усть", "кубинский")]
    assert words("сельско-хозяйственная")[0][0] == words("сельскохозяйственная")[0][0]


def test_roman_numerals_have_an_arabic_twin() -> None:
    assert words("XIV ХIV II") == [("xiv", "14"), ("xiv", "14"), ("ii", "2")]


@pytest.mark.parametrize("text", ["ИНН", "МБОУ", "ЖКХ", "НКО"])
def test_acronyms_are_only_folded(text: str) -> None:
    assert words(text) == [(text.lower(),)]


def test_suppletive_forms_have_one_lemma() -> None:
    assert words("людей") == words("человек")


def test_what_is_not_seen_does_not_divide_a_word() -> None:
    decomposed = "и\u0306"
    assert words("бюд\u00adжет") == words("бюдже\u0301т") == words("бюджет")
    assert words(f"трамва{decomposed}") == words("трамвай")


@pytest.mark.parametrize(
    ("text", "token"), [("Р Е Ш Е Н И Е от", "Р Е Ш Е Н И Е"), ("№ 131 - П от", "131 - П")]
)
def test_what_is_printed_with_blanks_is_one_token_with_its_whole_place(text: str, token: str) -> None:
    first = next(iter(tokens(text)))
    assert text[first.start : first.end] == token


def test_spaced_letters_are_a_word() -> None:
    assert words("Р Е Ш Е Н И Е")[0] == ("решение",)


TEXTS = st.text(alphabet='абвё XIVх№Nn0123456789-–./«»"\u00ad\n', max_size=120)


@given(TEXTS)
def test_places_are_those_of_the_text_and_rise(text: str) -> None:
    text = readable(text)
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert any(char.isalnum() for char in text[token.start : token.end])
        assert token.terms.words[0] == token.terms.whole
        end = token.end


@given(TEXTS)
def test_a_text_and_a_query_give_the_same_terms(text: str) -> None:
    text = readable(text)
    assert [token.terms for token in tokens(text)] == [terms(token) for token in token_list(text)]
