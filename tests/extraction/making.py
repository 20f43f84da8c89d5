"""Small documents of every format, made byte by byte for the tests."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ACT = (
    "АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА\nПОСТАНОВЛЕНИЕ\nот 12 марта 2012 г. № 45-п\n"
    "Об утверждении порядка предоставления субсидий\n"
    "В соответствии с Федеральным законом от 6 октября 2003 г. № 131-ФЗ администрация района постановляет:\n"
    "1. Утвердить порядок предоставления субсидий организациям, которые содержат дороги общего пользования.\n"
    "2. Настоящее постановление вступает в силу со дня его официального опубликования."
)
FONTS = ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/paratype/PTS55F.ttf")


# PDF


def pdf(
    pages: Sequence[str | bytes], images: Mapping[int, Image.Image] | None = None, extra: str = ""
) -> bytes:
    """A PDF whose pages hold these texts line by line (bytes are raw content), and pictures over whole pages.

    Args:
        pages: what stands on each.
        images: page number from 1 -> picture that covers it.
        extra: entries for each page's dictionary, such as annotations.
    """
    images = images or {}
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0/BaseFont/Made/Encoding/Identity-H/DescendantFonts[4 0 R]"
        b"/ToUnicode 6 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Made/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 500/FontDescriptor 5 0 R>>",
        b"<</Type/FontDescriptor/FontName/Made/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 700/StemV 80>>",
        _stream(
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Made def\n"
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            + b"256 beginbfrange\n"
            + b"".join(b"<%02X00> <%02XFF> <%02X00>\n" % (high, high, high) for high in range(256))
            + b"endbfrange endcmap end end"
        ),
    ]
    kids = []
    for number, page in enumerate(pages, start=1):
        content = page if isinstance(page, bytes) else _text_content(page)
        resources = b"/Font<</F 3 0 R>>"
        if picture := images.get(number):
            objects.append(_image(picture))
            resources += b"/XObject<</I %d 0 R>>" % len(objects)
            content = b"q 595 0 0 842 0 0 cm /I Do Q\n" + content
        objects.append(_stream(content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents %d 0 R%s>>"
            % (resources, len(objects), extra.encode("latin-1"))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return pdf_of(objects)


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """A PDF file of numbered objects, the first being its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), entries, packed)


def _text_content(text: str) -> bytes:
    lines = [b"BT /F 10 Tf 50 800 Td 14 TL"]
    lines += [b"<%s> Tj T*" % line.encode("utf-16-be").hex().encode() for line in text.split("\n")]
    return b"\n".join([*lines, b"ET"])


def text_at(x: int, y: int, text: str) -> bytes:
    """Raw content: a text at a place in points from the lower left corner."""
    return b"BT /F 10 Tf %d %d Td <%s> Tj ET\n" % (x, y, text.encode("utf-16-be").hex().encode())


def _image(picture: Image.Image) -> bytes:
    grey = picture.convert("L")
    entries = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % grey.size
    )
    return _stream(grey.tobytes(), entries)


def scan(text: str, *, size: int = 40, shape: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """A page with printed text as a scanner gives it, at 150 dpi."""
    picture = Image.new("L", shape, 255)
    font = ImageFont.truetype(next(font for font in FONTS if Path(font).exists()), size)
    ImageDraw.Draw(picture).multiline_text((90, 120), text, font=font, fill=0, spacing=18)
    return picture


# office packages


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


_WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(body: str, parts: Mapping[str, tuple[str, str | bytes]] | None = None) -> bytes:
    """A DOCX with this content of ``w:body``.

    Args:
        body: WordprocessingML.
        parts: name below ``word/`` -> (kind of relation, root element's content or bytes); ids are their
            names.
    """
    parts = parts or {}
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{name}"/>'
        for name, (kind, _) in parts.items()
    )
    relation_root = "http://schemas.openxmlformats.org/package/2006/relationships"
    all_parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{relation_root}"><Relationship Id="a" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{relation_root}">{relations}</Relationships>',
    }
    roots = {"header": "hdr", "footer": "ftr", "numbering": "numbering", "styles": "styles"}
    for name, (kind, content) in parts.items():
        root = roots.get(kind, kind)
        whole = f"<w:{root} {_WORD}>{content}</w:{root}>" if isinstance(content, str) else content
        all_parts[f"word/{name}"] = whole
    return package(all_parts)


