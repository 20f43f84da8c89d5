from __future__ import annotations

from pathlib import Path

import pytest

from extraction.formats import csv, doc, epub, html, odt, rtf, sheets, text, xml
from extraction.formats.sheet_cells import cell_text
from extraction.plain import plain_text
from extraction.protocol import Extracted, Extractor, Limits, Refused
from extraction.reasons import UnreadableError
from tests.extraction import making


def _read(tmp_path: Path, reader: Extractor, data: bytes) -> Extracted:
    path = tmp_path / "file"
    path.write_bytes(data)
    read = reader.extract(path, Limits())
    assert not isinstance(read, Refused)
    return read


def _text(tmp_path: Path, reader: Extractor, data: bytes) -> str:
    return plain_text(_read(tmp_path, reader, data).text)


# OpenDocument

LIST_STYLE = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="1" '
    'style:num-suffix="." '
    'text:display-levels="2"/></text:list-style>'
)


def test_odt_lists_have_their_numbers(tmp_path: Path) -> None:
    inner = "<text:list><text:list-item><text:p>а</text:p></text:list-item></text:list>"
    body = (
        '<text:list text:style-name="L"><text:list-item><text:p>раз</text:p>'
        f"{inner}</text:list-item><text:list-item><text:p>два</text:p>{inner}</text:list-item></text:list>"
    )
    assert _text(tmp_path, odt, making.odt(body, LIST_STYLE)) == "1. раз\n1.1. а\n2. два\n2.1. а"


def test_odt_lists_and_headers_of_named_styles(tmp_path: Path) -> None:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "style")
    )
    pages = (
        "<style:master-page><style:header><text:p>АДМИНИСТРАЦИЯ</text:p></style:header><style:footer><text:p>5"
        "</text:p><text:p>Исполнитель</text:p></style:footer></style:master-page><style:master-page>"
        "<style:header><text:p>АДМИНИСТРАЦИЯ</text:p></style:header></style:master-page>"
    )
    shared = f"<office:document-styles {spaces}>{LIST_STYLE}{pages}</office:document-styles>"
    body = '<text:list text:style-name="L"><text:list-item><text:p>раз</text:p></text:list-item>'
    body += "<text:list-item><text:p/></text:list-item></text:list>"
    data = making.odt(body, shared=shared)
    assert _text(tmp_path, odt, data) == "АДМИНИСТРАЦИЯ\n1. раз\n2.\nИсполнитель"


def test_odt_first_page_shapes_and_wide_cells(tmp_path: Path) -> None:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "style")
    )
    pages = "".join(
        f'<style:master-page style:name="{name}"{more}><style:header><text:p>{name}</text:p></style:header>'
        "</style:master-page>"
        for name, more in (("ДАЛЕЕ", ""), ("БЛАНК", ' style:next-style-name="ДАЛЕЕ"'))
    )
    cell, covered = (
        "<table:table-cell{}><text:p>{}</text:p></table:table-cell>",
        "<table:covered-table-cell/>",
    )
    wide = cell.format(' table:number-columns-spanned="2"', "Итого") + covered + cell.format("", "5,5")
    body = (
        "<text:p>до<draw:custom-shape><text:p>Надпись</text:p></draw:custom-shape></text:p>"
        f"<table:table><table:table-row>{wide}</table:table-row>"
        f"<table:table-row>{covered}{cell.format('', 'б')}"
        "</table:table-row></table:table>"
    )
    shared = f"<office:document-styles {spaces}>{pages}</office:document-styles>"
    assert (
        _text(tmp_path, odt, making.odt(body, shared=shared)) == "БЛАНК\nдо\nНадпись\nИтого\t5,5\n\tб\nДАЛЕЕ"
    )


def test_odt_tables_notes_spaces_and_changes(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>УДАЛЕНО</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p>от<text:s text:c="3"/>мая<text:tab/>2012<text:line-break/>года<text:note><text:note-body>'
        "<text:p>СНОСКА</text:p></text:note-body></text:note></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>0409</text:p></table:table-cell>"
        "<table:table-cell><text:p>5,5</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p>конец<office:annotation><text:p>ЗАМЕЧАНИЕ</text:p></office:annotation></text:p>"
    )
    read = _read(tmp_path, odt, making.odt(body))
    assert plain_text(read.text) == "от   мая\t2012\nгода\n0409\t5,5\nконец\nСНОСКА"
    assert read.metadata["comments"] == "ЗАМЕЧАНИЕ"


