"""HTML as it is shown: lists, tables, what Word and LibreOffice write into it, pictures and forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.formats import html
from extraction.plain import plain_text
from extraction.protocol import Extracted, Limits


def _read(tmp_path: Path, body: str) -> Extracted:
    path = tmp_path / "page.html"
    path.write_text(f"<html><head><meta charset=utf-8></head><body>{body}</body></html>", "utf-8")
    return html.extract(path, Limits())


def _lines(tmp_path: Path, body: str) -> list[str]:
    return plain_text(_read(tmp_path, body).text).split("\n")


@pytest.mark.parametrize(
    ("attributes", "labels"),
    [
        ("", ["1. ", "2. "]),
        ("type=a", ["a. ", "b. "]),
        ("type=I start=4", ["IV. ", "V. "]),
        ("style='list-style-type: lower-roman'", ["i. ", "ii. "]),
        ("style='list-style: none'", ["", ""]),
        ("reversed", ["2. ", "1. "]),
    ],
)
def test_items_have_the_numbers_that_a_browser_shows(
    tmp_path: Path, attributes: str, labels: list[str]
) -> None:
    told = _lines(tmp_path, f"<ol {attributes}><li>раз</li><li>два</li></ol>")
    assert told == [label + text for label, text in zip(labels, ("раз", "два"), strict=True)]


def test_a_paragraph_of_an_item_stands_on_the_line_of_its_number(tmp_path: Path) -> None:
    items = "<li>\n<p>раз</p><p>ещё</p></li><li>слово. <div>под</div></li>"
    assert _lines(tmp_path, f"<ol>{items}</ol>") == ["1. раз", "ещё", "2. слово.", "под"]


def test_cells_that_reach_down_leave_their_places_empty(tmp_path: Path) -> None:
    table = (
        "<table><tr><td rowspan=3 colspan=2>А</td><td>б</td><td rowspan=2>в</td></tr>"
        "<tr><td>г</td></tr><tr><td>д</td><td>е</td></tr><tr><td>ж</td><td>з</td></tr></table>"
    )
    assert _lines(tmp_path, table) == ["А\tб\tв", "\tг", "\tд\tе", "ж\tз"]


def test_cells_without_a_row_are_not_run_together(tmp_path: Path) -> None:
    assert _lines(tmp_path, "<table><td>раз</td><td>два</td></table>") == ["раз два"]


def test_text_deleted_under_review_is_left_out_and_counted(tmp_path: Path) -> None:
    read = _read(tmp_path, "<p>а<span class=msoDel><del>нет</del></span><ins>б</ins><s>в</s></p>")
    assert (read.text, read.notes) == ("абв", ("tracked-changes:1",))


def test_comments_of_word_are_kept_apart(tmp_path: Path) -> None:
    body = (
        "<p>до<a style='mso-comment-reference:А_1'>после</a><span class=MsoCommentReference>[А1]</span></p>"
        "<div style='mso-element:comment-list'><hr><div><p>проверить</p></div></div>"
    )
    read = _read(tmp_path, body)
    assert (read.text, read.notes, read.metadata["comments"]) == ("допосле", ("comments:1",), "проверить")


def test_text_boxes_of_word_are_read_out_of_its_comments(tmp_path: Path) -> None:
    box = "<v:shape><v:textbox style='x'><![if !mso]><table><tr><td><![endif]><p>Надпись</p></td></v:textbox>"
    picture = "<![if !vml]><img src=x><![endif]>"
    told = _lines(tmp_path, f"<p>до</p><p><!--[if gte vml 1]>{box}</v:shape><![endif]-->{picture}после</p>")
    assert told == ["до", "Надпись", "после"]


def test_letters_of_fonts_of_signs_are_what_they_show(tmp_path: Path) -> None:
    body = (
        "<p><span style='font-family:Wingdings'>§<span>&nbsp; </span></span>пункт "
        "<font face='Symbol, serif'>a</font> <span style='font-family:\"Times New Roman\"'>b</span></p>"
    )
    assert _lines(tmp_path, body) == ["• пункт α b"]


def test_marks_of_notes_are_not_run_together_with_words(tmp_path: Path) -> None:
    note = "<a class=sdfootnoteanc href='#sdfootnote1sym'><sup>1</sup></a>"
    assert _lines(tmp_path, f"<p>слово{note} и 5 м<sup>2</sup></p>") == ["слово[1] и 5 м2"]


def test_pictures_and_fields_of_forms_say_what_they_show(tmp_path: Path) -> None:
    body = (
        "<p><img alt='План участка'><img alt='logo.png'>ФИО: <input value='Иванов'>"
        "<input type=hidden value=нет>"
        "<select><option>нет<option selected>да</select><sdfield type=page>7</sdfield></p>"
    )
    assert _lines(tmp_path, body) == ["План участка ФИО: Ивановда"]


def test_a_word_with_its_reading_above_it(tmp_path: Path) -> None:
    ruby = "<ruby>слово<rp>(</rp><rt>чтение</rt><rp>)</rp></ruby>"
    assert _lines(tmp_path, f"<p>{ruby}</p>") == ["слово (чтение)"]