def para(text: str, properties: str = "") -> str:
    """A paragraph of WordprocessingML."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def odt(text: str, styles: str = "", shared: str = "") -> bytes:
    """An ODT with this content of ``office:text``, these automatic styles and this ``styles.xml``."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style", "draw", "dc")
    )
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
            "</office:document-content>",
            **({"styles.xml": shared} if shared else {}),
        }
    )


def xlsx(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """An XLSX with these sheets of strings and numbers."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    root = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{root}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
    }
    listed, relations = "", ""
    for number, (title, rows) in enumerate(sheets.items(), start=1):
        listed += f'<sheet name="{title}" sheetId="{number}" r:id="r{number}"/>'
        relations += (
            f'<Relationship Id="r{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
        data = ""
        for at, row in enumerate(rows, start=1):
            cells = ""
            for column, cell in enumerate(row):
                place = f"{chr(65 + column)}{at}"
                if isinstance(cell, str):
                    cells += f'<c r="{place}" t="inlineStr"><is><t>{cell}</t></is></c>'
                else:
                    cells += f'<c r="{place}"><v>{cell}</v></c>'
            data += f'<row r="{at}">{cells}</row>'
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>'
        )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{main}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{root}">{relations}</Relationships>'
    return package(parts)


# OLE files


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams in its root or in folders (``folder/stream``)."""
    sector = 512
    entries: list[tuple[str, int, bytes, list[int]]] = [("Root Entry", 5, b"", [])]
    folders: dict[str, int] = {}
    for path, data in streams.items():
        *above, name = path.split("/")
        parent = 0
        for depth, folder in enumerate(above, start=1):
            whole = "/".join(above[:depth])
            if whole not in folders:
                folders[whole] = len(entries)
                entries[parent][3].append(len(entries))
                entries.append((folder, 1, b"", []))
            parent = folders[whole]
        entries[parent][3].append(len(entries))
        entries.append((name, 2, data.ljust(4096, b"\0") if len(data) < 4096 else data, []))
    body, starts, chain = bytearray(), [], []
    for _, _, data, _ in entries:
        count = -(-len(data) // sector)
        starts.append(len(body) // sector if count else 0xFFFFFFFE)
        first = len(body) // sector
        chain += [*range(first + 1, first + count), 0xFFFFFFFE][: count or 0]
        body += data.ljust(count * sector, b"\0")
    directory = b"".join(_entry(entry, at, entries, starts) for at, entry in enumerate(entries))
    count = -(-len(directory) // sector)
    directory_start = len(body) // sector
    chain += [*range(directory_start + 1, directory_start + count), 0xFFFFFFFE]
    body += directory.ljust(count * sector, b"\0")
    fats = -(-(len(chain) + 64) // (sector // 4 - 1))
    fat_start = len(body) // sector
    chain += [0xFFFFFFFD] * fats
    fat = b"".join(struct.pack("<I", one) for one in chain).ljust(fats * sector, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, fats, directory_start, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    difat = b"".join(struct.pack("<I", fat_start + at) for at in range(fats)).ljust(436, b"\xff")
    return header + difat + bytes(body) + fat


def _entry(
    entry: tuple[str, int, bytes, list[int]],
    at: int,
    entries: list[tuple[str, int, bytes, list[int]]],
    starts: list[int],
) -> bytes:
    name, kind, data, children = entry
    none = 0xFFFFFFFF
    right = none
    for _, _, _, siblings in entries:  # siblings hang in a chain to the right
        if at in siblings and siblings.index(at) + 1 < len(siblings):
            right = siblings[siblings.index(at) + 1]
    raw = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI8s8sIQ",
        raw, len(raw) + 2, kind, 1, none, right, children[0] if children else none, b"", 0, b"", b"",
        starts[at], len(data),
    )  # fmt: skip


def doc(
    text: str,
    *,
    compressed: bool = False,
    flags: int = 0,
    row_ends: Sequence[int] = (),
    table: range = range(0),
    far: bool = False,
    headers: Sequence[str] = (),
) -> bytes:
    """A Word 97 file.

    Args:
        text: with Word's own marks.
        compressed: stored as one byte a character.
        flags: extra bits of the header's flags.
        row_ends: numbers of the characters that end a row.
        table: numbers of the characters that lie in a table.
        far: what ends a row is said in the stream ``Data``, as for rows of many cells.
        headers: the stories of its sections, six for each.
    """
    start, main = 0x600, len(text)
    stories = [0] * 7
    for story in headers:
        stories.append(stories[-1] + len(story))
    text += "".join(headers)
    plc_hdd = struct.pack(f"<{len(stories) + 1}i", *stories, stories[-1] + 1) if headers else b""
    data = text.encode("cp1252", "replace") if compressed else text.encode("utf-16-le")
    width = 1 if compressed else 2
    place = (start * 2) | 0x40000000 if compressed else start
    plc = struct.pack("<2i", 0, len(text)) + struct.pack("<HIH", 0, place, 0)
    clx = b"\x02" + struct.pack("<I", len(plc)) + plc
    row_end = b"\x46\x66\x08\0\0\0" if far else _ROW_END
    fkp = _paragraphs(text, start, width, dict.fromkeys(row_ends, row_end), table)
    fkp_at = -(-(start + len(data)) // 512)
    plc_bte = struct.pack("<2II", start, start + len(data), fkp_at)
    fib = bytearray(start)
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", fib, 0x0A, 0x0200 | flags)
    struct.pack_into("<8i", fib, 0x4C, main, 0, len(text) - main, 0, 0, 0, 0, 0)
    struct.pack_into("<II", fib, 0x00F2, len(clx) + len(plc_bte), len(plc_hdd))
    struct.pack_into("<II", fib, 0x0102, len(clx), len(plc_bte))
    struct.pack_into("<II", fib, 0x01A2, 0, len(clx))
    return ole(
        {
            "WordDocument": (bytes(fib) + data).ljust(fkp_at * 512, b"\0") + fkp,
            "1Table": clx + plc_bte + plc_hdd,
            "Data": bytes(8) + struct.pack("<H", len(_ROW_END)) + _ROW_END,
        }
    )


_ROW_END = b"\x17\x24\x01"


def _paragraphs(text: str, start: int, width: int, row_ends: Mapping[int, bytes], table: range) -> bytes:
    """A page of paragraph properties: which end a row, which lie in a table."""
    runs, first = [], 0
    for at, char in enumerate(text):
        if char in "\r\x07":
            inside = b"\x16\x24\x01" if at in table else b""
            runs.append((first, at + 1, inside + row_ends.get(at, b"")))
            first = at + 1
    if first < len(text):
        runs.append((first, len(text), b""))
    page, tail = bytearray(512), 510
    page[511] = len(runs)
    for index, (begin, end, properties) in enumerate(runs):
        struct.pack_into("<I", page, 4 * index, start + begin * width)
        struct.pack_into("<I", page, 4 * (index + 1), start + end * width)
        body = b"\0\0" + properties
        body += b"" if len(body) % 2 else b"\0"
        tail = (tail - len(body) - 1) & ~1
        page[tail] = (len(body) + 1) // 2
        page[tail + 1 : tail + 1 + len(body)] = body
        page[4 * (len(runs) + 1) + 13 * index] = tail // 2
    return bytes(page)


# archives


class _Named(zipfile.ZipInfo):
    """A member whose name is stored in an encoding without saying which."""

    encoding = "cp866"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


def named_zip(members: Sequence[tuple[str, bytes]], encoding: str) -> bytes:
    """A ZIP as old programs write it: names in an eight-bit encoding, no flag."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            info = _Named(name)
            info.encoding = encoding
            archive.writestr(info, body)
    return out.getvalue()