# RTF


def test_rtf_in_russian_with_a_table(tmp_path: Path) -> None:
    words = "".join(f"\\'{byte:02x}" for byte in "Решение".encode("cp1251"))
    source = f"{{\\rtf1\\ansi\\ansicpg1251 {words} \\u1044?\\par \\trowd a\\cell b\\cell\\row}}"
    assert _text(tmp_path, rtf, source.encode("ascii")) == "Решение Д\na\tb"


# HTML


def test_html_as_a_browser_shows_it(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Решение Думы</title><style>p{}</style><script>var a='НЕТ'</script></head><body>"
        "<p>Первый\n абзац</p><div style='display: none'>НЕТ</div><!-- НЕТ -->"
        "<table><tr><td>Дороги</td><td>0409</td></tr><tr><td>Школы</td><td>0702</td></tr></table>"
        "<ol start=3><li>три</li><li>четыре</li></ol>до<br>после &laquo;тест&raquo;</body></html>"
    )
    read = _read(tmp_path, html, page.encode())
    assert read.metadata["title"] == "Решение Думы"
    assert plain_text(read.text).split("\n") == [
        "Первый абзац", "Дороги\t0409", "Школы\t0702", "3. три", "4. четыре", "до", "после «тест»",
    ]  # fmt: skip


def test_a_page_laid_out_by_a_table_keeps_its_lines(tmp_path: Path) -> None:
    lines = "".join(f"<p>Строка {number}</p>" for number in range(8))
    page = f"<table><tr><td>Меню</td><td>{lines}</td></tr></table>"
    assert _text(tmp_path, html, page.encode()).count("\n") >= 8


def test_html_saved_by_word_shows_its_text_alone(tmp_path: Path) -> None:
    page = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta charset=windows-1251>"
        "<!--[if gte mso 9]><xml><o:Author>НЕТ</o:Author></xml><![endif]--></head><body>"
        "<p class=MsoNormal><![if !supportLists]>1.<![endif]> О бюджете<o:p></o:p></p>"
        "<p><!--[if !supportLists]-->2.<!--[endif]--> О дорогах</p>"
        "<!--[if mso]><p>НЕТ</p><![endif]--></body></html>"
    )
    assert _text(tmp_path, html, page.encode("cp1251")) == "1. О бюджете\n2. О дорогах"


def test_a_charset_that_lies_is_found_out(tmp_path: Path) -> None:
    page = "<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>"
    page += "<p>Решение районной Думы</p>"
    read = _read(tmp_path, html, page.encode())
    assert read.text == "Решение районной Думы"
    assert read.notes == ("charset-lied:windows-1251",)


def test_a_whole_act_poured_into_one_element_keeps_its_paragraphs(tmp_path: Path) -> None:
    page = "<p>" + "\n\n".join(f"Статья {number}.\nТекст статьи." for number in range(200)) + "</p>"
    assert _text(tmp_path, html, page.encode()).split("\n")[7] == "Статья 7. Текст статьи."


def test_html_nested_beyond_reason_still_gives_its_text(tmp_path: Path) -> None:
    page = "<div>" * 50_000 + "Решение" + "</div>" * 50_000
    assert "Решение" in _text(tmp_path, html, page.encode())


# text, CSV, XML


def test_form_feeds_in_a_text_divide_its_pages(tmp_path: Path) -> None:
    assert _read(tmp_path, text, "раз\fдва\f".encode()).pages == ("раз", "два")


@pytest.mark.parametrize("divider", [";", ",", "\t", "|"])
def test_csv_cells_are_found_whatever_divides_them(tmp_path: Path, divider: str) -> None:
    rows = [["Раздел", "Наименование", "Сумма"], ["0409", '"Дороги, мосты; прочее"', "5.5"]] * 3
    data = "\r\n".join(divider.join(row) for row in rows).encode("cp1251")
    assert _text(tmp_path, csv, data).split("\n")[1] == "0409\tДороги, мосты; прочее\t5.5"


