from __future__ import annotations

from pathlib import Path

import pytest

from extraction.formats import docx as reader
from extraction.plain import plain_text
from extraction.protocol import Extracted, Limits
from extraction.reasons import UnreadableError
from extraction.rows import row_text
from tests.extraction.making import docx, package, para

NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="russianLower"/><w:lvlText w:val="%3)"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="x"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)


def _read(tmp_path: Path, data: bytes) -> Extracted:
    path = tmp_path / "act.docx"
    path.write_bytes(data)
    return reader.extract(path, Limits())


def _text(tmp_path: Path, body: str, **parts: tuple[str, str | bytes]) -> str:
    named = {name.replace("_", ".", 1): part for name, part in parts.items()}
    return plain_text(_read(tmp_path, docx(body, named)).text)


def _item(text: str, level: int, number: int = 1) -> str:
    return para(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


MARKED = {
    "hyperlink": '<w:p><w:hyperlink r:id="x"><w:r><w:t>МЕТКА</w:t></w:r></w:hyperlink></w:p>',
    "insertion": "<w:p><w:ins><w:r><w:t>МЕТКА</w:t></w:r></w:ins></w:p>",
    "moved to": "<w:p><w:moveTo><w:r><w:t>МЕТКА</w:t></w:r></w:moveTo></w:p>",
    "smart tag": "<w:p><w:smartTag><w:r><w:t>МЕТКА</w:t></w:r></w:smartTag></w:p>",
    "simple field": '<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>МЕТКА</w:t></w:r></w:fldSimple></w:p>',
    "field result": '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    "<w:r><w:instrText>REF x</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>МЕТКА</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    "block content control": f"<w:sdt><w:sdtPr/><w:sdtContent>{para('МЕТКА')}</w:sdtContent></w:sdt>",
    "inline content control": "<w:p><w:sdt><w:sdtContent><w:r><w:t>МЕТКА</w:t></w:r></w:sdtContent>"
    "</w:sdt></w:p>",
    "formula": "<w:p><m:oMath><m:r><m:t>МЕТКА</m:t></m:r></m:oMath></w:p>",
    "cell": f"<w:tbl><w:tr><w:tc>{para('МЕТКА')}</w:tc></w:tr></w:tbl>",
    "row in a content control": "<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc>"
    f"{para('МЕТКА')}</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>",
    "nested table": f"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>{para('МЕТКА')}</w:tc></w:tr></w:tbl>"
    f"{para('')}</w:tc></w:tr></w:tbl>",
    "text box": "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
    f"{para('МЕТКА')}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
    f"{para('МЕТКА')}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    "old text box": f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{para('МЕТКА')}</w:txbxContent></v:textbox>"
    "</w:pict></w:r></w:p>",
    "WordArt": '<w:p><w:r><w:pict><v:shape><v:textpath string="МЕТКА"/></v:shape></w:pict></w:r></w:p>',
    "alternative text of old drawings": '<w:p><w:r><w:pict><v:shape alt="МЕТКА"/></w:pict></w:r></w:p>',
    "entry chosen in a form": '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>'
    '<w:result w:val="1"/><w:listEntry w:val="нет"/><w:listEntry w:val="МЕТКА"/></w:ddList></w:ffData>'
    "</w:fldChar></w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    "custom XML": f'<w:customXml w:element="x">{para("МЕТКА")}</w:customXml>',
    "alternative text": '<w:p><w:r><w:drawing><wp:docPr id="1" name="x" descr="МЕТКА"/>'
    "</w:drawing></w:r></w:p>",
}


@pytest.mark.parametrize("body", MARKED.values(), ids=MARKED.keys())
def test_text_outside_plain_paragraphs_is_read_once_and_in_its_place(tmp_path: Path, body: str) -> None:
    text = _text(tmp_path, para("до") + body + para("после"))
    assert [line for line in text.split("\n") if line] == ["до", "МЕТКА", "после"]


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:del><w:r><w:delText>МЕТКА</w:delText></w:r></w:del></w:p>",
        "<w:p><w:moveFrom><w:r><w:t>МЕТКА</w:t></w:r></w:moveFrom></w:p>",
        "<w:p><w:r><w:instrText>МЕТКА</w:instrText></w:r></w:p>",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>МЕТКА</w:t></w:r></w:p>",
        '<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>МЕТКА</w:t></w:r></w:fldSimple></w:p>',
        '<w:p><w:r><w:drawing><wp:docPr id="1" name="x" descr="C:\\МЕТКА.jpg"/></w:drawing></w:r></w:p>',
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{para('МЕТКА')}</w:tc></w:tr></w:tbl>",
    ],
    ids=["deleted", "moved from", "instruction", "hidden", "page number", "path of a picture", "deleted row"],
)
def test_what_a_reader_does_not_see_is_left_out(tmp_path: Path, body: str) -> None:
    assert "МЕТКА" not in _text(tmp_path, para("до") + body + para("после"))


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    body = para("Глава ", "<w:rPr><w:del/></w:rPr>") + para("района")
    assert _text(tmp_path, body) == "Глава района"


