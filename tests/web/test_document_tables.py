"""Tables of documents: cell by cell as in the file, as CSV without formulas, with a way on where none are."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from extraction.protocol import Refused, Table
from extraction.tables.captions import caption_lines
from ingest.document_tables import Part, part_of, shown_text
from tests.extraction.budget_pages import HEAD
from tests.web.conftest import client_of, send, staff_of, words
from tests.web.district import District
from tests.web.pictured import ROWS, Pictured, pictured
from web.presenters.document_tables import _is_sum
from web.table_reading import TableReading


@pytest.fixture(scope="module")
def read(shared: District, tmp_path_factory: pytest.TempPathFactory) -> Pictured:
    """Records with pages."""
    return pictured(shared, tmp_path_factory.mktemp("tabled"))


def part(district: District, record: int) -> Part:
    """The part of a file behind a record."""
    with district.services.database.read() as work:
        held = shown_text(work, record)
    assert held is not None
    return part_of(held)


def test_every_cell_comes_back_for_a_spreadsheet(shared: District, read: Pictured) -> None:
    answer = client_of(shared).get(f"/records/{read.budget}/tables/1/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert ".csv" in answer.headers["content-disposition"]
    rows = [tuple(row) for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")]
    assert rows == [HEAD, *ROWS]


def test_the_page_shows_heads_sums_to_the_right_and_what_is_uncertain(
    shared: District, read: Pictured
) -> None:
    page = client_of(shared).get(f"/records/{read.budget}/tables").text
    said = words(page)
    assert "Проверьте по подлиннику." in said
    assert "строки, разрезанные концом страницы, соединены:" in said
    assert '<th scope="col">Наименование</th>' in page
    assert f'<td class="n">{ROWS[0][5]}</td>' in page.replace("\u00a0", " ")
    assert f"<td>{ROWS[0][3]}</td>" in page.replace("\u00a0", " ")  # a code keeps to the left
    assert f'<a href="/records/{read.budget}/pages/5#page">5</a> · проверьте по подлиннику' in page
    assert "Check against the original" in client_of(shared).get(f"/en/records/{read.budget}/tables").text


@pytest.mark.parametrize(
    ("caption", "shown"),
    [
        ("Приложение 1\nРаспределение доходов\n(тыс. руб.)", 3),
        ("4. Постановление вступает в силу со дня опубликования.\nГлава района И.И. Петров", 0),
        ("Глава района Петров И. И.\nПриложение к решению от 5 марта 2024 г.\nРасходы на 2024 г.", 2),
        ("Контроль оставляю за собой.\nПеречень дорог, тыс. руб.", 1),
        ("", 0),
    ],
)
def test_a_table_is_headed_by_its_own_lines_not_by_points_of_the_act(caption: str, shown: int) -> None:
    lines = caption.split("\n")
    assert caption_lines(caption) == tuple(lines[len(lines) - shown :] if shown else ())


@pytest.mark.parametrize("cell", ["1 234,5", "+640,0", "-1 964 800", "0,0", "803"])
def test_sums_keep_to_the_right(cell: str) -> None:
    assert _is_sum(cell)


@pytest.mark.parametrize("cell", ["0104", "000 1 00 00000 00 0000 000", "01 0 02 00590", "Итого", ""])
def test_codes_and_words_keep_to_the_left(cell: str) -> None:
    assert not _is_sum(cell)


def test_a_document_without_tables_says_so_with_a_way_on(shared: District, read: Pictured) -> None:
    client = client_of(shared)
    page = client.get(f"/records/{read.other}/tables").text
    assert "таблиц не нашлось" in page
    assert f'<a href="/records/{read.other}">К тексту документа</a>' in page
    assert client.get(f"/records/{read.other}/tables/1/csv").status_code == 404
    assert "прочитать не удаётся" in client.get(f"/records/{read.broken}/tables").text
    assert "Файла с таблицами у этой записи нет" in client.get(f"/records/{shared.old}/tables").text


def test_what_was_read_is_kept_until_the_file_is_destroyed(district: District, tmp_path: Path) -> None:
    made = pictured(district, tmp_path)
    asked = part(district, made.budget)
    assert client_of(district).get(f"/records/{made.budget}/tables").status_code == 200
    assert district.services.tables.kept(asked)
    chief = staff_of(district, "Главный")
    address = f"/staff/records/{made.budget}/originals/{asked.sha256}"
    answer = send(chief, f"/staff/records/{made.budget}/edit", address, reason="Персональные данные")
    assert answer.status_code == 303
    assert district.services.tables.kept(asked) is None
    assert not list((district.services.disk / "derived").glob(f"*/{asked.sha256}"))


def test_pages_are_counted_from_the_first_of_the_record(shared: District, read: Pictured) -> None:
    asked = part(shared, read.budget)
    later = replace(asked, first_page=2, last_page=5)
    found = shared.services.tables.of(later, (), patience=30)
    assert not isinstance(found, Refused)
    assert found
    assert (found[0].first_page, found[-1].last_page) == (1, 4)
    assert shared.services.tables.kept(later) == found


def test_tables_that_take_long_are_there_when_asked_again(shared: District, tmp_path: Path) -> None:
    begun, go = threading.Event(), threading.Event()

    class Slow:
        def tables(
            self, path: Path, media_type: str, pages: Sequence[int] | None = None
        ) -> tuple[Table, ...]:
            begun.set()
            go.wait(20)
            return (Table(1, 1, (("а", "1"),)),)

        def close(self) -> None:
            go.set()

    services = shared.services
    reading = TableReading(tmp_path, services.originals, services.derived)
    reading._pool = Slow()  # type: ignore[assignment]
    asked = Part("0" * 64, "application/pdf", 1, 1, "born")
    assert reading.of(asked, (), patience=0.01) is None
    assert begun.wait(20)
    for at in range(2, 7):
        assert reading.of(replace(asked, last_page=at), (), patience=0) is None
    with pytest.raises(Exception, match="таблицы других документов"):
        reading.of(replace(asked, last_page=9), (), patience=0)
    go.set()
    assert reading.of(asked, (), patience=20) == (Table(1, 1, (("а", "1"),)),)
    reading.close()
