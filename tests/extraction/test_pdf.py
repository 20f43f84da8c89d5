from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from extraction.formats import pdf as reader
from extraction.page_images import render_page
from extraction.pool import ExtractionPool
from extraction.protocol import Contents, Extracted, Limits
from extraction.reasons import UnreadableError
from tests.extraction.making import ACT, pdf, pdf_of, scan, text_at


def _read(tmp_path: Path, data: bytes) -> Extracted:
    path = tmp_path / "act.pdf"
    path.write_bytes(data)
    return reader.extract(path, Limits())


def test_each_page_is_read_by_itself(tmp_path: Path) -> None:
    read = _read(tmp_path, pdf([ACT, "Приложение к постановлению администрации района"]))
    assert read.pages == (ACT, "Приложение к постановлению администрации района")
    assert (read.text_layer, read.page_layers, read.waiting) == ("born", ("born", "born"), "")


def test_a_word_divided_at_a_line_end_is_whole(tmp_path: Path) -> None:
    read = _read(tmp_path, pdf(["Настоящее постановле-\nние вступает в силу со дня опубликования"]))
    assert read.text.split("\n")[0] == "Настоящее постановление"


def test_text_off_the_page_is_dropped_and_said(tmp_path: Path) -> None:
    content = text_at(50, 700, "Решение районной Думы о бюджете района") + text_at(50, 2000, "СКРЫТО")
    read = _read(tmp_path, pdf([content]))
    assert read.text == "Решение районной Думы о бюджете района"
    assert read.notes == ("off-page-dropped:1",)


def test_the_names_of_pages_and_the_contents_are_told(tmp_path: Path) -> None:
    data = pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R/PageLabels<</Nums[0<</S/r>>1<</S/D>>]>>/Outlines 5 0 R>>",
            b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>",
            b"<</First 6 0 R/Last 6 0 R/Count 1>>",
            b"<</Title<FEFF0413043B0430043204300020 0031>/Parent 5 0 R/Dest[4 0 R/Fit]"
            b"/First 7 0 R/Last 7 0 R>>",
            b"<</Title(Nowhere)/Parent 6 0 R>>",
        ]
    )
    read = _read(tmp_path, data)
    assert read.page_labels == ("i", "1")
    assert read.outline == (("Глава 1", 1, 2), ("Nowhere", 2, 0))
    with ExtractionPool(1, Limits(), tmp_path / "scratch") as pool:
        contents = pool.contents(tmp_path / "act.pdf", "application/pdf")
        assert contents == Contents(read.page_labels, read.outline)
        assert pool.contents(tmp_path / "act.pdf", "text/plain") == Contents()
        (tmp_path / "act.pdf").write_bytes(b"%PDF-1.4 broken")
        assert pool.contents(tmp_path / "act.pdf", "application/pdf") is None
    plain = _read(tmp_path, pdf([ACT, ACT]))
    assert (plain.page_labels, plain.outline) == ((), ())


def test_a_table_of_contents_that_runs_in_a_circle_comes_to_an_end(tmp_path: Path) -> None:
    data = pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>",
            b"<</First 5 0 R/Last 5 0 R>>",
            b"<</Title(A)/Parent 4 0 R/First 5 0 R/Next 5 0 R>>",
        ]
    )
    assert {heading.title for heading in _read(tmp_path, data).outline} == {"A"}


def test_a_scan_among_pages_keeps_its_place(tmp_path: Path) -> None:
    picture = Image.new("L", (60, 84), 200)
    read = _read(tmp_path, pdf([ACT, b"", ACT], {2: picture}))
    assert read.pages == (ACT, "", ACT)
    assert (read.text_layer, read.page_layers, read.waiting) == ("born", ("born", "none", "born"), "scan")
    assert read.notes == ("pages-without-text:2",)


def test_a_scan_with_a_stamp_of_text_is_still_a_scan(tmp_path: Path) -> None:
    stamp = "Документ подписан электронной подписью\nСертификат 00 11 22"
    read = _read(tmp_path, pdf([stamp], {1: Image.new("L", (60, 84), 200)}))
    assert (read.text_layer, read.waiting) == ("none", "scan")
    assert "Сертификат" in read.text


