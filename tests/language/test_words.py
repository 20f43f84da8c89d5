from __future__ import annotations

import pytest

from language.words import lemma, package_rows, question_words, stem, stop_words, tokens


@pytest.mark.parametrize(
    ("form", "dictionary"),
    [
        ("людей", "человек"),
        ("РЕШЕНИЯ", "решение"),
        ("денег", "деньги"),
        ("устава", "устав"),
        ("отчёта", "отчет"),
    ],
)
def test_a_form_leads_to_its_dictionary_word(form: str, dictionary: str) -> None:
    assert lemma(form) == dictionary


@pytest.mark.parametrize("word", ["ИНН", "МБОУ", "ЖКХ", "кир", "лат", "131", "№"])
def test_acronyms_short_words_and_figures_are_only_folded(word: str) -> None:
    assert lemma(word) == word.lower()
    assert stem(word) == word.lower()


def test_an_acronym_is_found_however_it_is_typed() -> None:
    assert lemma("мбоу") == lemma("МБОУ")


def test_the_stem_forgives_the_ending() -> None:
    assert stem("бюджета") == stem("бюджетом") == stem("БЮДЖЕТ")


def test_tokens_tell_their_places() -> None:
    assert list(tokens("Усть-Таль, № 5")) == [("Усть", 0, 4), ("Таль", 5, 9), ("5", 13, 14)]


def test_words_without_meaning_are_folded_and_known() -> None:
    assert {"и", "о", "на"} <= stop_words()
    assert {"сколько", "где", "что"} <= question_words()
    assert all(word == word.lower() and "ё" not in word for word in stop_words() | question_words())


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("kinds.tsv", 5),
        ("bodies.tsv", 4),
        ("lemmas.tsv", 2),
        ("acronyms.tsv", 1),
        ("common_relational.tsv", 1),
    ],
)
def test_every_row_of_a_table_is_whole(table: str, columns: int) -> None:
    rows = package_rows(table)
    assert rows
    assert all(len(row) == columns and all(row) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
