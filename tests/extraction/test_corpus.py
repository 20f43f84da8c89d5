"""Real documents: each has the state that its bytes deserve."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from extraction.encodings import decode
from extraction.pool import ExtractionPool
from extraction.protocol import Archive, Extracted, Limits, Outcome, Refused
from tests.corpus import corpus_root

pytestmark = [pytest.mark.corpus, pytest.mark.long]

HOSTILE_STATES = {
    "made-here/empty.pdf": "empty",
    "made-here/nul.txt": "empty",
    "made-here/spaces.txt": "empty",
    "made-here/html-named.pdf": "born",
    "made-here/без расширения": "damaged",
    "pypdf/encrypted-file.pdf": "encrypted",
    "pypdf/r2-owner-password.pdf": "born",
    "tika/password.xls": "encrypted",
    "tika/protectedFile.xlsx": "encrypted",
    "tika/test7Z_protected_passTika.7z": "encrypted",
    "tika/testWORD_protected_drm.doc": "encrypted",
    "tika/testWORD_truncated.docx": "damaged",
    "tika/testAltChunkMHT.docx": "born",
    "tika/testPDF_no_extract_yes_accessibility_owner_empty.pdf": "born",
    "qpdf/65777.fuzz": "damaged",
    "format-corpus/T04_010_trailer-no-closing-brackets.pdf": "damaged",
    "pdfminer.six/issue-625-identity-cmap.pdf": "born",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, Outcome]]:
    root = corpus_root()
    waiting: Queue[Path] = Queue()
    for folder in ("acts", "budgets", "press", "hostile"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                waiting.put(path)
    found: dict[Path, Outcome] = {}
    with ExtractionPool(2, Limits(), tmp_path_factory.mktemp("scratch"), ocr=False) as pool:

        def work() -> None:
            while True:
                try:
                    path = waiting.get_nowait()
                except Empty:
                    return
                found[path.relative_to(root)] = pool.extract(path, path.name)

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        yield found


def _state(outcome: Outcome) -> str:
    if isinstance(outcome, Extracted):
        return outcome.text_layer
    return outcome.reason_code if isinstance(outcome, Refused) else "archive"


def test_no_file_kills_its_process_or_goes_over_a_limit(outcomes: dict[Path, Outcome]) -> None:
    bad = {
        path: outcome.reason_code
        for path, outcome in outcomes.items()
        if isinstance(outcome, Refused) and outcome.reason_code not in ("damaged", "encrypted", "empty")
    }
    assert outcomes
    assert not bad


@pytest.mark.parametrize(("name", "state"), HOSTILE_STATES.items())
def test_a_hostile_file_has_its_state(outcomes: dict[Path, Outcome], name: str, state: str) -> None:
    assert _state(outcomes[Path("hostile") / name]) == state


def test_nearly_all_acts_have_text(outcomes: dict[Path, Outcome]) -> None:
    states = Counter(_state(outcome) for path, outcome in outcomes.items() if path.parts[0] == "acts")
    assert states["born"] >= 0.95 * states.total()


def test_texts_are_what_they_were_before_they_were_encoded(outcomes: dict[Path, Outcome]) -> None:
    root = corpus_root()
    differing = []
    for path, outcome in outcomes.items():
        if path.parent.name != "encodings-derived":
            continue
        encoding, _, name = path.name.partition("__")
        original = decode((root / "acts" / "rurebus" / name).read_bytes()).text
        expected = original
        if encoding not in ("utf-8", "utf-8-sig", "utf-16", "utf8bom", "utf16"):
            expected = original.encode(encoding, "replace").decode(encoding)
        assert isinstance(outcome, Extracted)
        if "".join(outcome.text.split()) != "".join(expected.replace("\f", "").split()):
            differing.append(path.name)
    assert differing == []


def test_archives_have_members_or_reasons(outcomes: dict[Path, Outcome]) -> None:
    for outcome in outcomes.values():
        if isinstance(outcome, Archive):
            assert all(member.unpacked or member.reason_code for member in outcome.members)
