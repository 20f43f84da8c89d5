"""Marks upon texts: nothing is lost, nothing but marks is let through."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from web.marking import Marks, Span, pieces, safe_snippet
from web.presenters.page_text import Block, blocks

SPANS = st.lists(
    st.builds(Span, st.integers(-5, 60), st.integers(-5, 60), st.sampled_from(["", "/records/1"])), max_size=8
)


@given(st.text(max_size=50), SPANS, SPANS, SPANS)
def test_the_pieces_of_a_text_are_the_text(
    text: str, found: list[Span], links: list[Span], spots: list[Span]
) -> None:
    cut = pieces(text, Marks(found, links, spots))
    assert "".join(piece.text for piece in cut) == text
    assert sum(piece.anchor for piece in cut) == any(piece.spot for piece in cut)


def test_marks_and_links_may_cross() -> None:
    cut = pieces("решение № 12 отменить", Marks([Span(0, 9)], [Span(8, 12, "/records/7")]))
    assert [(piece.text, bool(piece.found), piece.address) for piece in cut] == [
        ("решение ", True, ""),
        ("№", True, "/records/7"),
        (" 12", False, "/records/7"),
        (" отменить", False, ""),
    ]


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


@given(st.text(alphabet="ab 1\n\t\r|", max_size=80), SPANS)
def test_blocks_keep_every_letter_of_the_page(text: str, found: list[Span]) -> None:
    shown = "".join(said(block) for block in blocks(text, Marks(found)))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


def said(block: Block) -> str:
    """The words of a block."""
    cells = "\t".join("".join(piece.text for piece in cell.pieces) for row in block.rows for cell in row)
    return cells or "".join(piece.text for piece in block.pieces)


def test_blank_lines_part_paragraphs() -> None:
    page = blocks("Первый\r\nстрока\r\n\r\n \nТретий")
    assert [said(block) for block in page] == ["Первый\nстрока", "Третий"]


def test_lines_with_tabs_are_a_table_with_its_figures_and_marks() -> None:
    text = "Доходы района\n1 01\tНалог на доходы\t201 340,0\n1 06\tЗемельный налог\t\u2014\nИтого"
    found = [Span(text.index("Налог"), text.index("Налог") + 5)]
    before, table, after = blocks(text, Marks(found))
    assert (said(before), said(after)) == ("Доходы района", "Итого")
    assert [[cell.figure for cell in row] for row in table.rows] == [[True, False, True], [True, False, True]]
    assert table.rows[0][1].pieces[0].found == 1


def test_a_lone_line_with_a_tab_is_no_table() -> None:
    for line in blocks("Председатель\tА. П. Примерова\nГлава района\tИ. О. Образцов"):
        assert line.columns
        assert not line.rows
