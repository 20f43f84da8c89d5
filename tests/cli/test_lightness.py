"""No process loads what it does not use: the program starts at once, and what stays in memory is small."""

from __future__ import annotations

import json
import os
import signal
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli.programs import ROOT, Program, running, until

pytestmark = pytest.mark.slow

WRITERS = {"docx", "xlsxwriter", "typst"}
SITE = {"starlette", "uvicorn", "jinja2", "markdown_it", "multipart"}
INDEX = {"whoosh", "numpy"}
CATALOGUE = {"sqlalchemy", "argon2"}
LANGUAGE = {"pymorphy3", "Stemmer", "babel"}
ARRIVALS = {"watchdog", "datasketch", "rapidfuzz"}
READERS = {"pypdfium2", "pdfminer", "pdfplumber", "PIL", "lxml", "python_calamine", "olefile"}
OURS = {"language", "acts", "extraction", "search", "dossiers", "ingest", "desk", "web"}
NEVER = {"alembic", "rich"}  # tables of another version are rare, and so are progress bars where nobody looks
ALL = WRITERS | SITE | INDEX | CATALOGUE | LANGUAGE | ARRIVALS | READERS | NEVER

NOT_WANTED = {
    "run": ALL,
    "site": {"xlsxwriter", "typst", "watchdog", "datasketch", "pdfminer", "pdfplumber", "docx"} | NEVER,
    "intake": WRITERS | SITE | INDEX | READERS | NEVER,
    "indexer": WRITERS | SITE | ARRIVALS | READERS | NEVER | {"babel"},
    "office": WRITERS | {"starlette", "uvicorn", "jinja2"} | ARRIVALS | READERS | NEVER,
}

TELLING = """
import atexit, json, os, signal, sys

def tell():
    modules = sorted({{name.partition(".")[0] for name in sys.modules}})
    with open(os.path.join({folder!r}, str(os.getpid())), "w") as file:
        json.dump([sys.argv[1:], modules], file)

signal.signal(signal.SIGTERM, lambda *_: sys.exit())
atexit.register(tell)
"""


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A folder into which every process that ends writes its arguments and the packages that it loaded."""
    folder = tmp_path / "told"
    folder.mkdir()
    (tmp_path / "telling").mkdir()
    (tmp_path / "telling" / "sitecustomize.py").write_text(TELLING.format(folder=str(folder)))
    return folder


@pytest.fixture
def program(tmp_path: Path, told: Path) -> Program:
    path = os.pathsep.join([str(tmp_path / "telling"), str(ROOT)])
    return Program(tmp_path / "home", {"PYTHONPATH": path, "VECHE_RESERVE_MIB": "16"})


def loaded(told: Path) -> dict[str, set[str]]:
    """Packages that were loaded, by the command or by the part that is a process of its own."""
    found = {}
    for path in told.iterdir():
        arguments, modules = json.loads(path.read_text())
        found[arguments[1] if arguments[:1] == ["child"] else arguments[0]] = set(modules)
    return found


def test_the_version_is_told_at_once(program: Program, told: Path) -> None:
    assert program.run("--version").stdout == f"veche {version('veche')}\n"
    assert loaded(told)["--version"] & (ALL | OURS) == set()


def test_help_loads_the_command_line_alone(program: Program, told: Path) -> None:
    assert "Искать." in program.run("--help").stdout
    assert loaded(told)["--help"] & (ALL | OURS) == set()


def test_a_command_loads_what_it_uses(program: Program, told: Path, tmp_path: Path) -> None:
    act = tmp_path / "о роднике.txt"
    act.write_text("О роднике")
    assert program.run("search", "родник").returncode == 0  # makes the home and its tables
    for path in told.iterdir():
        path.unlink()
    assert program.run("search", "родник", "--json").returncode == 0
    assert program.run("describe", str(act), "--json").returncode == 0
    assert program.run("check", "--json").returncode == 0
    found = loaded(told)
    outside = WRITERS | SITE | ARRIVALS | READERS | NEVER
    assert found["search"] & (outside | {"babel"}) == set()
    assert found["describe"] & (outside | CATALOGUE | INDEX) == set()
    assert found["check"] & (outside | {"babel"}) == set()


def test_the_supervisor_and_each_of_its_children_load_what_they_use(program: Program, told: Path) -> None:
    with running(program) as site:
        assert site.get("/")
        children = f"/proc/{site.process.pid}/task/{site.process.pid}/children"
        assert until(lambda: len(Path(children).read_text().split()) == 4)
        site.process.send_signal(signal.SIGTERM)
        site.process.wait(40)
    found = loaded(told)
    needless = {part: found[part] & unwanted for part, unwanted in NOT_WANTED.items()}
    assert {part: names for part, names in needless.items() if names} == {}
    assert "starlette" in found["site"]
