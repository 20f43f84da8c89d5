"""``veche run``, ``serve`` and ``watch``: the parts that stay, and the demo."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from catalog.arrivals import LedgerState
from catalog.errors import IndexDamaged
from cli import office, output
from cli.exits import ExitCode
from cli.listening import address_to_open, listening_socket
from cli.patience import PatientProtocol
from cli.sentences import say
from cli.supervisor import Child, Supervisor
from cli.wiring import Station, opened
from web.lifespan import site

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
    with opened(create=True) as station, station.intake() as intake:
        intake.run_once()
        station.bring_up_to_date()


def child(part: str, listening: int = -1) -> None:
    """One part as a process of its own, started by the supervisor, which hands the site its open socket."""
    with opened() as station:
        if part == "site":
            _serve_site(station, listening)
            return
        stop = office.stopping()
        if part == "indexer":
            station.indexer().run(stop, _tell_damage)
        elif part == "office":
            office.go_on(station, stop)
        else:
            with station.intake() as intake:
                intake.run(stop)


def _serve_site(station: Station, listening: int) -> None:
    """Answer requests that come in by a socket until told to stop."""
    app = site(station.home, station.settings, station.database, station.originals, station.clock)
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=64 * 1024,
    )
    with socket.socket(fileno=listening) as taken:
        uvicorn.Server(config).run(sockets=[taken])


def _stay(parts: tuple[str, ...], host: str | None, port: int | None, *, demo: bool = False) -> None:
    """Run parts under a supervisor until told to stop; one supervisor of a kind a home."""
    with ExitStack() as stack:
        station = stack.enter_context(opened(create=True))
        for part in ("site", "intake"):
            if part in parts:
                stack.enter_context(station.home.lock(part))
        host = host or station.settings.host
        port = port or station.settings.port
        inherits: tuple[int, ...] = ()
        if "site" in parts:
            inherits = (stack.enter_context(listening_socket(host, port)).fileno(),)
        output.message(say("home_is", home=station.home.path))
        tick = _demo(station) if demo else _nothing
        children = [_child(part, inherits) for part in parts]
        if "site" in parts:
            output.message(
                say("site_ready", address=address_to_open(host, port, station.settings.host_names))
            )
        code = Supervisor(children, _tell).run(tick)
    output.message(say("stopped"))
    raise typer.Exit(ExitCode.FAULTS if code else ExitCode.OK)


def _child(part: str, inherits: tuple[int, ...]) -> Child:
    if part != "site":
        return Child(part, ("child", part))
    return Child(part, ("child", part, "--listening", str(inherits[0])), inherits)


def _tell_damage(error: IndexDamaged) -> None:
    """Say why the index is built anew; the site goes on meanwhile."""
    output.message(say("index_rebuilding", reason=error))


def _tell(event: str, name: str, code: int) -> None:
    """Say what became of a child."""
    if event == "restarted":
        output.message(say("child_restarted", name=say(f"child_{name}"), code=code))
    else:
        output.message(say("stopping"))


def _nothing() -> None:
    """Nothing to be done at a tick."""


def _choose_demo_home() -> None:
    """The demo has a home of its own."""
    home = DEMO_HOME.absolute()
    os.environ["VECHE_HOME"] = str(home)
    settings = home / "veche.toml"
    if not settings.exists():
        home.mkdir(mode=0o700, exist_ok=True)
        settings.write_text(DEMO_SETTINGS, encoding="utf-8")


def _demo(station: Station) -> Callable[[], None]:
    """Drop the demo collection into the intake folders of a new home; show how it is taken in."""
    from demo import build  # the collection is only wanted here

    with station.database.read() as work:
        if work.notes.get("demo_dropped"):
            return _nothing
    output.message(say("demo_building"))
    with tempfile.TemporaryDirectory(dir=station.home.scratch) as folder:
        build(Path(folder))
        shutil.copytree(folder, station.home.intake, dirs_exist_ok=True)
    files = (path for path in station.home.intake.rglob("*") if path.is_file())
    total = sum(1 for path in files if path.suffix != ".toml")  # descriptions go with their documents
    with station.database.write() as work:
        work.notes.set("demo_dropped", str(total))
    return _DemoProgress(station, total)


class _DemoProgress:
    """Shows how the collection is taken in, and says once when it is done."""

    def __init__(self, station: Station, total: int) -> None:
        self.station = station
        self.total = total
        self.next = time.monotonic()
        self.shown = 0
        self.done = False

    def __call__(self) -> None:
        """Look at the ledger once a second until nothing is left to do."""
        if self.done or time.monotonic() < self.next:
            return
        self.next = time.monotonic() + 1
        with self.station.database.read() as work:
            counts = work.ledger.counts()
        final = sum(count for state, count in counts.items() if state.final)
        if sum(counts.values()) == final and final >= self.total:
            self.done = True
            self._make_selections()
            taken, refused = counts.get(LedgerState.CATALOGUED, 0), counts.get(LedgerState.REJECTED, 0)
            rest, home = final - taken - refused, self.station.home.path.name
            output.message(say("demo_taken", catalogued=taken, rejected=refused, other=rest, home=home))
        elif final > self.shown:
            self.shown = final
            output.message(f"{say('demo_taking')}: {final} / {max(self.total, sum(counts.values()))}")

    def _make_selections(self) -> None:
        """Dossiers, press folders and lists of what was taken in, once."""
        from demo.selections import Shelves, make_selections  # only wanted here

        station = self.station
        with station.database.read() as work:
            if work.notes.get("demo_selected"):
                return
        with station.searcher() as searcher:
            shelves = Shelves(station.database, searcher, station.clock, station.settings.library_name)
            count = make_selections(shelves)
        with station.database.write() as work:
            work.notes.set("demo_selected", str(count))
