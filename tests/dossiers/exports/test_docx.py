"""The DOCX of a publication: real styles, fields and lists, and contents that lead where they say."""

from __future__ import annotations

import re
import subprocess
import sys
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

from dossiers.exports.all import FORMATS
from dossiers.publication import Publication, to_json
from tests.dossiers.exports import judges, pages
from tests.dossiers.exports.samples import HOSTILE, Folder, dossier, hostile, many, unheard

DOCX = FORMATS["docx"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(publication: Publication, folder: Folder, name: str = "file.docx") -> Path:
    target = folder.root.parent / name
    DOCX.write(publication, folder, target, unheard)
    return target


def main_part(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read("word/document.xml"))


def test_headings_lists_and_tables_are_real_ones(folder: Folder) -> None:
    document = docx.Document(str(made(dossier(folder), folder)))
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name if paragraph.style else "", []).append(paragraph.text)
    assert by_style["Title"] == ["Бюджет района: от\u00a0проекта до\u00a0«исполнения»"]
    assert by_style["Heading 1"] == [
        "Что изменилось", "Введение", "Решения", "Пресса и факты", "Именной указатель",
        "Предметный указатель", "Опись документов", "Как проверить этот файл",
    ]  # fmt: skip
    assert [words[:2] for words in by_style["Heading 2"]] == ["1.", "2.", "3.", "4."]
    assert by_style["List Number"] == ["проект;", "слушания."]
    inventory = document.tables[-1]
    assert [cell.text for cell in inventory.rows[0].cells][:3] == ["№", "Вид, орган", "Дата"]
    assert len(inventory.rows) == 5
    core = document.core_properties
    assert core.language == "ru-RU"
    assert str(core.created).startswith("2024-07-01 08:30:15")


def test_heads_of_tables_repeat_and_rows_hold_together(folder: Folder) -> None:
    root = main_part(made(dossier(folder), folder))
    inventory = root.findall(f".//{W}tbl")[-1]
    rows = inventory.findall(f"{W}tr")
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_every_entry_of_the_contents_leads_to_a_bookmark_and_asks_for_its_page(folder: Folder) -> None:
    root = main_part(made(dossier(folder), folder))
    marks = {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    links = [link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")]
    assert len(links) == 12
    assert set(links) == marks
    asked = " ".join(field.text or "" for field in root.iter(f"{W}instrText"))
    assert all(f"PAGEREF {link} " in asked for link in links)
    numbers = [mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkStart")]
    assert len(set(numbers)) == len(numbers)


def test_running_heads_number_the_pages_and_words_are_divided(folder: Folder) -> None:
    with zipfile.ZipFile(made(dossier(folder), folder)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    heads = " ".join(text for name, text in parts.items() if re.match(r"word/(header|footer)\d", name))
    assert "NUMPAGES" in heads
    assert "по состоянию на 1 июля 2024 г.".replace(" ", "") in re.sub(r"[\s\u00a0]", "", heads)
    assert "Не является официальным опубликованием" in heads
    assert 'w:autoHyphenation w:val="true"' in parts["word/settings.xml"]
    assert "updateFields" not in parts["word/settings.xml"]


def test_the_text_of_a_clipping_is_not_in_it(folder: Folder) -> None:
    with zipfile.ZipFile(made(dossier(folder), folder)) as package:
        everything = "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    assert "ТАЙНА ВЫРЕЗКИ" not in everything
    assert "охраняются авторским правом" in everything


def test_the_same_publication_gives_the_same_bytes_in_another_process(folder: Folder) -> None:
    publication = dossier(folder)
    root = folder.root.parent
    (root / "publication.json").write_text(to_json(publication), encoding="utf-8")
    script = f"""
import pathlib
from dossiers.exports.all import FORMATS
from dossiers.publication import from_json
from tests.dossiers.exports.samples import ACT_PAGES, Folder
root = pathlib.Path({str(root)!r})
publication = from_json((root / "publication.json").read_text(encoding="utf-8"))
FORMATS["docx"].write(publication, Folder(root / "originals", {{1: ACT_PAGES}}), root / "b.docx", print)
"""
    environment = {
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Vladivostok",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, env=environment)
    assert (root / "b.docx").read_bytes() == made(publication, folder).read_bytes()


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_of_strangers_are_text(words: str, folder: Folder) -> None:
    path = made(hostile(folder, words), folder)
    assert docx.Document(str(path)).paragraphs
    told = {field.text for field in main_part(path).iter(f"{W}instrText")}
    assert all(re.match(r' (PAGEREF _Toc\d+ \\h|HYPERLINK "https?://[^"]*") \Z', one or "") for one in told)


def test_a_note_with_several_lists_counts_each_from_its_own_beginning(folder: Folder) -> None:
    note = "1. раз\n2. два\n\nИ ещё:\n\n5. пять\n6. шесть\n\n- точка"
    root = main_part(made(replace(dossier(folder), introduction=note), folder))
    numberings = [one.get(f"{W}val") for one in root.iter(f"{W}numId")]
    assert numberings[0] == numberings[1] != numberings[2] == numberings[3]
    with zipfile.ZipFile(folder.root.parent / "file.docx") as package:
        told = package.read("word/numbering.xml").decode()
    assert 'w:startOverride w:val="5"' in told


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_documents(folder: Folder) -> None:
    peaks = []
    for number in (4, 24):
        publication = many(folder, number, 3_000)
        tracemalloc.start()
        made(publication, folder)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 20 * 15_000


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_prints_it_with_the_pages_that_its_contents_say(folder: Folder) -> None:
    publication = replace(many(folder, 30, 3_000), introduction="Как читать досье.")
    printed = judges.to_pdf(made(publication, folder), folder.root.parent)
    told, marks = pages.texts(printed), pages.outline(printed)
    contents = " ".join(told[1:4])
    assert len(marks) == 30 + 5
    for _depth, words, page in marks:
        heading = " ".join(words.split())
        assert heading in told[page - 1]
        assert re.search(rf"{re.escape(heading)}[ .…]*{page}(?!\d)", contents), heading
    assert "Внесено в опись 30 (тридцать) документов" in " ".join(told)
    assert f"3 из {len(told)}" in told[2]


# In the order of ECMA-376, part 1, annex A: Word refuses a package whose elements are in another one.
_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr "
    "shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN "
    "bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc "
    "textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
    "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText "
    "vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing",
}


@pytest.mark.parametrize("texts", [True, False])
def test_elements_stand_in_the_order_of_the_standard(texts: bool, folder: Folder) -> None:
    note = "# Зачем\n\n1. раз\n\n- `код` и **[ссылка](https://zarechny.example)**\n\n> цитата\n\n---"
    publication = replace(dossier(folder), introduction=note, texts=texts)
    seen = 0
    with zipfile.ZipFile(made(publication, folder)) as package:
        for part in [name for name in package.namelist() if re.match(r"word/\w+\.xml", name)]:
            for name, order in _ORDERS.items():
                places = {f"{W}{one}": at for at, one in enumerate(order.split())}
                for properties in etree.fromstring(package.read(part)).iter(f"{W}{name}"):
                    found = [places[str(child.tag)] for child in properties if child.tag in places]
                    assert found == sorted(found), etree.tostring(properties)
                    seen += 1
    assert seen > 200
