"""What holds for files of every format."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from dossiers.exports.all import FORMATS
from dossiers.exports.formats import Format
from dossiers.publication import Publication, Section, to_json
from tests.dossiers.exports.samples import HOSTILE, Folder, dossier, hostile, many

SLOW = frozenset({"pdf", "docx"})  # they have tests of their own for strange words
FORMATS_HERE = [one for name, one in FORMATS.items() if name not in SLOW]
SECRETS = ("ТАЙНА ВЫРЕЗКИ", "PICTURE OF A CLIPPING")

formats = pytest.mark.parametrize("form", FORMATS_HERE, ids=lambda form: form.name)


def made(form: Format, publication: Publication, folder: Folder, name: str = "file") -> Path:
    target = folder.root.parent / f"{name}{form.extension}"
    target.unlink(missing_ok=True)
    form.write(publication, folder, target, lambda *_: None)
    return target


def everything(path: Path) -> str:
    """All that a file says, unpacked where it is a ZIP."""
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@formats
def test_progress_is_told_after_each_entry(form: Format, folder: Folder, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    form.write(dossier(folder), folder, tmp_path / "x", lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


@formats
def test_the_text_and_the_picture_of_a_clipping_are_in_no_file(form: Format, folder: Folder) -> None:
    publication = dossier(folder)
    said = everything(made(form, publication, folder))
    assert not any(secret in said for secret in SECRETS)
    assert publication.entries[2].files[0].sha256 not in said
    assert "Бюджет приняли единогласно" in said
    assert "О чём спорили депутаты." in said
    assert "Интервью с главой." in said
    assert "охраняются авторским правом" in said


@formats
def test_the_text_of_a_withheld_entry_is_not_even_asked_for(form: Format, folder: Folder) -> None:
    made(form, dossier(folder), folder)
    assert 3 not in folder.asked


@formats
def test_a_file_says_its_day(form: Format, folder: Folder) -> None:
    assert re.search("1[ \u00a0]июля[ \u00a0]2024", everything(made(form, dossier(folder), folder)))


@pytest.mark.parametrize(
    "form", [one for one in FORMATS_HERE if one.name != "ris"], ids=lambda form: form.name
)
def test_a_file_says_its_code_and_the_sums_of_its_files(form: Format, folder: Folder) -> None:
    publication = dossier(folder)
    said = everything(made(form, publication, folder))
    assert publication.code in said
    for entry in publication.entries:
        for file in entry.files if not entry.withheld else ():
            assert file.sha256 in said


@formats
def test_an_original_that_is_not_issued_any_more_is_neither_there_nor_named(
    form: Format, folder: Folder
) -> None:
    publication = dossier(folder)
    gone = publication.entries[0].files[0]
    (folder.root / gone.sha256).unlink()
    said = everything(made(form, publication, folder))
    assert gone.sha256 not in said


@formats
@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_of_strangers_break_no_file(form: Format, folder: Folder, words: str) -> None:
    publication = hostile(folder, words)
    assert made(form, publication, folder).stat().st_size > 0


@formats
def test_an_empty_publication_makes_a_file(form: Format, folder: Folder) -> None:
    for sections in ((), (Section("Пусто"),)):
        assert made(form, replace(dossier(folder), sections=sections, changes=()), folder).stat().st_size > 0


@formats
def test_a_list_holds_descriptions_and_no_text(form: Format, folder: Folder) -> None:
    said = everything(made(form, replace(dossier(folder), kind="list", texts=False), folder))
    assert "СОБРАНИЕ ДЕПУТАТОВ" not in said
    assert "О бюджете Заречного района на 2024 год" in said


def test_another_process_makes_the_same_bytes(folder: Folder) -> None:
    publication = dossier(folder)
    source = folder.root.parent / "publication.json"
    source.write_text(to_json(publication), encoding="utf-8")
    here = {
        form.name: hashlib.sha256(made(form, publication, folder).read_bytes()).hexdigest()
        for form in FORMATS_HERE
    }
    script = f"""
import hashlib, pathlib, time
from dossiers.exports.all import FORMATS
from dossiers.publication import from_json
from tests.dossiers.exports.samples import ACT_PAGES, Folder
root = pathlib.Path({str(folder.root.parent)!r})
folder = Folder(root / "originals", {{1: ACT_PAGES, 2: ("",)}})
publication = from_json((root / "publication.json").read_text(encoding="utf-8"))
for name in {[form.name for form in FORMATS_HERE]!r}:
    target = root / ("other" + FORMATS[name].extension)
    FORMATS[name].write(publication, folder, target, lambda *_: None)
    print(name, hashlib.sha256(target.read_bytes()).hexdigest())
"""
    told = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Vladivostok", "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert dict(line.split() for line in told.stdout.splitlines()) == here


@pytest.mark.slow
@formats
def test_memory_does_not_grow_with_the_number_of_documents(form: Format, folder: Folder) -> None:
    peaks = []
    for count in (4, 40):
        publication = many(folder, count, 60_000)
        tracemalloc.start()
        made(form, publication, folder)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 36 * 15_000  # what is known of an entry, never its text or file
