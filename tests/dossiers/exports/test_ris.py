from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dossiers.exports.ris import fields, write
from dossiers.publication import Publication
from tests.dossiers.exports.samples import HOSTILE, Folder, act, clipping, dossier, fact, hostile, unheard

LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")


def lines(publication: Publication, folder: Folder) -> list[str]:
    target = folder.root.parent / "records.ris"
    write(publication, folder, target, unheard)
    octets = target.read_bytes()
    assert octets.startswith(b"\xef\xbb\xbfTY  - ")
    return octets.decode("utf-8-sig").split("\r\n")


def test_an_act_is_a_statute(folder: Folder) -> None:
    told = fields(dossier(folder), act(folder))
    assert told[:8] == [
        ("TY", "STAT"),
        ("TI", "О бюджете Заречного района на 2024 год"),
        ("AU", "Собрание депутатов Заречного района"),
        ("PB", "Собрание депутатов Заречного района"),
        ("M1", "12/3"),
        ("M3", "решение"),
        ("PY", "2024"),
        ("DA", "2024/03/05"),
    ]
    assert [value for tag, value in told if tag == "KW"] == ["Бюджет района", "Налоги"]
    assert ("LA", "ru") in told


def test_an_article_is_of_a_newspaper_with_its_authors_and_pages(folder: Folder) -> None:
    told = fields(dossier(folder), clipping(folder))
    assert told[:8] == [
        ("TY", "NEWS"),
        ("TI", "Бюджет приняли единогласно"),
        ("AU", "Петрова, О."),
        ("AU", "Рекин, И. С."),
        ("T2", "Заречная новь"),
        ("IS", "10"),
        ("SP", "1"),
        ("EP", "3"),
    ]


@pytest.mark.parametrize(
    ("author", "told"),
    [
        ("Рекин И. С.", ["Рекин, И. С."]),
        ("подготовила пресс-служба", ["подготовила пресс-служба"]),
        ("", []),
    ],
)
def test_authors_are_told_as_far_as_they_are_known(folder: Folder, author: str, told: list[str]) -> None:
    one = replace(clipping(folder), author=author)
    assert [value for tag, value in fields(dossier(folder), one) if tag == "AU"] == told


def test_a_fact_is_of_no_kind(folder: Folder) -> None:
    assert fields(dossier(folder), fact())[0] == ("TY", "GEN")


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_of_strangers_make_no_field_of_their_own(folder: Folder, words: str) -> None:
    told = lines(hostile(folder, words), folder)
    assert sum(line.startswith("TY  - ") for line in told) == 4
    assert sum(line == "ER  - " for line in told) == 4
    assert all(LINE.fullmatch(line) for line in told if line)
