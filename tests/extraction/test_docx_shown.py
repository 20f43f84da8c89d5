"""DOCX as Word shows it: fields, changes, hidden text, boxes, signs, formulas, numbers of lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.formats import docx as reader
from extraction.plain import plain_text
from extraction.protocol import Limits
from tests.extraction import making
from tests.extraction.making import docx, para

_MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
HIDING = (
    '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="p"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:basedOn w:val="p"/></w:style>'
)
NUMBERED = (
    '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/><w:lvl w:ilvl="0"><w:start w:val="0"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="Статья %1."/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
)
_CHART = (
    '<c:chartSpace xmlns:c="urn:c" xmlns:a="urn:a"><c:title><a:p><a:r><a:t>Исполнение </a:t></a:r><a:r>'
    "<a:t>бюджета</a:t></a:r></a:p></c:title><c:ser><c:tx><c:v>Доходы</c:v></c:tx><c:cat><c:v>2012</c:v>"
    "<c:v>2013</c:v></c:cat><c:val><c:v>5</c:v></c:val></c:ser></c:chartSpace>"
)


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(instruction: str, result: str, end: str = _MARK.format("end")) -> str:
    told = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{_MARK.format('begin')}{told}{_MARK.format('separate')}{result}{end}"


def _box(content: str) -> str:
    return f"<w:r><w:pict><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></w:pict></w:r>"


def _numbered(text: str, number: int = 1, more: str = "") -> str:
    return para(text, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>{more}')


def _lines(tmp_path: Path, body: str, **parts: tuple[str, str | bytes]) -> list[str]:
    path = tmp_path / "act.docx"
    path.write_bytes(docx(body, {name.replace("_", ".", 1): part for name, part in parts.items()}))
    return [line for line in plain_text(reader.extract(path, Limits()).text).split("\n") if line.strip()]


def test_a_field_in_the_instruction_of_another_is_not_read(tmp_path: Path) -> None:
    inner = _field("MERGEFIELD Пол", _run("М"))
    outer = f"{_MARK.format('begin')}{inner}{_run('=')}{_MARK.format('separate')}{_run('ый')}"
    assert _lines(tmp_path, f"<w:p>{_run('уважаем')}{outer}{_MARK.format('end')}</w:p>") == ["уважаемый"]


@pytest.mark.parametrize("field", [_field("PAGE", _run("5"), ""), _MARK.format("begin")])
def test_a_field_without_its_end_hides_no_more_than_its_paragraph(tmp_path: Path, field: str) -> None:
    assert _lines(tmp_path, f"<w:p>{field}</w:p>{para('дальше')}") == ["дальше"]


def test_contents_that_one_field_makes_keep_their_lines(tmp_path: Path) -> None:
    begin = _field("TOC", _run("Глава 1"), "")
    body = f"<w:p>{begin}</w:p><w:p>{_run('Глава 2')}</w:p><w:p>{_MARK.format('end')}</w:p>{para('текст')}"
    assert _lines(tmp_path, body) == ["Глава 1", "Глава 2", "текст"]


def test_several_boxes_of_one_paragraph_are_read_once_each(tmp_path: Path) -> None:
    inner = _box(para("один") + f"<w:p>{_box(para('внутри'))}</w:p>")
    body = f"<w:p>{_run('текст')}{inner}{_box(para('два'))}{_box(para('три'))}</w:p>"
    assert _lines(tmp_path, body) == ["текст", "один", "внутри", "два", "три"]


def test_of_alternatives_the_first_is_read_or_the_only_one(tmp_path: Path) -> None:
    both = "<mc:AlternateContent>{}<mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    two = f"<mc:Choice>{_run('новое')}</mc:Choice><mc:Choice>{_run('другое')}</mc:Choice>"
    body = f"<w:p>{both.format(two, _run('старое'))}</w:p>" + both.format("", para("одно"))
    assert _lines(tmp_path, body) == ["новое", "одно"]


@pytest.mark.parametrize(
    "body",
    [
        "<w:p>" + _run("нет", '<w:rStyle w:val="h"/>') + "</w:p>",
        para("нет", '<w:pStyle w:val="p"/>'),
        para("нет", '<w:pStyle w:val="c"/>'),
    ],
    ids=["character style", "paragraph style", "style based on it"],
)
def test_text_that_a_style_hides_is_not_read(tmp_path: Path, body: str) -> None:
    shown = "<w:p>" + _run("да", '<w:rStyle w:val="h"/><w:vanish w:val="0"/>') + "</w:p>"
    assert _lines(tmp_path, body + shown, styles_xml=("styles", HIDING)) == ["да"]


def test_a_hidden_paragraph_mark_lets_the_next_go_on_in_the_line(tmp_path: Path) -> None:
    body = para("Статья 1.", "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + para(" Предмет")
    assert _lines(tmp_path, body) == ["Статья 1. Предмет"]


def test_deleted_paragraphs_are_not_counted_and_joined_ones_have_the_number_of_the_last(
    tmp_path: Path,
) -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    body = _numbered("а") + _numbered("", 1, gone) + _numbered("б ", 1, gone) + _numbered("в")
    assert _lines(tmp_path, body, numbering_xml=("numbering", NUMBERED)) == ["Статья 0. а", "Статья 1. б в"]


def test_a_deleted_mark_before_a_table_joins_nothing_to_its_rows(tmp_path: Path) -> None:
    cells = f"<w:tc>{para('к')}</w:tc><w:tc><w:tcPr><w:cellDel/></w:tcPr>{para('нет')}</w:tc>"
    body = para("а", "<w:rPr><w:del/></w:rPr>") + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + para("б")
    assert _lines(tmp_path, body) == ["а", "к", "б"]


def test_a_list_described_by_a_style_of_lists_goes_on_counting(tmp_path: Path) -> None:
    body = _numbered("а", 2) + _numbered("б", 1) + _numbered("в", 2)
    told = _lines(tmp_path, body, numbering_xml=("numbering", NUMBERED))
    assert told == ["Статья 0. а", "Статья 1. б", "Статья 2. в"]


def test_signs_of_fonts_are_what_they_show(tmp_path: Path) -> None:
    signs = [("Wingdings", "F0FE"), ("Wingdings", "F0A8"), ("Symbol", "F061"), ("Times New Roman", "2116")]
    told = "".join(f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>' for font, char in signs)
    fonts = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    assert _lines(tmp_path, f"<w:p>{told}{_run(chr(0xF0B3), fonts)}5</w:p>") == ["☑☐α№≥"]


def test_ticked_boxes_of_forms_are_shown(tmp_path: Path) -> None:
    box = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar>'
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    ticked, not_ticked = box.format("<w:checked/>"), box.format('<w:default w:val="0"/>')
    assert _lines(tmp_path, f"<w:p>{ticked}{_run('да ')}{not_ticked}{_run('нет')}</w:p>") == ["☒да ☐нет"]


def test_formulas_stand_on_one_line(tmp_path: Path) -> None:
    def part(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    ratio = f"<m:f><m:num>{part('А+Б')}</m:num><m:den>{part('В')}</m:den></m:f>"
    power = f"<m:sSup><m:e>{part('х')}</m:e><m:sup>{part('2')}</m:sup></m:sSup>"
    brackets = f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>{power}</m:e></m:d>'
    total = f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:e>{part("К")}</m:e></m:nary>'
    body = f"<w:p><m:oMath>{part('Р=')}{ratio}{brackets}{total}</m:oMath></w:p>"
    assert _lines(tmp_path, body) == ["Р=(А+Б)/В[х^2]∑ К"]


def test_a_word_with_its_reading_above_it(tmp_path: Path) -> None:
    ruby = f"<w:ruby><w:rt>{_run('чтение')}</w:rt><w:rubyBase>{_run('слово')}</w:rubyBase></w:ruby>"
    assert _lines(tmp_path, f"<w:p><w:r>{ruby}</w:r></w:p>") == ["слово (чтение)"]


def test_what_a_chart_says_is_read(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:drawing><c:chart xmlns:c="urn:c" r:id="c.xml"/></w:drawing></w:r></w:p>'
    told = _lines(tmp_path, body, c_xml=("chart", _CHART.encode()))
    assert told == ["Исполнение бюджета", "Доходы", "2012\t2013"]


_OBJECT = '<w:r><w:object><o:OLEObject xmlns:o="o" r:id="x.bin"{}/></w:object></w:r>'


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (docx(para("Смета")), ["Смета"]),
        (making.doc("Смета\r"), ["Смета"]),
        (making.xlsx({"Лист1": [["Дороги", "409"]], "Лист2": [["нет"]]}), ["Дороги\t409"]),
        (making.ole({"Package": making.xlsx({"Лист1": [["Дороги", "409"]]})}), ["Дороги\t409"]),
    ],
    ids=["docx", "doc", "xlsx", "ole"],
)
def test_an_object_that_shows_its_content_is_read_in_its_place(
    tmp_path: Path, data: bytes, read: list[str]
) -> None:
    body = f"<w:p>{_run('до')}{_OBJECT.format('')}{_OBJECT.format('')}</w:p>{para('после')}"
    assert _lines(tmp_path, body, x_bin=("oleObject", data)) == ["до", *read, "после"]


@pytest.mark.parametrize(("look", "data"), [(' DrawAspect="Icon"', docx(para("нет"))), ("", b"PK broken")])
def test_an_icon_or_a_broken_object_is_a_file_enclosed(tmp_path: Path, look: str, data: bytes) -> None:
    path = tmp_path / "act.docx"
    path.write_bytes(docx(f"<w:p>{_run('да')}{_OBJECT.format(look)}</w:p>", {"x.bin": ("oleObject", data)}))
    told = reader.extract(path, Limits())
    assert (told.text, told.notes) == ("да", ("attachments:1",))


def test_headers_that_sections_repeat_are_read_once(tmp_path: Path) -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="{}.xml"/></w:sectPr>'
    body = para("раз", section.format("a")) + para("два", section.format("b")) + section.format("c")
    parts = {f"{name}_xml": ("header", para("БЛАНК")) for name in "abc"}
    assert _lines(tmp_path, body, **parts) == ["БЛАНК", "раз", "два"]


def _edges(settings: str, title: str) -> tuple[str, dict[str, tuple[str, str]]]:
    references = "".join(
        f'<w:headerReference w:type="{pages}" r:id="{pages}.xml"/>' for pages in ("default", "first", "even")
    )
    body = (
        para("раз", f"<w:sectPr>{title}</w:sectPr>")
        + para("два")
        + f"<w:sectPr>{references}{title}</w:sectPr>"
    )
    parts = {f"{pages}_xml": ("header", para(pages)) for pages in ("default", "first", "even")}
    return body, {**parts, "settings_xml": ("settings", settings)}


@pytest.mark.parametrize(
    ("settings", "title", "read"),
    [
        ("", "", ["default"]),
        ("<w:evenAndOddHeaders/>", '<w:titlePg w:val="0"/>', ["default", "even"]),
        ("", "<w:titlePg/>", ["default", "first"]),
    ],
)
def test_headers_of_a_later_section_do_not_open_and_those_of_no_page_are_not_read(
    tmp_path: Path, settings: str, title: str, read: list[str]
) -> None:
    body, parts = _edges(settings, title)
    assert _lines(tmp_path, body, **parts) == ["раз", "два", *read]


def test_notices_of_the_program_between_notes_are_not_read(tmp_path: Path) -> None:
    notes = f'<w:footnote w:type="continuationNotice">{para("нет")}</w:footnote>'
    assert _lines(tmp_path, para("т"), f_xml=("footnotes", notes)) == ["т"]


def test_line_ends_inside_a_piece_of_text_are_blanks(tmp_path: Path) -> None:
    assert _lines(tmp_path, f"<w:p>{_run(chr(10).join(('раз', 'два')))}</w:p>") == ["раз два"]


@pytest.mark.parametrize(
    ("attributes", "read"),
    [('descr="" title="Схема границ"', ["т", "Схема границ"]), ('descr="Схема" hidden="1"', ["т"])],
)
def test_the_title_of_a_picture_stands_for_its_description(
    tmp_path: Path, attributes: str, read: list[str]
) -> None:
    drawing = f'<w:r><w:drawing><wp:docPr id="1" name="Рисунок 1" {attributes}/></w:drawing></w:r>'
    assert _lines(tmp_path, f"<w:p>{_run('т')}{drawing}</w:p>") == read
