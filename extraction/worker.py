"""A reading process: takes one request after another from its standard input, answers on its standard output.

Frames both ways: one letter, eight bytes of length, the body. ``r`` is a request (JSON), ``a`` an answer
(``wire``), ``b`` bytes (an image, tables, boxes of words), ``t`` a plea for time (JSON, seconds).
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import struct
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from extraction import progress
from extraction.means import Means
from extraction.protocol import Archive, Contents, Limits, Refused
from extraction.reading import read, read_attachments
from extraction.reasons import Refusal, UnreadableError
from extraction.sandbox import allow_cpu, enter_sandbox
from extraction.wire import pack, pack_boxes, pack_contents, pack_tables

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
    size = os.open("/proc/self/statm", os.O_RDONLY)
    enter_sandbox(folder, Path(orders["given"]), limits, orders["parent"])
    means = Means(folder=folder, limits=limits, ocr=orders["ocr"])

    def give_time(seconds: int) -> None:
        allow_cpu(limits.cpu_seconds)
        _send(answers, b"t", json.dumps({"seconds": seconds}).encode())

    progress.on_request(give_time)
    while (request := _receive(requests)) is not None:
        allow_cpu(limits.cpu_seconds)
        _serve(request, means, answers)
        if _resident_mib(size) > _TIRED * limits.memory_mib:
            break


def _serve(request: dict[str, Any], means: Means, answers: int) -> None:
    path = Path(request["path"])
    if task := _TASKS.get(request["task"]):
        _send(answers, *_answered(task, path, request, means))
        _empty(means.folder)
        return
    attachments = request["task"] == "attachments"
    outcome = read_attachments(path, means) if attachments else read(path, request["name"], means)
    if not isinstance(outcome, Archive):
        _empty(means.folder)
    _send(answers, b"a", pack(outcome))


def _answered(task: _Task, path: Path, request: dict[str, Any], means: Means) -> tuple[bytes, bytes]:
    try:
        return b"b", task(path, request, means)
    except UnreadableError as error:
        return b"a", pack(Refused(error.code, error.params))
    except MemoryError:
        limit = {"limit": "memory", "value": str(means.limits.memory_mib)}
        return b"a", pack(Refused(Refusal.OVER_LIMIT, limit))
    except Exception as error:  # noqa: BLE001 - whatever a library raises, the asker gets an answer
        return b"a", pack(Refused(Refusal.DAMAGED, {"detail": type(error).__name__}))


def _picture(path: Path, request: dict[str, Any], _: Means) -> bytes:
    from extraction.page_images import render_page

    return render_page(path, request["page"], request["width"])


def _tables(path: Path, request: dict[str, Any], means: Means) -> bytes:
    from extraction.tables.reading import read_tables

    return pack_tables(read_tables(path, request["media_type"], request["pages"], means))


def _boxes(path: Path, request: dict[str, Any], _: Means) -> bytes:
    from extraction.word_boxes import pdf_word_boxes

    return pack_boxes(pdf_word_boxes(path, request["page"], request["text"]))


def _contents(path: Path, _: dict[str, Any], means: Means) -> bytes:
    from extraction.pdfium import opened, outline, page_labels

    with opened(path) as document:
        labels = page_labels(document, min(len(document), means.limits.pages))
        return pack_contents(Contents(labels, outline(document)))


_Task = Callable[[Path, dict[str, Any], Means], bytes]
_TASKS: dict[str, _Task] = {"render": _picture, "tables": _tables, "boxes": _boxes, "contents": _contents}


def _resident_mib(statm: int) -> int:
    pages = int(os.pread(statm, 200, 0).split()[1])
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
