from __future__ import annotations

import contextlib
import random
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.formats import doc
from extraction.formats.doc import summary
from extraction.formats.doc_lists import list_counters
from extraction.formats.doc_old import old_parts
from extraction.formats.doc_properties import Properties
from extraction.protocol import Extracted, Limits
from extraction.reasons import UnreadableError
from tests.extraction.making import ACT
from tests.extraction.word_making import in_list, level, lists, new_start, word, word_6

DELETED, HIDDEN = b"\x00\x08\x01", b"\x3c\x08\x01"


def _read(tmp_path: Path, data: bytes) -> Extracted:
    path = tmp_path / "act.doc"
    path.write_bytes(data)
    return doc.extract(path, Limits())


def _lines(tmp_path: Path, data: bytes) -> list[str]:
    return _read(tmp_path, data).text.rstrip("\n").split("\n")


def test_paragraphs_of_lists_have_their_numbers(tmp_path: Path) -> None:
    levels = [level("%1."), level("%1.%2."), level("%3)", 58)]
    told = [
        ("Первый", 1, 0),
        ("внутри", 1, 1),
        ("ещё", 1, 1),
        ("глубже", 1, 2),
        ("Второй", 1, 0),
        ("снова", 1, 1),
    ]
    data = word(
        [(text, b"\0\0" + in_list(number, at)) for text, number, at in told] + [("Без номера", b"")],
        tables=lists(levels, [b""]),
    )
    assert _lines(tmp_path, data) == [
        "1. Первый", "1.1. внутри", "1.2. ещё", "а) глубже", "2. Второй", "2.1. снова", "Без номера",
    ]  # fmt: skip


def test_a_list_begins_again_where_it_says_so_and_goes_on_elsewhere(tmp_path: Path) -> None:
    order = [("а", 1), ("б", 1), ("в", 2), ("г", 1)]
    data = word(
        [(text, b"\0\0" + in_list(number)) for text, number in order],
        tables=lists([level("Статья %1")], [b"", new_start(10)]),
    )
    assert _lines(tmp_path, data) == ["Статья 1 а", "Статья 2 б", "Статья 10 в", "Статья 11 г"]


def test_a_style_puts_its_paragraphs_into_a_list_and_a_paragraph_may_leave_it(tmp_path: Path) -> None:
    styles = {3: (0x0FFF, in_list(1)), 5: (3, b"")}
    data = word(
        [("один", b"\5\0"), ("два", b"\3\0"), ("вне", b"\5\0" + in_list(0)), ("три", b"\5\0")],
        tables=lists([level("%1)")], [b""]),
        styles=styles,
    )
    assert _lines(tmp_path, data) == ["1) один", "2) два", "вне", "3) три"]


def test_bullets_are_written_before_text_only(tmp_path: Path) -> None:
    data = word(
        [("пункт", b"\0\0" + in_list(1)), ("", b"\0\0" + in_list(1))], tables=lists([level("·", 23)], [b""])
    )
    assert _lines(tmp_path, data) == ["• пункт"]


@pytest.mark.parametrize("mark", [DELETED, HIDDEN])
def test_deleted_and_hidden_text_is_not_read(tmp_path: Path, mark: bytes) -> None:
    line = "Утвердить НЕ утверждать порядок"
    data = word([(line, b""), ("Конец", b"")], gone=[(range(10, 24), mark)])
    assert _lines(tmp_path, data) == ["Утвердить порядок", "Конец"]


def test_a_deleted_line_end_joins_its_paragraphs(tmp_path: Path) -> None:
    data = word([("Утвердить ", b""), ("порядок", b"")], gone=[(range(10, 11), DELETED)])
    assert _lines(tmp_path, data) == ["Утвердить порядок"]


@pytest.mark.parametrize(
    ("mark", "shown"),
    [(b"", False), (b"\x3c\x08\x80", False), (b"\x3c\x08\x81", True), (b"\x3c\x08\x00", True)],
)
def test_text_that_a_style_of_characters_hides_is_not_read(tmp_path: Path, mark: bytes, shown: bool) -> None:
    by_style = b"\x30\x4a\x04\x00"
    data = word([("до нет после", b"")], gone=[(range(3, 7), by_style + mark)], styles={4: (0x0FFF, HIDDEN)})
    assert _lines(tmp_path, data) == ["до нет после" if shown else "до после"]


def test_signs_of_fonts_are_what_they_show(tmp_path: Path) -> None:
    symbol, letter = b"\x09\x6a\x01\x00\xfe\xf0", b"\x4f\x4a\x02\x00"
    data = word(
        [(f"(да) {chr(0xF061)}=5", b"")],
        gone=[(range(1), symbol), (range(5, 6), letter)],
        fonts=["Times New Roman", "Wingdings", "Symbol"],
    )
    assert _lines(tmp_path, data) == ["☑да) α=5"]


