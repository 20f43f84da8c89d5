"""What a reading process may not do: see files that were not given, write, reach the network, touch others.

The means are Linux's: resource limits, Landlock (files, TCP and signals), seccomp (sockets, modes and owners
of files, other processes, other doors), the death signal. Each is tried; ``sandbox_abilities`` says which of
them hold here. All of it is inherited by the programs that a reading process starts, and none of it can be
taken back.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog.processes import end_with
from extraction import landlock, seccomp
from extraction.protocol import Limits

_libc = ctypes.CDLL(None, use_errno=True)

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_MORE_TASKS = 2048
"""Processes and threads of the user beyond those at the start: a desktop begins fewer, a storm more."""
_CODE = Path(__file__).resolve().parents[1]
_PACKAGES = ("extraction", "catalog", "language")
_PROGRAMS = ("/usr", "/bin", "/lib", "/lib64")
_SYSTEM = (
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/etc/fonts", "/etc/alternatives"),
    *(
        "/dev/urandom",
        "/dev/random",
        "/dev/zero",
        "/sys/devices/system/cpu",
        "/proc/cpuinfo",
        "/proc/meminfo",
    ),
)


@dataclass(frozen=True, slots=True)
class SandboxAbilities:
    """What the system lets a reading process be denied.

    Attributes:
        no_files_outside: Landlock confines reading and writing.
        no_network: seccomp refuses sockets, or Landlock refuses TCP.
        no_signals_outside: seccomp or Landlock keeps it from sending signals to others.
        memory: how memory is limited.
    """

    no_files_outside: bool
    no_network: bool
    no_signals_outside: bool
    memory: str = "RLIMIT_AS"


@cache
def sandbox_abilities() -> SandboxAbilities:
    """What holds on this machine; asking changes nothing."""
    version, calls = landlock.version(), seccomp.available()
    return SandboxAbilities(
        no_files_outside=version >= 1,
        no_network=calls or version >= 4,
        no_signals_outside=calls or version >= 6,
    )


def enter_sandbox(folder: Path, given: Path, limits: Limits, parent: int) -> None:
    """Confine this process for good.

    Args:
        folder: the only place where it may still write.
        given: the folder of what it is to read; else it sees programs, their data and our modules.
        limits: memory and file size; processor time is set for each file by ``allow_cpu``.
        parent: process whose end ends this one.
    """
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(resource.RLIMIT_AS, limits.memory_mib << 20)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, limits.unpacked_mib << 20)
    _limit(resource.RLIMIT_NOFILE, 256)
    _limit(resource.RLIMIT_NPROC, _tasks() + _MORE_TASKS)
    _limit(resource.RLIMIT_MSGQUEUE, 0)
    _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    landlock.confine(_allowed(folder, given))
    seccomp.refuse_calls()


def allow_cpu(seconds: int) -> None:
    """Let this process use so much more processor time; beyond it the system ends it by SIGXCPU."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds + 1, hard))


def _limit(what: int, most: int) -> None:
    """Lower a limit for good; one that is lower already stays."""
    hard = resource.getrlimit(what)[1]
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (least, least))


def _allowed(folder: Path, given: Path) -> dict[Path, int]:
    programs = {*map(Path, _PROGRAMS), Path(sys.prefix), Path(sys.base_prefix)} - {Path("/")}
    return {
        **dict.fromkeys(map(Path, _SYSTEM), landlock.READ),
        **{_CODE / name: landlock.READ for name in _PACKAGES},
        **dict.fromkeys(programs, landlock.RUN),
        given: landlock.READ,
        Path(os.devnull): landlock.WRITE,
        folder: landlock.WRITE,
    }


def _tasks() -> int:
    """Processes and threads of this user."""
    own, count = os.getuid(), 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if process.stat().st_uid == own:
                count += sum(1 for _ in (process / "task").iterdir())
    return count
