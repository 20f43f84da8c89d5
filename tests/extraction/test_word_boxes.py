from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from extraction.ocr import _upright, _word
from extraction.page_cleaning import cleaned
from extraction.pool import ExtractionPool
from extraction.programs.tesseract import Box
from extraction.protocol import Extracted, Word, WordBox
from extraction.word_places import boxes_of, is_doubtful_number, placed
from tests.extraction.making import ACT, pdf, text_at

WORDS = (Word("Решение", 10, 20, 300, 15, 96), Word("№45-п", 320, 20, 90, 15, 41))


def test_each_word_of_a_pdf_has_its_box_and_its_place_in_the_text(
    pool: ExtractionPool, tmp_path: Path
) -> None:
    path = tmp_path / "act.pdf"
    path.write_bytes(pdf([ACT, ACT.replace("порядка", "поряд-\nка", 1)]))
    read = pool.extract(path, "act.pdf")
    assert isinstance(read, Extracted)
    for page in (1, 2):
        boxes = pool.word_boxes(path, "application/pdf", page, read.pages[page - 1])
        assert boxes == pool.word_boxes(path, "application/pdf", page)
        text = read.pages[page - 1]
        assert [text[box.start : box.end] for box in boxes if box.text[-1] != "-"] == [
            box.text for box in boxes if box.text[-1] != "-"
        ]
        covered = {at for box in boxes for at in range(box.start, box.end)}
        assert all(at in covered for at, char in enumerate(text) if not char.isspace())


def test_boxes_lie_on_the_ink(pool: ExtractionPool, tmp_path: Path) -> None:
    rule = b"0 g 100 600 60 8 re f\n"
    for entries, number in (("", 1), ("/Rotate 90", 1), ("/CropBox[50 500 400 700]", 1)):
        path = tmp_path / "act.pdf"
        path.write_bytes(pdf([rule + text_at(100, 600, "слово")], extra=entries))
        (box,) = pool.word_boxes(path, "application/pdf", number)
        png = pool.render_page(path, number, 1000)
        assert isinstance(png, bytes)
        with Image.open(BytesIO(png)) as page:
            ink = page.point([255 * (value < 100) for value in range(256)]).getbbox()
            assert ink is not None
            left, top = ink[0] / page.width, ink[1] / page.height
            right, bottom = ink[2] / page.width, ink[3] / page.height
        across = (box.left + box.width / 2, box.top + box.height / 2)
        assert left - 0.01 < across[0] < right + 0.01
        assert top - 0.02 < across[1] < bottom + 0.02


def test_other_formats_and_missing_pages_have_no_boxes(pool: ExtractionPool, tmp_path: Path) -> None:
    path = tmp_path / "act.pdf"
    path.write_bytes(pdf([ACT]))
    assert pool.word_boxes(path, "application/pdf", 7) == ()
    assert pool.word_boxes(path, "text/plain", 1) == ()


def test_recognised_words_are_found_in_the_text_kept() -> None:
    boxes = boxes_of(WORDS, "Решение\t№45-п")
    assert [(box.start, box.end) for box in boxes] == [(0, 7), (8, 13)]
    assert boxes[0][1:5] == (0.01, 0.02, 0.3, 0.015)
    assert [is_doubtful_number(box) for box in boxes] == [False, True]


def test_words_that_the_text_lacks_do_not_lose_the_others() -> None:
    boxes = [WordBox(text, 0, 0, 1, 1) for text in ("герб", "постанов-", "ление", "о", "бюджете")]
    found = placed(boxes, "Постановление постановление о бюджете")
    assert [(box.start, box.end) for box in found] == [(-1, -1), (14, 22), (22, 27), (28, 29), (30, 37)]


@pytest.mark.parametrize("angle", [-1.5, 2.0])
def test_boxes_of_a_straightened_page_lie_on_the_page_as_it_was(angle: float) -> None:
    page = Image.new("L", (1240, 1754), 255)
    for row in range(30):
        page.paste(0, (100, 100 + 50 * row, 1100, 112 + 50 * row))
    page.paste(0, (1050, 1600, 1090, 1640))
    askew = page.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
    straight, turned = cleaned(askew)
    assert turned == pytest.approx(-angle, abs=0.2)
    mark = (
        straight.crop((900, 1580, 1240, 1754)).point([255 * (value < 128) for value in range(256)]).getbbox()
    )
    assert mark is not None
    box = Box("■", (1, 1, 1), 900 + mark[0], 1580 + mark[1], mark[2] - mark[0], mark[3] - mark[1], 90.0)
    word = _upright(_word(box, straight, turned), 0)
    under = askew.getpixel(
        (round((word.left + word.width / 2) / 1000 * 1240), round((word.top + word.height / 2) / 1000 * 1754))
    )
    assert under == 0
