"""Description files beside documents."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model import REQUISITE_FIELDS
from ingest.sidecars import Neighbours, _fields, read_for, read_sidecar, sidecar_of


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_a_description_is_read_in_russian_words_without_quotes_around_names(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "акт.toml",
        'вид = "решение"\nкто принял = "Собрание депутатов Заречного района"\nдата = 2023-12-22\n№ = "41/3"\n'
        'разделы = ["budget", "taxes"]\nсначала библиотекарь = true\n',
    )
    read = read_sidecar(path)
    assert read.faults == ()
    assert read.values == {
        "kind": "решение",
        "issuer": "Собрание депутатов Заречного района",
        "date": "2023-12-22",
        "number": "41/3",
        "categories": "budget; taxes",
        "held": "1",
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
def test_a_description_saved_by_notepad_is_read(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "акт.toml", 'дата = "22 декабря 2023 г."\r\nпроект = "нет"\r\n', encoding)
    assert read_sidecar(path).values == {"date": "2023-12-22"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("вид = решение\n", "строке 1"),
        ("класс = 'роман'\n", "класс"),
        ("дата = 'скоро'\n", "дата"),
        ("цвет = 'синий'\n", "цвет"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, fault: str) -> None:
    read = read_sidecar(written(tmp_path, "акт.toml", text))
    assert read.values == {}
    assert len(read.faults) == 1
    assert fault in read.faults[0]


def test_a_document_takes_its_own_description_over_that_of_its_folder(tmp_path: Path) -> None:
    document = written(tmp_path, "акт.pdf", "%PDF")
    written(tmp_path, "_описание.toml", 'kind = "решение"\nissuer = "Администрация Заречного района"\n')
    own = written(tmp_path, "акт.pdf.toml", 'kind = "постановление"\n')
    assert sidecar_of(document) == own
    assert read_for(document).values == {"kind": "постановление", "issuer": "Администрация Заречного района"}
    assert sidecar_of(own) is None


def test_a_description_belongs_to_the_full_name_or_to_the_stem() -> None:
    neighbours = Neighbours(["акт.pdf", "акт.doc", "реш.txt", "_описание.toml", "_описание.pdf"])
    assert neighbours.described_by("акт.pdf.toml") == "акт.pdf"
    assert neighbours.described_by("реш.toml") == "реш.txt"
    assert neighbours.described_by("иное.toml") is None
    assert neighbours.is_companion("_описание.toml")
    assert not neighbours.is_companion("акт.pdf")


def test_every_word_of_the_table_sets_something_that_exists() -> None:
    beside = {"class", "categories", "visibility", "held", "newspaper", "source"}
    assert set(_fields().values()) <= set(REQUISITE_FIELDS) | beside


@given(st.binary(max_size=200))
def test_no_description_is_an_error(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "любое.toml"
    path.write_bytes(raw)
    read = read_sidecar(path)
    assert all(isinstance(value, str) for value in read.values.values())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("номер = " + "9" * 60_000, "это не TOML"),
        ("номер = 0x" + "f" * 60_000, "номер"),
        ("дата = 0x" + "f" * 60_000, "дата"),
        ("a = " + "[" * 30_000, "это не TOML"),
        ("а" + " " * 60_000, "строке 1"),
        ("'" + "б" * 30_000 + "' = 1", "непонятно"),
    ],
)
def test_a_hostile_description_is_named_and_soon_done_with(tmp_path: Path, text: str, fault: str) -> None:
    began = time.process_time()
    read = read_sidecar(written(tmp_path, "акт.toml", text))
    assert time.process_time() - began < 1
    assert read.values == {}
    assert fault in read.faults[0]
    assert len(read.faults[0]) < 200


def test_of_many_faults_some_are_told_and_the_rest_is_counted(tmp_path: Path) -> None:
    read = read_sidecar(written(tmp_path, "акт.toml", "".join(f"лишний{n} = 1\n" for n in range(3000))))
    assert len(read.faults) == 6
    assert read.faults[-1] == "акт.toml: и ещё 2995"


def test_values_hold_no_control_characters_and_no_marks_of_direction(tmp_path: Path) -> None:
    path = written(
        tmp_path, "акт.toml", 'название = "О\\u0000 бюд\\u202eжете\\nрайона"\nразделы = ["a\\u0007"]\n'
    )
    assert read_sidecar(path).values == {"title": "О бюджете района", "categories": "a"}
