"""A night's load in small: two thousand mixed documents through the watched folder of the real program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from benchmarks.memory import memory_of
from demo.blocks import Block, parse
from demo.formats import docx, html, odt, pages, rtf, xlsx
from demo.formats.archive import Entry, pack
from tests.ingest.stations import decision

LOT, LOTS = 500, 4
Blocks = tuple[Block, ...]
RESTING = {"seen", "settled", "stored", "extracted", "described"}


def text_of(at: int) -> str:
    """An act of its own for each number."""
    body = (
        f"\n\n2. Выделить {at * 37 % 9973} рублей на дело {at}.\n\n3. Контроль за делом {at} оставить себе."
    )
    return decision(number=f"{at}-п", title=f"О деле номер {at} Заречного района") + body


def letter(at: int) -> bytes:
    """A letter with an act attached."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = (
        f"Постановление {at}",
        "a@example.org",
        "b@example.org",
    )
    message.set_content(f"Направляем постановление {at}.")
    message.add_attachment(text_of(at), subtype="plain", filename=f"постановление {at}.txt")
    return message.as_bytes()


def zipped(at: int) -> bytes:
    """An archive of an act and of nothing."""
    return pack([Entry(f"акт {at}.txt", text_of(at).encode()), Entry("пусто.txt", b"")], encoding="cp866")


WRITERS: tuple[tuple[str, Callable[[int, Blocks], bytes]], ...] = (
    ("docx", lambda at, blocks: docx.render(blocks, title=f"Дело {at}")),
    ("docx", lambda _at, blocks: docx.render(blocks)),
    ("odt", lambda _at, blocks: odt.render(blocks)),
    ("rtf", lambda _at, blocks: rtf.render(blocks)),
    ("txt", lambda at, _blocks: text_of(at).encode("cp1251")),
    ("txt", lambda at, _blocks: text_of(at).encode("koi8-r", "replace")),
    ("html", lambda at, blocks: html.render(blocks, title=f"Дело {at}")),
    ("pdf", lambda _at, blocks: pages.render_pdf(blocks)),
    ("xlsx", lambda _at, blocks: xlsx.render(blocks)),
    ("eml", lambda at, _blocks: letter(at)),
    ("zip", lambda at, _blocks: zipped(at)),
    ("pdf", lambda at, blocks: pages.render_pdf(blocks)[: 700 + at]),
    ("docx", lambda _at, blocks: docx.render(blocks)[:-300]),
    ("doc", lambda at, _blocks: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + at.to_bytes(4) + bytes(3000)),
)
"""Suffix and writer of every kind of file; the last three are broken."""
KINDS, BROKEN = len(WRITERS), 3
LETTER, ARCHIVE = (
    next(at for at, (suffix, _) in enumerate(WRITERS) if suffix == one) for one in ("eml", "zip")
)


def drop(folder: Path, numbers: range) -> None:
    """Put a lot of files into a folder as a copying program does."""
    for at in numbers:
        suffix, write = WRITERS[at % KINDS]
        (folder / f"дело {at}.{suffix}").write_bytes(write(at, parse(text_of(at))))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    path = tmp_path / "home"
    (path / "intake" / "Акты").mkdir(parents=True)
    path.chmod(0o700)
    (path / "veche.toml").write_text('ocr = false\nsettle_seconds = 0.5\nlibrary_name = "Проба"\n', "utf-8")
    return path


@pytest.fixture
def watching(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    environ = os.environ | {"VECHE_HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "watch"],
        env=environ,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def states(home: Path) -> Counter[str]:
    """How many arrivals are in which state, as ``veche check`` tells it."""
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "check", "--json"],
        capture_output=True, check=False, env=os.environ | {"VECHE_HOME": str(home)}, timeout=300,
    )  # fmt: skip
    return Counter(json.loads(done.stdout)["by_state"])


def settled(home: Path, process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until nothing lies in the intake folder and nothing is on the road."""
    end = time.monotonic() + seconds
    acts = home / "intake" / "Акты"
    while time.monotonic() < end:
        assert process.poll() is None
        if not any(path.name.startswith("дело") for path in acts.iterdir()):
            counts = states(home)
            if not any(counts[state] for state in RESTING):
                return
        time.sleep(3)
    raise AssertionError(f"still on the road after {seconds} s: {states(home)}")


def children(root: int) -> int:
    """How many processes a process has started, and these in turn."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, check=True, text=True).stdout
    parents: dict[int, list[int]] = {}
    for line in listed.splitlines()[1:]:
        pid, parent = map(int, line.split())
        parents.setdefault(parent, []).append(pid)
    count, queue = 0, [root]
    while queue:
        below = parents.get(queue.pop(), [])
        count, queue = count + len(below), queue + below
    return count


@pytest.mark.long
def test_two_thousand_mixed_documents_leave_no_memory_no_process_and_no_temporary_file(
    home: Path, watching: subprocess.Popen[bytes], record_property: Callable[[str, object], None]
) -> None:
    memory, processes, seconds = [], [], []
    for lot in range(LOTS):
        began = time.monotonic()
        drop(home / "intake" / "Акты", range(lot * LOT, (lot + 1) * LOT))
        settled(home, watching, 900)
        seconds.append(time.monotonic() - began)
        memory.append(memory_of(watching.pid) >> 20)
        processes.append(children(watching.pid))
    record_property("files_per_second", round(LOT * LOTS / sum(seconds), 1))
    record_property("mebibytes_after_each_lot", str(memory))
    print(f"\n{LOT * LOTS / sum(seconds):.1f} files/s, MiB after each lot {memory}, processes {processes}")  # noqa: T201
    watching.send_signal(signal.SIGTERM)
    assert watching.wait(60) == 0

    numbers = range(LOT * LOTS)
    letters, archives = (sum(at % KINDS == one for at in numbers) for one in (LETTER, ARCHIVE))
    broken = sum(at % KINDS >= KINDS - BROKEN for at in numbers)
    counts = states(home)
    assert counts.total() == len(numbers) + letters + 2 * archives
    assert counts["rejected"] <= broken + archives
    assert memory[-1] <= memory[1] * 1.05 + 10, memory
    assert processes[-1] <= processes[0] + 1, processes
    assert [path for path in (home / "scratch").rglob("*") if path.is_file()] == []
