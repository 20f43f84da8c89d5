"""The PDF of a publication: what it says, where its bookmarks lead, and that nothing breaks it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.errors import VecheError
from dossiers.exports import typesetting, volumes
from dossiers.exports.all import FORMATS
from dossiers.exports.legible import UNSHOWN
from dossiers.exports.typesetting import Limits, typeset
from dossiers.exports.volume_data import Binding, volume_data
from dossiers.publication import Publication, numbered, to_json
from tests.dossiers.exports import judges, pages
from tests.dossiers.exports.samples import ACT_PAGES, HOSTILE, Folder, dossier, hostile, many, unheard

PDF = FORMATS["pdf"]
MARKUP = "#panic() $a$ *b* _c_ @x \\ #import \"a.typ\": * // /* [ ] { } <label> `raw` ~ -- 'x'"


def made(publication: Publication, folder: Folder, name: str = "file.pdf") -> Path:
    target = folder.root.parent / name
    PDF.write(publication, folder, target, unheard)
    return target


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Publication]:
    """The sample dossier, made once."""
    root = tmp_path_factory.mktemp("pdf") / "originals"
    root.mkdir()
    folder = Folder(root)
    publication = dossier(folder)
    return made(publication, folder), publication


def test_it_says_what_a_librarian_expects_on_its_pages(whole: tuple[Path, Publication]) -> None:
    path, publication = whole
    told = pages.texts(path)
    title = told[0]
    assert "Заречная районная библиотека" in title
    assert "Тематическое досье. Выпуск 3" in title
    assert "По состоянию на 1 июля 2024 г." in title
    assert "для специалистов финансового отдела" in title
    assert publication.code in title
    everything = " ".join(told)
    for words in (
        "Что изменилось", "Слово библиотекаря", "действует с изменениями", "Именной указатель",
        "Опись документов", "Внесено в опись 4 (четыре) документа", "Как проверить этот файл",
        "Текст и изображение публикации охраняются",
    ):  # fmt: skip
        assert words in everything, words
    assert "ТАЙНА ВЫРЕЗКИ" not in everything
    assert publication.code in told[-1]
    assert f"2 из {len(told)}" in told[1]
    assert "Не является официальным опубликованием" in told[1]


@pytest.mark.parametrize("count", range(3, 9))
def test_the_title_never_parts_a_number_from_its_sign(tmp_path: Path, count: int) -> None:
    folder = Folder(tmp_path)
    title = "Благоустройство " * count + "(решение от 5 марта 2024 г. № 311)"
    path = made(replace(dossier(folder), title=title, sections=(), changes=()), folder)
    lines = [line.strip() for line in pages.texts(path)[0].splitlines()]
    assert any("№\u00a0311" in line or "№ 311" in line for line in lines)
    assert not any(line.endswith(("№", "от", "2024")) for line in lines)


def test_the_page_of_the_original_stands_beside_its_text(whole: tuple[Path, Publication]) -> None:
    (page,) = [one for one in pages.texts(whole[0]) if "Земельный налог" in one]
    assert "с. 2" in page
    assert "с. 1" not in page


def test_bookmarks_and_contents_lead_where_they_say(whole: tuple[Path, Publication]) -> None:
    path, _publication = whole
    told, marks = pages.texts(path), pages.outline(path)
    for _depth, words, page in marks:
        assert " ".join(words.split()) in told[page - 1]
    assert [words.partition(" ")[0] for depth, words, _page in marks if depth == 1] == [
        "1.",
        "2.",
        "3.",
        "4.",
    ]
    contents = " ".join(told[1:3])
    for _depth, words, page in marks:
        assert str(page) in contents.partition(" ".join(words.split()))[2]


def test_every_document_begins_a_page(whole: tuple[Path, Publication]) -> None:
    places = [page for depth, _words, page in pages.outline(whole[0]) if depth == 1]
    assert len(set(places)) == len(places) == 4


@pytest.mark.pdf_tools
def test_others_take_it_for_a_sound_archive_file(whole: tuple[Path, Publication]) -> None:
    path, _publication = whole
    assert judges.qpdf_faults(path) == ""
    told = judges.told_by("pdfinfo", path)
    assert "Tagged:          yes" in told
    fonts = judges.told_by("pdffonts", path).splitlines()[2:]
    assert fonts
    assert all("+PTS" in line or "+DejaVuSansMono" in line or "+LibertinusSerif" in line for line in fonts)
    assert all(line.split()[-5] == "yes" for line in fonts)  # embedded
    about = judges.told_by("pdfinfo", "-meta", path)
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "Утвердить бюджет по доходам в сумме 1 234,5 тыс. рублей & по расходам" in judges.pdf_text(path)


def test_the_same_publication_gives_the_same_bytes_in_another_process(
    whole: tuple[Path, Publication], folder: Folder
) -> None:
    publication = dossier(folder)
    assert publication == whole[1]
    source = folder.root.parent / "publication.json"
    source.write_text(to_json(publication), encoding="utf-8")
    script = f"""
