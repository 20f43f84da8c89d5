"""Pieces of HTML that are XML too, shared by the single page, the EPUB and the inventory of a package."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence

from dossiers.exports import words
from dossiers.exports.lines import Printed, printed
from dossiers.markdown import to_html
from dossiers.printable import one_line, printable
from dossiers.publication import Contents, Entry, Publication, Section
from language.wording import NBSP

_STATES = frozenset(words.STATUSES)


def escaped(text: str) -> str:
    """Text as markup."""
    return html.escape(printable(text), quote=False)


def attribute(text: str) -> str:
    """Text as the value of an attribute, in one line."""
    return html.escape(one_line(text))


def note_html(text: str, heading: int) -> str:
    """A librarian's note; its headings begin at a level."""
    return to_html(text, heading=heading, site_links=False)


def about_html(publication: Publication) -> str:
    """What is said of the publication as a whole."""
    told = words.about(publication)
    if not told:
        return ""
    pairs = "".join(
        f"<div><dt>{escaped(label)}</dt><dd>{escaped(value)}</dd></div>\n" for label, value in told
    )
    return f'<dl class="about">\n{pairs}</dl>\n'


def changes_html(publication: Publication) -> str:
    """What is new against the issue before, as a list."""
    items = "".join(f"<li>{escaped(words.change_words(change))}</li>\n" for change in publication.changes)
    return f'<ul class="changes">\n{items}</ul>\n'


def colophon_html(publication: Publication) -> str:
    """Who issued it, as of when, and how it is checked."""
    lines = (
        words.full_name(publication),
        one_line(publication.library),
        f"По состоянию на{NBSP}{words.day_words(publication.as_of)}",
        words.code_line(publication),
        words.NOT_OFFICIAL,
    )
    return "".join(f"<p>{escaped(line)}</p>\n" for line in lines if line)


def section_name(publication: Publication, section: Section) -> str:
    """«2. Бюджеты по годам»: sections with titles are numbered if there are several; "" without a title."""
    titled = [one for one in publication.sections if one_line(one.title)]
    if not one_line(section.title):
        return ""
    number = next(at for at, one in enumerate(titled, 1) if one is section)
    return f"{number}. {one_line(section.title)}" if len(titled) > 1 else one_line(section.title)


def entry_html(publication: Publication, entry: Entry, contents: Contents, heading: int) -> Iterator[str]:
    """A document: its title at a level of headings, what is said of it, its text as far as it is issued."""
    name = f"d{entry.position}"
    yield f'<h{heading} id="{name}"><span class="no">{entry.position}.</span> '
    yield f"{escaped(words.title_of(entry))}</h{heading}>\n"
    yield _facts(entry)
    if entry.description:
        yield f'<p class="description">{escaped(one_line(entry.description))}</p>\n'
    for paragraph in printable(entry.annotation).split("\n\n"):
        if paragraph.strip():
            yield f'<p class="annotation">{escaped(one_line(paragraph))}</p>\n'
    if entry.note.strip():
        yield f'<div class="note">\n{note_html(entry.note, heading + 1)}</div>\n'
    yield from _text(publication, entry, contents, heading + 1)


def _facts(entry: Entry) -> str:
    status, told = words.status_words(entry), escaped(words.requisites(entry))
    state = entry.status if entry.status in _STATES else "unknown"
    badge = f'<span class="state {state}">{escaped(status)}</span> ' if status else ""
    return f'<p class="requisites">{badge}{told}</p>\n' if badge or told else ""


def _text(publication: Publication, entry: Entry, contents: Contents, heading: int) -> Iterator[str]:
    absent = words.withheld_words(entry)
    pages = contents.pages(entry) if publication.texts and not absent and entry.text is not None else None
    if not absent and publication.texts and pages is None:
        absent = words.absent_text(entry)
    if absent:
        yield f'<p class="absent">{escaped(absent)}</p>\n'
    if pages is None:
        return
    yield f'<h{heading} class="of-text">Текст документа</h{heading}>\n<div class="text">\n'
    for number, page in enumerate(pages, 1):
        if entry.pages > 1:
            yield f'<p class="page">Страница{NBSP}{number}</p>\n'
        yield from page_html(page)
    yield "</div>\n"


def page_html(text: str) -> Iterator[str]:
    """A page of text: paragraphs, centred headings, signatures, tables."""
    for line in printed(printable(text)):
        if line.look == "table":
            yield _table(line)
        elif line.look == "sides":
            left, right = escaped(line.text), escaped(line.right)
            yield f'<p class="sides"><span>{left}</span> <span>{right}</span></p>\n'
        elif line.look == "centre":
            yield f'<p class="centre">{escaped(line.text)}</p>\n'
        else:
            yield f"<p>{escaped(line.text)}</p>\n"


def _table(table: Printed) -> str:
    figures = frozenset(table.figures)
    rows = "".join(f"<tr>{_cells(row, figures)}</tr>\n" for row in table.rows)
    whole = f"<table>\n{rows}</table>"
    return f'<div class="wide" tabindex="0" role="group" aria-label="Таблица">\n{whole}\n</div>\n'


def _cells(row: Sequence[str], figures: frozenset[int]) -> str:
    return "".join(
        f'<td class="figure">{escaped(cell)}</td>' if at in figures else f"<td>{escaped(cell)}</td>"
        for at, cell in enumerate(row)
    )


def joined(pieces: Iterable[str]) -> Iterator[str]:
    """Pieces gathered to some kilobytes each: fewer writes."""
    held: list[str] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += len(piece)
        if length > 1 << 16:
            yield "".join(held)
            held, length = [], 0
    yield "".join(held)
