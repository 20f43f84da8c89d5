from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from dossiers.exports.inventory import as_html, as_text, closing, rows
from dossiers.publication import Entry, Publication, Section
from tests.dossiers.exports.samples import Folder, dossier


def of(*pages: int) -> Publication:
    entries = tuple(Entry(at, at, "act", "О бюджете", pages=count) for at, count in enumerate(pages, 1))
    return Publication(
        "dossier", "т", "б", "2024-03-05", "2024-03-05T00:00:00Z", sections=(Section("", "", entries),)
    )


@pytest.mark.parametrize(
    ("publication", "words"),
    [
        (of(*[28] * 11, 32), "Внесено в опись 12 (двенадцать) документов, всего 340 (триста сорок) страниц."),
        (of(1), "Внесён в опись 1 (один) документ, всего 1 (одна) страница."),
        (of(*[2] * 21), "Внесён в опись 21 (двадцать один) документ, всего 42 (сорок две) страницы."),
        (of(0, 11), "Внесено в опись 2 (два) документа, всего 11 (одиннадцать) страниц."),
        (of(), "Внесено в опись 0 (ноль) документов, всего 0 (ноль) страниц."),
        (of(2_000_000), "Внесён в опись 1 (один) документ, всего 2 000 000 страниц."),
    ],
)
def test_the_closing_line_agrees_with_its_numbers(publication: Publication, words: str) -> None:
    assert closing(publication).replace("\u00a0", " ").replace("\u202f", " ") == words


def test_a_row_says_what_an_entry_is(folder: Folder) -> None:
    first, scan, clipping, fact = rows(dossier(folder), folder)
    assert (first.position, first.section, first.kind_and_issuer) == (
        1,
        "Решения",
        "Решение, Собрание депутатов Заречного района",
    )
    assert first.date == "5\u00a0марта 2024\u00a0г."
    assert [file.name for file in first.files] == ["реш 12 (2) испр.pdf", "реш 12.DOC"]
    assert first.note == "Читать сначала раздел 3. См. план."
    assert (
        scan.title
        == "Постановление администрации Заречного района от\u00a031\u00a0декабря 1998\u00a0г. №\u00a07"
    )
    assert scan.status == "утратил силу"
    assert clipping.files == ()
    assert clipping.remark.startswith("Текст и изображение публикации охраняются авторским правом")
    assert clipping.annotation == "О чём спорили депутаты."
    assert fact.remark == ""


@pytest.mark.parametrize("why", ["staff", "held", "withdrawn", "something-new"])
def test_what_is_withheld_names_no_file_and_says_why(folder: Folder, why: str) -> None:
    publication = dossier(folder)
    hidden = replace(publication.entries[0], withheld=why)
    (row,) = rows(replace(publication, sections=(Section("", "", (hidden,)),)), folder)
    assert row.files == ()
    assert "не выдаются" in row.remark


def test_a_file_that_is_gone_is_counted_in_the_remark(folder: Folder) -> None:
    publication = dossier(folder)
    (folder.root / publication.entries[0].files[0].sha256).unlink()
    row = next(rows(publication, folder))
    assert len(row.files) == 1
    assert row.remark == "Больше не выдаётся файлов: 1."


def test_as_text_it_has_every_row_and_the_line_ends_of_windows(folder: Folder) -> None:
    publication = dossier(folder)
    text = "".join(as_text(publication, rows(publication, folder)))
    assert text.startswith("\ufeffОПИСЬ ДОКУМЕНТОВ\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for entry in publication.entries:
        assert f"\r\n{entry.position}. " in text
    assert publication.code in text


def test_as_html_it_is_a_table_with_heads(folder: Folder) -> None:
    publication = dossier(folder)
    tree = etree.fromstring(f"<div>{''.join(as_html(publication, rows(publication, folder)))}</div>")
    assert len(tree.findall(".//tbody/tr")) == 4 + 2
    assert all(cell.get("scope") for cell in tree.iter("th"))
    widths = {len(row) for row in tree.iter("tr") if row.get("class") != "part"}
    assert widths == {8}
