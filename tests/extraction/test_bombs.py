"""Files made to exhaust a reader: each ends with a state in half a minute, and the next file is read."""

from __future__ import annotations

import gzip
import io
import shutil
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extraction.pool import ExtractionPool
from extraction.protocol import Archive, Extracted, Limits, Outcome, Refused
from tests.extraction import making
from tests.extraction.bomb_making import MORE_BOMBS

pytestmark = pytest.mark.long

GIB = 1 << 30


def _zeros(size: int, *, times: int = 1) -> bytes:
    """A stream of Flate that unpacks to so many blanks, packed again and again."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    data = b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def _page(content: bytes, resources: bytes = b"", entries: bytes = b"", *objects: bytes) -> bytes:
    return making.pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents 4 0 R%s>>"
            % (resources, entries),
            content,
            *objects,
        ]
    )


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), entries, data)


def _flate(size: int, times: int) -> bytes:
    filters = b"/Filter[%s]" % (b"/FlateDecode" * times)
    return _page(_stream(_zeros(size, times=times), filters))


def _bits(count: int, *, scattered: bool) -> bytes:
    parts = []
    for at in range(count):
        x, y = (
            (at * 7919 % 590, at * 104729 % 830) if scattered else (at % 100 * 5, 800 - at // 100 % 80 * 10)
        )
        parts.append(b"BT /F 6 Tf %d %d Td (a) Tj ET" % (x, y))
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    return _page(_stream(zlib.compress(b"\n".join(parts)), b"/Filter/FlateDecode"), font)


def _self_calling() -> bytes:
    form = _stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>")
    return _page(_stream(b"/X Do"), b"/XObject<</X 5 0 R>>", b"", form)


def _chain() -> bytes:
    forms = [
        _stream(
            b"/X Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (6 + at),
        )
        for at in range(25)
    ]
    last = _stream(b"BT (x) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return _page(_stream(b"/X Do"), b"/XObject<</X 5 0 R>>", b"", *forms, last)


def _many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + at) for at in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    pages = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    return making.pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", pages, *[page] * count])


def _big_part(name: str, start: bytes, end: bytes, size: int, others: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, body in others.items():
            archive.writestr(other, body)
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(start)
            for _ in range(size >> 20):
                part.write(b" " * (1 << 20))
            part.write(end)
    return out.getvalue()


def _laughs() -> bytes:
    entities = '<!ENTITY l0 "ха">' + "".join(
        f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 12)
    )
    document = (
        f"<!DOCTYPE x [{entities}]><w:document xmlns:w='u'><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    return making.package({"[Content_Types].xml": "", "word/document.xml": document})


def _zip_of_zips() -> bytes:
    data = making.package({"bomb.bin": b"\0" * (1 << 20)})
    for _ in range(8):
        data = making.package({f"{at}.zip": data for at in range(10)})
    return data


def _png(side: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = _zeros(side * (side // 8 + 1) // (1 << 20) + 1 << 20)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _sheet(size: int) -> bytes:
    whole = making.xlsx({"1": [["a"]]})
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        others = {name: archive.read(name) for name in archive.namelist() if "sheet1" not in name}
    main = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return _big_part("xl/worksheets/sheet1.xml", main, b"</sheetData></worksheet>", size, others)


def _gzip(size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as packed:
        for _ in range(size >> 20):
            packed.write(b"\0" * (1 << 20))
    return out.getvalue()


def _circular_lists() -> bytes:
    kids = b"<</Type/Pages/Count 2/Kids[2 0 R 3 0 R]>>"
    return making.pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", kids, kids])


_WORD_START = b"<w:document xmlns:w='u'><w:body><w:p><w:r><w:t>"
BOMBS: dict[str, Callable[[], bytes]] = {
    "giant page.pdf": lambda: making.pdf([making.ACT]).replace(b"[0 0 595 842]", b"[0 0 1e9 1e9]"),
    "flate 3 GB.pdf": lambda: _flate(3 * GIB, 1),
    "flate in flate.pdf": lambda: _flate(3 * GIB, 2),
    "300 000 bits of text.pdf": lambda: _bits(300_000, scattered=False),
    "20 000 scattered bits.pdf": lambda: _bits(20_000, scattered=True),
    "a form that calls itself.pdf": _self_calling,
    "a chain of forms.pdf": _chain,
    "200 000 pages.pdf": lambda: _many_pages(200_000),
    "pages that are their own children.pdf": _circular_lists,
    "billion laughs.docx": _laughs,
    "document of 2 GB.docx": lambda: _big_part(
        "word/document.xml",
        _WORD_START,
        b"</w:t></w:r></w:p></w:body></w:document>",
        2 * GIB,
        {"[Content_Types].xml": b""},
    ),
    "document of 150 MB.docx": lambda: _big_part(
        "word/document.xml",
        _WORD_START,
        b"</w:t></w:r></w:p></w:body></w:document>",
        150 << 20,
        {"[Content_Types].xml": b""},
    ),
    "100 000 nested controls.docx": lambda: making.docx(
        "<w:sdt><w:sdtContent>" * 100_000 + making.para("дно") + "</w:sdtContent></w:sdt>" * 100_000
    ),
    "sheet of 2 GB.xlsx": lambda: _sheet(2 * GIB),
    "zip of zips.zip": _zip_of_zips,
    "gzip of 4 GB.gz": lambda: _gzip(4 * GIB),
    "giant picture.png": lambda: _png(60_000),
    "200 000 nested blocks.html": lambda: b"<div>" * 200_000 + "дно".encode() + b"</div>" * 200_000,
    "a million open comments.html": lambda: b"<html><!--[if " * 1_000_000,
    "a million open scripts.html": lambda: b"<p>a<script>" * 700_000,
    "a million braces.rtf": lambda: b"{\\rtf1 " + b"{\\b " * 1_000_000,
    "one word of ten million letters.txt": lambda: "ж".encode() * 10_000_000,
    "ten million blanks.txt": lambda: b"a" + b" " * 10_000_000 + b"a",
    "a word of a million letters.pdf": lambda: making.pdf(["ж" * 1_000_000]),
    **MORE_BOMBS,
}


@pytest.fixture(scope="module")
def confined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExtractionPool]:
    with ExtractionPool(1, Limits(), tmp_path_factory.mktemp("scratch")) as opened:
        yield opened


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_with_a_state_and_the_next_file_is_read(
    confined: ExtractionPool, tmp_path: Path, name: str
) -> None:
    bomb, plain = tmp_path / "bomb", tmp_path / "plain.txt"
    bomb.write_bytes(BOMBS[name]())
    plain.write_text("Решение районной Думы", encoding="utf-8")
    started = time.monotonic()
    outcome = confined.extract(bomb, name)
    took = time.monotonic() - started
    print(f"{name}: {took:.1f} s, {_told(outcome)}")  # noqa: T201 - read by whoever runs the long tests with -s
    assert isinstance(outcome, Extracted | Archive | Refused)
    assert took < 30
    after = confined.extract(plain, "plain.txt")
    assert isinstance(after, Extracted)
    assert after.text == "Решение районной Думы"


def _lines(count: int) -> bytes:
    drawn = b"\n".join(
        b"%d %d m %d %d l S" % (at % 590, at % 830, at * 7 % 590, at * 13 % 830) for at in range(count)
    )
    return _page(_stream(zlib.compress(drawn), b"/Filter/FlateDecode"))


_WITH_TABLES = (".pdf", ".docx", ".odt", ".rtf", ".xlsx", ".ods", ".html", ".csv")
_WITH_FILES = (".pdf", ".eml", ".msg")
_DRAWN = (".pdf", ".png", ".tiff", ".gif", ".jp2")
RULED: dict[str, Callable[[], bytes]] = {
    "300 000 lines.pdf": lambda: _lines(300_000),
    **{name: bomb for name, bomb in BOMBS.items() if name.endswith(_WITH_TABLES)},
}


@pytest.mark.parametrize("name", RULED)
def test_looking_for_tables_in_a_bomb_ends_with_a_state(
    confined: ExtractionPool, tmp_path: Path, name: str
) -> None:
    bomb = tmp_path / "bomb"
    bomb.write_bytes(RULED[name]())
    told = _in_time(lambda: confined.tables(bomb, ""))
    assert isinstance(told, tuple | Refused)


@pytest.mark.parametrize("name", [name for name in BOMBS if name.endswith(_WITH_FILES)])
def test_looking_for_files_in_a_bomb_ends_with_a_state(
    confined: ExtractionPool, tmp_path: Path, name: str
) -> None:
    bomb = tmp_path / "bomb"
    bomb.write_bytes(BOMBS[name]())
    told = _in_time(lambda: confined.attachments(bomb))
    assert isinstance(told, Archive | Refused)
    if isinstance(told, Archive) and told.folder:
        shutil.rmtree(told.folder)


@pytest.mark.parametrize("name", [name for name in BOMBS if name.endswith(_DRAWN)])
def test_a_page_of_a_bomb_is_drawn_or_not_in_time(
    confined: ExtractionPool, tmp_path: Path, name: str
) -> None:
    bomb = tmp_path / "bomb"
    bomb.write_bytes(BOMBS[name]())
    assert isinstance(_in_time(lambda: confined.render_page(bomb, 1, 1800)), bytes | Refused)
    if name.endswith(".pdf"):
        _in_time(lambda: confined.word_boxes(bomb, "application/pdf", 1))
        _in_time(lambda: confined.contents(bomb, "application/pdf"))


def test_nothing_of_an_archive_leaves_its_folder(confined: ExtractionPool, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb"
    for name in ("traps.tar", "a member that says more.rar"):
        bomb.write_bytes(BOMBS[name]())
        outcome = confined.extract(bomb, name)
        assert isinstance(outcome, Archive)
        assert outcome.folder is not None
        for member in outcome.members:
            assert member.unpacked is None or member.unpacked.parent == outcome.folder
            assert ".." not in member.name.split("/")
            assert not member.name.startswith("/")
        shutil.rmtree(outcome.folder)
    assert [path.name for path in tmp_path.iterdir()] == ["bomb"]


def _in_time(call: Callable[[], object]) -> object:
    started = time.monotonic()
    told = call()
    assert time.monotonic() - started < 30
    return told


def _told(outcome: Outcome) -> str:
    if isinstance(outcome, Refused):
        return f"{outcome.reason_code} {outcome.params}"
    if isinstance(outcome, Archive):
        return f"archive of {len(outcome.members)}"
    return (
        f"{outcome.text_layer} {outcome.waiting} {len(outcome.pages)} pages, {len(outcome.text)} characters"
    )
