"""Reading processes taken over by what they read: their owner believes nothing and waits for nobody."""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from pathlib import Path

import pytest

from extraction import process
from extraction.pool import ExtractionPool
from extraction.protocol import Limits, Outcome, Refused

LIMITS = Limits(wall_seconds=2, ocr_pages=0, output_chars=1000)
START = f"""#!{sys.executable}
import json, os, struct, sys, time
def told(kind, body):
    return struct.pack("=cQ", kind, len(body)) + body
def say(data):
    while data:
        data = data[os.write(1, data):]
orders = json.loads(sys.argv[-1])
os.read(0, 100_000)
"""
ANSWER = {
    "is": "extracted", "media_type": "text/plain", "pages": ["a"], "text_layer": "born", "extractor": "text",
    "version": "1", "waiting": "", "notes": [], "metadata": {}, "page_layers": [], "words": {},
}  # fmt: skip
LIES = {
    "a length of 2^64": "say(struct.pack('=cQ', b'a', 2**64 - 1))",
    "a length that does not come": "say(struct.pack('=cQ', b'a', 500)); time.sleep(60)",
    "bytes without end": "\nwhile True: say(b'b' * 65536)",
    "an unknown kind": "say(told(b'z', b'{}'))",
    "no JSON": "say(told(b'a', b'\\xff'))",
    "lists in lists": "say(told(b'a', b'[' * 1_000_000))",
    "millions of small things": "say(told(b'a', b'[' + b'{},' * 5_000_000 + b'{}]'))",
    "a plea without seconds": "say(told(b't', b'[]'))",
    "a plea for infinity": "say(told(b't', b'{\"seconds\": 1e999}'))",
    "pleas for ever": "\nwhile True: say(told(b't', b'{\"seconds\": 1}'))",
    "nothing": "sys.exit(0)",
    "no end of sleep": "time.sleep(60)",
}


def _asked(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> Outcome:
    worker = folder / "worker"
    worker.write_text(START + code, encoding="utf-8")
    worker.chmod(0o700)
    act = folder / "act.txt"
    act.write_text("Решение", encoding="utf-8")
    with ExtractionPool(1, LIMITS, folder / "scratch", ocr=False) as pool:
        monkeypatch.setattr(sys, "executable", str(worker))
        return pool.extract(act, "act.txt")


@pytest.mark.parametrize("lie", LIES)
def test_a_process_that_answers_with_lies_is_ended_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lie: str
) -> None:
    started = time.monotonic()
    outcome = _asked(tmp_path, monkeypatch, LIES[lie])
    assert isinstance(outcome, Refused)
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("media_type", "text/html\r\nSet-Cookie: a=b"),
        ("media_type", "x"),
        ("text_layer", "any"),
        ("pages", ["\ud800"]),
        ("pages", "text"),
        ("pages", [{}]),
        ("page_layers", ["born", "born"]),
        ("words", {"1": [["a", 1e999, 0, 0, 0, 0]]}),
        ("words", {"7": [["a", 0, 0, 0, 0, 0]]}),
        ("waiting", "a word of its own"),
        ("outline", [["a", 1e999, 1]]),
        ("metadata", []),
    ],
)
def test_an_answer_that_no_reader_gives_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, value: object
) -> None:
    body = json.dumps(ANSWER | {key: value})
    outcome = _asked(tmp_path, monkeypatch, f"say(told(b'a', {body!r}.encode()))")
    assert isinstance(outcome, Refused)


@pytest.mark.parametrize("code", ["a code of its own", "<script>"])
def test_a_refusal_names_a_reason_that_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    body = json.dumps(
        {"is": "refused", "reason_code": code, "params": {}, "media_type": "a/b", "retry": False}
    )
    outcome = _asked(tmp_path, monkeypatch, f"say(told(b'a', {body!r}.encode()))")
    assert isinstance(outcome, Refused)
    assert outcome.reason_code == "worker-died"


@pytest.mark.parametrize("name", ["../own/secret", "link", "pipe", "folder", "\0", "", "."])
def test_a_member_is_a_plain_file_that_was_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    made = (
        "os.mkdir('members'); os.symlink('/etc/passwd', 'members/link'); os.mkfifo('members/pipe')\n"
        "os.mkdir('members/folder')\n"
    )
    body = json.dumps({"is": "archive", "media_type": "a/b", "notes": [], "members": [["a", name, "", {}]]})
    outcome = _asked(tmp_path, monkeypatch, made + f"say(told(b'a', {body!r}.encode()))")
    assert isinstance(outcome, Refused)


def test_what_a_process_began_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "child"
    code = (
        f"child = os.fork()\nif child == 0:\n    open({str(note)!r}, 'w').write(str(os.getpid()))\n"
        "    time.sleep(60)\ntime.sleep(60)"
    )
    assert isinstance(_asked(tmp_path, monkeypatch, code), Refused)
    until = time.monotonic() + 5
    while Path(f"/proc/{note.read_text()}/cmdline").exists() and time.monotonic() < until:
        if not Path(f"/proc/{note.read_text()}/cmdline").read_bytes():
            break  # it waits only for somebody to read its status
        time.sleep(0.02)
    assert time.monotonic() < until


def test_a_process_that_fills_the_disk_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_LEAST_FREE", 1 << 60)
    monkeypatch.setattr(process, "_LOOK_SECONDS", 0.1)
    outcome = _asked(tmp_path, monkeypatch, "time.sleep(60)")
    assert isinstance(outcome, Refused)
    assert (outcome.reason_code, outcome.retry) == ("no-space", True)


def test_a_file_is_read_where_it_cannot_have_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    act = tmp_path / "act.txt"
    act.write_text("Решение", encoding="utf-8")
    with ExtractionPool(1, Limits(), tmp_path / "scratch", ocr=False) as pool:
        assert getattr(pool.extract(act, "act.txt"), "text", "") == "Решение"
        assert not list((tmp_path / "scratch").glob("*/worker-*/given/*"))


def test_a_file_that_was_read_keeps_its_mode_and_its_one_name(tmp_path: Path) -> None:
    act = tmp_path / "act.txt"
    act.write_text("Решение", encoding="utf-8")
    act.chmod(0o400)
    with ExtractionPool(1, Limits(), tmp_path / "scratch", ocr=False) as pool:
        pool.extract(act, "act.txt")
        after = act.stat()
    assert (stat.S_IMODE(after.st_mode), after.st_nlink) == (0o400, 1)
