"""On what kind of disk a folder lies (Linux)."""

from __future__ import annotations

import os
import re
from pathlib import Path

_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\w*|ncpfs|afs|ceph|lustre|beegfs|davfs|fuse\.(sshfs|rclone|gluster\w*|s3fs|davfs\w*)"
)
_ESCAPED = re.compile(rb"\\([0-7]{3})")


def network_kind(folder: Path, mounts: str | None = None) -> str:
    """The kind of network disk that a folder lies on, or "".

    Args:
        folder: it exists.
        mounts: as in proc(5) ``mountinfo``; that of this process if not given.
    """
    try:
        lines = (
            mounts or Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
        ).splitlines()
    except OSError:
        return ""
    real = folder.resolve() if mounts is None else folder
    best, kind = -1, ""
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = _plain(fields[4])
        if real.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split(" ")[0]
    return kind if _NETWORK.fullmatch(kind) else ""


def _plain(escaped: str) -> Path:
    r"""A path of ``mountinfo``, in which a blank is ``\040``."""
    octets = _ESCAPED.sub(lambda found: bytes([int(found.group(1), 8)]), os.fsencode(escaped))
    return Path(os.fsdecode(octets))