def test_a_field_without_its_end_hides_nothing(tmp_path: Path) -> None:
    assert _lines(tmp_path, word([("а\x13", b""), ("б \x13 REF x \x14в\x15", b"")])) == ["а", "б в"]


def test_a_list_may_begin_with_zero(tmp_path: Path) -> None:
    data = word([(text, b"\0\0" + in_list(1)) for text in "абв"], tables=lists([level("%1.", 0, 0)], [b""]))
    assert _lines(tmp_path, data) == ["0. а", "1. б", "2. в"]


def test_cells_of_a_table_inside_a_cell_stay_in_its_row(tmp_path: Path) -> None:
    inside, inner_cell, inner_end = b"\x16\x24\x01", b"\x4b\x24\x01", b"\x4b\x24\x01\x4c\x24\x01"
    told = [("а", inner_cell), ("б", inner_cell), ("", inner_end), ("низ\x07г\x07\x07", inside)]
    data = word([(text, b"\0\0" + inside + properties) for text, properties in told])
    assert _lines(tmp_path, data) == ["а\tб низ\tг"]


@pytest.mark.parametrize(("piece", "read"), [(b"\x82\x01", False), (b"\x82\x00", True)])
def test_a_fast_save_may_delete_a_whole_piece(tmp_path: Path, piece: bytes, read: bool) -> None:
    assert ("быстрого" in _read(tmp_path, word([("Текст", b"")], piece=piece)).text) is read


def test_made_files_lose_no_word(tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - the same file each time
    words = ACT.split()
    for _ in range(20):
        told = [" ".join(chance.choices(words, k=9)) for _ in range(12)]
        data = word(
            [(line, chance.choice((b"", b"\0\0" + in_list(1)))) for line in told],
            tables=lists([level("%1.")], [b""]),
        )
        lines = _lines(tmp_path, data)
        assert [
            line.split(". ", 1)[-1] if line[0].isdigit() and line not in told else line for line in lines
        ] == told


@pytest.mark.parametrize("magic", [0xA5DC, 0xA5DD, 0xA5DB])
def test_parts_of_old_files_are_told_apart(tmp_path: Path, magic: int) -> None:
    parts = ["Решение районной Думы о бюджете\r", "Текст сноски\r", "", "", "Замечание юриста\r"]
    read = _read(tmp_path, word_6(parts, magic=magic))
    assert read.text.split() == ["Решение", "районной", "Думы", "о", "бюджете", "Текст", "сноски"]
    assert read.metadata["comments"] == "Замечание юриста"


@pytest.mark.parametrize("hidden", [True, False])
def test_deleted_and_hidden_text_of_old_files_is_not_read(tmp_path: Path, hidden: bool) -> None:
    text = "Решение районной Думы НЕ о бюджете района\r"
    assert _lines(tmp_path, word_6([text], gone=[range(22, 25)], hidden=hidden)) == [
        "Решение районной Думы о бюджете района"
    ]


@given(st.binary(max_size=2000), st.binary(max_size=2000))
def test_any_tables_give_some_properties_and_lists(document: bytes, table: bytes) -> None:
    document = document.ljust(0x400, b"\1")
    list_counters(document, table).label("1", 0)
    with contextlib.suppress(ValueError, IndexError, OverflowError):
        properties = Properties(document, table)
        properties.paragraph(100)
        assert sum(end - begin for begin, end in properties.kept(0, 50, 2)) <= 50


@given(st.binary(max_size=1500))
def test_any_old_file_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(UnreadableError):
        assert isinstance(old_parts(b"\xdc\xa5" + data), dict)


def test_title_and_author_are_read_and_a_broken_count_of_properties_takes_no_time() -> None:
    title = struct.pack("<II", 0x1E, 6) + "Устав\0".encode("cp1251")
    author = struct.pack("<II", 0x1F, 5) + "Дума\0".encode("utf-16-le")
    entries = struct.pack("<IIII", 2, 24, 4, 24 + len(title))
    section = struct.pack("<II", 0, 2) + entries + title + author
    head = bytes(44) + struct.pack("<I", 48)
    assert summary(head + section) == {"title": "Устав", "author": "Дума"}
    with pytest.raises(struct.error):
        summary(head + struct.pack("<II", 0, 0xFFFFFFFF))


@pytest.mark.parametrize("kept", [2, 29, 40, 54, 58])
def test_tables_of_lists_that_are_cut_cost_the_numbers_alone(tmp_path: Path, kept: int) -> None:
    plain, uses = lists([level("%1.")], [b""])
    document = bytearray(0x400)
    struct.pack_into("<IIII", document, 0x02E2, 0, kept, kept, len(uses))
    assert list_counters(bytes(document), plain[:kept]).label("1", 0) == ""
