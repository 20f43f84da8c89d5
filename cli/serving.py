"""``veche run``, ``serve`` and ``watch``: parts that stay, under a supervisor that opens no database."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from cli import output
from cli.exits import ExitCode
from cli.homes import home_and_settings
from cli.listening import address_to_open, listening_socket
from cli.sentences import say
from cli.supervisor import Child, Supervisor, run_to_end

HostOption = Annotated[str | None, typer.Option(help=say("host"))]
PortOption = Annotated[int | None, typer.Option(min=1, max=65535, help=say("port"))]
DEMO_HOME = Path("var-demo")
DEMO_SETTINGS = """# Демонстрационное собрание: район, органы, люди и газеты вымышлены.
demo = true
library_name = "Муниципальные акты Заречного района"
settle_seconds = 1
"""


def run(
    demo: Annotated[bool, typer.Option("--demo", help=say("run_demo"))] = False,
    host: HostOption = None,
    port: PortOption = None,
) -> None:
    """Site, intake, indexer and office together."""
    if demo:
        _choose_demo_home()
    _stay(("site", "intake", "indexer", "office"), host, port, demo=demo)


def serve(host: HostOption = None, port: PortOption = None) -> None:
    """The site alone, with the office that makes what is ordered on it; the indexer waits for its lock."""
    _stay(("site", "indexer", "office"), host, port)


def watch(once: Annotated[bool, typer.Option("--once", help=say("once"))] = False) -> None:
    """The intake alone."""
    if not once:
        _stay(("intake", "indexer"), None, None)
        return
    from cli.wiring import opened  # a supervisor needs no catalogue

    with opened(create=True) as station, station.intake() as intake:
        intake.run_once()
        station.bring_up_to_date()


def _stay(parts: tuple[str, ...], host: str | None, port: int | None, *, demo: bool = False) -> None:
    """Run parts under a supervisor until told to stop; one supervisor of a kind a home."""
    with ExitStack() as stack:
        home, settings = home_and_settings(create=True)
        for part in ("site", "intake"):
            if part in parts:
                stack.enter_context(home.lock(part))
        host = host or settings.host
        port = port or settings.port
        inherits: tuple[int, ...] = ()
        if "site" in parts:
            inherits = (stack.enter_context(listening_socket(host, port)).fileno(),)
        output.message(say("home_is", home=home.path))
        _make_ready(demo=demo)
        if "site" in parts:
            output.message(say("site_ready", address=address_to_open(host, port, settings.host_names)))
        children = [_child(part, inherits) for part in parts]
        if demo:
            children.append(Child("demo", ("child", "demo"), ends=True))
        code = Supervisor(children, _tell).run()
    output.message(say("stopped"))
    raise typer.Exit(ExitCode.FAULTS if code else ExitCode.OK)


def _make_ready(*, demo: bool) -> None:
    """Bring the catalogue to this version, in a process that gives its memory back; it says what is wrong."""
    code = run_to_end(("child", "ready-with-demo" if demo else "ready"))
    if code:
        raise typer.Exit(code if code > 0 else ExitCode.FAULTS)


def _child(part: str, inherits: tuple[int, ...]) -> Child:
    if part != "site":
        return Child(part, ("child", part))
    return Child(part, ("child", part, "--listening", str(inherits[0])), inherits)


def _tell(event: str, name: str, code: int) -> None:
    """Say what became of a child."""
    if event == "restarted":
        output.message(say("child_restarted", name=say(f"child_{name}"), code=code))
    else:
        output.message(say("stopping"))


def _choose_demo_home() -> None:
    """The demo has a home of its own."""
    home = DEMO_HOME.absolute()
    os.environ["VECHE_HOME"] = str(home)
    settings = home / "veche.toml"
    if not settings.exists():
        home.mkdir(mode=0o700, exist_ok=True)
        settings.write_text(DEMO_SETTINGS, encoding="utf-8")
