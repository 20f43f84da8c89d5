from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from extraction.pool import ExtractionPool
from extraction.protocol import Archive, Extracted, Limits, Refused
from extraction.sandbox import sandbox_abilities
from tests.extraction.making import ACT, docx, package, pdf


@pytest.fixture
def act(tmp_path: Path) -> Path:
    path = tmp_path / "act.txt"
    path.write_text(ACT, encoding="utf-8")
    return path


def _pids(pool: ExtractionPool) -> list[int]:
    return [process.pid for process in pool._processes.values()]


def test_many_threads_read_at_once_and_each_gets_its_own_text(pool: ExtractionPool, tmp_path: Path) -> None:
    texts: dict[int, str] = {}

    def one(number: int) -> None:
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Решение номер {number}", encoding="utf-8")
        outcome = pool.extract(path, path.name)
        texts[number] = outcome.text if isinstance(outcome, Extracted) else ""

    threads = [threading.Thread(target=one, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == {number: f"Решение номер {number}" for number in range(16)}


def test_a_process_that_was_killed_is_replaced(pool: ExtractionPool, act: Path) -> None:
    assert isinstance(pool.extract(act, "act.txt"), Extracted)
    before = _pids(pool)
    os.kill(before[0], signal.SIGKILL)
    assert isinstance(pool.extract(act, "act.txt"), Extracted)
    assert _pids(pool) != before


def test_an_archive_belongs_to_the_caller_and_leaves_with_the_pool(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(package({"a.txt": "один", "b.txt": "два"}))
    scratch = tmp_path / "scratch"
    with ExtractionPool(1, Limits(), scratch, ocr=False) as pool:
        first, second = pool.extract(path, "a.zip"), pool.extract(path, "a.zip")
        assert isinstance(first, Archive)
        assert isinstance(second, Archive)
        assert first.folder != second.folder
        texts = [member.unpacked.read_text("utf-8") for member in first.members if member.unpacked]
        assert texts == ["один", "два"]
        inner = pool.extract(first.members[0].unpacked or path, first.members[0].name)
        assert isinstance(inner, Extracted)
    assert list(scratch.iterdir()) == []


def test_closing_is_final_and_leaves_no_process_and_no_folder(tmp_path: Path, act: Path) -> None:
    pool = ExtractionPool(2, Limits(), tmp_path / "scratch", ocr=False)
    pool.extract(act, "act.txt")
    pids = _pids(pool)
    pool.close()
    pool.close()
    assert list((tmp_path / "scratch").iterdir()) == []
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert pool.extract(act, "act.txt") == Refused("stopped", retry=True)


def test_leftovers_of_a_pool_that_died_are_removed(tmp_path: Path) -> None:
    dead = tmp_path / "extraction-1-dead"
    dead.mkdir()
    (dead / "lock").touch()
    (dead / "junk").write_text("x")
    with ExtractionPool(1, Limits(), tmp_path) as living, ExtractionPool(1, Limits(), tmp_path):
        assert not dead.exists()
        assert living._folder.exists()


def test_too_much_text_is_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "long.html"
    path.write_text("<p>" + "слово " * 2000, encoding="utf-8")
    with ExtractionPool(1, Limits(output_chars=6000), tmp_path / "s", ocr=False) as pool:
        outcome = pool.extract(path, "long.html")
    assert isinstance(outcome, Refused)
    assert (outcome.reason_code, outcome.params["limit"]) == ("over-limit", "output")


def test_more_pages_than_allowed_are_cut_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([ACT] * 4))
    with ExtractionPool(1, Limits(pages=3), tmp_path / "s", ocr=False) as pool:
        outcome = pool.extract(path, "a.pdf")
    assert isinstance(outcome, Extracted)
    assert (len(outcome.pages), outcome.notes) == (3, ("truncated:pages",))


def test_a_file_that_hangs_is_ended_by_the_clock(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_bytes(b"<p>x" * 3_000_000)
    with ExtractionPool(1, Limits(wall_seconds=1, cpu_seconds=20), tmp_path / "s", ocr=False) as pool:
        outcome = pool.extract(path, "deep.html")
        assert isinstance(outcome, Refused)
        assert (outcome.reason_code, outcome.params) == ("over-limit", {"limit": "wall", "value": "1"})
        path.write_text("жив", encoding="utf-8")
        assert isinstance(pool.extract(path, "a.txt"), Extracted)


def test_memory_is_limited(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"a" * (150 << 20))
    with ExtractionPool(1, Limits(memory_mib=200), tmp_path / "s", ocr=False) as pool:
        outcome = pool.extract(path, "big.txt")
        assert isinstance(outcome, Refused)
        assert (outcome.reason_code, outcome.params["limit"]) == ("over-limit", "memory")
        path.write_text("жив", encoding="utf-8")
        assert isinstance(pool.extract(path, "a.txt"), Extracted)


def test_a_document_too_large_for_the_memory_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "cells.docx"
    path.write_bytes(docx("<w:p><w:r/></w:p>" * 1_500_000))
    with ExtractionPool(1, Limits(memory_mib=400), tmp_path / "s", ocr=False) as pool:
        outcome = pool.extract(path, path.name)
    assert isinstance(outcome, Refused)
    assert (outcome.reason_code, outcome.params["limit"]) == ("over-limit", "memory")


def test_this_system_confines_what_the_tests_rely_on() -> None:
    abilities = sandbox_abilities()
    if not abilities.no_files_outside:
        pytest.skip("no Landlock in this kernel")
    assert abilities.no_network
