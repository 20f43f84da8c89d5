"""What a reading process may not do: write outside its folder, reach the network, outlive its parent.

The means are Linux's: resource limits, Landlock (files and signals), seccomp (sockets and other doors),
the death signal. Each is tried; ``sandbox_abilities`` says which of them hold here. All of it is
inherited by the programs that a reading process starts, and none of it can be taken back.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog.processes import end_with
from extraction.protocol import Limits

_libc = ctypes.CDLL(None, use_errno=True)

_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38
_LANDLOCK_CREATE, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_VERSION_FLAG = 1
# landlock.h: WRITE_FILE, REMOVE_DIR, REMOVE_FILE, MAKE_CHAR .. MAKE_SYM, then REFER (2nd version) and
# TRUNCATE (3rd)
_WRITING = 1 << 1 | sum(1 << bit for bit in range(4, 13))
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_TCP_BIND_AND_CONNECT = 0b11
_SCOPE_SOCKETS_AND_SIGNALS = 0b11
_FILE_RIGHTS = 1 << 1 | _TRUNCATE


@dataclass(frozen=True, slots=True)
class SandboxAbilities:
    """What the system lets a reading process be denied.

    Attributes:
        no_writing_outside: Landlock confines writing to the scratch folder.
        no_network: seccomp refuses sockets, or Landlock refuses TCP.
        no_signals_outside: Landlock keeps it from sending signals to others.
        memory: how memory is limited.
    """

    no_writing_outside: bool
    no_network: bool
    no_signals_outside: bool
    memory: str = "RLIMIT_AS"


@cache
def sandbox_abilities() -> SandboxAbilities:
    """What holds on this machine; asking changes nothing."""
    version = _landlock_version()
    seccomp = platform.machine() in _SECCOMP_CALLS and Path("/proc/sys/kernel/seccomp/actions_avail").exists()
    return SandboxAbilities(
        no_writing_outside=version >= 1, no_network=seccomp or version >= 4, no_signals_outside=version >= 6
    )


def enter_sandbox(folder: Path, limits: Limits, parent: int) -> None:
    """Confine this process for good.

    Args:
        folder: the only place where it may still write.
        limits: memory and file size; processor time is set for each file by ``allow_cpu``.
        parent: process whose end ends this one.
    """
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    memory = limits.memory_mib << 20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size = limits.unpacked_mib << 20
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    files = min(256, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _landlock(folder)
    _seccomp()


def allow_cpu(seconds: int) -> None:
    """Let this process use so much more processor time; beyond it the system ends it by SIGXCPU."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds + 1, hard))


def _landlock_version() -> int:
    return max(0, int(_libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _LANDLOCK_VERSION_FLAG)))


def _landlock(folder: Path) -> bool:
    version = _landlock_version()
    if not version:
        return False
    rights = _WRITING | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    attributes = struct.pack(
        "=QQQ",
        rights,
        _TCP_BIND_AND_CONNECT if version >= 4 else 0,
        _SCOPE_SOCKETS_AND_SIGNALS if version >= 6 else 0,
    )
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = _libc.syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return False
    try:
        _allow(ruleset, folder, rights)
        _allow(ruleset, Path(os.devnull), _FILE_RIGHTS & rights)
        return bool(_libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        _libc.syscall(_LANDLOCK_ADD_RULE, ruleset, 1, struct.pack("=Qi", rights, descriptor), 0)
    finally:
        os.close(descriptor)


_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SECCOMP_CALLS = {
    # socket, connect, ptrace, mount, umount2, unshare, setns, bpf, perf_event_open, userfaultfd,
    # io_uring_setup,
    # process_vm_readv, process_vm_writev, add_key, request_key, keyctl, kexec_load, reboot
    "x86_64": (41, 42, 101, 165, 166, 272, 308, 321, 298, 323, 425, 310, 311, 248, 249, 250, 246, 169),
    "aarch64": (198, 203, 117, 40, 39, 97, 268, 280, 241, 282, 425, 270, 271, 217, 218, 219, 104, 142),
}
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ERRNO | EPERM


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def _seccomp() -> bool:
    machine = platform.machine()
    calls = _SECCOMP_CALLS.get(machine)
    if calls is None:
        return False
    count = len(calls)
    program = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, count + 3, _AUDIT_ARCH[machine]),  # another architecture's numbers: refuse
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, count + 1, 0, 0x40000000),  # x32
        *((_EQUAL, count - index, 0, call) for index, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = b"".join(struct.pack("=HBBI", *step) for step in program)
    return bool(_libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(_Program(len(program), code)), 0, 0) == 0)