def test_notes_headers_and_footers_stand_around_the_text(tmp_path: Path) -> None:
    note = f'<w:footnote w:type="separator">{para("—")}</w:footnote><w:footnote>{para("СНОСКА")}</w:footnote>'
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header.xml"/>'
    section += '<w:footerReference w:type="default" r:id="footer.xml"/></w:sectPr>'
    text = _text(
        tmp_path,
        para("ТЕКСТ") + section,
        header_xml=("header", para("БЛАНК")),
        footer_xml=("footer", para("ПОДВАЛ")),
        notes_xml=("footnotes", note),
    )
    assert text.split() == ["БЛАНК", "ТЕКСТ", "СНОСКА", "ПОДВАЛ"]


def test_comments_are_kept_apart(tmp_path: Path) -> None:
    comments = f'<w:comment w:id="0">{para("проверить сумму")}</w:comment>'
    read = _read(tmp_path, docx(para("Текст"), {"comments.xml": ("comments", comments)}))
    assert read.text.strip() == "Текст"
    assert read.metadata["comments"] == "проверить сумму"
    assert "comments:1" in read.notes


def test_tracked_changes_are_counted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>новое</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>старое</w:delText></w:r></w:del></w:p>"
    )
    read = _read(tmp_path, docx(body))
    assert (read.text, read.notes) == ("новое", ("tracked-changes:2",))


def test_list_numbers_are_computed_as_word_prints_them(tmp_path: Path) -> None:
    body = "".join([
        _item("первый", 0), _item("подпункт", 1), _item("ещё", 1), _item("буква", 2), _item("другая", 2),
        para("между"), _item("второй", 0), _item("снова", 1), _item("черта", 0, 2), _item("седьмой", 0, 3),
    ])  # fmt: skip
    assert _text(tmp_path, body, numbering_xml=("numbering", NUMBERING)).split("\n") == [
        "1. первый", "1.1. подпункт", "1.2. ещё", "а) буква", "б) другая", "между", "2. второй", "2.1. снова",
        "• черта", "7. седьмой",
    ]  # fmt: skip


