from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from extraction.formats import images
from extraction.formats import pdf as pdf_reader
from extraction.means import Means
from extraction.ocr import _pictures, _text, recognise
from extraction.ocr_mending import mended
from extraction.page_cleaning import cleaned, flattened, skew
from extraction.programs import tesseract
from extraction.protocol import Extracted, Limits, Word
from extraction.reading import read
from extraction.word_places import is_doubtful_number
from tests.extraction.bomb_making import tiff
from tests.extraction.making import FONTS, pdf, scan

TEXT = "Постановление администрации\nо содержании дорог\nвступает в силу немедленно"

needs_tesseract = pytest.mark.skipif(not tesseract.available(), reason="no tesseract with Russian")
needs_font = pytest.mark.skipif(not any(Path(font).exists() for font in FONTS), reason="no Cyrillic font")


def _means(tmp_path: Path, *, ocr: bool = True) -> Means:
    folder = tmp_path / "worker"
    folder.mkdir(exist_ok=True)
    return Means(folder, Limits(), ocr)


@needs_font
def test_a_skewed_page_is_straightened() -> None:
    page = scan(TEXT * 3)
    assert abs(skew(page)) < 0.2
    assert skew(page.rotate(-1.5, fillcolor=255)) == pytest.approx(1.5, abs=0.2)
    assert skew(page.rotate(2.0, fillcolor=255)) == pytest.approx(-2.0, abs=0.2)


