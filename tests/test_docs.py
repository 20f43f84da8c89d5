"""What the documentation says is true of the program: commands, targets, settings, links, messages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer

from catalog.settings import KINDS
from ingest.sidecars import read_sidecar

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted({ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "demo" / "README.md"})
GUIDE = ROOT / "docs" / "guide" / "ru"
_BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_VECHE = re.compile(r"(?:^|[\s(]|bin/)veche ([a-z][^#\n&;]*)", re.MULTILINE)
_MAKE = re.compile(r"(?:^ *|&& |sudo )make ([a-z][a-z-]*)", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
_TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def _code(page: Path) -> Iterator[str]:
    """Shell blocks and code spans of a page."""
    text = page.read_text("utf-8")
    for language, block in _BLOCK.findall(text):
        if language == "sh":
            yield block
    yield from _SPAN.findall(_BLOCK.sub("", text))


def _commands() -> list[tuple[str, str]]:
    return sorted(
        {
            (page.relative_to(ROOT).as_posix(), " ".join(found.split()))
            for page in PAGES
            for code in _code(page)
            for found in _VECHE.findall(code)
        }
    )


@cache
def _program() -> typer.core.TyperGroup:
    """The whole program: every command and group with what it takes."""
    from cli.commands import COMMANDS  # wanted by these tests alone

    return typer.core.TyperGroup(commands=[command.load() for command in COMMANDS])


def _faults(command: str) -> list[str]:
    """What of a command line the program does not know."""
    here: object = _program()
    words = command.split()
    while words and isinstance(here, typer.core.TyperGroup):
        names = words.pop(0).split("|")
        unknown = [name for name in names if name not in here.commands]
        if unknown or here.commands[names[0]].hidden:
            return unknown or names
        here = here.commands[names[0]]
    if isinstance(here, typer.core.TyperGroup):  # a group is named for all of its commands
        return []
    assert isinstance(here, typer.core.TyperCommand)
    known = {option for parameter in here.params for option in (*parameter.opts, *parameter.secondary_opts)}
    options = [word.strip("[]").partition("=")[0] for word in words if word.lstrip("[").startswith("--")]
    return [option for option in options if option not in known | {"--help"}]


def test_the_documentation_names_the_main_commands() -> None:
    named = {command.split()[0] for _, command in _commands()}
    assert {
        "run",
        "add",
        "search",
        "describe",
        "import",
        "check",
        "backup",
        "restore",
        "user",
        "index",
    } <= named


@pytest.mark.parametrize(("page", "command"), _commands())
def test_every_command_of_the_documentation_exists(page: str, command: str) -> None:
    assert _faults(command) == [], page


def test_a_command_that_does_not_exist_is_noticed() -> None:
    assert _faults("fly") == ["fly"]
    assert _faults("add x --wings") == ["--wings"]
    assert _faults("index burn") == ["burn"]


def test_every_make_target_of_the_documentation_exists() -> None:
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text("utf-8")))
    named = {(page.name, name) for page in PAGES for code in _code(page) for name in _MAKE.findall(code)}
    assert {name for _, name in named} >= {"run", "install", "bundle"}
    assert [pair for pair in named if pair[1] not in targets] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    links = _LINK.findall(_BLOCK.sub("", page.read_text("utf-8")))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_settings_shown_in_the_guide_exist() -> None:
    shown = [
        tomllib.loads(block)
        for page in GUIDE.glob("*.md")
        for language, block in _BLOCK.findall(page.read_text("utf-8"))
        if language == "toml" and "вид =" not in block
    ]
    keys = {key for table in shown for key in table}
    assert {"library_name", "host_names", "held_folders"} <= keys
    assert keys <= set(KINDS)


def test_the_description_file_of_the_guide_is_understood(tmp_path: Path) -> None:
    text = (GUIDE / "04-adding.md").read_text("utf-8")
    (block,) = (block for language, block in _BLOCK.findall(text) if language == "toml")
    path = tmp_path / "скан 0012.pdf.toml"
    path.write_text(block, encoding="utf-8")
    sidecar = read_sidecar(path)
    assert sidecar.faults == ()
    assert sidecar.values["date"] == "2023-10-05"
    assert sidecar.values["kind"] == "постановление"


def test_every_key_of_a_description_file_in_the_guide_is_known(tmp_path: Path) -> None:
    text = (GUIDE / "04-adding.md").read_text("utf-8")
    table = text.partition("| ключ |")[2].partition("\n\n")[0]
    keys = [
        key for line in table.splitlines()[2:] for cell in line.split("|")[1:3] for key in _SPAN.findall(cell)
    ]
    assert len(keys) > 30
    for number, key in enumerate(keys):
        path = tmp_path / f"{number}.toml"
        value = "2024-01-09" if "дат" in key or "действует" in key else '"да"'
        path.write_text(f"{key} = {value}\n", encoding="utf-8")
        assert all("непонятно" not in fault or _wants_other(key) for fault in read_sidecar(path).faults), key


def _wants_other(key: str) -> bool:
    """Whether the key takes neither a day nor «да»."""
    return key in {"доступ", "visibility", "date", "published", "in_force_from", "in_force_until"}


def test_every_reason_that_a_librarian_may_read_is_explained_in_the_guide() -> None:
    explained = (GUIDE / "10-when-red.md").read_text("utf-8")
    reasons = tomllib.loads((ROOT / "ingest" / "reasons.toml").read_text("utf-8"))["reason"]
    told_elsewhere = {
        "opened",
        "letter",
        "several",
        "several/articles",
        "duplicate",
        "merged",
        "edition",
        "sidecar",
        "sidecar-folder",
        "sidecar-unreadable",
    }
    missing = [
        code
        for code, sentence in reasons.items()
        if code not in told_elsewhere and _beginning(sentence["ru"]) not in explained
    ]
    assert missing == []


def _beginning(sentence: str) -> str:
    """The first words of a message, up to what changes from file to file."""
    return re.split(r"[.:;({,]", sentence)[0].strip().removesuffix(" на этом файле")


def test_units_and_the_share_agree_on_the_data_home() -> None:
    service = (ROOT / "deploy" / "veche.service").read_text("utf-8")
    share = (ROOT / "deploy" / "smb.conf.veche").read_text("utf-8")
    assert "Environment=VECHE_HOME=/srv/veche\n" in service
    assert "path = /srv/veche/intake\n" in share
    assert "force user = veche\n" in share
