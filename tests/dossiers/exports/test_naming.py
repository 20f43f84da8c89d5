from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossiers.exports.all import FORMATS
from dossiers.exports.naming import LONGEST_ISSUE, Names, extension_of, file_name, plain_name
from dossiers.publication import Publication
from tests.dossiers.exports.samples import HOSTILE

FORBIDDEN = set('<>:"/\\|?*%')
RESERVED = {"con", "prn", "aux", "nul"} | {f"{name}{at}" for name in ("com", "lpt") for at in range(10)}
DOSSIER = Publication("dossier", "Бюджет района", "Библиотека", "2024-03-05", "2024-03-05T10:00:00+00:00", 3)


def windows_opens(name: str) -> bool:
    return (
        0 < len(name) <= 150
        and len(name.encode()) <= 255
        and not FORBIDDEN & set(name)
        and all(unicodedata.category(sign)[0] not in "CM" for sign in name)
        and name == name.strip(" .")
        and name.partition(".")[0].strip().casefold() not in RESERVED
        and unicodedata.is_normalized("NFC", name)
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("О бюджете", "О бюджете"),
        ("Решение № 12/3 «О налоге»", "Решение № 12-3 «О налоге»"),
        ("a:b*c?d", "a b c d"),
        ("Рост на 10%", "Рост на 10 процентов"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Конец...", "Конец"),
        ("../../etc", "etc"),
        ("и\u0306од", "йод"),
        ("  \0\u202e ", "без названия"),
        ("", "без названия"),
        ("слово " * 40, "слово слово слово слово"),
        ("Программы развития и на что они", "Программы развития"),
        ("Программы и решения района", "Программы и решения района"),
    ],
)
def test_names_are_plain(text: str, name: str) -> None:
    assert plain_name(text, 26) == name


@given(st.text(), st.integers(8, 120))
@example("COM¹", 20)
@example("a" * 500, 120)
@example("Ж" * 500, 120)
@example("con .txt", 20)
def test_any_text_makes_a_name_that_windows_opens(text: str, longest: int) -> None:
    assert windows_opens(plain_name(text, longest))
    assert len(plain_name(text, longest)) <= max(longest, len("без названия")) + 1


def test_a_file_of_an_issue_says_what_it_is() -> None:
    assert file_name(DOSSIER, FORMATS["html"]) == "Досье «Бюджет района» выпуск 3 на 2024-03-05.html"
    act = replace(DOSSIER, kind="record", number=0, title="О «бюджете»")
    assert file_name(act, FORMATS["zip"]) == "Документ «О „бюджете“» на 2024-03-05.zip"


@pytest.mark.parametrize("kind", ["dossier", "press", "list", "record", "search"])
@pytest.mark.parametrize("title", HOSTILE)
def test_a_file_of_an_issue_opens_on_windows_whatever_its_title(kind: str, title: str) -> None:
    name = file_name(replace(DOSSIER, kind=kind, title=title, number=1234), FORMATS["xlsx"])
    assert windows_opens(name)
    assert len(name) <= LONGEST_ISSUE
    assert name.endswith(" выпуск 1234 на 2024-03-05.xlsx")
    assert name.count("«") == name.count("»")


def test_no_name_is_given_twice_in_a_folder() -> None:
    names = Names()
    given_out = [names.take("Решение", ".pdf"), names.take("РЕШЕНИЕ", ".pdf"), names.take("решение", ".PDF")]
    assert given_out == ["Решение.pdf", "РЕШЕНИЕ (2).pdf", "решение (3).PDF"]


@pytest.mark.parametrize(
    ("name", "extension"), [("a.PDF", ".pdf"), ("a.b.doc", ".doc"), ("a", ""), ("a.п", "")]
)
def test_extensions_are_read_in_small_letters(name: str, extension: str) -> None:
    assert extension_of(name) == extension


def test_what_is_cut_leaves_no_bracket_open() -> None:
    title = "О мерах по уборке снега с крыш школ (постановление от 14 мая 2025 г. № 311)"
    assert plain_name(title, 60) == "О мерах по уборке снега с крыш школ"
    assert plain_name(title) == title
