"""A reading process: takes one request after another from its standard input, answers on its standard output.

Frames both ways: one letter, eight bytes of length, the body. ``r`` is a request (JSON), ``a`` an answer
(``wire``), ``b`` bytes (an image), ``t`` a plea for time (JSON, seconds).
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import struct
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

from extraction import progress
from extraction.means import Means
from extraction.protocol import Archive, Limits, Refused
from extraction.reading import read
from extraction.reasons import Refusal, UnreadableError
from extraction.sandbox import allow_cpu, enter_sandbox
from extraction.wire import pack

HEADER = struct.Struct("=cQ")
NICENESS = 5
_TIRED = 0.5
"""Share of its memory limit after which a process asks to be replaced: the allocators give little back."""


def main() -> None:
    """Serve until the input ends."""
    orders = json.loads(sys.argv[1])
    limits = Limits(**{field.name: orders["limits"][field.name] for field in fields(Limits)})
    folder = Path(orders["folder"])
    requests, answers = os.dup(0), os.dup(1)
    silence = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):  # C libraries print what they like
        os.dup2(silence, descriptor)
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
        Path("/proc/self/oom_score_adj").write_text("800")
    enter_sandbox(folder, limits, orders["parent"])
    means = Means(folder=folder, limits=limits, ocr=orders["ocr"])

    def give_time(seconds: int) -> None:
        allow_cpu(limits.cpu_seconds)
        _send(answers, b"t", json.dumps({"seconds": seconds}).encode())

    progress.on_request(give_time)
    while (request := _receive(requests)) is not None:
        allow_cpu(limits.cpu_seconds)
        _serve(request, means, answers)
        if _resident_mib() > _TIRED * limits.memory_mib:
            break


def _serve(request: dict[str, Any], means: Means, answers: int) -> None:
    path = Path(request["path"])
    if request["task"] == "render":
        _send(answers, *_rendered(path, request))
        return
    outcome = read(path, request["name"], means)
    if not isinstance(outcome, Archive):
        _empty(means.folder)
    _send(answers, b"a", pack(outcome))


def _rendered(path: Path, request: dict[str, Any]) -> tuple[bytes, bytes]:
    from extraction.page_images import render_page

    try:
        return b"b", render_page(path, request["page"], request["width"])
    except UnreadableError as error:
        return b"a", pack(Refused(error.code, error.params))
    except MemoryError:
        return b"a", pack(Refused(Refusal.OVER_LIMIT, {"limit": "memory"}))
    except Exception as error:  # noqa: BLE001 - whatever a library raises, the asker gets an answer
        return b"a", pack(Refused(Refusal.DAMAGED, {"detail": type(error).__name__}))


def _resident_mib() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() >> 20


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def _receive(descriptor: int) -> dict[str, Any] | None:
    header = _exactly(descriptor, HEADER.size)
    if header is None:
        return None
    _, size = HEADER.unpack(header)
    body = _exactly(descriptor, size)
    return None if body is None else json.loads(body)


def _exactly(descriptor: int, size: int) -> bytes | None:
    body = bytearray()
    while len(body) < size:
        block = os.read(descriptor, size - len(body))
        if not block:
            return None
        body += block
    return bytes(body)


def _send(descriptor: int, kind: bytes, body: bytes) -> None:
    for part in (HEADER.pack(kind, len(body)), body):
        view = memoryview(part)
        while view:
            view = view[os.write(descriptor, view) :]


if __name__ == "__main__":
    main()
