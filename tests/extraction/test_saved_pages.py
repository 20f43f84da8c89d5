"""Web pages in packages: EPUB books and MHTML as browsers and Word save them."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.formats import epub, mhtml
from extraction.plain import plain_text
from extraction.protocol import Extracted, Limits
from extraction.reasons import UnreadableError
from tests.extraction.making import package

_CHAPTER = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><p>Глава'
    '<a epub:type="noteref" href="#n">1</a></p></body></html>'
)


def _book(tmp_path: Path, spine: str, **more: str) -> Extracted:
    listing = (
        "<package><metadata><title>Устав</title><creator>Дума</creator></metadata><manifest>"
        "<item id='1' href='%D0%B3%D0%BB%201.xhtml' media-type='application/xhtml+xml'/></manifest>"
        f"<spine>{spine}</spine></package>"
    )
    parts = {"mimetype": "application/epub+zip", "o/b.opf": listing, "o/гл 1.xhtml": _CHAPTER}
    path = tmp_path / "book.epub"
    path.write_bytes(package(parts | more))
    return epub.extract(path, Limits())


@pytest.mark.parametrize("spine", ["<itemref idref='1'/>", ""])
def test_a_book_without_an_order_or_a_container_is_read_all_the_same(tmp_path: Path, spine: str) -> None:
    read = _book(tmp_path, spine)
    assert (read.pages, read.metadata) == (("Глава[1]",), {"title": "Устав", "author": "Дума"})


@pytest.mark.parametrize(("part", "locked"), [("o/font.ttf", False), ("o/%D0%B3%D0%BB%201.xhtml", True)])
def test_locked_chapters_are_told_and_locked_fonts_do_not_matter(
    tmp_path: Path, part: str, locked: bool
) -> None:
    reference = f"<CipherData><CipherReference URI='{part}'/></CipherData>"
    locks = {
        "META-INF/encryption.xml": f"<encryption><EncryptedData>{reference}</EncryptedData></encryption>"
    }
    if not locked:
        assert _book(tmp_path, "", **locks).pages == ("Глава[1]",)
        return
    with pytest.raises(UnreadableError) as refused:
        _book(tmp_path, "", **locks)
    assert refused.value.code == "encrypted"


def test_a_page_saved_by_word_has_its_headers_and_its_comments_apart(tmp_path: Path) -> None:
    page = (
        "<p>Те<del>нет</del>кст</p><div style='mso-element:comment-list'><div style='mso-element:comment'>"
        "<p>проверить</p></div></div>"
    )
    beside = (
        "<div style='mso-element:footnote-separator'><p>черта</p></div><div style='mso-element:header'>"
        "<p>БЛАНК</p></div>"
    )
    parts = "".join(
        f"--x\nContent-Type: text/html; charset=utf-8\nContent-Location: {name}\n\n{content}\n"
        for name, content in (("a.htm", page), ("a.files/header.htm", beside))
    )
    path = tmp_path / "page.mht"
    head = "MIME-Version: 1.0\nSubject: Решение\nContent-Type: multipart/related; boundary=x\n\n"
    path.write_text(f"{head}{parts}--x--\n", "utf-8")
    read = mhtml.extract(path, Limits())
    assert plain_text(read.text) == "Текст\nБЛАНК"
    assert read.notes == ("tracked-changes:1", "comments:1")
    assert read.metadata == {"comments": "проверить", "title": "Решение"}