def test_a_scan_with_an_invisible_layer_was_recognised_elsewhere(tmp_path: Path) -> None:
    hidden = b"BT 3 Tr ET\n" + b"".join(
        text_at(50, 780 - 14 * at, line).replace(b"BT", b"BT 3 Tr", 1)
        for at, line in enumerate(ACT.split("\n"))
    )
    read = _read(tmp_path, pdf([hidden], {1: Image.new("L", (60, 84), 200)}))
    assert (read.text_layer, read.waiting) == ("ocr", "")
    assert "131-ФЗ" in read.text


def test_a_layer_of_garbage_waits_for_recognition(tmp_path: Path) -> None:
    garbage = "".join(chr(0xE000 + ord(char) % 200) if char.isalpha() else char for char in ACT)
    read = _read(tmp_path, pdf([garbage, ACT]))
    assert read.page_layers == ("none", "born")
    assert (read.pages[0], read.waiting) == ("", "garbage-layer")


def test_a_page_recognised_as_english_among_russian_ones_is_garbage(tmp_path: Path) -> None:
    salad = "nOCTAHOBnEHME o6 yTBep>KAeHMM nopflAKa npeAOCTaBneHMfl cy6cMAMM B COOTBeTCTBMM c 3aKOHOM"
    read = _read(tmp_path, pdf([ACT, salad]))
    assert read.page_layers == ("born", "none")


def test_a_scan_recognised_as_english_is_garbage_also_without_russian_pages(tmp_path: Path) -> None:
    salad = "nOCTAHOBnEHME o6 yTBep>KAeHMM nopflAKa npeAOCTaBneHMfl cy6cMAMM B COOTBeTCTBMM c 3aKOHOM"
    english = "The committee shall publish its report before the end of the year, as the council decided."
    picture = Image.new("L", (60, 84), 200)
    read = _read(tmp_path, pdf([salad, f"{english}\n" * 6], {1: picture, 2: picture}))
    assert read.page_layers == ("none", "born")


def test_a_layer_in_latin_1_is_repaired_without_recognition(tmp_path: Path) -> None:
    spoilt = ACT.replace("№", "N").encode("cp1251").decode("latin-1")
    read = _read(tmp_path, pdf([spoilt]))
    assert read.text == ACT.replace("№", "N")
    assert read.notes == ("layer-repaired:1",)


def test_notes_and_form_fields_are_read_after_the_page(tmp_path: Path) -> None:
    note = "/Annots[<</Type/Annot/Subtype/FreeText/Rect[10 10 90 30]/Contents<FEFF0424041E>>>]"
    read = _read(tmp_path, pdf([ACT], extra=note))
    assert read.text == f"{ACT}\nФО"


def test_a_filled_form_field_is_read(tmp_path: Path) -> None:
    data = pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Annots[4 0 R]>>",
            b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V<FEFF041804320430043D043E0432>/Rect[10 10 90 30]>>",
        ]
    )
    assert _read(tmp_path, data).text == "Иванов"


def test_an_empty_page_is_no_scan(tmp_path: Path) -> None:
    read = _read(tmp_path, pdf([ACT, b""]))
    assert (read.waiting, read.notes) == ("", ())


@pytest.mark.parametrize("data", [b"%PDF-1.7\nno objects", pdf([ACT])[:200], pdf([])])
def test_a_pdf_without_pages_is_damaged_not_empty(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        _read(tmp_path, data)
    assert refused.value.code == "damaged"


def test_a_lost_table_of_places_is_mended(tmp_path: Path) -> None:
    data = pdf([ACT])
    assert _read(tmp_path, data[: data.rindex(b"startxref")] + b"startxref\n99999999\n%%EOF").text == ACT


def test_a_page_is_drawn_as_wide_as_asked(tmp_path: Path) -> None:
    path = tmp_path / "act.pdf"
    path.write_bytes(pdf([ACT, ACT]))
    png = render_page(path, 2, 300)
    (tmp_path / "page.png").write_bytes(png)
    with Image.open(tmp_path / "page.png") as picture:
        assert picture.size == (300, 425)
        assert picture.histogram()[:128] != [0] * 128
    with pytest.raises(UnreadableError):
        render_page(path, 3, 300)


def test_a_picture_is_drawn_too(tmp_path: Path) -> None:
    scan("Решение", shape=(600, 800)).save(tmp_path / "scan.png")
    assert render_page(tmp_path / "scan.png", 1, 150).startswith(b"\x89PNG")
