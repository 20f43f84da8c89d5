"""Pages as pictures: the right page of the file, boxes upon the words, and nothing for who may not see it."""

from __future__ import annotations

import re
from contextlib import closing
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from catalog.derived import DerivedFiles
from catalog.errors import TooBusy
from catalog.model import Visibility
from extraction.pool import ExtractionPool
from extraction.protocol import Refused
from tests.web.conftest import OUTSIDE, client_of, staff_of, words
from tests.web.district import District
from tests.web.pictured import Pictured, pictured
from web.page_pictures import WIDTHS, PagePictures

ASKED = quote("бюджет")
RECT = re.compile(r'<rect class="(\w+)" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/>')


@pytest.fixture
def made(district: District, tmp_path: Path) -> Pictured:
    """Records with pages, in a district of the test's own."""
    return pictured(district, tmp_path)


@pytest.fixture(scope="module")
def read(shared: District, tmp_path_factory: pytest.TempPathFactory) -> Pictured:
    """The same for tests that only read."""
    return pictured(shared, tmp_path_factory.mktemp("pictured"))


def ink_of(png: bytes) -> tuple[float, float, float, float]:
    """Left, upper, right and lower edge of what is printed, as parts of the page."""
    with Image.open(BytesIO(png)) as page:
        box = page.convert("L").point([255 * (value < 120) for value in range(256)]).getbbox()
        assert box is not None
        return box[0] / page.width, box[1] / page.height, box[2] / page.width, box[3] / page.height


def test_a_picture_is_the_page_of_the_file_and_not_of_the_record(shared: District, read: Pictured) -> None:
    client = client_of(shared)
    for record, first in ((read.other, 0), (read.act, 2)):
        for number in (1, 2):
            answer = client.get(f"/records/{record}/pages/{number}/picture?width=600")
            assert answer.headers["content-type"] == "image/png"
            left, top, _, _ = ink_of(answer.content)
            at = first + number - 1
            assert left == pytest.approx((20 + 40 * at) / 400, abs=0.02)
            assert top == pytest.approx((60 + 90 * at) / 500, abs=0.03)


def test_a_found_word_is_boxed_where_it_is_printed(shared: District, read: Pictured) -> None:
    client = client_of(shared)
    page = client.get(f"/records/{read.act}?q={ASKED}&view=picture").text
    ((kind, *numbers),) = RECT.findall(page)
    x, y, width, height = (int(number) / 1000 for number in numbers)
    assert kind == "hit"
    png = client.get(f"/records/{read.act}/pages/1/picture?width=1800").content
    with Image.open(BytesIO(png)) as drawn:
        part = drawn.crop(
            (
                int(x * drawn.width),
                int(y * drawn.height),
                int((x + width) * drawn.width),
                int((y + height) * drawn.height),
            )
        )
        data = BytesIO()
        part.save(data, "PNG")
        inside = ink_of(data.getvalue())
    assert inside[0] < 0.1
    assert inside[2] > 0.9  # the word fills its box, and nothing is cut off
    assert "Обведены слова поиска: бюджете" in words(page)


def test_all_links_of_the_picture_lead_to_pictures_and_one_to_the_text(
    shared: District, read: Pictured
) -> None:
    page = client_of(shared).get(f"/records/{read.act}?q={ASKED}&view=picture").text
    assert f'href="/records/{read.act}/pages/2?q={ASKED}&amp;view=picture#page"' in page
    assert f'<a href="/records/{read.act}/pages/1?q={ASKED}#page">Показать текст этой страницы</a>' in page
    assert 'alt="Изображение страницы 1 из 2"' in page
    text = client_of(shared).get(f"/records/{read.act}?q={ASKED}").text
    assert f'href="/records/{read.act}/pages/1?q={ASKED}&amp;view=picture#page">Страницы</a>' in text
    assert "<svg viewBox" not in text


def test_words_of_a_scan_are_boxed_from_what_recognition_told(shared: District, read: Pictured) -> None:
    page = client_of(shared).get(f"/records/{read.scan}?q={quote('решение')}&view=picture").text
    rects = RECT.findall(page)
    assert ("hit", "77", "77", "90", "26") in rects
    assert [kind for kind, *_ in rects].count("doubt") == 2
    assert "сверьте с подлинником: 240,5; марта" in words(page)


def test_doubtful_figures_are_marked_in_the_text(shared: District, read: Pictured) -> None:
    page = client_of(shared).get(f"/records/{read.scan}").text
    assert '<span class="doubt" title="прочитано неуверенно">240,5</span>' in page
    assert '<span class="doubt" title="прочитано неуверенно">марта</span>' in page
    assert page.count('class="doubt"') == 2
    assert "Прочитано неуверенно, сверьте с подлинником: 240,5; марта" in words(page)
    assert "uncertain reading" in client_of(shared).get(f"/en/records/{read.scan}").text


def test_a_scan_that_nothing_has_read_opens_at_its_picture(shared: District, read: Pictured) -> None:
    client = client_of(shared)
    page = client.get(f"/records/{read.unread}").text
    assert f'src="/records/{read.unread}/pages/1/picture?width=900"' in page
    assert "Текст ждёт чтения" in page
    assert client.get(f"/records/{read.unread}/pages/1/picture").status_code == 200


def test_page_names_and_contents_of_the_file_are_shown(shared: District, read: Pictured) -> None:
    page = client_of(shared).get(f"/records/{read.act}/pages/2").text
    assert "Страница 2 из 2 (в документе: iv)" in words(page)
    assert f'<a href="/records/{read.act}/pages/2#page" aria-current="true">Смета</a>' in page
    assert "Начало" not in words(page)  # it stands on a page of the other act


