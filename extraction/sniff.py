"""What a file is, decided from its bytes; the suffix of its name is never asked here."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from extraction.encodings import utf16_without_mark

HEAD = 65_536
UNKNOWN = "application/octet-stream"

_OOXML = "application/vnd.openxmlformats-officedocument."
DOCX = _OOXML + "wordprocessingml.document"
XLSX = _OOXML + "spreadsheetml.sheet"
PPTX = _OOXML + "presentationml.presentation"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
DOC, XLS, PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
OLE, MSG = "application/x-ole-storage", "application/vnd.ms-outlook"
PACKAGE = "application/x-opc-package"
"""An office package of unknown kind, or one cut so short that its kind is not to be seen."""
ENCRYPTED_OFFICE = "application/x-tika-ooxml-protected"
PDF, RTF, HTML, XML, TEXT, CSV = (
    "application/pdf", "application/rtf", "text/html", "application/xml", "text/plain", "text/csv",
)  # fmt: skip
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"
EPUB, EML, MHTML = "application/epub+zip", "message/rfc822", "multipart/related"
ZIP, SEVEN_ZIP, RAR, GZIP = (
    "application/zip",
    "application/x-7z-compressed",
    "application/vnd.rar",
    "application/gzip",
)
BZIP2, XZ, TAR = "application/x-bzip2", "application/x-xz", "application/x-tar"
EMPTY, ZEROS, BLANKS = "inode/x-empty", "application/x-zeros", "text/x-blanks"

PROGRAM, SHORTCUT, DATABASE = (
    "application/x-executable",
    "application/x-ms-shortcut",
    "application/vnd.sqlite3",
)
NOT_DOCUMENTS = frozenset(
    {PROGRAM, SHORTCUT, DATABASE, "application/java-vm", "font/sfnt", "application/x-thumbs-db"}
)

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"{\\rtf", RTF),
    (0, b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (0, b"Rar!\x1a\x07", RAR),
    (0, b"\x1f\x8b", GZIP),
    (0, b"BZh", BZIP2),
    (0, b"\xfd7zXZ\0", XZ),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    (257, b"ustar", TAR),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"II+\0", "image/tiff"),
    (0, b"AT&TFORM", "image/vnd.djvu"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (40, b" EMF", "image/emf"),
    (0, b"%!PS", "application/postscript"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"MThd", "audio/midi"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"\0\0\x01\xba", "video/mpeg"),
    (0, b"\0\0\x01\xb3", "video/mpeg"),
    (0, b"\x7fELF", PROGRAM),
    (0, b"\xca\xfe\xba\xbe", "application/java-vm"),
    (0, b"\xfe\xed\xfa", PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", PROGRAM),
    (0, b"L\0\0\0\x01\x14\x02\0", SHORTCUT),
    (0, b"SQLite format 3\0", DATABASE),
    (0, b"\0\x01\0\0\0", "font/sfnt"),
    (0, b"OTTO\0", "font/sfnt"),
    (0, b"\xdb\xa5-\0\0\0", DOC),  # Word 2, before OLE
    (0, b"\x09\x08", XLS),  # BIFF without its OLE container
)
_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}
_BRANDS = {
    b"qt": "video/quicktime",
    b"M4A": "audio/mp4",
    b"hei": "image/heic",
    b"mif": "image/heic",
    b"avi": "image/avif",
}
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<(?:head|body|title|meta|script|style|table|div|center|font|h[1-6]|p|br)\b[^<>]*>",
    re.I,
)
_PDF_OBJECT = re.compile(rb"\d{1,10} \d{1,5} obj\s{0,9}<<")
_MAIL_HEADER = re.compile(
    rb"(?:from|to|cc|bcc|subject|date|received|return-path|message-id|mime-version|content-type|delivered-to|reply-to"
    rb"|sender|x-[a-z-]+|dkim-signature|content-[a-z-]+|in-reply-to|importance|thread-[a-z]+)\s*:",
    re.I,
)


def sniff(path: Path) -> str:
    """Media type of a file by its bytes.

    Args:
        path: a regular file.

    Returns:
        A media type; ``inode/x-empty``, ``application/x-zeros`` (NUL bytes alone) and ``text/x-blanks``
        (spaces and line ends alone) for files with nothing in them, ``application/octet-stream`` otherwise.
    """
    size = path.stat().st_size
    if size == 0:
        return EMPTY
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _inside_zip(path, head)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _inside_ole(path, head)
    return _by_magic(head) or _textual(path, head, size)


def _by_magic(head: bytes) -> str:
    text_start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if b"%PDF-" in head[:1024] or (b"stream" in head and _PDF_OBJECT.search(head)):
        return PDF
    if text_start.startswith(b"{\\rtf"):
        return RTF
    for offset, magic, media_type in _MAGIC:
        if head.startswith(magic, offset):
            return media_type
    return _by_structure(head)


def _by_structure(head: bytes) -> str:
    """Signatures that need a second look, because their first bytes also start ordinary text."""
    if head.startswith(b"MZ") and (b"PE\0\0" in head[:2048] or b"\0\0" in head[2:64]):
        return PROGRAM
    if head.startswith(b"BM") and len(head) > 26 and head[6:10] == b"\0\0\0\0" and head[15:18] == b"\0\0\0":
        return "image/bmp"
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return next((kind for brand, kind in _BRANDS.items() if head[8:12].startswith(brand)), "video/mp4")
    return _by_frames(head)


def _by_frames(head: bytes) -> str:
    """Streams without a signature, known by the marks that begin their frames."""
    if len(head) > 4 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 not in (0, 0xF0):
        return "audio/mpeg"
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47 and b"\0" in head[:188]:
        return "video/mp2t"
    return ""


def _inside_zip(path: Path, head: bytes) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "replace").strip() or ZIP
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        if match := re.search(
            rb"mimetype(application/(?:vnd\.oasis\.opendocument\.[a-z]+|epub\+zip))", head[:256]
        ):
            return match[1].decode()
        found = re.findall(rb"PK\x03\x04.{26}(\[Content_Types\]\.xml|[\w./-]{3,60})", head, re.S)
        names = [name.decode("utf-8", "replace") for name in found]
    return _office_by_names({name.replace("\\", "/").lstrip("/").lower() for name in names})


def _office_by_names(names: set[str]) -> str:
    starts = {name.split("/")[0] for name in names}
    joined = "\n".join(names)
    if not any(name.startswith(("[content_types].xml", "_rels/.rels")) for name in names):
        return ZIP
    if "word/document" in joined or ("word" in starts and "xl" not in starts and "ppt" not in starts):
        return DOCX
    if "xl/workbook.bin" in names:
        return XLSB
    if "xl" in starts:
        return XLSX
    if "ppt" in starts:
        return PPTX
    return PACKAGE


def _inside_ole(path: Path, head: bytes) -> str:
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(str(path)) as ole:
            names = {"/".join(parts).lower() for parts in ole.listdir(streams=True, storages=True)}
    except Exception:  # noqa: BLE001 - olefile raises anything on a damaged container; its name tells enough
        raw = path.read_bytes() if path.stat().st_size < 50_000_000 else head
        known = (
            "WordDocument",
            "Workbook",
            "Book",
            "PowerPoint Document",
            "__properties_version1.0",
            "EncryptedPackage",
        )
        names = {name.lower() for name in known if name.encode("utf-16-le") in raw}
    for name, media_type in (
        ("encryptedpackage", ENCRYPTED_OFFICE),
        ("worddocument", DOC),
        ("workbook", XLS),
        ("book", XLS),
        ("powerpoint document", PPT),
        ("__properties_version1.0", MSG),
        ("visiodocument", "application/vnd.visio"),
    ):
        if name in names:
            return media_type
    if any(name.startswith("catalog") or re.fullmatch(r"\d+_[0-9a-f]+", name) for name in names):
        return "application/x-thumbs-db"
    return OLE


def _textual(path: Path, head: bytes, size: int) -> str:
    if not head.strip(b"\0"):
        return ZEROS if _only(path, b"\0") else UNKNOWN
    wide = utf16_without_mark(head)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or wide:
        name = wide or ("utf-16-le" if head.startswith(b"\xff\xfe") else "utf-16-be")
        plain = head.decode(name, "replace").lstrip("\ufeff").encode("utf-8")
    else:
        plain = head.removeprefix(b"\xef\xbb\xbf")
        if _control_share(plain) > 0.02 or plain.count(0) > max(2, len(plain) // 500):
            return UNKNOWN
    if not plain.strip():
        return BLANKS if size <= HEAD or _only(path, b" \t\r\n\x0b\x0c\xa0\0") else TEXT
    return _kind_of_text(plain)


def _only(path: Path, allowed: bytes) -> bool:
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            if block.strip(allowed):
                return False
    return True


def _control_share(data: bytes) -> float:
    controls = sum(data.count(byte) for byte in range(32) if byte not in (9, 10, 11, 12, 13, 26, 27))
    return controls / max(1, len(data))


def _kind_of_text(plain: bytes) -> str:
    start = plain.lstrip()[:16_384]
    if start.startswith((b"<?xml", b"<?mso-application")):
        return HTML if re.search(rb"<html[\s>]", start[:4096], re.I) else XML
    lead = re.sub(rb"\A(?:<!--.*?-->|\s)+", b"", start, flags=re.S)
    if lead.startswith(b"<") and _HTML.search(lead[:4096]):
        return HTML
    if re.match(rb"<[\w:-]+(?:\s[^<>]*)?>", lead) and re.search(rb"</[\w:-]+>\s*\Z", plain.rstrip()[-200:]):
        return XML
    if _is_mail(start):
        return MHTML if _is_saved_page(start) else EML
    if (
        len(re.findall(rb"<(?:p|br|div|td|tr|table|font|b|i|span|a)\b[^<>]*>", start, re.I)) >= 5
        and b"</" in start
    ):
        return HTML
    return TEXT


def _is_saved_page(start: bytes) -> bool:
    """Whether it is a page with its parts and no letter that shows pictures: letters are sent to someone."""
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    parts = re.search(rb"^content-type:\s*multipart/related", head, re.I | re.M)
    return bool(parts) and not re.search(rb"^(?:to|received|message-id):", head, re.I | re.M)


def _is_mail(start: bytes) -> bool:
    """At least two known header lines at the very top, and nothing that is none before the blank line."""
    lines = start.split(b"\n", 40)[:40]
    if lines and lines[0].startswith(b"From "):  # mbox
        lines = lines[1:]
    headers = 0
    for line in lines:
        if not line.strip():
            break
        if _MAIL_HEADER.match(line):
            headers += 1
        elif not line.startswith((b" ", b"\t")) and not re.match(rb"[\w-]+:", line):
            return False
    return headers >= 2
