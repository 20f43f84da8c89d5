"""The parts of ``veche run`` as processes of their own; each loads what it uses and nothing else."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from cli import output
from cli.sentences import say
from cli.stopping import told_to_stop
from cli.wiring import Station, opened

if TYPE_CHECKING:
    from catalog.errors import IndexDamaged


def child(part: str, listening: int = -1) -> None:
    """One part as a process of its own, started by the supervisor, which hands the site its open socket."""
    with opened(create=part in PREPARING) as station:
        if part == "site":
            _site(station, listening)
        else:
            PARTS[part](station)


def _ready(_station: Station) -> None:
    """Nothing but to open the home: its catalogue is of this version now."""


def _ready_with_demo(station: Station) -> None:
    from cli.demonstration import drop

    drop(station)


def _site(station: Station, listening: int) -> None:
    """Answer requests that come in by a socket until told to stop."""
    import uvicorn

    from cli.patience import PatientProtocol
    from web.lifespan import site

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


def _intake(station: Station) -> None:
    with station.intake() as intake:
        intake.run(told_to_stop())


def _indexer(station: Station) -> None:
    station.indexer().run(told_to_stop(), _tell_damage)


def _tell_damage(error: IndexDamaged) -> None:
    """Say why the index is built anew; the site goes on meanwhile."""
    output.message(say("index_rebuilding", reason=error))


def _office(station: Station) -> None:
    from cli.office import go_on

    go_on(station, told_to_stop())


def _demo(station: Station) -> None:
    from cli.demonstration import follow

    follow(station, told_to_stop())


PREPARING = ("ready", "ready-with-demo")
PARTS: Mapping[str, Callable[[Station], None]] = {
    "ready": _ready,
    "ready-with-demo": _ready_with_demo,
    "intake": _intake,
    "indexer": _indexer,
    "office": _office,
    "demo": _demo,
}
