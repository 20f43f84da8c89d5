from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dossiers.markdown import Block, Run, to_blocks, to_html, to_plain

NOTE = """# Что читать

Сначала **раздел 3**, потом *приложение*
и [карту](https://zarechny.example/map).

3. третье
4. четвёртое
   - вложенное

> Сказано на сессии

`код`
"""
TAGS = {
    "div",
    "p",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "em",
    "a",
    "code",
    "pre",
    "ul",
    "ol",
    "li",
    "blockquote",
    "br",
    "hr",
}
notes = st.text(alphabet=st.sampled_from("аб1# *_>[]()!`<&\n\t-.:/\\'\"\x00\u202e"), max_size=80)


def test_a_note_is_html_with_its_headings_below_those_of_the_page() -> None:
    html = to_html(NOTE, heading=4)
    assert "<h4>Что читать</h4>" in html
    assert "<strong>раздел 3</strong>" in html
    assert '<a href="https://zarechny.example/map">карту</a>' in html
    assert '<ol start="3">' in html
    assert "<blockquote>" in html


def test_a_note_is_blocks_for_writers_that_are_not_html() -> None:
    assert to_blocks(NOTE) == (
        Block("heading", (Run("Что читать"),), 1),
        Block(
            "paragraph",
            (
                Run("Сначала "),
                Run("раздел 3", strong=True),
                Run(", потом "),
                Run("приложение", emphasis=True),
                Run("\nи "),
                Run("карту", link="https://zarechny.example/map"),
                Run("."),
            ),
        ),
        Block("item", (Run("третье"),), 1, "3."),
        Block("item", (Run("четвёртое"),), 1, "4."),
        Block("item", (Run("вложенное"),), 2, "•"),
        Block("paragraph", (Run("Сказано на сессии"),), quoted=True),
        Block("paragraph", (Run("код", code=True),)),
    )


def test_code_and_rules_are_blocks_of_their_own() -> None:
    kinds = [block.kind for block in to_blocks("    a = 1\n\n---\n\n```\nb\n```")]
    assert kinds == ["code", "rule", "code"]


def test_the_second_paragraph_of_an_item_is_no_item() -> None:
    blocks = to_blocks("- первый\n\n  ещё о нём\n- второй")
    assert [(block.kind, block.level) for block in blocks] == [("item", 1), ("paragraph", 1), ("item", 1)]


def test_html_in_a_note_is_text() -> None:
    html = to_html("<script>alert(1)</script>\n\nи <b onclick=x>жирно</b>")
    assert "<script" not in html
    assert "<b " not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "JaVaScRiPt:x",
        "/\\\\zarechny.example",
        "//zarechny.example/x",
    ],
)
def test_links_to_where_nobody_should_go_are_text(address: str) -> None:
    assert to_html(f"[сюда]({address})") == "<p>сюда</p>\n"
    assert not any(run.link for block in to_blocks(f"[сюда]({address})") for run in block.runs)


@pytest.mark.parametrize(
    "address", ["http://a.example", "https://a.example", "mailto:a@b.example", "/records/1"]
)
def test_links_out_and_within_the_site_are_links(address: str) -> None:
    assert f'<a href="{address}">сюда</a>' in to_html(f"[сюда]({address})")


def test_in_a_file_that_is_issued_links_within_the_site_are_text() -> None:
    assert to_html("[сюда](/records/1)", site_links=False) == "<p>сюда</p>\n"
    assert "<a " in to_html("[сюда](https://a.example)", site_links=False)


def test_a_picture_is_its_description() -> None:
    assert to_html("![схема <улиц>](https://a.example/x.png)") == "<p>схема &lt;улиц&gt;</p>\n"
    assert to_plain("![схема](x.png)") == "схема"


def test_plain_text_keeps_the_marks_of_lists() -> None:
    assert to_plain("1. раз\n2. **два**") == "1. раз\n2. два"


@given(notes)
def test_any_note_gives_well_formed_xml_with_open_links_alone(note: str) -> None:
    tree = etree.fromstring(f"<div>{to_html(note)}</div>")
    assert {str(element.tag) for element in tree.iter()} <= TAGS
    for link in tree.iter("a"):
        assert not re.match(r"(?!https?:|mailto:)[a-z]+:", link.get("href", ""), re.IGNORECASE)


@given(notes)
def test_blocks_say_the_same_words_as_the_html(note: str) -> None:
    said = "".join(block.text for block in to_blocks(note))
    tree = etree.fromstring(f"<div>{to_html(note)}</div>")
    assert re.sub(r"\s", "", said) == re.sub(r"\s", "", "".join(map(str, tree.itertext())))
