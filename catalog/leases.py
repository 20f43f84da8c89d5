"""Who works on a ledger row, and whether he still lives (Linux)."""

from __future__ import annotations

import os
import socket
from functools import cache
from pathlib import Path

from catalog.arrivals import Lease

_BOOT = Path("/proc/sys/kernel/random/boot_id")


def current_lease() -> Lease:
    """The lease of this process."""
    return Lease(socket.gethostname(), _boot(), os.getpid(), _started(os.getpid()))


def is_alive(lease: Lease) -> bool:
    """Whether the owner of a lease lives: same boot, and a process of that number that started then.

    The home lies on a local disk: another boot means that the owner is gone, whatever the host is called.
    """
    return lease.boot == _boot() and is_running(lease.process, lease.started)


def is_alive_here(lease: Lease) -> bool:
    """The same where machines share one catalogue: of the processes of another host nothing is known."""
    return lease.host != socket.gethostname() or is_alive(lease)


def is_running(process: int, started: str) -> bool:
    """Whether a process of that number runs that started then."""
    return bool(started) and _started(process) == started


@cache
def _boot() -> str:
    return _BOOT.read_text().strip()


def _started(process: int) -> str:
    """Ticks since boot at which a process started (proc(5), field 22), or "" when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]
