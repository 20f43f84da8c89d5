"""How a large publication is divided, and how its texts become lines that can be printed."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.exports import volumes
from dossiers.exports.indexes import indexes
from dossiers.exports.legible import UNSHOWN, legible
from dossiers.exports.lines import printed
from dossiers.exports.volumes import pieces
from tests.dossiers.exports.samples import Folder, dossier, many


@given(st.lists(st.text(alphabet="аб \n", max_size=600), max_size=5))
def test_pieces_are_the_whole_text_and_know_their_page(pages: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(volumes, "_LONGEST_PIECE", 50)
        told = list(pieces(pages))
    for number, page in enumerate(pages, 1):
        of_page = [one for one in told if one.page == number]
        assert "".join(one.text for one in of_page) == page
        assert [one.begins for one in of_page] == [True] + [False] * (len(of_page) - 1)
    assert all(len(one.text) <= 50 for one in told)


@pytest.mark.parametrize(("documents", "letters"), [(3, 10**9), (10**9, 5_000), (2, 700), (10**9, 10)])
def test_volumes_hold_every_document_once_and_in_order(
    documents: int, letters: int, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "MOST_DOCUMENTS", documents)
    monkeypatch.setattr(volumes, "MOST_LETTERS", letters)
    publication = many(folder, 10, 2_000)
    divided = volumes.volumes(publication, folder)
    shares = [share for volume in divided for share in volume]
    assert all(divided)
    assert all(len(volume) <= documents for volume in divided)
    assert list(dict.fromkeys(share.entry.position for share in shares)) == list(range(1, 11))
    for position in range(1, 11):
        parts = [(share.first, share.end) for share in shares if share.entry.position == position]
        assert parts[0][0] == 0
        assert parts[-1][1] == 2
        assert all(one[1] == after[0] for one, after in pairwise(parts))


def test_a_publication_without_documents_has_one_volume(folder: Folder) -> None:
    assert volumes.volumes(replace(dossier(folder), sections=()), folder) == ((),)


def test_withheld_texts_are_not_read_for_the_division(folder: Folder) -> None:
    volumes.volumes(dossier(folder), folder)
    assert 3 not in folder.asked


def test_a_signature_has_two_sides_and_a_heading_stands_in_the_middle() -> None:
    told = list(printed("РЕШЕНИЕ\n\n1. Утвердить бюджет.\n\nГлава района          И. И. Иванов"))
    assert [one.look for one in told] == ["centre", "text", "sides"]
    assert told[2].right == "И. И. Иванов"


def test_long_words_beside_blanks_are_a_paragraph_and_no_signature() -> None:
    (only,) = printed("слово " * 30 + "      " + "слово " * 30)
    assert only.look == "text"


def test_rows_of_a_table_are_of_one_length_and_figures_are_known() -> None:
    (table,) = printed("Доходы\tвсего\t12,5\nНалог\t-\t3\nСбор\t1")
    assert {len(row) for row in table.rows} == {3}
    assert table.figures == [1, 2]


@given(st.text(alphabet="аБ1. \t\n", max_size=200))
def test_lines_lose_no_letter(text: str) -> None:
    told = "".join(one.text + one.right + "".join(map("".join, one.rows)) for one in printed(text))
    assert re.sub(r"\s", "", told) == re.sub(r"\s", "", text)


def test_signs_without_a_glyph_are_boxes() -> None:
    assert legible("а\ue001б\U0001f600") == f"а{UNSHOWN}б{UNSHOWN}"
    assert legible("ё № — «»\n\tα→") == "ё № — «»\n\tα→"


def test_letters_are_composed_and_a_mark_that_no_font_sets_is_a_box() -> None:
    assert legible("и\u0306") == "й"
    assert legible("\u04fb\u0331").startswith(UNSHOWN)
    assert legible("\ufb01\u0331") == "\ufb01\u0331"  # the spare font has both


@given(st.text(max_size=300))
def test_legible_text_stays_as_it_is(text: str) -> None:
    once = legible(text)
    assert legible(once.replace("\u200b", "")) == once


def test_words_without_end_can_break() -> None:
    assert max(map(len, legible("x" * 1000).split("\u200b"))) <= 48


def test_indexes_name_persons_and_subjects_with_numbers_of_documents(folder: Folder) -> None:
    names, subjects = indexes(dossier(folder))
    assert [name for name, _places in names.rows] == ["Петрова, О.", "Рекин, И.\u00a0С."]
    assert ("Налоги", "1") in subjects.rows


def test_numbers_in_a_row_are_a_range(folder: Folder) -> None:
    (subjects,) = [one for one in indexes(many(folder, 6)) if one.title == "Предметный указатель"]
    assert dict(subjects.rows)["Налоги"] == "1–6"


def test_one_document_needs_no_index(folder: Folder) -> None:
    assert indexes(many(folder, 1)) == ()
