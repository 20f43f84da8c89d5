"""File names: what is left alone, what is shown, what fits."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.names import editor_locks, fitted, left_alone, shown, words_of


@pytest.mark.parametrize(
    "name",
    ["акт.pdf.part", "~$шение.docx", "Thumbs.db", "thumbs.DB", "desktop.ini", ".DS_Store", ".~lock.акт.odt#"],
)
def test_files_of_programs_are_left_alone(name: str) -> None:
    assert left_alone(name)


@pytest.mark.parametrize(
    "name", [".скрытый.txt", "акт.tmp", "part", "акт.part.pdf", "~акт.doc", "база.db", "акт."]
)
def test_files_of_people_are_not_left_alone(name: str) -> None:
    assert not left_alone(name)


def test_words_lock_names_of_long_and_short_names_are_known() -> None:
    assert "~$шение.docx" in editor_locks("решение.docx")
    assert "~$акт.doc" in editor_locks("акт.doc")
    assert ".~lock.акт.odt#" in editor_locks("акт.odt")


def test_a_decomposed_name_is_shown_composed() -> None:
    assert shown("Еще и\u0306.txt") == "Еще й.txt"


@pytest.mark.parametrize("table", ["cp1251", "cp866"])
def test_a_name_in_old_bytes_is_shown_in_letters(table: str) -> None:
    assert (
        shown(os.fsdecode("Решение о бюджете №5.doc".replace("№", "N").encode(table)))
        == "Решение о бюджете N5.doc"
    )


@given(st.text(alphabet="ая.б ", max_size=200).map("а".__add__), st.sampled_from(["", " (2)", " (1204)"]))
def test_a_fitted_name_is_at_most_255_bytes_and_keeps_its_suffix(stem: str, addition: str) -> None:
    name = fitted(stem + ".docx", addition)
    assert len(os.fsencode(name)) <= 255
    assert name.endswith(f"{addition}.docx")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("реш_о_бюджете.doc", "реш о бюджете"),
        ("Акты/2012/реш 12 (2) испр.doc", "реш 12 (2) испр"),
        ("О бюджете. На 2012 год", "О бюджете. На 2012 год"),
        (".pdf", ".pdf"),
        ("без расширения", "без расширения"),
        ("A.zip!/б/скан.pdf", "скан"),
        ("___.txt", "___.txt"),
    ],
)
def test_a_title_is_made_of_the_words_of_a_name(name: str, words: str) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("акт.pdf\r\n24.11.2026  ложь.txt — принят", "акт.pdf  24.11.2026  ложь.txt — принят"),
        ("акт\u202efdp.exe", "актfdp.exe"),
        ("а\u2028б\u2029в\x85г.txt", "а б в г.txt"),
        ("а\x1b[2Jб\x00.txt", "а\ufffd[2Jб\ufffd.txt"),
    ],
)
def test_a_name_is_shown_in_one_line_and_in_the_direction_of_its_letters(name: str, seen: str) -> None:
    assert shown(name) == seen
