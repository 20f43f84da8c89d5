"""The lines that are shown of a text."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.snippets import Marker, snippet

FILLER = "Общие положения и порядок работы комиссии. " * 40


def cut(pages: list[str], *terms: str, phrases: tuple[tuple[str, ...], ...] = ()) -> tuple[int | None, str]:
    found = snippet(pages, Marker(frozenset(terms), phrases))
    return found.page, found.text


def test_all_forms_are_marked_by_lemma_or_stem() -> None:
    assert cut(["Шли люди дорогой"], "человек", "~дорог") == (1, "Шли <mark>люди</mark> <mark>дорогой</mark>")


def test_the_page_with_most_words_together_is_chosen() -> None:
    page, text = cut(["дорога " + FILLER, FILLER + "ремонт дороги " + FILLER], "дорога", "ремонт")
    assert page == 2
    assert text.startswith("… ")
    assert "<mark>ремонт</mark> <mark>дороги</mark>" in text
    assert text.endswith(" …")


def test_a_phrase_draws_more_than_its_words_apart() -> None:
    pages = ["дорога и местный ремонт и бюджет", "о местном бюджете"]
    assert cut(pages, "местный", "бюджет", phrases=(("местный", "бюджет"),))[0] == 2


def test_the_text_is_escaped() -> None:
    assert cut(["<b>дорога</b> & мост"], "дорога")[1] == "&lt;b&gt;<mark>дорога</mark>&lt;/b&gt; &amp; мост"


def test_a_day_is_marked_in_any_shape() -> None:
    assert cut(["от 12 марта 2012 г. № 5"], "d20120312")[1] == "от <mark>12 марта 2012 г.</mark> № 5"
    assert cut(["от 12.03.2012 № 5"], "d20120312")[1] == "от <mark>12.03.2012</mark> № 5"


def test_a_number_is_marked_whole() -> None:
    assert cut(["№ 131-п и № 131-р"], "131-п")[1] == "№ <mark>131-п</mark> и № 131-р"


@pytest.mark.parametrize("number", ["131 - П", "131- п", "131-п"])
def test_a_number_printed_with_blanks_is_marked_whole(number: str) -> None:
    assert cut([f"№ {number} от"], "131-п")[1] == f"№ <mark>{number}</mark> от"
    assert cut(["131 - для"], "131")[1] == "<mark>131</mark> - для"


def test_a_prefix_is_marked() -> None:
    assert cut(["дорожный фонд"], "дор*")[1] == "<mark>дорожный</mark> фонд"


def test_without_words_of_the_query_the_beginning_is_shown_and_no_page() -> None:
    assert cut(["", "Начало текста"], "дорога") == (None, "Начало текста")
    assert cut([], "дорога") == (None, "")


def test_soft_hyphens_do_not_hide_words() -> None:
    assert cut(["до\u00adро\u00adга"], "дорога")[1] == "<mark>дорога</mark>"


@given(st.lists(st.text(alphabet="дорга <>&\n.1-", max_size=400), max_size=4))
def test_taking_the_marks_out_leaves_text_of_the_page(pages: list[str]) -> None:
    page, text = cut(pages, "дорога", "1", "го*")
    plain = html.unescape(re.sub("</?mark>", "", text)).strip("… ")
    whole = " ".join((pages[page - 1] if page else "".join(pages)).split())
    assert plain in " ".join(whole.split()) or page is None
    assert text.count("<mark>") == text.count("</mark>")
