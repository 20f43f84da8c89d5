"""A PostgreSQL of the tests' own: Debian's programs, its own folder, a Unix socket, gone with the tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

_PLACES = "/usr/lib/postgresql"


def programs() -> Path | None:
    """The folder of the newest installed PostgreSQL's programs, or None."""
    found = sorted(Path(_PLACES).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def required() -> bool:
    """Whether a missing PostgreSQL is a failure."""
    return os.environ.get("VECHE_COMPLETE") == "1"


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Start a server; gives the address of its database ``postgres``, ending in the socket's folder."""
    bin_folder = programs()
    if bin_folder is None:
        raise RuntimeError("PostgreSQL is not installed: make system")
    folder = Path(tempfile.mkdtemp(prefix="veche-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data = folder / "data"
        _run(
            bin_folder / "initdb", "-D", data, "-U", "veche", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
        )
        options = (
            f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=60"
        )
        _run(
            bin_folder / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "-t", "60", "start"
        )
        try:
            yield f"postgresql+psycopg://veche@/postgres?host={folder}"
        finally:
            _run(bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: Path, *arguments: str | Path) -> None:
    """PostgreSQL refuses to run as root, so that root lets its account run it."""
    command = [str(program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(
        command, cwd="/", check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{program.name} ended with {done.returncode}: {done.stderr}")
