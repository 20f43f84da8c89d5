"""The whole product: a file dropped into the intake is found on the site, whatever dies in between."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.parse
from pathlib import Path

import pytest

from cli.exits import ExitCode
from tests.cli.programs import VECHE, Program, free_port, running, until

pytestmark = pytest.mark.slow

DECISION = """СОБРАНИЕ ДЕПУТАТОВ ЗАРЕЧНОГО РАЙОНА

РЕШЕНИЕ

от 14 марта 2024 г.                                             № 43/2
с. Заречное

О порядке содержания колодцев

Собрание депутатов Заречного района РЕШИЛО:
1. Утвердить порядок содержания общественных колодцев.
2. Настоящее решение вступает в силу со дня подписания.
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home", {"VECHE_SETTLE_SECONDS": "0.5", "VECHE_RESERVE_MIB": "16"})


def query(words: str) -> str:
    return "/search?q=" + urllib.parse.quote(words)


def test_a_file_dropped_into_the_intake_is_found_by_a_word_and_stands_in_the_receipt(
    program: Program,
) -> None:
    with running(program) as site:
        folder = program.home / "intake" / "Акты" / "Собрание депутатов Заречного района"
        folder.mkdir(parents=True)
        dropped = folder / "решение 43-2.txt"
        dropped.write_bytes(DECISION.encode("cp1251"))
        assert until(lambda: "О порядке содержания колодцев" in site.get(query("колодец")), 90)
        assert until(lambda: not dropped.exists(), 10)
        receipts = program.home / "intake" / "Квитанции"
        assert until(
            lambda: any("решение 43-2.txt" in path.read_text() for path in receipts.glob("*.html")), 20
        )
    assert site.process.returncode == 0
    found = program.lines("search", "№ 43/2", "--json")[0]
    assert [hit["number"] for hit in found["hits"]] == ["43/2"]


def test_an_unreadable_file_stands_in_not_accepted_beside_its_reason(program: Program) -> None:
    with running(program):
        folder = program.home / "intake" / "Акты"
        (folder / "пустой.pdf").write_bytes(b"")
        refused = program.home / "intake" / "Не принято"
        assert until(lambda: any(path.name == "почему.txt" for path in refused.rglob("*")), 30)
        why = next(refused.rglob("почему.txt")).read_text(encoding="utf-8-sig")
        assert "пустой.pdf" in why
        assert any(path.name == "пустой.pdf" for path in refused.rglob("*"))
        assert not (folder / "пустой.pdf").exists()


def test_a_second_start_on_the_same_home_is_refused_with_a_sentence(program: Program) -> None:
    with running(program):
        second = program.run("run", "--port", "1", timeout=60)
    assert second.returncode != 0
    assert second.stderr.strip()


def test_a_catalogue_that_does_not_answer_ends_the_start_with_its_sentence_and_code(tmp_path: Path) -> None:
    nobody = f"postgresql+psycopg://x@127.0.0.1:{free_port()}/x"
    program = Program(tmp_path / "home", {"VECHE_DATABASE_URL": nobody})
    done = program.run("run", "--port", str(free_port()), timeout=60)
    assert done.returncode == ExitCode.DATABASE
    assert done.stderr.count("База данных не отвечает") == 1


def test_everything_dies_with_a_killed_supervisor_and_nothing_is_lost(program: Program) -> None:
    with running(program) as site:
        folder = program.home / "intake" / "Акты"
        for number in range(12):
            (folder / f"решение {number}.txt").write_text(DECISION.replace("43/2", f"50/{number}"))
        assert until(lambda: "50/" in site.get(query("колодец")), 40)
        site.process.send_signal(signal.SIGKILL)
        site.process.wait(10)
        assert until(lambda: site.get("/health") == "", 20)
    with running(program):
        assert until(lambda: not list(folder.glob("решение *.txt")), 60)
    state = json.loads(program.run("check", "--json").stdout)
    assert state["faults"] == []
    assert state["by_state"]["catalogued"] == 12


def test_two_processes_answer_while_a_third_writes(program: Program, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    rows = (
        {"id": f"r{n}", "title": f"О колодцах {n}", "text": DECISION, "number": f"{n}-п"} for n in range(40)
    )
    feed.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    with running(program, "serve") as first, running_reader(program) as reader:
        assert program.run("import", str(feed)).returncode == 0
        assert until(lambda: "40" in first.get(query("колодец")), 20)
        assert reader_total(reader, "колодец") == 40


def running_reader(program: Program) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*VECHE, "search", "--stdin", "--json"],
        env=program.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def reader_total(reader: subprocess.Popen[str], words: str) -> int:
    assert reader.stdin is not None
    assert reader.stdout is not None
    reader.stdin.write(json.dumps({"id": 1, "query": words, "limit": 1}) + os.linesep)
    reader.stdin.flush()
    return int(json.loads(reader.stdout.readline())["total"])


def test_a_damaged_index_is_said_and_built_anew_while_the_site_serves(
    program: Program, tmp_path: Path
) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_text(json.dumps({"id": "1", "title": "О колодцах", "text": DECISION}, ensure_ascii=False))
    assert program.run("import", str(feed)).returncode == 0
    broken = [
        path for path in (program.home / "index").rglob("*") if path.is_file() and path.stat().st_size > 100
    ]
    for path in broken:
        path.write_bytes(path.read_bytes()[:50])
    assert program.run("index", "check").returncode != 0
    with running(program, "serve") as site:
        assert until(lambda: "колодц" in site.get(query("колодец")), 90)
    assert program.run("index", "check").returncode == 0