def test_csv_without_a_divider_stays_lines(tmp_path: Path) -> None:
    assert _text(tmp_path, csv, "одна\nдве\n".encode()) == "одна\nдве"


def test_xml_gives_the_text_of_its_elements(tmp_path: Path) -> None:
    source = (
        "<?xml version='1.0' encoding='windows-1251'?><act><title>О бюджете</title><n>5</n><!-- нет --></act>"
    )
    assert _text(tmp_path, xml, source.encode("cp1251")) == "О бюджете\n5"


# spreadsheets


def test_each_sheet_is_a_page_with_its_name_and_rows(tmp_path: Path) -> None:
    data = making.xlsx({"Доходы": [["Налоги", 100.5, 7]], "Расходы": [["", ""], ["Дороги", 409]]})
    assert _read(tmp_path, sheets, data).pages == ("Доходы\nНалоги\t100,5\t7", "Расходы\nДороги\t409")


def test_a_workbook_without_a_cell_waits(tmp_path: Path) -> None:
    read = _read(tmp_path, sheets, making.xlsx({"Лист1": []}))
    assert (read.text_layer, read.waiting) == ("none", "no-text")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (5.0, "5"),
        (0.1 + 0.2, "0,3"),
        (962839.4, "962839,4"),
        (True, "ИСТИНА"),
        (None, ""),
        ("а\nб", "а б"),
        (1e-5, "0,00001"),
    ],
)
def test_cells_are_written_as_people_write_them(cell: object, told: str) -> None:
    assert cell_text(cell) == told


# DOC


@pytest.mark.parametrize("compressed", [False, True])
def test_doc_text_by_its_pieces(tmp_path: Path, compressed: bool) -> None:
    line = "Decision of the council" if compressed else "РЕШЕНИЕ районной Думы"
    data = making.doc(
        f"{line}\r\x13 PAGE \x14 7\x15\x13 HYPERLINK x \x14ссылка\x15 и№\x1e1\r", compressed=compressed
    )
    read = _text(tmp_path, doc, data).split("\n")
    assert read[0] == line
    assert "HYPERLINK" not in read[1]
    assert "7" not in read[1]


@pytest.mark.parametrize("far", [False, True], ids=["in the page", "in the stream of data"])
def test_doc_tables_keep_rows_and_empty_cells(tmp_path: Path, far: bool) -> None:
    line = "До\rДороги\rмосты\x07\x075,5\x07\x07Школы\x070702\x07\x07\x07После\r"
    ends = [line.index("5,5") + 4, line.index("После") - 1]
    inside = range(line.index("Дороги"), line.index("После"))
    data = making.doc(line, row_ends=ends, table=inside, far=far)
    assert _text(tmp_path, doc, data).split("\n") == ["До", "Дороги мосты\t\t5,5", "Школы\t0702", "После"]


def test_doc_letterhead_stands_first_and_headers_are_told_once(tmp_path: Path) -> None:
    section = ["", "Продолжение\r", "", "Исполнитель\r", "АДМИНИСТРАЦИЯ\r", ""]
    data = making.doc("Решение\r", headers=section * 2)
    lines = [line for line in _text(tmp_path, doc, data).split("\n") if line]
    assert lines == ["АДМИНИСТРАЦИЯ", "Решение", "Продолжение", "Исполнитель"]


def test_an_encrypted_doc_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as refused:
        _read(tmp_path, doc, making.doc("x\r", flags=0x0100))
    assert refused.value.code == "encrypted"


# EPUB


def test_epub_chapters_are_pages_in_the_order_of_reading(tmp_path: Path) -> None:
    data = making.package(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": "<container><rootfiles><rootfile full-path='o/b.opf'/></rootfiles>"
            "</container>",
            "o/b.opf": "<package><metadata><title>Устав</title></metadata><manifest>"
            "<item id='2' href='2.xhtml'/>"
            "<item id='1' href='1.xhtml'/></manifest><spine><itemref idref='1'/><itemref idref='2'/>"
            "</spine></package>",
            "o/1.xhtml": "<html><body><p>Глава первая</p></body></html>",
            "o/2.xhtml": "<html><body><p>Глава вторая</p></body></html>",
        }
    )
    read = _read(tmp_path, epub, data)
    assert (read.pages, read.metadata) == (("Глава первая", "Глава вторая"), {"title": "Устав"})
