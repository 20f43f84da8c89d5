"""Selections from the command line: a dossier from its making to a file that anybody can check."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.programs import Program

pytestmark = pytest.mark.slow

ROWS = [
    {"id": "1", "class": "act", "kind": "решение", "date": "2024-03-05", "number": "12",
     "title": "О бюджете Заречного района", "issuer": "Собрание депутатов Заречного района",
     "text": "О бюджете Заречного района.\fПриложение."},
    {"id": "2", "class": "act", "kind": "решение", "date": "2025-03-05", "number": "7",
     "title": "Об исполнении бюджета", "issuer": "Собрание депутатов Заречного района",
     "text": "Исполнение бюджета."},
    {"id": "3", "class": "press", "date": "2024-03-12", "title": "Бюджет принят", "issuer": "Заречные вести",
     "text": "Тайна газеты о бюджете."},
    {"id": "4", "class": "act", "kind": "постановление", "date": "2024-05-01", "number": "9",
     "title": "О дорогах", "issuer": "Администрация Заречного района", "text": "О дорогах."},
]  # fmt: skip


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(tmp_path / "home", {"VECHE_TODAY": "2026-03-05", "VECHE_RESERVE_MIB": "0"})
    rows = tmp_path / "строки.jsonl"
    rows.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), encoding="utf-8")
    assert made.run("import", str(rows)).returncode == 0
    return made


def only(rows: list[dict[str, Any]]) -> dict[str, Any]:
    (row,) = rows
    return row


def test_a_dossier_from_its_making_to_its_file(program: Program, tmp_path: Path) -> None:
    made = only(
        program.lines("dossier", "create", "Бюджет района", "--query", "бюджет", "--public", "--json")
    )
    slug = made["slug"]
    assert (slug, made["records"], made["issue"]) == ("byudzhet-rajona", 0, None)
    added = only(program.lines("dossier", "add", slug, "--query", "бюджет", "--json"))
    assert (added["records"], added["left"]) == (3, 0)
    shown = program.lines("dossier", "show", slug, "--json")
    assert [row["position"] for row in shown] == [1, 2, 3]
    assert {row["class"] for row in shown} == {"act", "press"}
    assert all(row["description"] for row in shown)
    issue = only(program.lines("dossier", "publish", slug, "--compiler", "Иванова", "--json"))
    assert (issue["issue"], issue["entries"], issue["as_of"]) == (1, 3, "2026-03-05")
    listed = only(program.lines("dossier", "list", "--json"))
    assert (listed["slug"], listed["title"], listed["public"], listed["issue"]) == (
        slug,
        "Бюджет района",
        True,
        1,
    )

    folder = tmp_path / "файлы"
    folder.mkdir()
    for format in ("csv", "zip"):
        told = only(
            program.lines("dossier", "export", slug, "--format", format, "--out", str(folder), "--json")
        )
        path = Path(told["path"])
        assert path.name == f"Досье «Бюджет района» выпуск 1 на 2026-03-05.{format}"
        assert hashlib.sha256(path.read_bytes()).hexdigest() == told["sha256"]
        assert told["code"] == issue["code"]
        assert "Тайна газеты".encode() not in path.read_bytes()
    named = folder / "опись.csv"
    again = only(program.lines("dossier", "export", slug, "--format", "csv", "--out", str(named), "--json"))
    assert hashlib.sha256(named.read_bytes()).hexdigest() == again["sha256"]
    assert sorted(path.suffix for path in folder.iterdir()) == [".csv", ".csv", ".zip"]

    roads = next(row for row in program.lines("search", "дороги", "--json") if "hits" in row)["hits"][0]
    program.run("dossier", "add", slug, str(roads["record"]), "--note", "для сравнения")
    changes = program.lines("dossier", "changes", slug, "--json")
    assert [(row["what"], row["record"]) for row in changes] == [("came", roads["record"])]
    assert only(program.lines("dossier", "publish", slug, "--json"))["changes"] == 1
    old = program.lines("dossier", "show", slug, "--issue", "1", "--json")
    assert len(old) == 3


def test_a_request_put_again_proposes_and_a_librarian_decides(program: Program) -> None:
    slug = only(
        program.lines("list", "create", "Дороги", "--query", "дороги", "--refresh-days", "7", "--json")
    )["slug"]
    told = only(program.lines("list", "refresh", slug, "--json"))
    assert (told["found"], told["offered"], told["leaving"]) == (1, 1, 0)
    assert [row["place"] for row in program.lines("list", "show", slug, "--json")] == ["offered"]
    taken = only(program.lines("list", "accept", slug, "--json"))
    assert (taken["records"], taken["offered"]) == (1, 0)
    assert only(program.lines("list", "refresh", "--json")) == {"refreshed": 0}


def test_lists_of_a_period_need_no_selection(program: Program, tmp_path: Path) -> None:
    year = ("--from", "2024-01-01", "--to", "2024-12-31")
    acts = program.lines("list", "acts", *year, "--json")
    assert [(row["position"], row["number"]) for row in acts] == [(1, "9"), (2, "12")]
    everything = ("--from", "2000-01-01", "--to", "2999-12-31")
    assert len(program.lines("list", "arrivals", *everything, "--json")) == 4
    assert program.lines("list", "deposit", *everything, "--json") == []
    told = only(
        program.lines(
            "list", "arrivals", *everything, "--format", "ris", "--out", str(tmp_path / "a.ris"), "--json"
        )
    )
    assert Path(told["path"]).read_bytes().count(b"TY  -") == 4
    folder = only(program.lines("press", "create", "Пресса", "--json"))["slug"]
    article = next(
        row for row in program.lines("list", "arrivals", *everything, "--json") if row["class"] == "press"
    )
    program.run("press", "add", folder, str(article["record"]))
    digest = program.lines("press", "digest", folder, *year, "--by", "newspaper", "--json")
    assert [(row["record"], row["section"]) for row in digest] == [(article["record"], "Заречные вести")]


def test_what_is_not_there_is_told_in_a_sentence(program: Program, tmp_path: Path) -> None:
    for arguments, code, words in (
        (("dossier", "show", "net"), 3, "«net»"),
        (("dossier", "export", "net"), 3, "«net»"),
        (("list", "acts", "--from", "вчера", "--to", "2024-01-01"), 2, "вчера"),
        (("list", "acts", "--from", "2025-01-01", "--to", "2024-01-01"), 1, "Начало периода"),
        (("dossier", "create", "Досье", "--grouping", "цвет"), 1, "группируются"),
    ):
        done = program.run(*arguments)
        assert (done.returncode, done.stdout) == (code, ""), arguments
        assert words in done.stderr, arguments
    slug = only(program.lines("dossier", "create", "Пустое", "--json"))["slug"]
    assert program.run("dossier", "publish", slug).returncode == 1
    assert "нет выпусков" in program.run("dossier", "export", slug).stderr
    program.run("dossier", "add", slug, "1")
    program.run("dossier", "publish", slug)
    again = program.run("dossier", "publish", slug)
    assert (again.returncode, "ничего не изменилось" in again.stderr) == (10, True)
    wrong = program.run("dossier", "export", slug, "--format", "doc", "--out", str(tmp_path))
    assert (wrong.returncode, "pdf" in wrong.stderr) == (3, True)
