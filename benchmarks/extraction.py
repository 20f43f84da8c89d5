"""How extraction does against its peers, all in one run: ``python -m benchmarks.extraction``.

PDF against pdfminer, DOCX against python-docx, XLSX against openpyxl, encodings against chardet and
charset-normalizer, recognition against one bare call of tesseract, DOC against antiword and catdoc; absent
peers are left out.
Made documents always; the corpus of ``VECHE_CORPUS`` too, where it is.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import chardet
import pdfplumber
import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image

from benchmarks.made_pages import SCANS, act_picture, acts_pdf, table_picture
from extraction.encodings import decode
from extraction.formats import doc, docx, pdf, sheets
from extraction.hyphens import join_hyphens
from extraction.layer import Verdict, judge
from extraction.ocr import DPI, recognise_picture
from extraction.pdfium import opened, page_text
from extraction.programs import tesseract
from extraction.protocol import Extracted, Extractor, Limits
from extraction.russian_score import russian_score
from extraction.tables.ruled import ruled_tables
from tests.corpus import DEFAULT
from tests.extraction import making
from tests.extraction.budget_pages import budget_pdf, budget_rows
from tests.extraction.sheet_making import xlsx

ENCODINGS = (
    "cp1251",
    "koi8-r",
    "cp866",
    "iso8859-5",
    "mac-cyrillic",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
)
_ROUNDS = 200


def main() -> None:
    """Run all measurements and print them."""
    root = Path(os.environ.get("VECHE_CORPUS", str(DEFAULT)))
    with tempfile.TemporaryDirectory(prefix="veche-extraction-") as name:
        folder = Path(name)
        real = sorted(root.glob("acts/*/*.pdf")) + sorted(root.glob("budgets/*/*.pdf"))
        _pdf("real PDF", real)
        texts = [path.read_text("utf-8") for path in sorted(root.glob("acts/rurebus/*.txt"))] or [making.ACT]
        for title, made in _made_pdf(folder, texts).items():
            _pdf(f"made PDF, {title}", made)
        _tables(folder)
        _layers(texts)
        _good_layers(real)
        _encodings(texts)
        _docx(sorted(root.glob("acts/*/*.docx")))
        _sheets(folder)
        _doc(sorted(root.glob("acts/*/*.doc")))
        _recognition(folder, texts)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _found(of: Counter[str], in_: Counter[str]) -> float:
    return (of & in_).total() / max(1, of.total())


def _timed(call: Callable[[], str]) -> tuple[str, float]:
    """The result and its processor time; of short work the least of five tries, for all peers alike."""
    result, taken = "", [0.0]
    while len(taken) <= 5 and sum(taken) < 0.5:
        started = time.process_time()
        result = call()
        taken.append(time.process_time() - started)
    return result, min(taken[1:])


def _text(reader: Extractor, path: Path) -> str:
    read = reader.extract(path, Limits())
    return read.text if isinstance(read, Extracted) else ""


def _recognised(page: Image.Image, folder: Path) -> str:
    return recognise_picture(page, folder).text


def _made_pdf(folder: Path, texts: Sequence[str]) -> dict[str, list[Path]]:
    made = {"acts": acts_pdf(texts[:40]), "budget": budget_pdf(budget_rows(300))}
    for name, data in made.items():
        (folder / f"{name}.pdf").write_bytes(data)
    return {name: [folder / f"{name}.pdf"] for name in made}


def _pdf(title: str, paths: Iterable[Path]) -> None:
    from pdfminer.high_level import extract_text

    ours = theirs = bare = 0.0
    pages, wanted, found = 0, 0, 0.0
    for path in paths:
        try:
            read = pdf.extract(path, Limits())
        except Exception:  # noqa: BLE001, S112 - files that are refused have no place in a comparison
            continue
        if read.text_layer != "born" or read.waiting:
            continue
        text, seconds = _timed(partial(_text, pdf, path))
        peer, peer_seconds = _timed(partial(extract_text, str(path)))
        _, bare_seconds = _timed(partial(_bare_pdfium, path))
        ours, theirs, pages = ours + seconds, theirs + peer_seconds, pages + len(read.pages)
        bare += bare_seconds
        words = _words(join_hyphens(peer))
        wanted, found = wanted + words.total(), found + (words & _words(text)).total()
    if pages:
        _print(
            f"{title}: {pages} pages, {pages / ours:.0f} pages/s, pdfminer {pages / theirs:.1f}: "
            f"{theirs / ours:.1f} x (PDFium without anything {theirs / bare:.1f} x); "
            f"{found / max(1, wanted):.4f} of its words found"
        )


def _bare_pdfium(path: Path) -> str:
    """Only what the library does for the text of each page: the bound for any reader built on it."""
    document = pdfium.PdfDocument(str(path))
    texts = []
    for index in range(len(document)):
        page = document[index]
        layer = page.get_textpage()
        texts.append(str(layer.get_text_range()))
        layer.close()
        page.close()
    document.close()
    return "\n".join(texts)


def _tables(folder: Path) -> None:
    rows = budget_rows(300)
    path = folder / "table.pdf"
    path.write_bytes(budget_pdf(rows))

    def bare() -> str:
        with pdfplumber.open(path) as document:
            return str([page.extract_tables() for page in document.pages])

    _, bare_seconds = _timed(bare)
    started = time.process_time()
    found = ruled_tables(path, Limits())
    seconds = time.process_time() - started
    told = {row for table in found for row in table.rows}
    _print(
        f"tables: {len(told & set(rows))} of {len(rows)} rows whole in {len(found)} table of "
        f"{found[0].last_page} pages, {seconds / found[0].last_page * 1000:.0f} ms a page, "
        f"pdfplumber alone {bare_seconds / found[0].last_page * 1000:.0f}"
    )


def _layers(texts: list[str]) -> None:
    pages = [text[:1800] for text in texts if len(text) > 800]
    spoilers: tuple[Callable[[str], str], ...] = (
        lambda text: "".join(chr(ord(char) + 1) if "а" <= char.lower() <= "ю" else char for char in text),
        lambda text: "".join(chr(0xE000 + ord(char) % 999) if char.isalpha() else char for char in text),
        lambda text: "".join(chr(1 + ord(char) % 8) if char.isalpha() else char for char in text),
        lambda text: text.encode("cp1251", "replace").decode("latin-1"),
        lambda text: text.translate(_AS_ENGLISH),
    )
    started = time.process_time()
    kept = sum(judge(page) is Verdict.GOOD for page in pages)
    each = (time.process_time() - started) / max(1, len(pages))
    caught = sum(judge(spoil(page)) is not Verdict.GOOD for page in pages for spoil in spoilers)
    _print(
        f"layers: {caught} of {len(spoilers) * len(pages)} garbage pages caught, "
        f"{len(pages) - kept} of {len(pages)} good ones flagged, {each * 1000:.2f} ms a page"
    )


_AS_ENGLISH = str.maketrans(dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", (
    "a6BrAeexK3MMKnMHonpcTycbxuqWmbbb3lOfl"), strict=False)))  # fmt: skip


def _good_layers(paths: Iterable[Path]) -> None:
    """Pages of real documents whose layer is language, and how many of them would be recognised again."""
    pages = flagged = 0
    for path in paths:
        with contextlib.suppress(Exception), opened(path) as document:
            for index in range(len(document)):
                text, _ = page_text(document[index])
                if len(_words(text)) > 20 and russian_score(text) > 10:
                    pages += 1
                    flagged += judge(text) not in (Verdict.GOOD, Verdict.LATIN_1)
    if pages:
        _print(f"layers: {flagged} of {pages} good pages of real documents flagged")


def _encodings(texts: list[str]) -> None:
    peers: dict[str, Callable[[bytes], str]] = {
        "ours": lambda data: decode(data).text,
        "chardet": lambda data: data.decode(chardet.detect(data)["encoding"] or "ascii", "replace"),
    }
    try:
        normalizer = importlib.import_module("charset_normalizer")
        peers["charset-normalizer"] = lambda data: str(normalizer.from_bytes(data).best() or "")
    except ImportError:
        pass
    chance = random.Random(7)  # noqa: S311 - the same stretches each time
    for length in (20, 60, 200, 2000):
        stretches = [_stretch(chance.choice(texts), length, chance) for _ in range(_ROUNDS)]
        cases = [
            text.encode(encoding, "replace")
            for text in stretches
            if sum("а" <= char.lower() <= "я" for char in text) > length / 2
            for encoding in ENCODINGS
        ]
        truth = [
            case.decode(ENCODINGS[at % len(ENCODINGS)]).removeprefix("\ufeff")
            for at, case in enumerate(cases)
        ]
        told = []
        for name, peer in peers.items():
            started = time.process_time()
            right = sum(_safely(peer, case) == text for case, text in zip(cases, truth, strict=True))
            each = (time.process_time() - started) / max(1, len(cases))
            told.append(f"{name} {right / max(1, len(cases)):.1%} {each * 1000:.2f} ms")
        _print(f"encodings, {length} characters: {'; '.join(told)}")


def _stretch(text: str, length: int, chance: random.Random) -> str:
    start = chance.randrange(max(1, len(text) - length))
    return text[start : start + length]


def _safely(peer: Callable[[bytes], str], data: bytes) -> str:
    try:
        return peer(data).removeprefix("\ufeff")
    except (LookupError, UnicodeError):
        return ""


def _docx(paths: list[Path]) -> None:
    import docx as python_docx

    ours = theirs = 0.0
    lost: set[str] = set()
    for path in paths:

        def peer_text(path: Path = path) -> str:
            document = python_docx.Document(str(path))
            lines = [paragraph.text for paragraph in document.paragraphs]
            cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
            return "\n".join([*lines, *cells])

        text, seconds = _timed(partial(_text, docx, path))
        peer, peer_seconds = _timed(peer_text)
        ours, theirs = ours + seconds, theirs + peer_seconds
        lost |= set(_words(peer)) - set(_words(text))
    if paths:
        _print(
            f"DOCX: {len(paths)} files, {theirs / ours:.2f} x the speed of python-docx's text and cells, "
            f"{len(lost)} different words of it not found"
        )


def _sheets(folder: Path) -> None:
    """A sheet of 70,000 cells, without formats and with them; openpyxl reads values alone."""
    for title, codes in (
        ("plain", ("",) * 4),
        ("with formats", ("0000000", "#,##0.00", "0.0%", "dd.mm.yyyy")),
    ):
        path = folder / f"{title}.xlsx"
        row = zip((1001.0, 1234567.5, 0.0875, 40973.0), codes, strict=True)
        path.write_bytes(xlsx([[("Расходы на дороги", ""), ("0409", ""), ("ремонт", ""), *row]] * 10_000))
        _, ours = _timed(partial(_text, sheets, path))
        _, whole = _timed(partial(_by_openpyxl, path, streaming=False))
        _, stream = _timed(partial(_by_openpyxl, path, streaming=True))
        _print(f"XLSX {title}: {ours:.2f} s; openpyxl {whole / ours:.1f} x, streaming {stream / ours:.1f} x")


def _by_openpyxl(path: Path, *, streaming: bool) -> str:
    book = importlib.import_module("openpyxl").load_workbook(path, read_only=streaming)
    return "\n".join(map(str, book.active.values))


def _doc(paths: list[Path]) -> None:
    for program in ("antiword", "catdoc"):
        if not (found := shutil.which(program)):
            continue
        ours = theirs = 0.0
        shares = []
        for path in paths:
            try:
                text, seconds = _timed(partial(_text, doc, path))
            except Exception:  # noqa: BLE001, S112 - files that are refused have no place in a comparison
                continue
            started = time.monotonic()
            peer = subprocess.run([found, str(path)], capture_output=True, check=False)  # noqa: S603
            ours, theirs = ours + seconds, theirs + time.monotonic() - started
            words = _words(peer.stdout.decode("utf-8", "replace"))
            if words.total() > 20:
                shares.append(_found(words, _words(text)))
        if shares:
            _print(
                f"DOC: {sum(shares) / len(shares):.4f} of the words of {program} found "
                f"in {len(shares)} files, {theirs / ours:.1f} x its speed"
            )


def _recognition(folder: Path, texts: Sequence[str]) -> None:
    if not tesseract.available():
        _print("recognition: no tesseract with Russian (make system)")
        return
    long = [text for text in texts if len(text) > 3000][:2] or [making.ACT * 5]
    pages = {"act": [act_picture(text) for text in long], "table": [table_picture(at) for at in range(2)]}
    for kind, made in pages.items():
        for scan, spoil in SCANS.items():
            told = [_scan_measured(truth, spoil(page), page, folder) for truth, page in made]
            errors, bare, ratio = (sum(one[at] for one in told) / len(told) for at in range(3))
            _print(
                f"recognition, {kind}, {scan}: errors {errors:.2%}, bare {bare:.2%}; "
                f"{ratio:.2f} x the time of one bare call on the clean page"
            )


def _scan_measured(
    truth: str, scan: Image.Image, clean: Image.Image, folder: Path
) -> tuple[float, float, float]:
    """Errors of ours and of a bare call; time in times of a bare call on the clean page."""
    read, seconds = _with_children(partial(_recognised, scan, folder))
    bare, _ = _with_children(partial(_bare_call, scan, folder))
    _, usual = _with_children(partial(_bare_call, clean, folder))
    return _errors(truth, read), _errors(truth, bare), seconds / usual


def _bare_call(page: Image.Image, folder: Path) -> str:
    page.save(folder / "bare.pgm", "PPM")
    return " ".join(box.text for box in tesseract.words(folder / "bare.pgm", DPI))


def _with_children(call: Callable[[], str]) -> tuple[str, float]:
    def used() -> float:
        both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in both)

    before = used()
    return call(), used() - before


def _errors(truth: str, read: str) -> float:
    """Share of characters that have to be changed, blanks and kinds of dashes apart."""
    from rapidfuzz.distance import Levenshtein

    plain, other = (re.sub(r"\s", "", re.sub("[–—]", "-", text)) for text in (truth, read))
    return Levenshtein.distance(plain, other) / max(1, len(plain))


if __name__ == "__main__":
    main()
