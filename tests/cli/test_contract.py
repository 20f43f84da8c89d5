"""The command line keeps its contract: shapes of the JSON lines, exit codes, nothing else on stdout."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.cli.programs import VECHE, Program

pytestmark = pytest.mark.slow

RESOLUTION = """АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА

П О С Т А Н О В Л Е Н И Е

от 5 марта 2012 г.                                              № 131-п
с. Заречное

О порядке расчистки дорог

В соответствии с Федеральным законом от 06.10.2003 № 131-ФЗ администрация района ПОСТАНОВЛЯЕТ:
1. Утвердить прилагаемый порядок расчистки дорог.
2. Признать утратившим силу постановление администрации Заречного района от 11.02.2009 № 17-п «О дорогах».
"""
DESCRIBED = {
    "kind": "постановление",
    "date": "2012-03-05",
    "number": "131-п",
    "title": "О порядке расчистки дорог",
}
STATUSES = {"in-force", "amended", "repealed", "not-yet", "draft", "unknown"}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home", {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "файлы"
    made.mkdir()
    (made / "дороги.txt").write_bytes(RESOLUTION.encode("cp1251"))
    (made / "копия.txt").write_bytes(RESOLUTION.encode("cp1251"))
    (made / "пустой.pdf").write_bytes(b"")
    (made / ".скрытый.txt").write_text(RESOLUTION.replace("131-п", "132-п"), encoding="utf-8")
    (made / "ссылка.txt").symlink_to(made / "дороги.txt")
    with zipfile.ZipFile(made / "пакет.zip", "w") as archive:
        archive.writestr("внутри.txt", RESOLUTION.replace("131-п", "133-п"))
        inner = made / "inner.zip"
        with zipfile.ZipFile(inner, "w") as nested:
            nested.writestr("глубже.txt", RESOLUTION.replace("131-п", "134-п"))
        archive.write(inner, "второй.zip")
        inner.unlink()
    return made


def feed(path: Path, rows: list[dict[str, object] | str]) -> Path:
    path.write_text(
        "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows),
        encoding="utf-8",
    )
    return path


def short(path: str) -> str:
    """The name of a file, or what stands behind the name of the archive."""
    return path.partition("пакет.zip")[2] or Path(path).name


def test_texts_are_described_in_order_each_with_its_id(program: Program) -> None:
    rows = [{"id": "а", "text": RESOLUTION}, {"id": 7, "text": ""}, {"id": "в", "text": "Об охране родников"}]
    done = program.run("describe", "--stdin", "--json", feed="\n".join(json.dumps(row) for row in rows))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [one["id"] for one in found] == ["а", 7, "в"]
    assert {key: found[0][key] for key in DESCRIBED} == DESCRIBED
    assert {(one["kind"], one["number"], one["relation"]) for one in found[0]["citations"]} >= {
        ("федеральный закон", "131-ФЗ", "cites"),
        ("постановление", "17-п", "repeals"),
    }
    assert found[1]["title"] is None
    assert found[2]["title"] == "Об охране родников"
    assert all(one["status"] in STATUSES for one in found)


def test_a_bad_line_is_named_and_the_others_are_answered(program: Program) -> None:
    done = program.run(
        "describe", "--stdin", "--json", feed='{"id": 1, "text": "О роднике"}\n{{\n{"id": 2, "text": ""}\n'
    )
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1, 2]
    assert done.returncode == 3
    assert "2" in done.stderr


def test_files_are_described_and_a_bad_one_has_an_error(program: Program, folder: Path) -> None:
    done = program.run("describe", str(folder / "дороги.txt"), str(folder / "пустой.pdf"), "--json")
    good, bad = (json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 3
    assert {key: good[key] for key in DESCRIBED} == DESCRIBED
    assert (good["text_layer"], good["pages"], good["error"]) == ("born", 1, None)
    assert bad["error"]
    assert program.run("describe", str(folder / "нет.pdf"), "--json").returncode == 3


def test_every_file_is_answered_once_and_left_where_it_was(program: Program, folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    done = program.run("add", str(folder), "--source", "Администрация Заречного района", "--json")
    found = {short(row["path"]): row for row in map(json.loads, done.stdout.splitlines())}
    outcomes = {name: row["outcome"] for name, row in found.items()}
    assert done.returncode == 0
    assert sorted(outcomes.pop(name) for name in ("дороги.txt", "копия.txt")) == ["catalogued", "duplicate"]
    assert outcomes == {
        "пустой.pdf": "rejected",
        ".скрытый.txt": "catalogued",
        "ссылка.txt": "rejected",
        "пакет.zip": "opened",
        "!/внутри.txt": "catalogued",
        "!/второй.zip": "opened",
        "!/второй.zip!/глубже.txt": "catalogued",
    }
    assert found["дороги.txt"]["record"] == found["копия.txt"]["record"]
    assert all(row["reason"] and row["reason_code"] for row in found.values() if row["outcome"] == "rejected")
    assert sorted(path.name for path in folder.iterdir()) == before
    again = [json.loads(line) for line in program.run("add", str(folder), "--json").stdout.splitlines()]
    assert {row["outcome"] for row in again} <= {"duplicate", "rejected", "opened"}
    missing = program.run("add", str(folder / "дороги.txt"), str(folder / "нет"), "--json")
    assert missing.returncode == 3
    assert len(missing.stdout.splitlines()) == 1


def test_imported_records_are_searchable_under_their_keys_and_replaced_by_them(
    program: Program, tmp_path: Path
) -> None:
    rows: list[dict[str, object] | str] = [
        {"id": "k 1", "class": "act", "kind": "решение", "title": "О налоге на землю", "number": "2-п"}
        | {"date": "2024-02-01", "text": "Ставка налога.\fВторая страница о садах.", "categories": ["taxes"]},
        {"id": "k2", "text": RESOLUTION},
        "не JSON",
        {"id": "k3", "title": None, "text": "Без всего.", "date": "", "categories": None},
    ]
    done = program.run("import", str(feed(tmp_path / "a.jsonl", rows)))
    assert done.returncode == 3
    assert "3" in done.stderr
    found = program.lines("search", "садах", "--json")[0]
    assert [(hit["key"], hit["page"]) for hit in found["hits"]] == [("k 1", 2)]
    assert "<mark>садах</mark>" in found["hits"][0]["snippet"]
    assert [(one["value"], one["count"]) for one in found["facets"]["category"]] == [("taxes", 1)]
    assert "решение 2024-02-01 № 2-п · действует" in program.run("search", "садах").stdout
    assert program.lines("search", "*", "--json")[0]["total"] == 3
    assert program.lines("search", "131-П", "--json")[0]["hits"][0]["key"] == "k2"
    again: list[dict[str, object] | str] = [{"id": "k 1", "text": "О прудах."}]
    assert program.run("import", str(feed(tmp_path / "b.jsonl", again))).returncode == 0
    assert program.lines("search", "садах", "--json")[0]["total"] == 0
    assert program.lines("search", "пруды", "--json")[0]["hits"][0]["key"] == "k 1"


def test_queries_from_stdin_are_answered_with_their_ids(program: Program, tmp_path: Path) -> None:
    program.run(
        "import",
        str(
            feed(
                tmp_path / "a.jsonl", [{"id": "a", "number": "2-п", "title": "О прудах", "text": "О прудах."}]
            )
        ),
    )
    asked = [
        {"id": "1", "query": "2-п"},
        {"id": 2, "query": "((("},
        {"id": None, "query": ""},
        {"id": 4, "query": "-"},
    ]
    found = program.lines("search", "--stdin", "--json", feed="\n".join(json.dumps(row) for row in asked))
    assert [one["id"] for one in found] == ["1", 2, None, 4]
    assert [one["total"] for one in found] == [1, 0, 0, 0]


def test_a_backup_restores_elsewhere_to_the_same_answers(
    program: Program, folder: Path, tmp_path: Path
) -> None:
    program.run("add", str(folder))
    for target in (tmp_path / "копия.veche", tmp_path / "флешка"):
        if target.suffix == "":
            target.mkdir()
        assert program.run("backup", str(target)).returncode == 0
        other = Program(tmp_path / f"другой-{target.name}", {})
        assert other.run("restore", str(target)).returncode == 0
        assert json.loads(other.run("check", "--json").stdout)["faults"] == []
        query = ("search", "расчистка дорог", "--json")
        assert other.lines(*query)[0]["hits"] == program.lines(*query)[0]["hits"]
        assert other.run("restore", str(target)).returncode != 0
    for command in (("check",), ("index", "check"), ("index", "rebuild"), ("index", "check")):
        assert program.run(*command).returncode == 0


def test_without_a_home_a_command_says_so(tmp_path: Path) -> None:
    nowhere = Program(tmp_path / "home", {"PYTHONPATH": str(Path(__file__).resolve().parents[2])})
    environment = {key: value for key, value in nowhere.environment.items() if key != "VECHE_HOME"}
    done = subprocess.run(
        [*VECHE, "search", "x"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 4
    assert "VECHE_HOME" in done.stderr
