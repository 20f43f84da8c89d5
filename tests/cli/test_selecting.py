"""Selections from the command line: a dossier from its making to a file that anybody can check."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from acts.status import intervals
from catalog.database import Database
from catalog.home import Home
from catalog.model import RecordClass, RecordDraft
from search.indexer import Indexer
from tests.cli.in_process import Program
from tests.dossiers.stock import draft

ROWS = [
    {"class": "act", "kind": "решение", "date": "2024-03-05", "number": "12",
     "title": "О бюджете Заречного района", "issuer": "Собрание депутатов Заречного района",
     "text": "О бюджете Заречного района.\fПриложение."},
    {"class": "act", "kind": "решение", "date": "2025-03-05", "number": "7",
     "title": "Об исполнении бюджета", "issuer": "Собрание депутатов Заречного района",
     "text": "Исполнение бюджета."},
    {"class": "press", "date": "2024-03-12", "title": "Бюджет принят", "issuer": "Заречные вести",
     "text": "Тайна газеты о бюджете."},
    {"class": "act", "kind": "постановление", "date": "2024-05-01", "number": "9",
     "title": "О дорогах", "issuer": "Администрация Заречного района", "text": "О дорогах."},
]  # fmt: skip


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: bytes) -> Path:
    """A home with the rows and their index; tests take copies of it."""
    home = Home.open(tmp_path_factory.mktemp("selecting") / "home", create=True)
    home.database.write_bytes(migrated_sqlite)
    with Database.open(home.database_url) as database:
        with database.write() as work:
            work.records.add_many([_draft(row) for row in ROWS])
        Indexer(database, home.index, intervals).rebuild()
    return home.path


def _draft(row: dict[str, str]) -> RecordDraft:
    fields = {name: value for name, value in row.items() if name not in ("class", "text")}
    return draft(RecordClass(row["class"]), fields, pages=tuple(row["text"].split("\f")))


@pytest.fixture
def program(
    made_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Program:
    settings = {"HOME": str(shutil.copytree(made_home, tmp_path / "home")), "TODAY": "2026-03-05"}
    for name, value in (settings | {"RESERVE_MIB": "0"}).items():
        monkeypatch.setenv(f"VECHE_{name}", value)
    return Program(monkeypatch, capsys)


def test_a_dossier_from_its_making_to_its_file(program: Program, tmp_path: Path) -> None:
    made = program.line("dossier", "create", "Бюджет района", "--query", "бюджет", "--public")
    slug = made["slug"]
    assert (slug, made["records"], made["issue"]) == ("byudzhet-rajona", 0, None)
    added = program.line("dossier", "add", slug, "--query", "бюджет")
    assert (added["records"], added["left"]) == (3, 0)
    shown = program.lines("dossier", "show", slug)
    assert [row["position"] for row in shown] == [1, 2, 3]
    assert {row["class"] for row in shown} == {"act", "press"}
    assert all(row["description"] for row in shown)
    issue = program.line("dossier", "publish", slug, "--compiler", "Иванова")
    assert (issue["issue"], issue["entries"], issue["as_of"]) == (1, 3, "2026-03-05")
    listed = program.line("dossier", "list")
    assert (listed["slug"], listed["title"], listed["public"], listed["issue"]) == (
        slug,
        "Бюджет района",
        True,
        1,
    )

    folder = tmp_path / "файлы"
    folder.mkdir()
    for format in ("csv", "zip"):
        told = program.line("dossier", "export", slug, "--format", format, "--out", str(folder))
        path = Path(told["path"])
        assert path.name == f"Досье «Бюджет района» выпуск 1 на 2026-03-05.{format}"
        assert hashlib.sha256(path.read_bytes()).hexdigest() == told["sha256"]
        assert told["code"] == issue["code"]
        assert "Тайна газеты".encode() not in path.read_bytes()
    named = folder / "опись.csv"
    again = program.line("dossier", "export", slug, "--format", "csv", "--out", str(named))
    assert hashlib.sha256(named.read_bytes()).hexdigest() == again["sha256"]
    assert sorted(path.suffix for path in folder.iterdir()) == [".csv", ".csv", ".zip"]

    roads = program.line("search", "дороги")["hits"][0]
    program.run("dossier", "add", slug, str(roads["record"]), "--note", "для сравнения")
    changes = program.lines("dossier", "changes", slug)
    assert [(row["what"], row["record"]) for row in changes] == [("came", roads["record"])]
    assert program.line("dossier", "publish", slug)["changes"] == 1
    old = program.lines("dossier", "show", slug, "--issue", "1")
    assert len(old) == 3


def test_a_request_put_again_proposes_and_a_librarian_decides(program: Program) -> None:
    slug = program.line("list", "create", "Дороги", "--query", "дороги", "--refresh-days", "7")["slug"]
    told = program.line("list", "refresh", slug)
    assert (told["found"], told["offered"], told["leaving"]) == (1, 1, 0)
    assert [row["place"] for row in program.lines("list", "show", slug)] == ["offered"]
    taken = program.line("list", "accept", slug)
    assert (taken["records"], taken["offered"]) == (1, 0)
    assert program.line("list", "refresh") == {"refreshed": 0}


def test_lists_of_a_period_need_no_selection(program: Program, tmp_path: Path) -> None:
    year = ("--from", "2024-01-01", "--to", "2024-12-31")
    acts = program.lines("list", "acts", *year)
    assert [(row["position"], row["number"]) for row in acts] == [(1, "9"), (2, "12")]
    everything = ("--from", "2000-01-01", "--to", "2999-12-31")
    assert len(program.lines("list", "arrivals", *everything)) == 4
    assert program.lines("list", "deposit", *everything) == []
    told = program.line("list", "arrivals", *everything, "--format", "ris", "--out", str(tmp_path / "a.ris"))
    assert Path(told["path"]).read_bytes().count(b"TY  -") == 4
    folder = program.line("press", "create", "Пресса")["slug"]
    article = next(row for row in program.lines("list", "arrivals", *everything) if row["class"] == "press")
    program.run("press", "add", folder, str(article["record"]))
    digest = program.lines("press", "digest", folder, *year, "--by", "newspaper")
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
        assert (done.code, done.out) == (code, ""), arguments
        assert words in done.err, arguments
    slug = program.line("dossier", "create", "Пустое")["slug"]
    assert program.run("dossier", "publish", slug).code == 1
    assert "нет выпусков" in program.run("dossier", "export", slug).err
    program.run("dossier", "add", slug, "1")
    program.run("dossier", "publish", slug)
    again = program.run("dossier", "publish", slug)
    assert (again.code, "ничего не изменилось" in again.err) == (10, True)
    wrong = program.run("dossier", "export", slug, "--format", "doc", "--out", str(tmp_path))
    assert (wrong.code, "pdf" in wrong.err) == (3, True)