def test_a_number_that_comes_with_a_style_is_printed_too(tmp_path: Path) -> None:
    styles = (
        '<w:style w:styleId="point"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="child"><w:basedOn w:val="point"/></w:style>'
    )
    parts = {"numbering_xml": ("numbering", NUMBERING), "styles_xml": ("styles", styles)}
    body = para("раз", '<w:pStyle w:val="point"/>') + para("два", '<w:pStyle w:val="child"/>')
    body += para("без", '<w:pStyle w:val="point"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert _text(tmp_path, body, **parts).split("\n") == ["1. раз", "2. два", "без"]


def test_rows_keep_their_cells_and_signs_their_meaning(tmp_path: Path) -> None:
    row = "".join(f"<w:tc>{para(cell)}</w:tc>" for cell in ("Дороги", "0409", "1 200,5"))
    signs = (
        "<w:p><w:r><w:t>№1</w:t><w:noBreakHyphen/><w:t>п</w:t><w:tab/><w:t>от</w:t><w:br/>"
        "<w:t>мая</w:t></w:r></w:p>"
    )
    text = _text(tmp_path, f"<w:tbl><w:tr>{row}</w:tr></w:tbl>{signs}")
    assert text.split("\n") == ["Дороги\t0409\t1 200,5", "№1-п\tот", "мая"]


@pytest.mark.parametrize(
    "chunk",
    [
        "<html><body><p>ВСТАВКА</p></body></html>".encode(),
        "{\\rtf1\\ansi\\ansicpg1251 \\'c2\\'d1\\'d2\\'c0\\'c2\\'ca\\'c0}".encode("ascii"),
        docx(para("ВСТАВКА")),
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
        b"Content-Type: text/html; charset=utf-8\n\n<p>" + "ВСТАВКА".encode() + b"</p>\n--x--\n",
    ],
    ids=["html", "rtf", "docx", "mhtml"],
)
def test_a_document_embedded_as_a_chunk_is_read_in_its_place(tmp_path: Path, chunk: bytes) -> None:
    body = para("до") + '<w:altChunk r:id="chunk.bin"/>' + para("после")
    text = _text(tmp_path, body, chunk_bin=("aFChunk", chunk))
    assert text.split() == ["до", "ВСТАВКА", "после"]


def test_chunks_that_hold_themselves_come_to_an_end(tmp_path: Path) -> None:
    data = docx(para("дно"))
    for _ in range(12):
        data = docx('<w:altChunk r:id="chunk.docx"/>', {"chunk.docx": ("aFChunk", data)})
    assert _read(tmp_path, data).text.strip() == ""


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 cut", package({"a.txt": "no document"}), docx(para("x"))[:-40]],
    ids=["cut", "other", "tail"],
)
def test_what_is_no_docx_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        _read(tmp_path, data)
    assert refused.value.code == "damaged"


def test_the_boxes_of_a_diagram_are_read(tmp_path: Path) -> None:
    a, d = (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    )
    points = "".join(
        f"<d:pt><d:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></d:t></d:pt>"
        for text in ("Глава района", "Отдел")
    )
    data = f'<d:dataModel xmlns:a="{a}" xmlns:d="{d}"><d:ptLst>{points}</d:ptLst></d:dataModel>'
    body = f'<w:p><w:r><w:drawing><d:relIds xmlns:d="{d}" r:dm="data.xml"/></w:drawing></w:r></w:p>' + para(
        "после"
    )
    assert _text(tmp_path, body, data_xml=("diagramData", data.encode())) == "Глава района\nОтдел\nпосле"


def test_entities_are_refused(tmp_path: Path) -> None:
    data = package(
        {
            "word/document.xml": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">'
            '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
            '<w:document xmlns:w="u"><w:body><w:p><w:r><w:t>видно &b;&f;</w:t></w:r></w:p></w:body>'
            "</w:document>"
        }
    )
    with pytest.raises(UnreadableError) as refused:
        _read(tmp_path, data)
    assert refused.value.params["detail"] == "entities"


def test_xml_nested_beyond_what_the_parser_takes_is_damaged_not_empty(tmp_path: Path) -> None:
    data = docx("<w:sdt><w:sdtContent>" * 3000 + para("дно") + "</w:sdtContent></w:sdt>" * 3000)
    with pytest.raises(UnreadableError):
        _read(tmp_path, data)


def test_a_row_of_many_cells_stays_a_row_however_long_one_of_them_is() -> None:
    long = "\n".join(f"{number}. мера" for number in range(1, 8))
    assert row_text(["1.1.", "Закупки", "Директор", "высокая", long]).count("\t") == 4
    assert row_text(["Первая сторона", long]).splitlines()[:2] == ["Первая сторона", "1. мера"]
