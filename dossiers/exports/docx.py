"""A publication as DOCX: real styles, headings, lists and fields; the text is written as a stream.

Memory does not grow with the number of documents: the package around the text is made once, the text goes
into it paragraph by paragraph. The contents are filled in; their page numbers are fields with an estimate in
them, until Word prints the file or is told to bring the fields up to date.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from dossiers.exports import inventory, words
from dossiers.exports.cover_print import printed_cover
from dossiers.exports.indexes import NOTE, indexes
from dossiers.exports.lines import Printed, printed
from dossiers.exports.printed_words import (
    LABELS,
    as_of_words,
    changes,
    check_lines,
    facts,
    file_lines,
    inventory_cells,
    inventory_head,
    kind_line,
    signature,
)
from dossiers.exports.word_contents import Heading, Headings, contents_list, headings_of
from dossiers.exports.word_notes import Notes
from dossiers.exports.word_template import MAIN, TEXT_WIDTH, WIDE_WIDTH, Template, template
from dossiers.exports.word_xml import bookmark, paragraph, run, table
from dossiers.exports.zipping import Archive
from dossiers.printable import one_line, printable
from dossiers.publication import Contents, Entry, Progress, Publication, Section
from language.wording import NBSP, unbroken

_STATES = {
    "in-force": ("●", "1E6B3A"),
    "amended": ("◐", "8A5A00"),
    "repealed": ("✕", "9C2A22"),
    "not-yet": ("○", "27508F"),
    "draft": ("◇", "27508F"),
}
_OTHER_STATE = ("◌", "4F5760")
_SOFT = '<w:color w:val="4F5760"/>'
_NEW_PAGE = "<w:pageBreakBefore/>"
_SAME_PAGE = '<w:pageBreakBefore w:val="0"/><w:spacing w:before="360" w:after="160"/>'
_INVENTORY = (500, 2400, 1500, 1000, 3870, 600, 2700, 2000)
_WIDEST_CELL, _NARROWEST_CELL = 40, 5
_SEEN_ROWS = 60
_SMALL_FROM = 7


def write_docx(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
    """Write the DOCX."""
    notes = Notes(publication)
    with tempfile.TemporaryDirectory(prefix="veche-docx-", dir=target.parent) as scratch:
        cover = printed_cover(publication, contents, Path(scratch) / "cover.jpg")
        package = template(publication, notes.starts, cover)
    with Archive(target, publication.moment) as archive:
        for name, octets in package.parts:
            archive.add(name, (octets,), size=len(octets))
        archive.add_text(MAIN, _Text(publication, contents, package, notes, progress).xml())


class _Text:
    """The main part of the package, as a stream."""

    def __init__(
        self,
        publication: Publication,
        contents: Contents,
        package: Template,
        notes: Notes,
        progress: Progress,
    ) -> None:
        self._publication = publication
        self._contents = contents
        self._package = package
        self._notes = notes
        self._progress = progress
        self._headings: Headings = headings_of(publication, contents)
        self._marks = count(1)

    def xml(self) -> Iterator[str]:
        """All of it, from the declaration to the last tag."""
        publication = self._publication
        text_ends, inventory_ends, last_ends = self._package.ends
        yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        yield self._package.before
        yield from self._title_page()
        yield paragraph(run(LABELS["contents"], '<w:b/><w:sz w:val="36"/>'), "", _NEW_PAGE)
        yield from contents_list(self._headings.all())
        yield from self._opening()
        for at, section in enumerate(publication.sections):
            yield from self._section(at, section)
        for at, index in enumerate(indexes(publication)):
            yield self._heading(self._headings.named[index.title], _SAME_PAGE if at else "")
            yield paragraph(run(NOTE), "Label")
            for name, places in index.rows:
                yield paragraph(run(f"{name} — {places}"), "IndexEntry")
        yield paragraph("", "AfterTable", text_ends)
        yield from self._inventory()
        yield paragraph("", "AfterTable", inventory_ends)
        yield self._heading(self._headings.named[LABELS["check"]])
        for line in check_lines(publication):
            yield paragraph(run(line))
        yield paragraph(run(publication.code), "CheckCode")
        yield f"{last_ends}</w:body></w:document>"

    def _title_page(self) -> Iterator[str]:
        publication = self._publication
        yield paragraph(run(one_line(publication.library)), "CoverLine", _gap(0))
        yield self._package.cover
        yield paragraph(run(kind_line(publication)), "CoverLine", _gap(40 if self._package.cover else 170))
        yield paragraph(run(unbroken(one_line(publication.title)) or words.kind_name(publication)), "Title")
        if one_line(publication.theme):
            yield paragraph(run(one_line(publication.theme)), "Subtitle")
        day = as_of_words(publication)
        yield paragraph(run(day[:1].upper() + day[1:]), "CoverLine")
        for at, (label, value) in enumerate(facts(publication)):
            told = f"{run(f'{label}: ', _SOFT)}{run(value)}"
            yield paragraph(told, "Requisites", _gap(60 if self._package.cover else 150) if at == 0 else "")
        yield paragraph(run(words.NOT_OFFICIAL, _SOFT), "CoverLine", _gap(30))

    def _opening(self) -> Iterator[str]:
        told = changes(self._publication)
        if told:
            yield self._heading(self._headings.named[LABELS["changes"]])
            for name, lines in told:
                yield paragraph(run(name, "<w:b/>"), "", "<w:keepNext/>")
                for line in lines:
                    yield paragraph(run(line), "ListBullet")
        if self._publication.introduction.strip():
            yield self._heading(self._headings.named[LABELS["introduction"]])
            yield from self._notes.paragraphs(self._publication.introduction)

    def _section(self, at: int, section: Section) -> Iterator[str]:
        heading = self._headings.sections[at]
        if heading is not None:
            yield self._heading(heading, "" if at == 0 or self._publication.texts else _SAME_PAGE)
            yield from self._notes.paragraphs(section.note)
        for place, entry in enumerate(section.entries):
            if self._publication.texts:
                first = place == 0 and heading is not None
                yield from self._entry(entry, level=1 if heading is None else 2, first=first)
            else:
                new_page = _NEW_PAGE if heading is None and at == 0 and place == 0 else ""
                yield from self._listed(entry, new_page)
            self._progress(entry.position, len(self._publication.entries))

    def _heading(self, heading: Heading, properties: str = "") -> str:
        content = bookmark(heading.name, next(self._marks), run(heading.text))
        return paragraph(content, f"Heading{heading.level}", properties)

    def _entry(self, entry: Entry, *, level: int, first: bool) -> Iterator[str]:
        new_page = "" if first or level == 1 else _NEW_PAGE
        yield self._heading(self._headings.entries[entry.position], new_page)
        if words.requisites(entry):
            yield paragraph(run(words.requisites(entry)), "Requisites")
        yield from _status(entry, day=words.day_words(self._publication.as_of))
        if entry.note.strip():
            yield paragraph(run(LABELS["note"]), "Label")
            yield from self._notes.paragraphs(entry.note, "Note")
        if one_line(entry.annotation):
            yield paragraph(run(one_line(entry.annotation)), "Annotation")
        if one_line(entry.description):
            yield paragraph(run(LABELS["description"]), "Label")
            yield paragraph(run(one_line(entry.description)), "Description")
        files = file_lines(entry, self._contents)
        if files:
            yield paragraph(run(LABELS["files"]), "Label")
            yield from (paragraph(run(line), "Description") for line in files)
        yield from self._body(entry)

    def _body(self, entry: Entry) -> Iterator[str]:
        pages = None if entry.withheld else self._contents.pages(entry)
        empty = True
        for number, page in enumerate(pages or (), 1):
            mark = f"[с.{NBSP}{number}] " if number > 1 else ""
            for line in printed(printable(page)):
                yield _RULE if empty else ""
                yield from _line(line, mark)
                empty, mark = False, ""
        if empty:
            why = words.withheld_words(entry) or words.absent_text(entry)
            yield paragraph(run(why), "Withheld", _SHADE) if why else ""

    def _listed(self, entry: Entry, properties: str) -> Iterator[str]:
        """An entry of a list without texts: number and description, then what is said of it."""
        told = one_line(entry.description) or words.title_of(entry)
        hanging = '<w:ind w:left="567" w:hanging="567"/>'
        yield paragraph(run(f"{entry.position}.\t{told}"), "", f"<w:keepLines/>{properties}{hanging}")
        yield from _status(entry, '<w:ind w:left="567"/>')
        if one_line(entry.annotation):
            yield paragraph(run(one_line(entry.annotation)), "Annotation", '<w:ind w:left="567"/>')
        yield from self._notes.paragraphs(entry.note, "Note")
        if entry.withheld:
            yield paragraph(run(words.withheld_words(entry)), "Withheld", '<w:ind w:left="567"/>')

    def _inventory(self) -> Iterator[str]:
        publication = self._publication
        yield self._heading(self._headings.named[LABELS["inventory"]], _SAME_PAGE)
        yield paragraph(run(words.issue_line(publication)), "Requisites")
        rows = (inventory_cells(row) for row in inventory.rows(publication, self._contents))
        widths = (*_INVENTORY[:-1], WIDE_WIDTH - sum(_INVENTORY[:-1]))
        yield from table(rows, widths, head=inventory_head(publication), figures=(0, 5))
        yield paragraph(run(inventory.closing(publication)), "", "<w:keepNext/>")
        yield paragraph(
            run("\t".join(signature(publication))), "", '<w:tabs><w:tab w:val="left" w:pos="6000"/></w:tabs>'
        )


_RULE = paragraph(
    "", "AfterTable",
    '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="C9C4B8"/></w:pBdr>',
)  # fmt: skip
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F1F5F5"/>'


def _gap(points: int) -> str:
    return f'<w:spacing w:before="{points * 20}" w:after="120"/>'


def _status(entry: Entry, properties: str = "", day: str = "") -> Iterator[str]:
    told = words.status_words(entry)
    if told:
        shape, colour = _STATES.get(entry.status, _OTHER_STATE)
        look = f'<w:b/><w:color w:val="{colour}"/>'
        since = run(f"  на{NBSP}{day}", _SOFT) if day else ""
        yield paragraph(run(f"{shape} {told}", look) + since, "Requisites", properties)


def _line(line: Printed, mark: str) -> Iterator[str]:
    """A paragraph or a table of a document's text; the number of its page before it."""
    marked = run(mark, '<w:color w:val="4F5760"/><w:sz w:val="16"/>') if mark else ""
    match line.look:
        case "table":
            if marked:
                yield paragraph(marked, "Label")
            width = len(line.rows[0])
            yield from table(
                line.rows,
                _shares(line.rows),
                figures=line.figures,
                style="Cell" if width < _SMALL_FROM else "SmallCell",
            )
        case "sides":
            yield paragraph(marked + run(f"{line.text}\t{line.right}"), "Sides")
        case "centre":
            yield paragraph(marked + run(line.text), "Centred")
        case _:
            yield paragraph(marked + run(line.text), "Reading")


def _shares(rows: tuple[tuple[str, ...], ...]) -> list[int]:
    """Widths of columns by the longest cells of the first rows."""
    seen = rows[:_SEEN_ROWS]
    longest = [
        min(max(_NARROWEST_CELL, *(len(row[at]) for row in seen)), _WIDEST_CELL) for at in range(len(rows[0]))
    ]
    return [TEXT_WIDTH * one // sum(longest) for one in longest]
