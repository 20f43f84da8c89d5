"""How extraction does against its peers, all in one run: ``python -m benchmarks.extraction``.

PDF against pdfminer, DOCX against python-docx, encodings against chardet and charset-normalizer, recognition
against one bare call of tesseract, DOC against antiword and catdoc; absent peers are left out.
Made documents always; the corpus of ``VECHE_CORPUS`` too, where it is.
"""

from __future__ import annotations

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
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import chardet
from PIL import Image, ImageFilter

from extraction.encodings import decode
from extraction.formats import doc, docx, pdf
from extraction.hyphens import join_hyphens
from extraction.layer import Verdict, judge
from extraction.ocr import DPI, recognise_picture
from extraction.programs import tesseract
from extraction.protocol import Extracted, Extractor, Limits
from tests.corpus import DEFAULT
from tests.extraction import making

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
        _pdf("made PDF", _made_pdf(folder))
        if root.is_dir():
            _pdf("real PDF", sorted(root.glob("acts/*/*.pdf")) + sorted(root.glob("budgets/*/*.pdf")))
        texts = [path.read_text("utf-8") for path in sorted(root.glob("acts/rurebus/*.txt"))] or [making.ACT]
        _layers(texts)
        _encodings(texts)
        _docx(sorted(root.glob("acts/*/*.docx")))
        _doc(sorted(root.glob("acts/*/*.doc")))
        _recognition(folder)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _found(of: Counter[str], in_: Counter[str]) -> float:
    return (of & in_).total() / max(1, of.total())


def _timed(call: Callable[[], str]) -> tuple[str, float]:
    started = time.process_time()
    result = call()
    return result, time.process_time() - started


def _text(reader: Extractor, path: Path) -> str:
    read = reader.extract(path, Limits())
    return read.text if isinstance(read, Extracted) else ""


def _recognised(page: Image.Image, folder: Path) -> str:
    return recognise_picture(page, folder).text


def _made_pdf(folder: Path) -> list[Path]:
    path = folder / "act.pdf"
    path.write_bytes(making.pdf([making.ACT + "\n" + making.ACT] * 100))
    return [path]


def _pdf(title: str, paths: Iterable[Path]) -> None:
    from pdfminer.high_level import extract_text

    ours = theirs = 0.0
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
        ours, theirs, pages = ours + seconds, theirs + peer_seconds, pages + len(read.pages)
        words = _words(join_hyphens(peer))
        wanted, found = wanted + words.total(), found + (words & _words(text)).total()
    if pages:
        _print(
            f"{title}: {pages} pages, {pages / ours:.0f} pages/s, pdfminer {pages / theirs:.1f}: "
            f"{theirs / ours:.1f} x; {found / max(1, wanted):.4f} of its words found"
        )


def _layers(texts: list[str]) -> None:
    pages = [text[:1800] for text in texts if len(text) > 800]
    spoilers: tuple[Callable[[str], str], ...] = (
        lambda text: "".join(chr(ord(char) + 1) if "а" <= char.lower() <= "ю" else char for char in text),
        lambda text: "".join(chr(0xE000 + ord(char) % 999) if char.isalpha() else char for char in text),
        lambda text: "".join(chr(1 + ord(char) % 8) if char.isalpha() else char for char in text),
        lambda text: text.encode("cp1251", "replace").decode("latin-1"),
    )
    started = time.process_time()
    kept = sum(judge(page) is Verdict.GOOD for page in pages)
    each = (time.process_time() - started) / max(1, len(pages))
    caught = sum(judge(spoil(page)) is not Verdict.GOOD for page in pages for spoil in spoilers)
    _print(
        f"layers: {caught} of {len(spoilers) * len(pages)} garbage pages caught, "
        f"{len(pages) - kept} of {len(pages)} good ones flagged, {each * 1000:.2f} ms a page"
    )


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


def _recognition(folder: Path) -> None:
    if not tesseract.available() or not any(Path(font).exists() for font in making.FONTS):
        _print("recognition: no tesseract with Russian, or no font (make system)")
        return
    text = "\n".join(_broken(making.ACT, 60) * 2)
    clean = making.scan(text, size=44, shape=(2480, 3508))
    noise = Image.effect_noise(clean.size, 44).point([min(255, 110 + value) for value in range(256)])
    pages = {
        "clean": clean,
        "turned by 1.5 degrees": clean.rotate(-1.5, fillcolor=255, resample=Image.Resampling.BICUBIC),
        "noisy": Image.composite(clean.filter(ImageFilter.GaussianBlur(1)), noise, noise.point(_threshold())),
    }
    for title, page in pages.items():
        read, seconds = _with_children(partial(_recognised, page, folder))
        page.save(folder / "bare.pgm", "PPM")
        bare, bare_seconds = _with_children(
            lambda: " ".join(box.text for box in tesseract.words(folder / "bare.pgm", DPI))
        )
        _print(
            f"recognition, {title}: errors {_errors(text, read):.2%}, bare {_errors(text, bare):.2%}; "
            f"{seconds:.2f} s of processor, bare {bare_seconds:.2f} s: {seconds / bare_seconds:.2f} x"
        )


def _threshold() -> list[int]:
    return [255 if value > 150 else 200 for value in range(256)]


def _broken(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) >= width:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines.append(line)
    return lines


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
