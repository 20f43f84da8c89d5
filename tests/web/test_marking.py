"""Marks upon texts: nothing is lost, nothing but marks is let through."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from web.marking import Span, pieces, safe_snippet
from web.presenters.page_text import paragraphs, unwrapped

SPANS = st.lists(
    st.builds(Span, st.integers(-5, 60), st.integers(-5, 60), st.sampled_from(["", "/records/1"])), max_size=8
)


@given(st.text(max_size=50), SPANS, SPANS)
def test_the_pieces_of_a_text_are_the_text(text: str, found: list[Span], links: list[Span]) -> None:
    assert "".join(piece.text for piece in pieces(text, found, links)) == text


def test_marks_and_links_may_cross() -> None:
    cut = pieces("решение № 12 отменить", [Span(0, 9)], [Span(8, 12, "/records/7")])
    assert [(piece.text, bool(piece.found), piece.address) for piece in cut] == [
        ("решение ", True, ""),
        ("№", True, "/records/7"),
        (" 12", False, "/records/7"),
        (" отменить", False, ""),
    ]
    assert [piece.first for piece in cut] == [True, False, False, False]


@given(st.text(max_size=80))
def test_a_snippet_lets_nothing_but_marks_through(text: str) -> None:
    shown = str(safe_snippet(text))
    assert set(re.findall(r"<[^>]*>", shown)) <= {"<mark>", "</mark>"}
    assert shown.count("<mark>") == shown.count("</mark>")


@given(
    st.lists(
        st.sampled_from(["<mark>", "</mark>", "<b>", "&lt;", "слово", " ", '"', "<script>"]), max_size=12
    )
)
def test_broken_marks_are_balanced(parts: list[str]) -> None:
    shown = str(safe_snippet("".join(parts)))
    assert re.fullmatch(r"(?:[^<]|<mark>[^<]*</mark>)*", shown)


def test_neighbouring_marks_of_a_snippet_are_one() -> None:
    assert str(safe_snippet("<mark>бюджета</mark> <mark>района</mark>")) == "<mark>бюджета района</mark>"


def test_an_escaped_snippet_is_not_escaped_twice() -> None:
    assert str(safe_snippet("a &lt;b&gt; &amp; <mark>c</mark>")) == "a &lt;b&gt; &amp; <mark>c</mark>"


@given(st.text(alphabet="ab \n\t\r|", max_size=60))
def test_paragraphs_keep_every_letter_of_the_page(text: str) -> None:
    shown = "".join(piece.text for paragraph in paragraphs(text, [], []) for piece in paragraph.pieces)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


@given(st.text(alphabet="аб. \n\tЯ", max_size=200))
def test_unwrapping_moves_no_letter(text: str) -> None:
    shown = unwrapped(text)
    assert len(shown) == len(text)
    assert [letter for letter in shown if not letter.isspace()] == [
        letter for letter in text if not letter.isspace()
    ]


def test_lines_that_only_the_paper_broke_run_on() -> None:
    broken = (
        "Настоящим пункты протокола совещания при первом заместителе\n"
        "генерального директора дополняются.\n2. Новый"
    )
    assert unwrapped(broken).count("\n") == 1
    table = "Налог на доходы физических лиц за первый квартал\t12,5\nземельный налог\t3"
    assert unwrapped(table) == table
    assert unwrapped("Глава\nрайона") == "Глава\nрайона"


def test_blank_lines_part_paragraphs_and_columns_are_known() -> None:
    page = paragraphs("Первый\r\nстрока\r\n\r\nДоходы\t12,5\n \nТретий", [], [])
    assert [["".join(piece.text for piece in one.pieces), one.columns] for one in page] == [
        ["Первый\nстрока", False],
        ["Доходы\t12,5", True],
        ["Третий", False],
    ]
    assert unescape("&amp;") == "&"
