"""Files that lie about themselves or repeat themselves without end, made for the tests of limits."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping

import py7zr

from tests.extraction import making, rar_making

MIB = 1 << 20


def stream(data: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
    """A stream object of a PDF."""
    if packed:
        data, entries = zlib.compress(data), entries + b"/Filter/FlateDecode"
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), entries, data)


def page(content: bytes, resources: bytes = b"", entries: bytes = b"", *objects: bytes) -> bytes:
    """A PDF of one page; ``objects`` are numbered from 5."""
    return making.pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents 4 0 R%s>>"
            % (resources, entries),
            stream(content),
            *objects,
        ]
    )


def zeros(size: int, byte: bytes = b"\0") -> bytes:
    """A Flate stream of so many equal bytes."""
    packer = zlib.compressobj(9)
    block = byte * MIB
    return b"".join(packer.compress(block) for _ in range(size // MIB)) + packer.flush()


# PDF


def _huge_xref() -> bytes:
    whole = making.pdf([making.ACT])
    return whole.replace(b"xref\n0 7\n", b"xref\n0 8388600\n").replace(b"/Size 9", b"/Size 8388600")


def _deep_tree(depth: int) -> bytes:
    above = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (3 + at) for at in range(depth)]
    leaf = b"<</Type/Page/MediaBox[0 0 595 842]>>"
    return making.pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", *above, leaf])


def _deep_arrays(depth: int) -> bytes:
    return page(b"", b"/Properties<</A %s%s>>" % (b"[" * depth, b"]" * depth))


def _object_streams() -> bytes:
    """Object streams that say each of the other that it holds it."""
    inner = b"5 0 6 3 <</A 6 0 R>>"
    one = stream(inner, b"/Type/ObjStm/N 2/First 8/Extends 6 0 R")
    other = stream(inner, b"/Type/ObjStm/N 100000000/First 8/Extends 5 0 R")
    return page(b"BT ET", b"/Font 5 0 R", b"", one, other)


def _annotations(count: int) -> bytes:
    note = b"<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents(a)>>"
    return page(b"", b"", b"/Annots[%s]" % (note * count))


def _fields(count: int) -> bytes:
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/Rect[0 0 9 9]/T(a)/V(%s)>>" % (b"b" * 20)
    refs = b" ".join(b"%d 0 R" % (5 + at) for at in range(count))
    body = page(b"", b"", b"/Annots[%s]" % refs, *[field] * count)
    return body.replace(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]>>>>" % refs, 1
    )


def _fields_in_a_ring() -> bytes:
    ring = b"<</FT/Tx/T(a)/Kids[6 0 R]/Parent 6 0 R>>", b"<</T(b)/Kids[5 0 R 5 0 R 6 0 R]/Parent 5 0 R>>"
    form = b"/Catalog/AcroForm<</Fields[5 0 R 6 0 R]>>"
    return page(b"", b"", b"/Annots[5 0 R 6 0 R]", *ring).replace(b"/Catalog", form, 1)


def _labels(*, count: int) -> bytes:
    label = b"<</S/A/St 2000000000/P(%s)>>" % (b"x" * 2_000_000)
    body = making.pdf([making.ACT] * count)
    return body.replace(b"/Catalog", b"/Catalog/PageLabels<</Nums[0 %s]>>" % label, 1)


def _labels_in_a_ring() -> bytes:
    ring = b"<</Kids[5 0 R 5 0 R 5 0 R]/Limits[0 9]>>"
    return page(b"", b"", b"", ring).replace(
        b"/Catalog", b"/Catalog/PageLabels 5 0 R/Names<</Dests 5 0 R>>", 1
    )


def _outline_in_a_ring() -> bytes:
    entries = (
        b"<</First 6 0 R/Last 6 0 R>>",
        b"<</Title(a)/Next 7 0 R/First 7 0 R>>",
        b"<</Title(b)/Next 6 0 R/First 6 0 R>>",
    )
    return page(b"", b"", b"", *entries).replace(b"/Catalog", b"/Catalog/Outlines 5 0 R", 1)


def _picture(side: int, entries: bytes, data: bytes) -> bytes:
    picture = b"<</Type/XObject/Subtype/Image/Width %d/Height %d%s/Length %d>>stream\n%s\nendstream" % (
        side, side, entries, len(data), data,
    )  # fmt: skip
    return page(b"q 595 0 0 842 0 0 cm /I Do Q", b"/XObject<</I 5 0 R>>", b"", picture)


def _flate_picture(side: int) -> bytes:
    return _picture(
        side, b"/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode", zeros(3 * side * side)
    )


def _fax_picture(side: int) -> bytes:
    parameters = b"/DecodeParms<</K -1/Columns %d/Rows %d>>" % (side, side)
    entries = b"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode" + parameters
    return _picture(side, entries, b"\xff" * (side // 8))


def _jbig2_picture(side: int) -> bytes:
    head = struct.pack(">IBBI", 0, 48, 1, 19) + struct.pack(">IIIIBH", side, side, 0, 0, 0, 0)
    region = (
        struct.pack(">IIIIB", side, side, 0, 0, 0)
        + b"\x08"
        + struct.pack(">8b", 3, -1, -3, -1, 2, -2, -2, -2)
    )
    body = struct.pack(">IBBI", 1, 38, 1, len(region) + 64) + region + b"\xff" * 64
    return _picture(side, b"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode", head + body)


def jpeg_2000(side: int, components: int = 3) -> bytes:
    """The head of a JPEG 2000 code stream whose picture has this side, and an empty tile."""
    size = struct.pack(">HIIIIIIIIH", 0, side, side, 0, 0, side, side, 0, 0, components)
    size += b"\x07\x01\x01" * components
    coding = struct.pack(">BBHBBBBBB", 0, 0, 1, 0, 5, 4, 4, 0, 1)
    quantum = b"\x40" + b"\x40" * 16
    out = b"\xff\x4f"
    for mark, body in ((b"\xff\x51", size), (b"\xff\x52", coding), (b"\xff\x5c", quantum)):
        out += mark + struct.pack(">H", len(body) + 2) + body
    return out + b"\xff\x90" + struct.pack(">HHIBB", 10, 0, 14, 0, 1) + b"\xff\x93" + b"\xff\xd9"


def _type_3(*, itself: bool) -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97"
        b"/Widths[1]/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>/Resources<</Font<</F %d 0 R>>>>>>"
    )
    drawn = stream(b"1 0 d0 BT /F 1 Tf (%s) Tj ET" % (b"a" * 10))
    fonts: list[bytes] = []
    for at in range(0, 40, 2):
        fonts += [(font % (5 if itself else 7 + at)).replace(b"/a 6 0 R", b"/a %d 0 R" % (6 + at)), drawn]
    return page(b"BT /F 20 Tf 50 500 Td (aaaa) Tj ET", b"/Font<</F 5 0 R>>", b"", *fonts)


def _many_fonts(count: int) -> bytes:
    fonts = [b"<</Type/Font/Subtype/Type1/BaseFont/Font%d>>" % at for at in range(count)]
    names = b"".join(b"/F%d %d 0 R" % (at, 5 + at) for at in range(count))
    content = b"".join(b"BT /F%d 9 Tf 9 %d Td (a) Tj ET\n" % (at, at % 800) for at in range(count))
    return page(content, b"/Font<<%s>>" % names, b"", *fonts)


def _patterns() -> bytes:
    pattern = (
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.0001/YStep 0.0001"
        b"/Resources<</Pattern<</P 5 0 R>>>>"
    )
    drawn = b"/Pattern cs /P scn 0 0 5000 5000 re f"
    return page(drawn * 100, b"/Pattern<</P 5 0 R>>", b"", stream(drawn, pattern))


def _soft_masks() -> bytes:
    state = b"<</Type/ExtGState/SMask<</Type/Mask/S/Luminosity/G 6 0 R>>>>"
    group = (
        b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Group<</S/Transparency>>"
        b"/Resources<</ExtGState<</G 5 0 R>>>>"
    )
    return page(
        b"/G gs 0 0 595 842 re f " * 50,
        b"/ExtGState<</G 5 0 R>>",
        b"",
        state,
        stream(b"/G gs 0 0 500 500 re f " * 50, group),
    )


def _shading() -> bytes:
    function = (
        b"<</FunctionType 0/Domain[0 1]/Range[0 1 0 1 0 1]/Size[2000000000]/BitsPerSample 32/Length 1>>"
        b"stream\n0\nendstream"
    )
    shading = b"<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 595 842]/Function 6 0 R/Extend[true true]>>"
    return page(b"/S sh " * 1000, b"/Shading<</S 5 0 R>>", b"", shading, function)


def _dashes() -> bytes:
    lines = b"".join(b"0 %d m 1000000 %d l S\n" % (at % 842, at % 842) for at in range(2000))
    return page(b"[0.0001 0.0001] 0 d 0.01 w " + lines, b"")


def _pages_of_pictures(count: int, side: int) -> bytes:
    picture = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
    )
    data = zeros(side * side)
    drawn = picture % (side, side, len(data), data)
    kids = b" ".join(b"%d 0 R" % (5 + at) for at in range(count))
    leaf = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 3 0 R>>>>/Contents 4 0 R>>"
    )
    return making.pdf_of(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), drawn,
         stream(b"q 595 0 0 842 0 0 cm /I Do Q"), *[leaf] * count]
    )  # fmt: skip


def _predictors() -> bytes:
    entries = (
        b"/DecodeParms<</Predictor 15/Columns 2000000000/Colors 32/BitsPerComponent 16>>/Filter/FlateDecode"
    )
    return page(b"").replace(b"/Filter/FlateDecode", entries)


def _many_attached(count: int) -> bytes:
    data = zeros(50 * MIB)
    file = b"<</Type/EmbeddedFile/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(data), data)
    names = b"".join(
        b"(%06d)<</Type/Filespec/F(../../%06d)/EF<</F 5 0 R>>>>" % (at, at) for at in range(count)
    )
    tree = b"/Catalog/Names<</EmbeddedFiles<</Names[%s]>>>>" % names
    return page(b"", b"", b"", file).replace(b"/Catalog", tree, 1)


# Word, OpenDocument, tables


def _nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + making.para("дно") + "</w:tc></w:tr></w:tbl>" * depth


def _levels(count: int) -> bytes:
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:lvl w:ilvl="8"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%9%9%9"/>'
        f'</w:lvl></w:abstractNum><w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>'
        for at in range(count)
    )
    number = '<w:numPr><w:ilvl w:val="8"/><w:numId w:val="{}"/></w:numPr>'
    body = "".join(making.para("п", number.format(at)) for at in range(count))
    return making.docx(body, {"numbering.xml": ("numbering", levels)})


def _style_ring() -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{at}"><w:basedOn w:val="s{(at + 1) % 50_000}"/></w:style>'
        for at in range(50_000)
    )
    body = "".join(making.para("п", f'<w:pStyle w:val="s{at}"/>') for at in range(2000))
    return making.docx(body, {"styles.xml": ("styles", styles)})


def _notes(count: int) -> bytes:
    notes = "".join(f'<w:footnote w:id="{at}">{making.para("сноска")}</w:footnote>' for at in range(count))
    uses = "".join(f'<w:p><w:r><w:footnoteReference w:id="{at}"/></w:r></w:p>' for at in range(count))
    return making.docx(uses, {"footnotes.xml": ("footnotes", notes)})


def _one_note_often(count: int) -> bytes:
    notes = f'<w:footnote w:id="1">{making.para("сноска " * 20_000)}</w:footnote>'
    uses = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>' * count
    return making.docx(uses, {"footnotes.xml": ("footnotes", notes)})


def _note_in_itself() -> bytes:
    use = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    return making.docx(use, {"footnotes.xml": ("footnotes", f'<w:footnote w:id="1">{use}</w:footnote>')})


def overlapping(names: Iterable[str], size: int, others: Mapping[str, str | bytes]) -> bytes:
    """A ZIP whose many entries are one and the same packed stream."""
    out = io.BytesIO()
    names = list(names)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in others.items():
            archive.writestr(name, body)
        archive.writestr(names[0], b" " * size)
        first = archive.getinfo(names[0])
        for name in names[1:]:
            info = zipfile.ZipInfo(name)
            info.compress_type, info.CRC = first.compress_type, first.CRC
            info.compress_size, info.file_size = first.compress_size, first.file_size
            info.header_offset = first.header_offset
            archive.filelist.append(info)
            archive.NameToInfo[name] = info
    return out.getvalue()


def _zip_64_lies() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("a.txt", "w", force_zip64=True) as part:
            part.write(b"a" * 1000)
        archive.getinfo("a.txt").file_size = (1 << 62) + 5
    return out.getvalue()


def _twice(count: int) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # that the names are one is the point
        for at in range(count):
            info = zipfile.ZipInfo("word/document.xml")
            archive.writestr(info, making.para(str(at)))
    return out.getvalue()


def _sheet(data: str, dimension: str = "", extra: Mapping[str, str] | None = None) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    whole = making.xlsx({"1": [["a"]]})
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{main}">{dimension}<sheetData>{data}</sheetData></worksheet>'
    )
    return making.package(parts | dict(extra or {}))


def _far_cells() -> bytes:
    return _sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )


def _many_strings(count: int) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    root = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    shared = f'<sst xmlns="{main}"><si><t>{"ж" * 30_000}</t></si>' + "<si><t>a</t></si>" * count + "</sst>"
    links = (
        f'<Relationships xmlns="{root}"><Relationship Id="r1" Type="{office}/worksheet" '
        'Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="s" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 100_000))
    return _sheet(rows, "", {"xl/sharedStrings.xml": shared, "xl/_rels/workbook.xml.rels": links})


def ods(rows: str) -> bytes:
    """An ODS with these rows."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table")
    )
    return making.package(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            '<table:table table:name="a">'
            f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


_CELL = (
    '<table:table-cell office:value-type="string" table:number-columns-repeated="{}"><text:p>a</text:p>'
    "</table:table-cell>"
)


# letters


def _nested_parts(depth: int) -> bytes:
    parts = [b"From: a@b\nSubject: x\nMIME-Version: 1.0\n"]
    parts += [b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(depth)]
    return b"".join([*parts, b"Content-Type: text/plain\n\nx\n"])


def _nested_letters(depth: int) -> bytes:
    return (
        b"From: a@b\nSubject: x\nMIME-Version: 1.0\n" + b"Content-Type: message/rfc822\n\n" * depth + b"x\n"
    )


def _many_parts(count: int) -> bytes:
    part = (
        b'--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="../../a.pdf"\n\nx\n'
    )
    return (
        b"From: a@b\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        + part * count
    )


def _encoded_words(count: int) -> bytes:
    return b"From: a@b\nSubject: " + b"=?utf-8?q?=D0=B6?= " * count + b"\nMIME-Version: 1.0\n\nx\n"


def _addresses(count: int) -> bytes:
    return (
        b"From: a@b\nTo: " + b'"(((" <a@b>,\n ' * count + b"a@b\nCc: " + b"(" * count + b"\nSubject: x\n\nx\n"
    )


def _parameters(count: int) -> bytes:
    head = b"".join(b";\n name*%d*=utf-8''%%D0" % at for at in range(count))
    return b"From: a@b\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain" + head + b"\n\nx\n"


def _circular_ole(*, directory: bool) -> bytes:
    whole = bytearray(
        making.ole(
            {"__properties_version1.0": b"x" * 5000, "__substg1.0_1000001F": "ж".encode("utf-16-le") * 5000}
        )
    )
    start = 512 + 512 * struct.unpack_from("<I", whole, 48)[0]
    fat = 512 + 512 * struct.unpack_from("<I", whole, 76)[0]
    if directory:
        for entry in range(3):  # left, right and child of each is the first entry again
            struct.pack_into("<III", whole, start + 128 * entry + 68, 1, 1, 1)
        at = struct.unpack_from("<I", whole, 48)[0]
        struct.pack_into("<I", whole, fat + 4 * at, at)
    else:
        for at in range(40):
            struct.pack_into("<I", whole, fat + 4 * at, at)
        for entry in range(1, 3):
            struct.pack_into("<I", whole, start + 128 * entry + 120, 0x7FFFFFFF)
    return bytes(whole)


def _endless_difat() -> bytes:
    whole = bytearray(making.ole({"__properties_version1.0": b"x"}))
    struct.pack_into("<II", whole, 68, 0, 0xFFFFFF)
    return bytes(whole)


# archives


def tar(members: Iterable[tuple[str, bytes, str, bytes]]) -> bytes:
    """A TAR of (name, type, link name, bytes)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, kind, link, data in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, link, len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _traps() -> bytes:
    return tar(
        [
            ("away", tarfile.SYMTYPE, "/etc", b""),
            ("away/passwd", tarfile.REGTYPE, "", b"root"),
            ("hard", tarfile.LNKTYPE, "/etc/shadow", b""),
            ("null", tarfile.CHRTYPE, "", b""),
            ("disk", tarfile.BLKTYPE, "", b""),
            ("pipe", tarfile.FIFOTYPE, "", b""),
            ("../../../up.txt", tarfile.REGTYPE, "", b"x"),
            ("/root.txt", tarfile.REGTYPE, "", b"x"),
            ("-rf", tarfile.REGTYPE, "", b"x"),
            ("a\0b\nc.txt", tarfile.REGTYPE, "", b"x"),
        ]
    )


def _long_header() -> bytes:
    """A PAX header that says it is 8 GB long, and a sparse file of 2^60 bytes."""
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 8 << 30
    sparse = tarfile.TarInfo("y")
    sparse.type = tarfile.GNUTYPE_SPARSE
    return sparse.tobuf() + info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 4096


def _pax_sparse() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("x")
        info.pax_headers = {
            "GNU.sparse.major": "0",
            "GNU.sparse.minor": "1",
            "GNU.sparse.map": "0,1," * 100_000 + "0,1",
            "GNU.sparse.size": str(1 << 60),
        }
        archive.addfile(info, io.BytesIO(b""))
    return out.getvalue()


def _empty_members(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for at in range(count):
            archive.writestr(f"{at}.txt", b"")
    return out.getvalue()


def _same_names(count: int) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        for _ in range(count):
            archive.writestr(zipfile.ZipInfo("одно имя.txt"), b"x")
    return out.getvalue()


def _seven_zip(size: int) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive, tempfile.TemporaryFile() as file:
        file.truncate(size)
        archive.writef(file, "zeros.bin")
        archive.writestr("x", "up.txt")
    return out.getvalue()


def _seven_zip_header() -> bytes:
    header = b"\x01\x04\x06\x00\xff" + b"\xff" * 8 + b"\xff" * 64
    start = struct.pack("<QQI", 0, len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + header


def _seven_zip_names(count: int) -> bytes:
    """A header that promises a number of files."""
    number = b"\xf0" + struct.pack("<I", count)
    header = b"\x01\x05" + number + b"\x11\x03\x00a\0\x00\x00"
    start = struct.pack("<QQI", 0, len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + header


def _packed(opener: Callable[..., io.BufferedIOBase], size: int) -> bytes:
    out = io.BytesIO()
    with opener(out, "wb") as file:
        for _ in range(size // (8 * MIB)):
            file.write(b"\0" * (8 * MIB))
    return out.getvalue()


# pictures


def tiff(pages: int, *, ring: bool = False, side: int = 8) -> bytes:
    """A TIFF of so many small pages, the last leading nowhere or to the first again."""
    out = bytearray(b"II*\0" + struct.pack("<I", 8))
    strip = side * (side // 8)
    for at in range(pages):
        start = len(out)
        data = start + 2 + 8 * 12 + 4
        following = 8 if ring and at == pages - 1 else data + strip if at < pages - 1 else 0
        fields = (
            *((256, 4, side), (257, 4, side), (258, 3, 1), (259, 3, 1), (262, 3, 1)),
            *((273, 4, data), (278, 4, side), (279, 4, strip)),
        )
        out += struct.pack("<H", 8) + b"".join(
            struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in fields
        )
        out += struct.pack("<I", following) + b"\0" * strip
    return bytes(out)


def _giant_tiff(side: int) -> bytes:
    whole = bytearray(tiff(1))
    for at in (0, 1, 6):
        struct.pack_into("<I", whole, 10 + 12 * at + 8, side)
    return bytes(whole)


def _gif_frames(count: int) -> bytes:
    frame = b"\x2c\0\0\0\0\x10\x27\x10\x27\0\x02\x02\x44\x01\0"
    return b"GIF89a\x10\x27\x10\x27\x80\0\0\0\0\0\xff\xff\xff" + frame * count + b";"


MORE_BOMBS: dict[str, Callable[[], bytes]] = {
    "eight million places.pdf": _huge_xref,
    "a tree of 100 000 levels.pdf": lambda: _deep_tree(100_000),
    "a million arrays in arrays.pdf": lambda: _deep_arrays(1_000_000),
    "streams of objects in each other.pdf": _object_streams,
    "a million notes.pdf": lambda: _annotations(1_000_000),
    "200 000 fields.pdf": lambda: _fields(200_000),
    "fields in a ring.pdf": _fields_in_a_ring,
    "labels of two million letters.pdf": lambda: _labels(count=200),
    "labels in a ring.pdf": _labels_in_a_ring,
    "an outline in a ring.pdf": _outline_in_a_ring,
    "a picture of 3 GB.pdf": lambda: _flate_picture(32_000),
    "a fax of 60 000 lines.pdf": lambda: _fax_picture(60_000),
    "a JBIG2 of 65 000.pdf": lambda: _jbig2_picture(65_000),
    "a JPEG 2000 of 60 000.pdf": lambda: _picture(60_000, b"/Filter/JPXDecode", jpeg_2000(60_000)),
    "glyphs that draw themselves.pdf": lambda: _type_3(itself=True),
    "glyphs of glyphs.pdf": lambda: _type_3(itself=False),
    "50 000 fonts.pdf": lambda: _many_fonts(50_000),
    "patterns in themselves.pdf": _patterns,
    "masks in themselves.pdf": _soft_masks,
    "a shading of 2^31 samples.pdf": _shading,
    "endless dashes.pdf": _dashes,
    "five scans of 100 megapixels.pdf": lambda: _pages_of_pictures(5, 10_000),
    "rows of two billion columns.pdf": _predictors,
    "10 000 files of 50 MB.pdf": lambda: _many_attached(10_000),
    "a million cells.docx": lambda: making.docx(
        "<w:tbl>" + ("<w:tr>" + f"<w:tc>{making.para('я')}</w:tc>" * 100 + "</w:tr>") * 10_000 + "</w:tbl>"
    ),
    "10 000 tables in tables.docx": lambda: making.docx(_nested_tables(10_000)),
    "80 tables in tables, often.docx": lambda: making.docx(_nested_tables(80) * 2000),
    "a million spanned columns.docx": lambda: making.docx(
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{making.para("я")}'
        "</w:tc></w:tr></w:tbl>" * 1000
    ),
    "300 000 notes.docx": lambda: _notes(300_000),
    "one long note, often.docx": lambda: _one_note_often(20_000),
    "a note in itself.docx": _note_in_itself,
    "100 000 levels.docx": lambda: _levels(100_000),
    "styles in a ring.docx": _style_ring,
    "an attribute of 150 MB.docx": lambda: making.docx(f'<w:p w:x="{"ж" * 75_000_000}"/>'),
    "a million attributes.docx": lambda: making.docx(
        "<w:p " + " ".join(f'a{at}="1"' for at in range(1_000_000)) + "/>"
    ),
    "10 000 parts that overlap.docx": lambda: overlapping(
        ("word/document.xml", *(f"word/header{at}.xml" for at in range(9000))),
        150 * MIB,
        {"[Content_Types].xml": ""},
    ),
    "members that overlap.zip": lambda: overlapping((f"{at}.txt" for at in range(9000)), 100 * MIB, {}),
    "2^62 bytes.zip": _zip_64_lies,
    "one part 9000 times.docx": lambda: _twice(9000),
    "200 000 empty members.zip": lambda: _empty_members(200_000),
    "one name 60 000 times.zip": lambda: _same_names(60_000),
    "two billion raw bytes.rtf": lambda: b"{\\rtf1 \\bin2000000000 " + b"x" * 1_000_000 + b"}",
    "raw bytes below none.rtf": lambda: b"{\\rtf1 " + b"\\bin-5 x" * 1_000_000 + b"}",
    "a storm of letters.rtf": lambda: b"{\\rtf1\\uc1000000000 " + b"\\u1078 " * 2_000_000 + b"}",
    "skipped a billion.rtf": lambda: b"{\\rtf1 " + b"{\\uc32767\\u1078 a}" * 1_000_000 + b"}",
    "a number of a million digits.rtf": lambda: (
        b"{\\rtf1\\u" + b"9" * 1_000_000 + b" \\fs" + b"9" * 1_000_000 + b" a}"
    ),
    "a row of cells.rtf": lambda: (
        b"{\\rtf1 \\trowd" + b"\\cellx1" * 500_000 + b"a\\cell" * 500_000 + b"\\row}"
    ),
    "a billion columns.odt": lambda: making.odt(
        '<table:table><table:table-column table:number-columns-repeated="1000000000"/>'
        '<table:table-row table:number-rows-repeated="1000000000">'
        + _CELL.format(1_000_000_000)
        + "</table:table-row></table:table>"
    ),
    "a billion blanks.odt": lambda: making.odt('<text:p>а<text:s text:c="1000000000"/>б</text:p>'),
    "a thousand times a million blanks.odt": lambda: making.odt(
        '<text:p>а<text:s text:c="1000000"/>б</text:p>' * 1000
    ),
    "a number of a million digits.odt": lambda: making.odt(
        f'<text:p>а<text:s text:c="{"9" * 1_000_000}"/>б</text:p>'
    ),
    "lists in lists.odt": lambda: making.odt(
        "<text:list><text:list-item>" * 5000 + "<text:p>а</text:p>" + "</text:list-item></text:list>" * 5000
    ),
    "a lie about its size.xlsx": lambda: _sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>', '<dimension ref="A1:XFD1048576"/>'
    ),
    "the last cell.xlsx": _far_cells,
    "a million strings.xlsx": lambda: _many_strings(1_000_000),
    "a cell beyond all.xlsx": lambda: _sheet(
        '<row r="4000000000"><c r="ZZZZZZZ4000000000"><v>1</v></c></row>'
    ),
    "a billion cells.ods": lambda: ods(
        '<table:table-row table:number-rows-repeated="1000000000">'
        + _CELL.format(1_000_000_000)
        + "</table:table-row>"
    ),
    "a million rows of cells.ods": lambda: ods(
        '<table:table-row table:number-rows-repeated="1000000">' + _CELL.format(1000) + "</table:table-row>"
    ),
    "10 000 rows of 10 000.ods": lambda: ods(
        '<table:table-row table:number-rows-repeated="10000">' + _CELL.format(10_000) + "</table:table-row>"
    ),
    "100 000 parts in parts.eml": lambda: _nested_parts(100_000),
    "100 000 letters in letters.eml": lambda: _nested_letters(100_000),
    "300 000 parts.eml": lambda: _many_parts(300_000),
    "a million headers.eml": lambda: b"From: a@b\nSubject: x\n" + b"X-A: b\n" * 1_000_000 + b"\nx",
    "a million encoded words.eml": lambda: _encoded_words(500_000),
    "200 000 addresses.eml": lambda: _addresses(200_000),
    "100 000 parameters.eml": lambda: _parameters(100_000),
    "sectors in a ring.msg": lambda: _circular_ole(directory=False),
    "folders in a ring.msg": lambda: _circular_ole(directory=True),
    "an endless list of sectors.msg": _endless_difat,
    "zeros.7z": lambda: _seven_zip(2100 * MIB),
    "a header of nonsense.7z": _seven_zip_header,
    "four billion files.7z": lambda: _seven_zip_names(0xFFFFFFFF),
    "zeros.bz2": lambda: _packed(bz2.BZ2File, 1024 * MIB) * 4,
    "zeros.xz": lambda: _packed(lzma.LZMAFile, 1024 * MIB) * 4,
    "gzip 200 000 times.gz": lambda: gzip.compress(b"") * 200_000,
    "zeros.tar.gz": lambda: gzip.compress(tar([("x", tarfile.REGTYPE, "", b"\0" * (200 * MIB))])),
    "traps.tar": _traps,
    "a header of 8 GB.tar": _long_header,
    "2^60 bytes of nothing.tar": _pax_sparse,
    "200 000 links.tar": lambda: tar((f"{at}", tarfile.SYMTYPE, "/etc/passwd", b"") for at in range(200_000)),
    "a member that says more.rar": lambda: rar_making.rar_5(
        [("../../up.txt", b"x"), ("-o+.txt", b"x"), ("@list.txt", b"x")]
    ),
    "a wrong size.rar": lambda: rar_making.rar_4([(b"a.txt", b"x" * 1000)]).replace(
        struct.pack("<II", 1000, 1000), struct.pack("<II", 1000, 0xFFFFFFFF), 1
    ),
    "100 000 pages.tiff": lambda: tiff(100_000),
    "pages in a ring.tiff": lambda: tiff(3, ring=True),
    "four billion pixels.tiff": lambda: _giant_tiff(0xFFFFFF),
    "frames without end.gif": lambda: _gif_frames(100_000),
    "a JPEG 2000 of 13 000.jp2": lambda: jpeg_2000(13_000),
    "a JPEG 2000 of 16 000 components.jp2": lambda: jpeg_2000(2000, 16_000),
    "a million tables.html": lambda: b"<table><tr><td>" * 1_000_000 + "дно".encode(),
    "a million attributes.html": lambda: b"<p " + b"".join(b"a%d=1 " % at for at in range(1_000_000)) + b">x",
    "a million entities.html": lambda: b"<p>" + b"&notit;&#99999999999999999999;" * 500_000,
    "a cell of a billion columns.html": lambda: (
        b"<table>" + b"<tr><td colspan=1000000000 rowspan=1000000000>a</td></tr>" * 1000
    ),
    "300 MB of quotes.csv": lambda: b'"' * (300 * MIB),
    "100 million quotes.csv": lambda: b'a;"' + b'""' * 50_000_000,
    "100 million separators.csv": lambda: b"a" + b";" * 100_000_000,
    "short lines.csv": lambda: b"a;b\n" * 10_000_000,
    "a million elements.xml": lambda: b"<?xml version='1.0'?>" + b"<a>" * 1_000_000,
    "laughs.xml": lambda: (
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
        + b"".join(
            b"<!ENTITY a%d '%s'>" % (at, (b"&a%d;" % (at - 1) if at else b"&a;") * 10) for at in range(12)
        )
        + b"]><x>&a11;</x>"
    ),
    "a file of another.xml": lambda: (
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"
    ),
}
