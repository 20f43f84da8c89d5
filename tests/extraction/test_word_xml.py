"""Word documents that are one XML file are read as documents, not as markup."""

from __future__ import annotations

import base64
from pathlib import Path

from extraction.formats import xml
from extraction.plain import plain_text
from extraction.protocol import Extracted, Limits

_WORD = "http://schemas.microsoft.com/office/word/2003/wordml"
_FLAT = "http://schemas.microsoft.com/office/2006/xmlPackage"
_PROGRAM = "<?xml version='1.0'?><?mso-application progid='Word.Document'?>"


def _p(*content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def _review(kind: str, content: str) -> str:
    return f'<aml:annotation w:type="Word.{kind}"><aml:content>{content}</aml:content></aml:annotation>'


def _item(text: str, level: int, printed: str = "") -> str:
    told = f'<wx:t wx:val="{printed}"/>' if printed else ""
    listed = f'<w:listPr><w:ilvl w:val="{level}"/><w:ilfo w:val="1"/>{told}</w:listPr>'
    return _p(_run(text), properties=listed)


def _read(tmp_path: Path, body: str, before: str = "") -> Extracted:
    path = tmp_path / "act.xml"
    path.write_text(
        f'{_PROGRAM}<w:wordDocument xmlns:w="{_WORD}" xmlns:wx="wx" xmlns:aml="aml" xmlns:o="o">{before}'
        f"<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>",
        "utf-8",
    )
    return xml.extract(path, Limits())


def test_notes_headers_and_comments_of_word_2003_stand_where_they_belong(tmp_path: Path) -> None:
    note = f"<w:r><w:footnote>{_p(_run('Сноска'))}</w:footnote></w:r>"
    edges = f'<w:hdr w:type="odd">{_p(_run("БЛАНК"))}</w:hdr><w:ftr>{_p(_run("НИЗ"))}</w:ftr>'
    section = f"<w:sectPr>{edges}</w:sectPr>"
    comment = f"<w:r>{_review('Comment', _p(_run('проверить')))}</w:r>"
    read = _read(tmp_path, _p(_run("слово"), note, comment, _run(" далее")) + section)
    assert plain_text(read.text) == "БЛАНК\nслово далее\nСноска\nНИЗ"
    assert (read.metadata["comments"], read.notes) == ("проверить", ("comments:1",))


def test_changes_and_hidden_text_of_word_2003_are_as_if_accepted(tmp_path: Path) -> None:
    gone = _review("Deletion", "<w:r><w:delText>нет</w:delText></w:r>") + _run("нет", "<w:vanish/>")
    body = _p(_run("до "), gone, _review("Insertion", _run("новое"))) + _review("Insertion", _p(_run("ещё")))
    read = _read(tmp_path, body)
    assert (plain_text(read.text), read.notes) == ("до новое\nещё", ("tracked-changes:3",))


def test_lists_of_word_2003_are_counted_or_as_they_were_printed(tmp_path: Path) -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:nfc w:val="58"/><w:lvlText w:val="%2)"/></w:lvl>'
    )
    lists = f'<w:lists><w:listDef w:listDefId="7">{levels}</w:listDef><w:list w:ilfo="1"><w:ilst w:val="7"/>'
    body = _item("раз", 0) + _item("буква", 1) + _item("другая", 1) + _item("два", 0, "2-1.")
    read = _read(tmp_path, body, f"{lists}</w:list></w:lists>")
    assert plain_text(read.text).split("\n") == ["1. раз", "а) буква", "б) другая", "2-1. два"]


def test_a_flat_docx_is_read_as_docx(tmp_path: Path) -> None:
    def part(name: str, content: str) -> str:
        return f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{content}</pkg:xmlData></pkg:part>'

    document = f'<w:document xmlns:w="w"><w:body>{_p(_run("Решение"))}</w:body></w:document>'
    picture = base64.b64encode(b"picture").decode()
    binary = f'<pkg:part pkg:name="/word/x.png"><pkg:binaryData>{picture}</pkg:binaryData></pkg:part>'
    core = '<cp:coreProperties xmlns:cp="cp"><title>О бюджете</title></cp:coreProperties>'
    source = part("word/document.xml", document) + part("docProps/core.xml", core) + binary
    path = tmp_path / "act.xml"
    path.write_text(f'{_PROGRAM}<pkg:package xmlns:pkg="{_FLAT}">{source}</pkg:package>', "utf-8")
    read = xml.extract(path, Limits())
    assert (read.text, read.metadata, read.media_type) == (
        "Решение",
        {"title": "О бюджете"},
        "application/xml",
    )
