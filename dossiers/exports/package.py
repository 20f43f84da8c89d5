"""A publication as a package: originals with readable names and the inventory, as BagIt (RFC 8493) in a ZIP.

Every original is checked against its SHA-256 while it is copied; a damaged one ends the making.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dossiers.exports import html, inventory, words
from dossiers.exports.cover import find_cover
from dossiers.exports.naming import Names, extension_of, plain_name
from dossiers.exports.table import csv_pieces
from dossiers.exports.zipping import Archive, Packed
from dossiers.printable import one_line, printable
from dossiers.publication import Contents, Entry, HeldFile, Progress, Publication
from language.wording import NBSP

_LONGEST_FOLDER = 30
_LONGEST_FILE = 70
_FEWEST_DIGITS = 3
_PLAIN_TEXT = ("text/plain",)
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/zip": ".zip",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/vnd.djvu": ".djvu",
    "message/rfc822": ".eml",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
}
_ALIKE = ({".jpg", ".jpeg"}, {".tif", ".tiff"}, {".html", ".htm"})


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things lie below ``data/``.

    Attributes:
        files: path of each original, by position of its entry and place among its files.
        texts: path of the text of an entry, by position.
    """

    files: dict[tuple[int, int], str]
    texts: dict[int, str]

    def naming(self, entry: Entry, at: int) -> str:
        """The path of an original, for the inventory."""
        return self.files[entry.position, at]


