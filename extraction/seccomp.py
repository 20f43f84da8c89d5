"""Seccomp: system calls that a process which reads hostile files has no business with (Linux)."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

_PR_SET_SECCOMP, _PR_SET_PDEATHSIG = 22, 1
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000
_REFUSED = {
    # sockets; other processes (ptrace, process_vm_*, kcmp, pidfd_*, signals with values); namespaces and
    # mounts; doors into the kernel; keys; shared memory and queues, which outlive a process; owners, modes,
    # times and attributes of files, and truncation by name, which Landlock leaves alone; sessions and groups,
    # by which a child would escape its end; priorities of others
    "x86_64": (
        *(41, 42, 101, 310, 311, 312, 438, 440, 448, 129, 297, 424),
        *(165, 166, 155, 161, 272, 308, 428, 429, 430, 433, 442, 304),
        *(321, 298, 323, 425, 300, 175, 313, 246, 320, 169, 167, 168, 227, 305, 135, 172, 173),
        *(248, 249, 250, 29, 30, 31, 64, 68, 240, 319, 447),
        *(90, 91, 268, 452, 92, 93, 94, 260, 132, 235, 261, 280, 188, 189, 190, 197, 198, 199, 76),
        *(112, 109, 141, 142, 144, 314, 203, 251, 256, 279),
    ),
    "aarch64": (
        *(198, 203, 117, 270, 271, 272, 438, 440, 448, 138, 240, 424),
        *(40, 39, 41, 51, 97, 268, 428, 429, 430, 433, 442, 265),
        *(280, 241, 282, 425, 262, 105, 273, 104, 294, 142, 224, 225, 112, 266, 92),
        *(217, 218, 219, 194, 196, 195, 190, 186, 180, 279, 447),
        *(52, 53, 452, 55, 54, 88, 5, 6, 7, 14, 15, 16, 45),
        *(157, 154, 140, 118, 119, 274, 122, 30, 238, 239),
    ),
}
_KILL = {"x86_64": (62, 200, 234), "aarch64": (129, 130, 131)}
"""``kill``, ``tkill``, ``tgkill``: to itself alone, as ``abort`` does."""
_PRLIMIT, _PRCTL = {"x86_64": 302, "aarch64": 261}, {"x86_64": 157, "aarch64": 167}
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ERRNO | EPERM
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND = 0, 4, 16, 24  # places in struct seccomp_data
_Step = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def available() -> bool:
    """Whether this kernel filters system calls and their numbers are known here."""
    return platform.machine() in _REFUSED and Path("/proc/sys/kernel/seccomp/actions_avail").exists()


def refuse_calls() -> bool:
    """Answer EPERM to those calls from now on, in this process and in every child.

    Returns:
        Whether it holds.
    """
    machine = platform.machine()
    if machine not in _REFUSED:
        return False
    program = _program(machine, os.getpid())
    code = b"".join(struct.pack("=HBBI", *step) for step in program)
    return bool(_libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(_Program(len(program), code)), 0, 0) == 0)


def _program(machine: str, own: int) -> list[_Step]:
    """The filter (BPF): each check falls through when its call is another one."""
    return [
        *(_load(_ARCHITECTURE), (_EQUAL, 1, 0, _AUDIT_ARCH[machine]), _answer(_REFUSE)),
        *(_load(_NUMBER), (_AT_LEAST, 0, 1, _X32), _answer(_REFUSE)),
        *(step for call in _REFUSED[machine] for step in ((_EQUAL, 0, 1, call), _answer(_REFUSE))),
        *(step for call in _KILL[machine] for step in _only(call, own)),
        *_only(_PRLIMIT[machine], 0),
        *_death_signal_stays(_PRCTL[machine]),
        _answer(_ALLOW),
    ]


def _only(call: int, first: int) -> tuple[_Step, ...]:
    """A call is allowed with this first argument alone."""
    return (
        (_EQUAL, 0, 4, call),
        _load(_FIRST),
        (_EQUAL, 0, 1, first),
        _answer(_ALLOW),
        _answer(_REFUSE),
    )


def _death_signal_stays(call: int) -> tuple[_Step, ...]:
    """``prctl`` may ask for the death signal that kills, and for no other or none."""
    return (
        (_EQUAL, 0, 6, call),
        _load(_FIRST),
        (_EQUAL, 0, 3, _PR_SET_PDEATHSIG),
        _load(_SECOND),
        (_EQUAL, 1, 0, signal.SIGKILL),
        _answer(_REFUSE),
        _answer(_ALLOW),
    )


def _load(place: int) -> _Step:
    return (_LOAD, 0, 0, place)


def _answer(what: int) -> _Step:
    return (_RETURN, 0, 0, what)