import pathlib
from dossiers.exports.all import FORMATS
from dossiers.publication import from_json
from tests.dossiers.exports.samples import ACT_PAGES, Folder
root = pathlib.Path({str(folder.root.parent)!r})
publication = from_json((root / "publication.json").read_text(encoding="utf-8"))
FORMATS["pdf"].write(publication, Folder(root / "originals", {{1: ACT_PAGES}}), root / "b.pdf", print)
"""
    environment = {
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Vladivostok",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, env=environment)
    again = folder.root.parent / "b.pdf"
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(whole[0].read_bytes()).digest()


@pytest.mark.slow
def test_words_are_never_markup(folder: Folder) -> None:
    told = " ".join(pages.texts(made(hostile(folder, MARKUP), folder)))
    assert "#panic() $a$ *b* _c_ @x" in told
    assert "<label>" in told


@pytest.mark.slow
@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_of_strangers_break_nothing(words: str, folder: Folder) -> None:
    assert len(pages.texts(made(hostile(folder, words), folder))) > 3


@pytest.mark.slow
def test_signs_without_a_look_are_marked_and_fail_nothing(folder: Folder) -> None:
    publication = dossier(folder)
    folder.texts[1] = ("До \ue001\uf02d\U0001f600 после\ud800\x00 щ\u0331\u0306 עברית", "x" * 100_000)
    told = " ".join(pages.texts(made(publication, folder)))
    assert f"До {UNSHOWN * 3} после" in told


def test_a_publication_without_documents_is_a_file_too(folder: Folder) -> None:
    publication = replace(dossier(folder), sections=(), changes=(), introduction="", cover="")
    assert "Содержание" in " ".join(pages.texts(made(publication, folder)))


def test_a_list_holds_descriptions_and_no_text(folder: Folder) -> None:
    publication = replace(dossier(folder), kind="list", texts=False)
    told = " ".join(pages.texts(made(publication, folder)))
    assert "СОБРАНИЕ ДЕПУТАТОВ" not in told
    assert "Информационный список. Выпуск 3" in told
    assert "1. О бюджете Заречного района на 2024 год" in told


def test_a_cover_that_is_no_picture_is_left_out(folder: Folder) -> None:
    broken = folder.keep(b"\x89PNG\r\n\x1a\n broken", "cover.png", "image/png")
    publication = replace(dossier(folder), cover=broken.sha256)
    assert made(publication, folder).stat().st_size > 0


def test_a_large_publication_is_a_zip_of_volumes(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volumes, "MOST_DOCUMENTS", 2)
    publication = many(folder, 5)
    assert PDF.shape(publication, folder).extension == ".zip"
    told: list[tuple[int, int]] = []
    target = folder.root.parent / "file.zip"
    PDF.write(publication, folder, target, lambda done, total: told.append((done, total)))
    assert told == [(number, 5) for number in range(1, 6)]
    with zipfile.ZipFile(target) as archive:
        infos = archive.infolist()
        archive.extractall(folder.root.parent / "volumes")
    assert [info.compress_type for info in infos] == [zipfile.ZIP_STORED] * 3
    assert infos[0].filename.endswith(". Том 1 из 3.pdf")
    files = [folder.root.parent / "volumes" / info.filename for info in infos]
    first, second, third = (pages.texts(file) for file in files)
    assert "Том 2 из 3" in second[0]
    assert "Документы 3–4" in second[0]
    contents = first[1]
    for file, name in zip(files[1:], ("Том 2", "Том 3"), strict=True):
        assert name in contents
        for _depth, words, page in pages.outline(file):
            assert f"{words} {page}" in contents
    assert "Внесено в опись 5 (пять) документов" in " ".join(third)
    assert "Внесено в опись" not in " ".join(first + second)
    again = folder.root.parent / "again.zip"
    PDF.write(publication, folder, again, unheard)
    assert again.read_bytes() == target.read_bytes()


def test_too_little_time_or_memory_ends_in_a_sentence(folder: Folder) -> None:
    publication = dossier(folder)
    data = volume_data(publication, folder, Binding(1, 1, volumes.volumes(publication, folder)[0]))
    for limits in (Limits(memory=64 << 20), Limits(seconds=0.01)):
        with pytest.raises(VecheError, match="Файл PDF не сделан: том 1"):
            typeset(folder.root, data, "том 1", limits)
    assert not (folder.root / typesetting.RESULT).exists()


def test_nothing_is_left_beside_the_file(whole: tuple[Path, Publication]) -> None:
    assert sorted(one.name for one in whole[0].parent.iterdir()) == ["file.pdf", "originals"]


def test_one_document_is_a_file_of_its_own(folder: Folder) -> None:
    whole = dossier(folder)
    alone = replace(
        whole, kind="record", number=0, introduction="", changes=(), title=whole.entries[0].title,
        sections=(replace(whole.sections[0], title="", note="", entries=whole.entries[:1]),),
    )  # fmt: skip
    path = made(numbered(alone), folder)
    assert [words for _depth, words, _page in pages.outline(path)] == [
        "1. О бюджете Заречного района на 2024 год", "Опись документов", "Как проверить этот файл",
    ]  # fmt: skip
    assert ACT_PAGES[1].split("\t")[0] in " ".join(pages.texts(path))