@needs_font
def test_a_shadow_becomes_white_paper() -> None:
    page = scan(TEXT)
    shadow = Image.linear_gradient("L").resize(page.size).point([90 + value // 2 for value in range(256)])
    flat = flattened(ImageChops.multiply(page, shadow))
    corners = [flat.getpixel((x, y)) for x in (5, 1200) for y in (5, 1700)]
    assert all(isinstance(corner, int | float) and corner > 230 for corner in corners)
    assert sum(flat.histogram()[:80]) > 1000


def test_a_blank_and_a_black_page_survive_cleaning() -> None:
    for shade in (0, 255):
        assert cleaned(Image.new("L", (300, 400), shade))[0].size == (300, 400)


@needs_tesseract
@needs_font
def test_a_scan_in_a_pdf_becomes_text_with_boxes(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf(["", b""], {1: scan(TEXT, size=44)}))
    outcome = recognise(pdf_reader.extract(path, Limits()), path, _means(tmp_path))
    assert outcome.pages[0].split("\n") == TEXT.split("\n")
    assert (outcome.text_layer, outcome.waiting) == ("ocr", "")
    first = outcome.words[1][0]
    assert first.text == "Постановление"
    assert first.left == pytest.approx(73, abs=8)
    assert first.top == pytest.approx(72, abs=10)
    assert outcome.extractor == "pdf+ocr"


@needs_tesseract
@needs_font
@pytest.mark.long
@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_is_found_by_its_confidence(tmp_path: Path, turned: int) -> None:
    path = tmp_path / "scan.png"
    page = scan("\n".join([TEXT] * 6), size=36)
    page.rotate(turned, expand=True).save(path)
    outcome = recognise(images.extract(path, "image/png", Limits()), path, _means(tmp_path))
    assert outcome.pages[0].count("администрации") == 6
    if turned == 180:  # lines that run down the page the program may read by itself
        box = outcome.words[1][0]
        assert outcome.notes == ("ocr-turned:1",)
        assert box.left + box.width > 800
        assert box.top > 800


@needs_tesseract
@needs_font
@pytest.mark.long
def test_each_page_of_a_fax_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    pages = [scan(text, size=60, shape=(900, 400)) for text in ("Решение", "Приложение")]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    outcome = read(path, "fax.tif", _means(tmp_path))
    assert isinstance(outcome, Extracted)
    assert outcome.pages == ("Решение", "Приложение")
    few = Means(tmp_path / "worker", Limits(ocr_pages=1))
    cut = read(path, "fax.tif", few)
    assert isinstance(cut, Extracted)
    assert (cut.pages, cut.waiting) == (("Решение", ""), "image")
    assert "pages-without-text:2" in cut.notes


@needs_tesseract
@pytest.mark.long
def test_a_picture_without_words_waits(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    Image.radial_gradient("L").resize((500, 500)).save(path)
    outcome = read(path, "photo.png", _means(tmp_path))
    assert isinstance(outcome, Extracted)
    assert (outcome.text_layer, outcome.waiting) == ("none", "no-text")


def test_specks_are_left_out_and_short_lines_of_print_stay() -> None:
    def box(text: str, line: int, confidence: float) -> tesseract.Box:
        return tesseract.Box(text, (1, 1, line), 0, line * 50, 40, 30, confidence)

    boxes = [box("Ж", 1, 20), box("Решение", 2, 30), box("§", 3, 0), box("12", 4, 96)]
    assert _text(boxes).split("\n") == ["Решение", "12"]


def test_commas_and_number_signs_are_put_right_where_nothing_else_is_meant() -> None:
    def told(text: str) -> str:
        boxes = [tesseract.Box(word, (1, 1, 1), 0, 0, 9, 9, 90.0) for word in text.split()]
        return " ".join(box.text for box in mended(boxes))

    assert told("от 12.03.2012 М45-п‚ года‚, и") == "от 12.03.2012 N45-п, года, и"
    assert told("12 марта 2012 г. М5") == "12 марта 2012 г. N5"
    assert told("трасса М5, марка М200") == "трасса М5, марка М200"


def test_specks_and_rules_between_words_are_left_out_and_blanks_stay() -> None:
    def told(text: str) -> str:
        boxes = [tesseract.Box(word, (1, 1, 1), 0, 0, 9, 9, 90.0) for word in text.split()]
        return " ".join(box.text for box in mended(boxes))

    assert told("_ О благоустройстве парка |") == "О благоустройстве парка"
    assert told("от 20 мая 2024 г. № 107-п_") == "от 20 мая 2024 г. № 107-п"
    assert told("0104 | 10 000,10 | 10 050,00| ||") == "0104 10 000,10 10 050,00"
    assert told("от ____ № ___ — проект") == "от ____ № ___ — проект"


def test_a_number_read_with_doubt_is_told_from_doubtful_words() -> None:
    assert is_doubtful_number(Word("3406", 0, 0, 1, 1, 41))
    assert not is_doubtful_number(Word("3406", 0, 0, 1, 1, 93))
    assert not is_doubtful_number(Word("ДОДЧ", 0, 0, 1, 1, 10))


def test_without_the_program_a_scan_says_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "scan.png"
    picture = Image.new("L", (100, 100), 255)
    ImageDraw.Draw(picture).line((0, 0, 99, 99), fill=0)
    picture.save(path)
    monkeypatch.setattr(tesseract, "available", lambda: False)
    outcome = read(path, "scan.png", _means(tmp_path))
    assert isinstance(outcome, Extracted)
    assert (outcome.text_layer, outcome.waiting) == ("none", "no-ocr")
    switched_off = read(path, "scan.png", _means(tmp_path, ocr=False))
    assert isinstance(switched_off, Extracted)
    assert switched_off.waiting == "image"


def test_pages_that_are_not_wanted_are_not_opened(tmp_path: Path) -> None:
    whole = bytearray(tiff(2, side=16))
    second = struct.unpack_from("<I", whole, 8 + 2 + 8 * 12)[0]
    struct.pack_into("<I", whole, second + 2 + 12 + 8, 1 << 30)  # a height that is a bomb
    path = tmp_path / "fax.tiff"
    path.write_bytes(whole)
    assert [number for number, _ in _pictures(path, "image/tiff", [1])] == [1]
    assert list(_pictures(path, "image/tiff", [])) == []


def test_a_tiff_of_thousands_of_pages_is_cut_at_the_limit_at_once(tmp_path: Path) -> None:
    path = tmp_path / "fax.tiff"
    path.write_bytes(tiff(3000))
    read_pages = images.extract(path, "image/tiff", Limits(pages=20))
    assert (len(read_pages.pages), read_pages.notes) == (20, ("truncated:pages",))
    assert len(images.extract(path, "image/tiff", Limits(pages=3000)).pages) == 3000
    assert images.extract(path, "image/tiff", Limits(pages=3000)).notes == ()
