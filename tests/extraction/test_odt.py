"""OpenDocument text as it is shown: boxes, hidden and deleted text, lists, headings, objects, flat files."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.formats import odt, xml
from extraction.plain import plain_text
from extraction.protocol import Limits
from tests.extraction.making import package

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "draw", "svg", "form", "chart", "xlink")
)
_LEVELS = (
    '<text:{0}-level-style{1} text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:{0}-level-style{1} text:level="2" style:num-format="1" style:num-suffix="." '
    'text:display-levels="2"/>'
)
LISTS = "".join(
    f'<text:list-style style:name="{name}">{_LEVELS.format("list", "-number")}</text:list-style>'
    for name in "LM"
)
HIDING = (
    '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/>'
    '</style:style><style:style style:name="P" style:family="paragraph"><style:text-properties '
    'text:display="none"/></style:style><style:style style:name="C" style:family="paragraph" '
    'style:parent-style-name="P"/>'
)


def _p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def _box(content: str) -> str:
    return f"<draw:frame><draw:text-box>{content}</draw:text-box></draw:frame>"


def _items(*items: str) -> str:
    return "".join(f"<text:list-item>{item}</text:list-item>" for item in items)


def _read(tmp_path: Path, text: str, styles: str = "", **objects: str) -> list[str]:
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {_SPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
        "</office:document-content>",
    }
    parts |= {f"{name}/content.xml": content for name, content in objects.items()}
    path = tmp_path / "act.odt"
    path.write_bytes(package(parts))
    return plain_text(odt.extract(path, Limits()).text).split("\n")


def test_several_boxes_of_one_paragraph_are_read_once_each(tmp_path: Path) -> None:
    shapes = "".join(f"<draw:custom-shape>{_p(text)}</draw:custom-shape>" for text in ("три", "четыре"))
    body = _p(f"до{_box(_p('раз' + _box(_p('внутри'))))}{_box(_p('два'))}<draw:g>{shapes}</draw:g>")
    assert _read(tmp_path, body) == ["до", "раз", "внутри", "два", "три", "четыре"]


@pytest.mark.parametrize(
    "hidden",
    [
        _p('<text:span text:style-name="H">нет</text:span>'),
        _p("нет", "P"),
        _p("нет", "C"),
        _p('<text:hidden-text text:is-hidden="true" text:string-value="нет">нет</text:hidden-text>'),
        _p('<text:hidden-paragraph text:is-hidden="true"/>нет'),
        f'<text:section text:display="none">{_p("нет")}</text:section>',
        f'<text:section text:display="condition" text:is-hidden="true">{_p("нет")}</text:section>',
        _p("<text:script>нет</text:script>"),
    ],
    ids=[
        "span",
        "paragraph",
        "parent style",
        "field",
        "paragraph by field",
        "section",
        "condition",
        "script",
    ],
)
def test_hidden_text_is_not_read(tmp_path: Path, hidden: str) -> None:
    text = hidden + _p('<text:hidden-text text:string-value="да">да</text:hidden-text>')
    assert [line for line in _read(tmp_path, text, HIDING) if line] == ["да"]


def test_an_item_that_only_holds_an_inner_list_is_not_counted(tmp_path: Path) -> None:
    inner = _items(f"<text:list>{_items(_p('под'))}</text:list>")
    body = (
        f'<text:list text:style-name="L">{_items(_p("раз"))}</text:list>'
        f'<text:list text:continue-numbering="true" text:style-name="L">{inner}</text:list>'
        f'<text:list text:continue-numbering="true" text:style-name="L">{_items(_p("два"))}</text:list>'
    )
    assert _read(tmp_path, body, LISTS) == ["1. раз", "1.1. под", "2. два"]


def test_a_list_goes_on_where_the_one_that_it_names_stopped(tmp_path: Path) -> None:
    body = (
        f'<text:list xml:id="a" text:style-name="L">{_items(_p("раз"), _p("два"))}</text:list>'
        f'<text:list xml:id="b" text:style-name="L">{_items(_p("иной"))}</text:list>'
        f'<text:list text:continue-list="a" text:style-name="L">{_items(_p("три"))}</text:list>'
    )
    assert _read(tmp_path, body, LISTS) == ["1. раз", "2. два", "1. иной", "3. три"]


def test_a_form_of_numbers_may_divide_its_levels_by_any_sign(tmp_path: Path) -> None:
    levels = "".join(
        f'<text:list-level-style-number text:level="{at}" style:num-format="1" style:num-suffix="." '
        f'style:num-list-format="{form}"/>'
        for at, form in ((1, "Статья %1%."), (2, "%1%-%2%)"))
    )
    inner = f"<text:list>{_items(_p('под'))}</text:list>"
    body = f'<text:list text:style-name="F">{_items(_p("раз") + inner)}</text:list>'
    told = _read(tmp_path, body, f'<text:list-style style:name="F">{levels}</text:list-style>')
    assert told == ["Статья 1. раз", "1-1) под"]


def test_a_list_without_a_style_has_that_of_its_paragraphs(tmp_path: Path) -> None:
    style = '<style:style style:name="Q" style:family="paragraph" style:list-style-name="L"/>'
    body = f"<text:list>{_items(_p('раз', 'Q'))}</text:list>"
    assert _read(tmp_path, body, LISTS + style) == ["1. раз"]


def test_headings_have_the_numbers_of_the_outline(tmp_path: Path) -> None:
    outline = f"<text:outline-style>{_LEVELS.format('outline', '')}</text:outline-style>"
    outline += '<style:style style:name="N" style:family="paragraph" style:list-style-name=""/>'
    heading = '<text:h text:outline-level="{}" text:style-name="{}">{}</text:h>'
    told = [(1, "", "Общие"), (2, "", "Предмет"), (1, "N", "Без номера"), (2, "", "Цели"), (1, "", "Права")]
    body = "".join(heading.format(*one) for one in told)
    assert _read(tmp_path, body, outline) == [
        "1. Общие", "1.1. Предмет", "Без номера", "1.2. Цели", "2. Права",
    ]  # fmt: skip


def test_text_shown_as_deleted_is_left_out_and_its_paragraphs_are_joined(tmp_path: Path) -> None:
    region = '<text:changed-region text:id="{}"><text:{}/></text:changed-region>'
    change = '<text:change-{} text:change-id="{}"/>'
    begin, end = change.format("start", "d"), change.format("end", "d")
    body = (
        f"<text:tracked-changes>{region.format('d', 'deletion')}{region.format('i', 'insertion')}"
        f"{region.format('x', 'deletion')}</text:tracked-changes>"
        + _p(f"до{begin}нет")
        + _p(f"нет<text:s/>{end}после{change.format('start', 'i')}вставка{change.format('end', 'i')}")
        + _p(f"да{change.format('start', 'x')}без конца")
    )
    assert _read(tmp_path, body) == ["допослевставка", "дабез конца"]


def test_blanks_of_the_file_itself_are_one_blank(tmp_path: Path) -> None:
    assert _read(tmp_path, _p("раз  два\n   три<text:s text:c='2'/>!")) == ["раз два три  !"]


def test_words_with_their_reading_signs_of_fonts_and_captions_of_pictures(tmp_path: Path) -> None:
    style = (
        '<style:style style:name="W" style:family="text"><style:text-properties style:font-name="Wingdings"/>'
        "</style:style>"
    )
    ruby = (
        "<text:ruby><text:ruby-base>слово</text:ruby-base><text:ruby-text>чтение</text:ruby-text></text:ruby>"
    )
    tick = f'<text:span text:style-name="W">{chr(0xF0FE)}</text:span>'
    picture = "<draw:frame><draw:image/><svg:desc>План участка</svg:desc></draw:frame>"
    assert _read(tmp_path, _p(ruby + tick + picture), style) == ["слово (чтение)☑", "План участка"]


def test_what_stands_in_the_fields_of_a_form_is_read(tmp_path: Path) -> None:
    form = '<office:forms><form:form><form:text form:id="c" form:current-value="Иванов"/></form:form>'
    field = "<draw:control draw:control='c'/>"
    body = f"{form}</office:forms>{_p(f'Заявитель: {field}')}"
    assert _read(tmp_path, body) == ["Заявитель: Иванов"]


def test_objects_are_read_where_they_stand(tmp_path: Path) -> None:
    reference = '<draw:frame><draw:object xlink:href="./{}"/></draw:frame>'
    math = (
        '<math xmlns="m"><semantics><mrow><mi>Р</mi><mo>=</mo><mfrac><mrow><mi>А</mi><mo>+</mo><mi>Б</mi>'
        "</mrow>"
        "<msup><mi>х</mi><mn>2</mn></msup></mfrac></mrow><annotation>нет</annotation></semantics></math>"
    )
    cells = "".join(f"<table:table-cell>{_p(text)}</table:table-cell>" for text in ("Доходы", "5"))
    table = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    content = f"<office:document-content {_SPACES}><office:body>{{}}</office:body></office:document-content>"
    chart = f"<office:chart><chart:title>{_p('Исполнение')}</chart:title>{table}</office:chart>"
    body = _p(f"до {reference.format('a')}.") + _p(reference.format("b")) + _p(reference.format("c"))
    told = _read(
        tmp_path,
        body,
        a=math,
        b=content.format(chart),
        c=content.format(f"<office:spreadsheet>{table}</office:spreadsheet>"),
    )
    assert [line for line in told if line] == [
        "до Р=(А+Б)/(х^2).", "Исполнение", "Доходы\t5", "Доходы\t5",
    ]  # fmt: skip


def test_a_flat_document_is_read_as_one_not_as_markup(tmp_path: Path) -> None:
    note = f"<text:note><text:note-body>{_p('Сноска')}</text:note-body></text:note>"
    comment = f"<office:annotation>{_p('Замечание')}</office:annotation>"
    source = (
        f"<?xml version='1.0'?><office:document {_SPACES}><office:meta><dc:title "
        "xmlns:dc='d'>Устав</dc:title>"
        f"</office:meta><office:styles>{LISTS}</office:styles><office:master-styles><style:master-page>"
        f"<style:header>{_p('БЛАНК')}</style:header></style:master-page></office:master-styles><office:body>"
        f'<office:text><text:list text:style-name="L">{_items(_p(f"раз{note}{comment}"))}</text:list>'
        "</office:text></office:body></office:document>"
    )
    path = tmp_path / "act.fodt"
    path.write_text(source, "utf-8")
    read = xml.extract(path, Limits())
    assert plain_text(read.text) == "БЛАНК\n1. раз\nСноска"
    assert read.metadata == {"title": "Устав", "comments": "Замечание"}


def test_a_hyphen_that_holds_a_number_together_is_a_hyphen() -> None:
    assert plain_text("№ 45\u2011п") == "№ 45-п"
