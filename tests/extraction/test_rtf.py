"""RTF as office programs write it: alphabets, lists, notes, shapes, and what must not be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.formats import rtf
from extraction.plain import plain_text
from extraction.protocol import Limits
from extraction.reasons import UnreadableError

FONTS = (
    "{\\fonttbl{\\f0\\froman\\fcharset204 Times New Roman;}{\\f1\\fswiss\\fcharset0 Helv;}"
    "{\\f2\\fswiss\\fcharset238 Arial CE;}{\\f3\\fnil\\fcharset2 Wingdings;}}"
)


def _hex(text: str, encoding: str = "cp1251") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


def _text(body: str, head: str = "\\ansi\\ansicpg1251\\deff0" + FONTS) -> str:
    return plain_text(rtf.rtf_text(f"{{\\rtf1{head}\\pard {body}}}".encode("ascii")))


def test_a_plain_run_takes_the_font_of_the_document_again() -> None:
    body = f"{{\\f1 A}}\\f1 B\\plain {_hex('Администрация')}\\par\\pard\\plain {_hex('района')}"
    assert _text(body) == "ABАдминистрация\nрайона"


@pytest.mark.parametrize("page", ["1251", "1252"])
def test_russian_in_a_font_that_names_no_alphabet(page: str) -> None:
    head = f"\\ansi\\ansicpg{page}\\deff0{{\\fonttbl{{\\f0\\fcharset0 Helv;}}}}"
    assert _text(_hex("Решение Думы"), head) == "Решение Думы"


def test_accents_of_other_languages_stay() -> None:
    head = "\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}}"
    assert _text("caf\\'e9 na\\'efve", head) == "café naïve"
    assert _text(f"{{\\f2 {_hex('Łódź', 'cp1250')}}} {_hex('город')}") == "Łódź город"


def test_numbers_of_lists_stand_before_their_text() -> None:
    item = "{{\\listtext\\pard\\plain\\f0  {}.\\tab}}\\ls1 {}\\par "
    bullet = "{\\pntext\\f3\\'a7\\tab}{\\*\\pn\\pnlvlblt{\\pntxtb\\'a7}}"
    body = item.format("1", _hex("раз")) + item.format("2", _hex("два")) + bullet + _hex("знак")
    assert _text(body) == "1. раз\n2. два\n• знак"


def test_notes_headers_and_comments_stand_apart_and_once(tmp_path: Path) -> None:
    note = "{\\super\\chftn}{\\footnote\\pard\\plain {\\super\\chftn} " + _hex("Сноска.") + "}"
    header = "{\\header\\pard " + _hex("Колонтитул") + "\\par}"
    body = (
        f"{header}{{\\headerf {_hex('БЛАНК')}\\par}}{{\\footer\\pard 2\\par}}{_hex('Текст')}{note}"
        f" {_hex('дальше')}{{\\*\\atnid AB}}{{\\*\\annotation {_hex('Замечание')}}}.\\par\\sect{header}"
        f"{{\\headerf {_hex('БЛАНК')}\\par}}"
    )
    path = tmp_path / "act.rtf"
    path.write_text(f"{{\\rtf1\\ansi\\ansicpg1251\\deff0{FONTS}\\pard {body}}}", "ascii")
    read = rtf.extract(path, Limits())
    assert plain_text(read.text) == "БЛАНК\nТекст дальше.\nСноска.\nКолонтитул"
    assert read.metadata["comments"] == "Замечание"
    assert read.notes == ("comments:1",)


def test_a_header_of_all_pages_stands_before_the_text() -> None:
    assert _text(f"{{\\header {_hex('Администрация')}\\par}}{_hex('Текст')}") == "Администрация\nТекст"


def test_text_boxes_are_read_once_and_their_settings_not_at_all() -> None:
    shape = (
        "{\\shp{\\*\\shpinst\\shpleft0{\\sp{\\sn shapeType}{\\sv 202}}{\\shptxt "
        + _hex("Надпись")
        + "\\par}}"
        "{\\shprslt{\\*\\do\\dptxbx{\\dptxbxtext " + _hex("Надпись") + "\\par}}}}"
    )
    assert _text(_hex("сло") + shape + _hex("во") + "\\par x") == "слово\nНадпись\nx"


def test_boxes_of_old_programs_and_of_cells_stand_beside_their_text() -> None:
    old = "{\\*\\do\\dptxbx{\\dptxbxtext " + _hex("старая") + "\\par}}"
    group = "".join(f"{{\\shp{{\\*\\shpinst{{\\shptxt {_hex(word)}\\par}}}}}}" for word in ("раз", "два"))
    row = f"\\trowd\\intbl a{group}b\\par c\\cell d\\cell\\row"
    assert _text(f"{old}{_hex('текст')}\\par {row}") == "текст\nстарая\nab раз два c\td"


def test_page_numbers_are_not_read_and_forms_show_what_was_chosen() -> None:
    field = "{{\\field{{\\*\\fldinst {}}}{{\\fldrslt {}}}}}"
    form = "{}{{\\*\\formfield{{\\fftype{}\\ffres{}{}}}}}"
    entries = "".join(f"{{\\*\\ffl {_hex(one)}}}" for one in ("нет", "да"))
    chosen = field.format(form.format("FORMDROPDOWN", 2, 1, entries), "")
    boxes = "".join(
        field.format(form.format("FORMCHECKBOX", 1, ticked, "\\ffdefres1"), "") for ticked in (0, 1, 25)
    )
    page = field.format(" PAGE ", "5") + field.format("MERGEFIELD x", _hex("кв."))
    assert _text(page + chosen + boxes) == "кв.да☐☒☒"


def test_signs_of_fonts_are_what_they_show() -> None:
    fonts = "{\\fonttbl{\\f0\\fcharset204 Times;}{\\f1\\fcharset2 Symbol;}{\\f2\\fcharset2 Wingdings;}}"
    told = _text("\\f1\\'61\\'b3\\f2\\'fe\\'a8 \\u-3842 ?\\f1\\u-3999 ?", f"\\ansi\\ansicpg1251{fonts}")
    assert told == "α≥☑☐ ☑α"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("\\mac\\ansicpg10007\\deff0{\\fonttbl{\\f0\\fcharset77 Geneva;}}", "mac_cyrillic"),
        ("\\pca\\deff0{\\fonttbl{\\f0 Courier;}}", "cp866"),
    ],
)
def test_alphabets_of_other_machines(head: str, encoding: str) -> None:
    assert _text("\\f0 " + _hex("Решение Думы", encoding), head) == "Решение Думы"


def test_utf_8_that_was_put_into_rtf_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "act.rtf"
    path.write_bytes(b"{\\rtf1\\ansi\\ansicpg1251 " + "Решение районной Думы".encode() + b"}")
    read = rtf.extract(path, Limits())
    assert (read.text, read.notes) == ("Решение районной Думы", ("mojibake-repaired:utf-8-as-cp1251",))


def test_formulas_are_read_without_their_settings() -> None:
    ratio = "{\\mf{\\mfPr{\\mctrlPr x}}{\\mnum{\\mr A}}{\\mden{\\mr B}}}"
    body = f"{{\\mmath{{\\*\\moMath{{\\mr P=}}{ratio}}}}}{{\\mmathPict x}}"
    assert _text(body) == "P=A/B"


def test_columns_end_a_line_and_the_header_of_odd_pages_opens() -> None:
    headers = f"{{\\headerl {_hex('чётная')}\\par}}{{\\headerr {_hex('Бланк')}\\par}}"
    assert _text(f"{headers}{_hex('раз')}\\column {_hex('два')}") == "Бланк\nраз\nдва\nчётная"


def test_a_header_of_a_later_section_does_not_open_the_document() -> None:
    header = f"{{\\header {_hex('Приложение')}\\par}}"
    assert _text(f"{_hex('раз')}\\par\\sect\\sectd{header}{_hex('два')}").split() == [
        "раз",
        "два",
        "Приложение",
    ]


def test_headers_that_differ_in_blanks_alone_are_read_once() -> None:
    header = "{{\\headerf {}\\par{} {}\\par}}"
    twice = header.format(_hex("раз"), "", _hex("два")) + header.format(_hex("раз"), "\\par", _hex("два"))
    assert _text(twice + _hex("текст")) == "раз\nдва\nтекст"


def test_what_a_reader_does_not_see_is_not_read() -> None:
    body = (
        "{\\info{\\title X}{\\author Y}}{\\stylesheet{\\s0 Normal;}}"
        "{\\pict\\wmetafile8 0102ff}{\\*\\unknown Z}"
        '{\\field{\\*\\fldinst HYPERLINK "http://a.example"}{\\fldrslt ' + _hex("ссылка") + "}}"
        "{\\deleted " + _hex("прежнее") + "}{\\v " + _hex("скрыто") + "}\\v x\\v0 "
    )
    assert _text(body) == "ссылка"


def test_signs_by_number_hide_their_stand_ins() -> None:
    assert _text("\\uc1\\u1044\\'3f\\u1072?{\\uc0\\u8212}\\u-3913 ?\\uc2\\u1073\\'3f?\\u1074??!") == "Да—•бв!"
    assert _text("\\u-10179?\\u-8704?") == "😀"
    assert _text("{\\upr{\\v ?}{\\*\\ud{\\u1044?}}}") == "Д"


def test_cells_of_inner_tables_keep_their_rows() -> None:
    body = (
        "\\trowd\\intbl a\\cell \\pard\\intbl\\itap2 b\\nestcell c\\nestcell"
        "{\\*\\nesttableprops\\trowd\\nestrow}"
        "{\\nonesttables\\par}\\pard\\intbl d\\cell\\row e"
    )
    assert [line.split() for line in _text(body).splitlines()] == [["a", "b", "c"], ["d"], ["e"]]


def test_paragraphs_of_a_cell_stay_in_its_row() -> None:
    body = "\\trowd\\intbl a\\line b\\cell c\\par\\cell\\row\\trowd\\intbl d\\cell\\row\\pard e\\par f"
    assert _text(body) == "a b\tc\nd\ne\nf"


def test_bytes_that_are_counted_off_are_jumped_over(tmp_path: Path) -> None:
    data = b"{\\rtf1\\ansi a{\\pict\\bin4 }{}}}b}"
    assert plain_text(rtf.rtf_text(data)) == "ab"


def test_groups_without_end_are_a_reason(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        rtf.rtf_text(b"{\\rtf1 " + b"{\\b " * 100_000)


@given(st.binary(max_size=300))
def test_any_bytes_give_text(data: bytes) -> None:
    assert isinstance(rtf.rtf_text(b"{\\rtf1\\ansi " + data), str)


@given(st.text("абвгд ЖЗИ,.№—", min_size=1, max_size=60))
def test_any_russian_text_comes_back(text: str) -> None:
    expected = plain_text(text)
    assert (
        plain_text(rtf.rtf_text(f"{{\\rtf1\\ansi\\ansicpg1251{FONTS}\\pard {_hex(text)}}}".encode()))
        == expected
    )
