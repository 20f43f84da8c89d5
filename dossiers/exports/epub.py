"""A publication as a book for reading devices: EPUB 3.3, a chapter a document."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from dossiers.exports import inventory, markup, words
from dossiers.exports.cover import Cover, find_cover
from dossiers.exports.formats import EPUB_TYPE
from dossiers.exports.markup import attribute, escaped
from dossiers.exports.zipping import Archive
from dossiers.printable import one_line
from dossiers.publication import Contents, Entry, Progress, Publication, Section

_STYLE = Path(__file__).with_name("book.css")
_FOLDER = "EPUB"
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n'
    f'<rootfiles><rootfile full-path="{_FOLDER}/content.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles>\n</container>\n'
)
_ACCESSIBILITY = (
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityHazard", "none"),
    (
        "schema:accessibilitySummary",
        "Книга читается программами экранного доступа: оглавление, заголовки и таблицы размечены. "
        "Тексты сканов распознаны и могут содержать ошибки.",
    ),
)


def write(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
    """Write the book."""
    with Archive(target, publication.moment) as archive:
        archive.add("mimetype", [EPUB_TYPE.encode()], dense=True)
        archive.add_text("META-INF/container.xml", [_CONTAINER])
        book = _Book(archive)
        archive.add_text(f"{_FOLDER}/style.css", [_STYLE.read_text(encoding="utf-8")])
        cover = find_cover(publication, contents)
        if cover is not None:
            _add_cover(book, archive, cover)
        _add_front(book, publication)
        _add_documents(book, publication, contents, progress)
        rows = inventory.rows(publication, contents)
        book.add("inventory", "Опись документов", inventory.as_html(publication, rows))
        book.add("colophon", "Сведения о выпуске", [markup.colophon_html(publication)])
        archive.add_text(f"{_FOLDER}/nav.xhtml", _nav(publication, book.chapters))
        archive.add_text(f"{_FOLDER}/content.opf", _package(publication, book, cover))


@dataclass(frozen=True, slots=True)
class _Chapter:
    name: str
    title: str
    depth: int = 0


@dataclass(slots=True)
class _Book:
    """The book in the making: its chapters in the order of reading."""

    archive: Archive
    chapters: list[_Chapter] = field(default_factory=list)

    def add(self, name: str, title: str, content: Iterable[str]) -> None:
        """A chapter under a heading of its own."""
        self.add_bare(_Chapter(name, title), [f"<h1>{escaped(title)}</h1>\n"], content)

    def add_bare(self, chapter: _Chapter, head: list[str], content: Iterable[str]) -> None:
        """A chapter that brings its heading."""
        self.chapters.append(chapter)
        self.archive.add_text(
            f"{_FOLDER}/{chapter.name}.xhtml", markup.joined(_xhtml(chapter.title, head, content))
        )


def _add_cover(book: _Book, archive: Archive, cover: Cover) -> None:
    archive.add_original(f"{_FOLDER}/cover{cover.extension}", cover.path, cover.file)
    picture = f'<p class="cover"><img src="cover{cover.extension}" alt="Обложка"/></p>\n'
    book.add_bare(_Chapter("cover", "Обложка"), [], [picture])


def _add_front(book: _Book, publication: Publication) -> None:
    library = one_line(publication.library)
    front = (
        '<div class="front">\n'
        + (f'<p class="library">{escaped(library)}</p>\n' if library else "")
        + f'<p class="kind">{escaped(words.kind_name(publication))}</p>\n'
        + f"<h1>{escaped(_title(publication))}</h1>\n"
        + f'<p class="issue">{escaped(words.issue_line(publication))}</p>\n'
        + f"{markup.about_html(publication)}</div>\n"
    )
    book.add_bare(_Chapter("front", "Титульный лист"), [], [front])
    if publication.introduction.strip():
        book.add("introduction", "Введение", [markup.note_html(publication.introduction, 2)])
    if publication.changes:
        book.add("changes", "Что изменилось", [markup.changes_html(publication)])


def _add_documents(book: _Book, publication: Publication, contents: Contents, progress: Progress) -> None:
    total, done = len(publication.entries), 0
    for at, section in enumerate(publication.sections, 1):
        name = markup.section_name(publication, section)
        if name or section.note.strip():
            _add_section(book, section, name, at)
        for entry in section.entries:
            _add_entry(book, publication, entry, contents, 1 if name else 0)
            done += 1
            progress(done, total)


def _add_section(book: _Book, section: Section, name: str, at: int) -> None:
    note = markup.note_html(section.note, 2)
    head = [f"<h1>{escaped(name)}</h1>\n"] if name else []
    content = [f'<div class="note">\n{note}</div>\n'] if note else []
    book.add_bare(_Chapter(f"s{at}", name or "О разделе"), head, content)


def _add_entry(book: _Book, publication: Publication, entry: Entry, contents: Contents, depth: int) -> None:
    title = f"{entry.position}. {words.title_of(entry)}"
    chapter = _Chapter(f"d{entry.position}", title, depth)
    book.add_bare(chapter, [], markup.entry_html(publication, entry, contents, 1 + depth))


def _xhtml(title: str, head: list[str], content: Iterable[str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
    yield '<html xmlns="http://www.w3.org/1999/xhtml" lang="ru" xml:lang="ru">\n'
    yield f"<head><title>{escaped(title)}</title>"
    yield '<link rel="stylesheet" type="text/css" href="style.css"/></head>\n<body>\n'
    yield from head
    yield from content
    yield "</body>\n</html>\n"


def _nav(publication: Publication, chapters: list[_Chapter]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
    yield '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
    yield 'lang="ru" xml:lang="ru">\n<head><title>Содержание</title></head>\n<body>\n'
    yield '<nav epub:type="toc" id="toc" role="doc-toc">\n<h1>Содержание</h1>\n<ol>\n'
    open_list = False
    for at, chapter in enumerate(chapters):
        if chapter.depth == 0 and open_list:
            yield "</ol></li>\n"
            open_list = False
        yield f'<li><a href="{chapter.name}.xhtml">{escaped(chapter.title)}</a>'
        deeper = at + 1 < len(chapters) and chapters[at + 1].depth > chapter.depth
        yield "\n<ol>\n" if deeper else "</li>\n"
        open_list = open_list or deeper
    yield "</ol>\n</nav>\n"
    yield '<nav epub:type="landmarks" hidden="hidden">\n<h2>Ориентиры</h2>\n<ol>\n'
    yield '<li><a epub:type="toc" href="#toc">Содержание</a></li>\n'
    first = next((one.name for one in chapters if one.name not in {"cover", "front"}), "front")
    yield f'<li><a epub:type="bodymatter" href="{first}.xhtml">Документы</a></li>\n</ol>\n</nav>\n'
    yield "</body>\n</html>\n"


def _package(publication: Publication, book: _Book, cover: Cover | None) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
    yield 'xml:lang="ru" unique-identifier="id">\n'
    yield from _metadata(publication)
    yield '<manifest>\n<item id="nav" href="nav.xhtml" '
    yield 'media-type="application/xhtml+xml" properties="nav"/>\n'
    yield '<item id="style" href="style.css" media-type="text/css"/>\n'
    if cover is not None:
        yield f'<item id="cover-image" href="cover{cover.extension}" media-type="{cover.media_type}" '
        yield 'properties="cover-image"/>\n'
    for chapter in book.chapters:
        yield f'<item id="{chapter.name}" href="{chapter.name}.xhtml" media-type="application/xhtml+xml"/>\n'
    yield "</manifest>\n<spine>\n"
    for chapter in book.chapters:
        yield f'<itemref idref="{chapter.name}"/>\n'
        if chapter.name == "front":
            yield '<itemref idref="nav"/>\n'
    yield "</spine>\n</package>\n"


def _metadata(publication: Publication) -> Iterator[str]:
    moment = datetime.fromisoformat(publication.moment).astimezone(UTC)
    address = uuid.uuid5(uuid.NAMESPACE_URL, f"veche:{publication.code}")
    yield '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
    yield f'<dc:identifier id="id">urn:uuid:{address}</dc:identifier>\n'
    yield f"<dc:title>{escaped(words.full_name(publication))}</dc:title>\n<dc:language>ru</dc:language>\n"
    library, compiler = one_line(publication.library), one_line(publication.compiler)
    if library:
        yield f"<dc:publisher>{escaped(library)}</dc:publisher>\n"
    if compiler:
        yield f"<dc:creator>{escaped(compiler)}</dc:creator>\n"
    yield f"<dc:date>{escaped(one_line(publication.as_of))}</dc:date>\n"
    yield f"<dc:description>{escaped(words.issue_line(publication))}. {escaped(words.code_line(publication))}"
    yield f"</dc:description>\n<dc:rights>{words.NOT_OFFICIAL}</dc:rights>\n"
    yield f'<meta property="dcterms:modified">{moment:%Y-%m-%dT%H:%M:%SZ}</meta>\n'
    for name, value in _ACCESSIBILITY:
        yield f'<meta property="{attribute(name)}">{escaped(value)}</meta>\n'
    yield "</metadata>\n"


def _title(publication: Publication) -> str:
    return one_line(publication.title) or words.kind_name(publication)
