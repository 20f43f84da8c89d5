"""Landlock: which files a process may still read, write and run, whatever its user may (Linux 5.13 on).

Versions of it: 2 moves between folders, 3 truncation, 4 TCP, 5 devices, 6 abstract sockets and signals.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Mapping
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_FLAG = 1
# linux/landlock.h, LANDLOCK_ACCESS_FS_*
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << bit for bit in range(6))
_MAKE_DIR, _MAKE_REG, _REFER, _TRUNCATE = 1 << 7, 1 << 8, 1 << 13, 1 << 14
_FIRST_VERSION = sum(1 << bit for bit in range(13))  # the six, and MAKE_CHAR .. MAKE_SYM
_IOCTL_DEVICE = 1 << 15
_TCP_BIND_AND_CONNECT = 0b11
_SCOPE_SOCKETS_AND_SIGNALS = 0b11

READ = _READ_FILE | _READ_DIR
RUN = READ | _EXECUTE
WRITE = READ | _WRITE_FILE | _TRUNCATE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER
"""Folders and plain files; no links, devices, pipes, sockets, and nothing that was put there can be run."""
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE


def version() -> int:
    """The version that this kernel knows; 0 without any."""
    return max(0, int(_libc.syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION_FLAG)))


def confine(allowed: Mapping[Path, int]) -> bool:
    """Take every other right to files from this process and its children, TCP and signals to others too.

    Args:
        allowed: files and folders (with all in them) and what may be done there; those missing are left out.

    Returns:
        Whether it holds.
    """
    known = version()
    if not known:
        return False
    handled = _FIRST_VERSION | _later_rights(known)
    attributes = struct.pack(
        "=QQQ",
        handled,
        _TCP_BIND_AND_CONNECT if known >= 4 else 0,
        _SCOPE_SOCKETS_AND_SIGNALS if known >= 6 else 0,
    )
    size = 8 if known < 4 else 16 if known < 6 else 24
    ruleset = _libc.syscall(_CREATE, attributes, ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return False
    try:
        for path, rights in allowed.items():
            _allow(ruleset, path, rights & handled)
        return bool(_libc.syscall(_RESTRICT, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _later_rights(known: int) -> int:
    return (
        (_REFER if known >= 2 else 0)
        | (_TRUNCATE if known >= 3 else 0)
        | (_IOCTL_DEVICE if known >= 5 else 0)
    )


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = rights if path.is_dir() else rights & _OF_A_FILE
        _libc.syscall(_ADD_RULE, ruleset, 1, struct.pack("=Qi", rights, descriptor), 0)
    finally:
        os.close(descriptor)
