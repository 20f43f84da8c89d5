"""The table of contents of a DOCX: headings with bookmarks and the pages that they are likely on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from dossiers.exports import words
from dossiers.exports.indexes import indexes
from dossiers.exports.lines import printed
from dossiers.exports.printed_words import LABELS, changes, heading_of
from dossiers.exports.word_pages import CONTENTS, HEADING, PAGE, READING, SECTION, SMALL, Estimate
from dossiers.exports.word_xml import field as word_field
from dossiers.exports.word_xml import link_within, paragraph, run
from dossiers.markdown import to_plain
from dossiers.printable import one_line, printable
from dossiers.publication import Contents, Entry, Publication, Section

_LINES_OF_A_ROW, _ROWS_ON_A_PAGE = 3, 16


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text.

    Attributes:
        name: of its bookmark.
        text: of it.
        level: 1 or 2.
        page: that it is likely to be on.
    """

    name: str
    text: str
    level: int
    page: int


@dataclass(slots=True)
class Headings:
    """All headings.

    Attributes:
        named: those around the documents, by their words.
        sections: of each section, or None where it has no title.
        entries: of documents, by position.
    """

    named: dict[str, Heading] = field(default_factory=dict)
    sections: list[Heading | None] = field(default_factory=list)
    entries: dict[int, Heading] = field(default_factory=dict)
    order: list[Heading] = field(default_factory=list)

    def all(self) -> Sequence[Heading]:
        """In the order of the text."""
        return self.order


def headings_of(publication: Publication, contents: Contents) -> Headings:
    """The headings of a publication; every text is read once for the estimate."""
    return _Walk(publication, contents).headings


def contents_list(headings: Sequence[Heading]) -> Iterator[str]:
    """The table of contents, an entry a paragraph, each a link with its page.

    The entries stand in no field of contents (TOC): LibreOffice would take the pages inside as they are,
    while it works out those of references (PAGEREF) when it opens the file; Word does so when it prints.
    """
    for heading in headings:
        entry = run(f"{heading.text}\t") + word_field(f"PAGEREF {heading.name} \\h", str(heading.page))
        yield paragraph(link_within(heading.name, entry), f"TOC{heading.level}")


class _Walk:
    """Goes through a publication as the writer will, and counts pages."""

    def __init__(self, publication: Publication, contents: Contents) -> None:
        self.headings = Headings()
        self._publication = publication
        self._contents = contents
        self._pages = Estimate()
        self._names = count(1)
        self._front()
        for section in publication.sections:
            self._section(section)
        self._back()
        self._push(self._length_of_contents())

    def _add(self, text: str, level: int) -> Heading:
        heading = Heading(f"_Toc{next(self._names):08}", text, level, self._pages.page)
        self.headings.order.append(heading)
        return heading

    def _named(self, text: str, *, new_page: bool = True) -> None:
        if new_page:
            self._pages.new_page()
        self.headings.named[text] = self._add(text, 1)
        self._pages.add(SECTION.height(text))

    def _front(self) -> None:
        self._pages.add(PAGE)
        told = changes(self._publication)
        if told:
            self._named(LABELS["changes"])
            for name, lines in told:
                self._pages.add(sum(map(READING.height, (name, *lines))))
        if self._publication.introduction.strip():
            self._named(LABELS["introduction"])
            self._note(self._publication.introduction)

    def _note(self, note: str) -> None:
        for line in to_plain(note).split("\n"):
            self._pages.add(READING.height(line))

    def _section(self, section: Section) -> None:
        title = one_line(section.title)
        if self._publication.texts or not self.headings.sections:
            self._pages.new_page()
        self.headings.sections.append(self._add(title, 1) if title else None)
        if title:
            self._pages.add(SECTION.height(title))
            self._note(section.note)
        for place, entry in enumerate(section.entries):
            if self._publication.texts:
                if place:
                    self._pages.new_page()
                self.headings.entries[entry.position] = self._add(heading_of(entry), 2 if title else 1)
                self._entry(entry)
            else:
                self._pages.add(READING.height(one_line(entry.description) + words.status_words(entry)) + 14)

    def _entry(self, entry: Entry) -> None:
        self._pages.add(HEADING.height(heading_of(entry)))
        told = [words.requisites(entry), words.status_words(entry), one_line(entry.annotation)]
        if entry.description:
            told += ["-", one_line(entry.description)]
        told += ["-" for _file in entry.files] + (["-"] if entry.files else [])
        self._pages.add(sum(SMALL.height(line) for line in told if line))
        self._note(entry.note)
        pages = None if entry.withheld else self._contents.pages(entry)
        for page in pages or ():
            for line in printed(printable(page)):
                if line.rows:
                    self._pages.add(len(line.rows) * SMALL.line * 1.4)
                else:
                    self._pages.add(READING.height(line.text))

    def _back(self) -> None:
        for at, index in enumerate(indexes(self._publication)):
            self._named(index.title, new_page=at == 0)
            self._pages.add(sum(SMALL.height(f"{name}{places}") + 4 for name, places in index.rows))
        self._named(LABELS["inventory"])
        self._pages.add(len(self._publication.entries) / _ROWS_ON_A_PAGE * PAGE)
        self._named(LABELS["check"])

    def _length_of_contents(self) -> int:
        pages = Estimate()
        for heading in self.headings.order:
            pages.add(CONTENTS.height(heading.text))
        return pages.page

    def _push(self, pages: int) -> None:
        """Everything stands behind the contents, whose length is known only now."""
        moved = {one.name: replace(one, page=one.page + pages) for one in self.headings.order}
        self.headings.order = list(moved.values())
        self.headings.named = {text: moved[one.name] for text, one in self.headings.named.items()}
        self.headings.sections = [moved[one.name] if one else None for one in self.headings.sections]
        self.headings.entries = {at: moved[one.name] for at, one in self.headings.entries.items()}