def test_a_picture_that_cannot_be_drawn_gives_way_to_the_text(shared: District, read: Pictured) -> None:
    client = client_of(shared)
    page = client.get(f"/records/{read.broken}?view=picture").text
    assert "Страницу не удаётся нарисовать: показан её текст." in page
    assert "Слово" in words(page)
    assert client.get(f"/records/{read.broken}/pages/1/picture").status_code == 404


def test_a_record_without_pages_says_so(shared: District) -> None:
    page = client_of(shared).get(f"/records/{shared.budget}?view=picture").text
    assert "нет изображений страниц" in page
    assert client_of(shared).get(f"/records/{shared.budget}/pages/1/picture").status_code == 404


def test_only_a_few_widths_are_drawn(shared: District, read: Pictured) -> None:
    client = client_of(shared)
    address = f"/records/{read.act}/pages/1/picture"
    for width in ("", "0", "601", "4000", "x", "-900"):
        assert client.get(f"{address}?width={width}").status_code == 400
    assert client.get(f"/records/{read.act}/pages/3/picture").status_code == 404
    assert client.get(f"/records/{read.act}/pages/0/picture").status_code == 404


def test_a_browser_that_has_the_picture_is_not_sent_it_again(district: District, made: Pictured) -> None:
    client = client_of(district)
    address = f"/records/{made.act}/pages/1/picture"
    first = client.get(address)
    assert first.headers["cache-control"] == "private, no-cache"
    again = client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    with district.services.database.write() as work:
        work.records.set_visibility(made.act, Visibility.HELD, actor="Иванова")
    assert client.get(address, headers={"if-none-match": first.headers["etag"]}).status_code == 404


def test_too_many_at_once_are_told_to_come_again(
    district: District, made: Pictured, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, pictures = client_of(district), district.services.pictures
    places = [pictures._line.acquire(blocking=False) for _ in range(12)]
    assert all(places)
    answer = client.get(f"/records/{made.act}/pages/1/picture?width=600")
    assert answer.status_code == 503
    assert "Страницы сейчас рисуются для других" in answer.json()["error"]["detail"]
    page = client.get(f"/records/{made.act}?view=picture")
    assert page.status_code == 200
    assert "пока показан текст" in page.text
    for _ in places:
        pictures._line.release()
    assert client.get(f"/records/{made.act}/pages/1/picture?width=600").status_code == 200
    with pictures._process():
        monkeypatch.setattr("web.page_pictures._LONGEST_WAIT", 0.01)
        with pytest.raises(TooBusy):
            pictures.page(Path("/nowhere"), 1)


@pytest.mark.parametrize("way", ["staff", "held", "withdrawn", "neighbour"])
def test_a_page_that_readers_do_not_see_has_no_picture_boxes_or_tables(
    district: District, made: Pictured, way: str
) -> None:
    with district.services.database.write() as work:
        if way == "withdrawn":
            work.records.withdraw(made.act, "Персональные данные", actor="Иванова")
        elif way == "neighbour":  # the file holds an act that is closed, and is closed with it
            work.records.set_visibility(made.other, Visibility.HELD, actor="Иванова")
        else:
            work.records.set_visibility(made.act, Visibility(way), actor="Иванова")
    reader = client_of(district)
    picture = reader.get(f"/records/{made.act}/pages/1/picture")
    assert picture.status_code == (410 if way == "withdrawn" else 404)
    page = reader.get(f"/records/{made.act}?q={ASKED}&view=picture")
    assert page.status_code == {"withdrawn": 410, "neighbour": 200}.get(way, 404)
    assert "<rect" not in page.text
    assert "/picture" not in page.text
    tables = reader.get(f"/records/{made.act}/tables")
    assert tables.status_code == page.status_code
    assert "<table" not in tables.text
    if way in {"staff", "held"}:
        assert staff_of(district, "Иванова").get(f"/records/{made.act}/pages/1/picture").status_code == 200


def test_pages_of_the_press_stay_inside_the_library(shared: District, read: Pictured) -> None:
    stranger, inside = client_of(shared, at=OUTSIDE), client_of(shared)
    for address in (f"/records/{read.press}/pages/1/picture", f"/records/{read.press}/tables/1/csv"):
        assert stranger.get(address).status_code == 403
    page = stranger.get(f"/records/{read.press}?q={ASKED}&view=picture").text
    assert "<rect" not in page
    assert "/picture" not in page
    assert "<table" not in stranger.get(f"/records/{read.press}/tables").text
    assert "охраняется авторским правом" in stranger.get(f"/records/{read.press}/tables").text
    assert inside.get(f"/records/{read.press}/pages/1/picture").status_code == 200


def test_a_page_that_cannot_be_drawn_is_tried_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    draw = ExtractionPool.render_page

    def counted(self: ExtractionPool, path: Path, page: int, width: int) -> bytes | Refused:
        tried.append(width)
        return draw(self, path, page, width)

    monkeypatch.setattr(ExtractionPool, "render_page", counted)
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.4 and nothing else")
    with closing(PagePictures(tmp_path / "scratch", DerivedFiles(tmp_path / "derived"))) as pictures:
        assert [pictures.page(file, 1, width, sha256="ab" * 32) for width in WIDTHS] == [None] * len(WIDTHS)
    assert tried == [WIDTHS[0]]
