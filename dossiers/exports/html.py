"""A publication as one HTML page that asks nothing of anybody: no script, no picture from elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

from dossiers.exports import inventory, markup, words
from dossiers.exports.cover import Cover, find_cover
from dossiers.exports.inventory import Naming
from dossiers.exports.markup import escaped
from dossiers.exports.zipping import pieces_of
from dossiers.printable import one_line
from dossiers.publication import Contents, Progress, Publication, Section

_STYLE = Path(__file__).with_name("page.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_TRIPLE = 3 << 16  # base64 goes by three bytes


def write(publication: Publication, contents: Contents, target: Path, progress: Progress) -> None:
    """Write the page."""
    with target.open("w", encoding="utf-8", newline="\n") as stream:
        for piece in markup.joined(page(publication, contents, progress)):
            stream.write(piece)


def page(
    publication: Publication,
    contents: Contents,
    progress: Progress,
    naming: Naming = inventory.given_name,
    *,
    linked: bool = False,
) -> Iterator[str]:
    """The page, piece by piece.

    Args:
        publication: what is issued.
        contents: texts and originals.
        progress: called after each entry.
        naming: names of files in the inventory.
        linked: whether these names are paths from the page, and links lead there.
    """
    yield from _head(publication)
    yield '<a class="skip" href="#main">К документам</a>\n<header>\n'
    cover = find_cover(publication, contents)
    if cover is not None:
        yield from _picture(cover)
    yield f"{_opening(publication)}</header>\n"
    yield from _contents(publication)
    yield '<main id="main">\n'
    if publication.introduction.strip():
        yield _headed("introduction", "Введение", markup.note_html(publication.introduction, 3))
    if publication.changes:
        yield _headed("changes", "Что изменилось", markup.changes_html(publication))
    yield from _sections(publication, contents, progress)
    yield '<section aria-labelledby="inventory">\n<h2 id="inventory">Опись документов</h2>\n'
    yield from inventory.as_html(publication, inventory.rows(publication, contents, naming), linked=linked)
    yield f"</section>\n</main>\n<footer>\n{markup.colophon_html(publication)}</footer>\n</body>\n</html>\n"


def _headed(name: str, title: str, content: str) -> str:
    return f'<section aria-labelledby="{name}">\n<h2 id="{name}">{title}</h2>\n{content}</section>\n'


def _head(publication: Publication) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="ru">\n<head>\n<meta charset="utf-8" />\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}" />\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
    yield f"<title>{escaped(words.full_name(publication))}</title>\n"
    yield f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n"


def _picture(cover: Cover) -> Iterator[str]:
    yield f'<img class="cover" alt="Обложка" src="data:{cover.media_type};base64,'
    held = b""
    for piece in pieces_of(cover.path, cover.file):
        held += piece
        whole = len(held) - len(held) % _TRIPLE
        yield base64.b64encode(held[:whole]).decode()
        held = held[whole:]
    yield f'{base64.b64encode(held).decode()}" />\n'


def _opening(publication: Publication) -> str:
    library = one_line(publication.library)
    return (
        (f'<p class="library">{escaped(library)}</p>\n' if library else "")
        + f'<p class="kind">{escaped(words.kind_name(publication))}</p>\n'
        + f"<h1>{escaped(one_line(publication.title)) or escaped(words.kind_name(publication))}</h1>\n"
        + f'<p class="issue">{escaped(words.issue_line(publication))}</p>\n'
        + markup.about_html(publication)
    )


def _contents(publication: Publication) -> Iterator[str]:
    yield '<nav aria-labelledby="contents">\n<h2 id="contents">Содержание</h2>\n<ul>\n'
    if publication.introduction.strip():
        yield '<li><a href="#introduction">Введение</a></li>\n'
    if publication.changes:
        yield '<li><a href="#changes">Что изменилось</a></li>\n'
    for at, section in enumerate(publication.sections, 1):
        name = markup.section_name(publication, section)
        entries = "".join(
            f'<li><a href="#d{entry.position}">{entry.position}. {escaped(words.title_of(entry))}</a></li>\n'
            for entry in section.entries
        )
        if name:
            inner = f"\n<ul>\n{entries}</ul>\n" if entries else ""
            yield f'<li><a href="#s{at}">{escaped(name)}</a>{inner}</li>\n'
        else:
            yield entries
    yield '<li><a href="#inventory">Опись документов</a></li>\n</ul>\n</nav>\n'


def _sections(publication: Publication, contents: Contents, progress: Progress) -> Iterator[str]:
    total, done = len(publication.entries), 0
    for at, section in enumerate(publication.sections, 1):
        name = markup.section_name(publication, section)
        label = f' aria-labelledby="s{at}"' if name else ""
        yield f"<section{label}>\n"
        yield from _section_head(section, name, at)
        for entry in section.entries:
            yield f'<article aria-labelledby="d{entry.position}">\n'
            yield from markup.entry_html(publication, entry, contents, 3 if name else 2)
            yield '<p class="back"><a href="#contents">К содержанию</a></p>\n</article>\n'
            done += 1
            progress(done, total)
        yield "</section>\n"


def _section_head(section: Section, name: str, at: int) -> Iterator[str]:
    if name:
        yield f'<h2 id="s{at}">{escaped(name)}</h2>\n'
    if section.note.strip():
        yield f'<div class="note">\n{markup.note_html(section.note, 3)}</div>\n'