def write(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
    """Write the package.

    Raises:
        StorageError: an original is damaged; no file stays.
    """
    places = layout(publication)
    base = plain_name(_base(publication), _LONGEST_FOLDER)
    with Archive(target, publication.moment) as archive:
        bag = _Bag(archive, base)
        bag.tag("bagit.txt", ["BagIt-Version: 1.0\n", "Tag-File-Character-Encoding: UTF-8\n"])
        total = len(publication.entries)
        for at, entry in enumerate(publication.entries, 1):
            if publication.texts and not entry.withheld:
                _add_entry(bag, entry, contents, places)
            progress(at, total)
        _add_cover(bag, publication, contents)
        _add_inventory(bag, publication, contents, places)
        bag.tag("bag-info.txt", _bag_info(publication, bag))
        bag.tag("manifest-sha256.txt", _manifest(bag.payload))
        bag.close()


def layout(publication: Publication) -> Layout:
    """Names of all files: by the publication alone, so that they are known before anything is written."""
    digits = max(_FEWEST_DIGITS, len(str(len(publication.entries))))
    titled = [section for section in publication.sections if one_line(section.title)]
    files: dict[tuple[int, int], str] = {}
    texts: dict[int, str] = {}
    taken: dict[str, Names] = {}
    numbers = {id(section): number for number, section in enumerate(titled, 1)}
    for section in publication.sections:
        number = numbers.get(id(section))
        folder = plain_name(f"{number:02} {section.title}", _LONGEST_FOLDER) + "/" if number else ""
        names = taken.setdefault(folder.casefold(), Names())
        for entry in section.entries:
            for at, file in enumerate(entry.files):
                stem, extension = _stem(entry, at, digits), _extension(file)
                files[entry.position, at] = folder + names.take(stem, extension)
            texts[entry.position] = folder + names.take(_stem(entry, 0, digits), " (текст).txt")
    return Layout(files, texts)


class _Bag:
    """A bag in the making: what was written of payload and of tag files."""

    def __init__(self, archive: Archive, base: str) -> None:
        self._archive, self._base = archive, base
        self.payload: list[Packed] = []
        self._tags: list[Packed] = []

    def add_text(self, path: str, texts: Iterable[str]) -> None:
        name = f"data/{path}"
        self.payload.append(replace(self._archive.add_text(f"{self._base}/{name}", texts), name=name))

    def add_original(self, path: str, source: Path, file: HeldFile) -> None:
        name = f"data/{path}"
        packed = self._archive.add_original(f"{self._base}/{name}", source, file)
        self.payload.append(replace(packed, name=name))

    def tag(self, name: str, texts: Iterable[str]) -> None:
        self._tags.append(replace(self._archive.add_text(f"{self._base}/{name}", texts), name=name))

    def close(self) -> None:
        self._archive.add_text(f"{self._base}/tagmanifest-sha256.txt", _manifest(self._tags))


def _base(publication: Publication) -> str:
    issue = f" выпуск {publication.number}" if publication.number else ""
    return f"{words.kind_name(publication)}{issue}"


def _add_entry(bag: _Bag, entry: Entry, contents: Contents, places: Layout) -> None:
    copied = []
    for at, file in enumerate(entry.files):
        source = contents.original(file)
        if source is not None:
            bag.add_original(places.files[entry.position, at], source, file)
            copied.append(file.media_type)
    pages = contents.pages(entry) if entry.text is not None and not set(copied) & set(_PLAIN_TEXT) else None
    if pages is not None:
        bag.add_text(places.texts[entry.position], _text(entry, pages))


def _text(entry: Entry, pages: Iterator[str]) -> Iterator[str]:
    """The text for Notepad: what it is, then its pages."""
    yield f"\ufeff{words.title_of(entry)}\r\n{words.requisites(entry)}\r\n{words.NOT_OFFICIAL}\r\n"
    for number, page in enumerate(pages, 1):
        yield f"\r\n[Страница {number}]\r\n" if entry.pages > 1 else "\r\n"
        yield printable(page).rstrip("\n").replace("\n", "\r\n") + "\r\n"


def _add_cover(bag: _Bag, publication: Publication, contents: Contents) -> None:
    cover = find_cover(publication, contents)
    if cover is not None:
        bag.add_original(f"Обложка{cover.extension}", cover.path, cover.file)


def _add_inventory(bag: _Bag, publication: Publication, contents: Contents, places: Layout) -> None:
    """The inventory thrice: for a browser, for a spreadsheet, for anything."""
    naming = places.naming if publication.texts else inventory.given_name
    shown = replace(publication, cover="", texts=False)
    bag.add_text("Опись.html", html.page(shown, contents, lambda *_: None, naming, linked=publication.texts))
    bag.add_text("Опись.csv", csv_pieces(publication, contents, naming))
    bag.add_text("Опись.txt", inventory.as_text(publication, inventory.rows(publication, contents, naming)))


def _bag_info(publication: Publication, bag: _Bag) -> Iterator[str]:
    octets = sum(packed.size for packed in bag.payload)
    told = (
        ("Source-Organization", one_line(publication.library)),
        ("External-Description", words.full_name(publication)),
        ("External-Identifier", publication.code),
        ("Bagging-Date", publication.moment[:10]),
        ("Payload-Oxum", f"{octets}.{len(bag.payload)}"),
    )
    for label, value in told:
        if value:
            yield f"{label}: {value.replace(NBSP, ' ')}\n"


def _manifest(packed: list[Packed]) -> Iterator[str]:
    for one in sorted(packed, key=lambda each: each.name):
        yield f"{one.sha256}  {one.name}\n"


def _stem(entry: Entry, at: int, digits: int) -> str:
    number = f"{entry.position:0{digits}}" + (f"-{at + 1}" if at else "")
    kind = entry.kind[:1].upper() + entry.kind[1:]
    sign = f"№ {entry.number}" if one_line(entry.number) else ""
    parts = (number, kind, entry.date[:10], sign, one_line(entry.title) or one_line(entry.issuer))
    return plain_name(" ".join(part for part in parts if part), _LONGEST_FILE)


def _extension(file: HeldFile) -> str:
    """By the bytes; the one it came with where it says the same, or where the bytes say nothing known."""
    given, known = extension_of(file.name), _EXTENSIONS.get(file.media_type)
    if known is None:
        return given or ".bin"
    alike = any({given, known} <= group for group in _ALIKE)
    return given if alike else known
