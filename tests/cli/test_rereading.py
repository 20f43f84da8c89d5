"""``veche reextract``: what is asked for is checked first, and what changed is told in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.model import REQUISITE_FIELDS
from cli.sentences import catalogue
from tests.cli.in_process import Program
from tests.extraction.making import ACT, pdf


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Program:
    """The command line over a home that holds one act."""
    monkeypatch.setenv("VECHE_HOME", str(tmp_path / "home"))
    made = Program(monkeypatch, capsys)
    path = tmp_path / "акт.pdf"
    path.write_bytes(pdf([ACT]))
    assert made.run("add", str(path)).code == 0
    return made


def test_what_is_read_again_is_told_in_words(program: Program) -> None:
    done = program.run("reextract", "--format", "pdf", "--record", "1")
    assert done.code == 0
    assert "Запись 1, акт.pdf: текст прежний" in done.out
    assert "текст в файле, читал pdf" in done.out
    assert "born" not in done.out
    assert program.run("reextract", "--older-than", "2020-01-01").out == ""
    assert "Запись 1" in program.run("reextract", "--older-than", "99", "--dry-run").out


@pytest.mark.parametrize("field", sorted(REQUISITE_FIELDS))
def test_every_requisite_that_may_change_has_a_name(field: str) -> None:
    assert catalogue("ru")[f"field_{field}"] != catalogue("en")[f"field_{field}"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "нечто"), "Формат «нечто» не известен."),
        (("--older-than", "вчера"), "«вчера» — не версия и не день."),
        (("--older-than", "2024-13-01"), "«2024-13-01» — не версия и не день."),
        (("--record", "1", "--record", "99"), "Записи № 99 в каталоге нет."),
    ],
)
def test_a_wish_that_names_nothing_is_refused_before_files_are_read(
    program: Program, arguments: tuple[str, ...], said: str
) -> None:
    done = program.run("reextract", *arguments)
    assert done.code != 0
    assert done.out == ""
    assert said in done.err
