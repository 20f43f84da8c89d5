"""What the typst template is told of a volume: strings and lists, every sign one that the fonts can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import Any

from dossiers.exports import inventory, words
from dossiers.exports.indexes import NOTE, indexes
from dossiers.exports.legible import legible
from dossiers.exports.lines import Printed, printed
from dossiers.exports.printed_words import (
    LABELS,
    as_of_words,
    changes,
    check_lines,
    facts,
    file_lines,
    heading_of,
    inventory_cells,
    inventory_head,
    kind_line,
    running_title,
    signature,
)
from dossiers.exports.volumes import Share, pieces
from dossiers.markdown import Block, to_blocks
from dossiers.printable import one_line
from dossiers.publication import Contents, Publication, Section
from extraction.protocol import Heading
from language.wording import NBSP, number_range, unbroken

Elsewhere = Sequence[tuple[str, Sequence[Heading]]]
"""Names of other volumes, each with its sections and documents and their pages."""
_LONGEST_WORDS = 5_000
_TITLE_SIZES = ((40, 30), (90, 24), (200, 18), (10_000, 14))


@dataclass(frozen=True, slots=True)
class Binding:
    """The place of a volume among others.

    Attributes:
        number: from 1.
        of: how many there are.
        shares: what it holds.
        elsewhere: what stands where in the others; told in the first one.
    """

    number: int
    of: int
    shares: Sequence[Share]
    elsewhere: Elsewhere = ()


def volume_data(
    publication: Publication, contents: Contents, binding: Binding, cover: str = ""
) -> dict[str, Any]:
    """Everything that the template prints.

    Args:
        publication: what is issued.
        contents: its texts.
        binding: which volume.
        cover: name of the cover's file in the folder of the template, or "".
    """
    first, last = binding.number == 1, binding.number == binding.of
    return {
        **_title_page(publication, binding),
        "cover": cover,
        "cover_words": "Обложка",
        "stamp": publication.moment,
        "texts": publication.texts,
        "elsewhere": [
            [volume, [[one.title, str(one.page), one.level] for one in rows]]
            for volume, rows in binding.elsewhere
        ],
        "changes": [
            [name, [_told(line) for line in lines]] for name, lines in (changes(publication) if first else ())
        ],
        "introduction": note_data(publication.introduction) if first else [],
        "parts": _parts(publication, contents, binding.shares),
        "indexes": [
            {"title": index.title, "rows": [[legible(name), places] for name, places in index.rows]}
            for index in (indexes(publication) if last else ())
        ],
        **_inventory(publication, contents, binding),
        "check": [legible(line) for line in check_lines(publication)],
        "code": publication.code,
    }


def _title_page(publication: Publication, binding: Binding) -> dict[str, Any]:
    title = unbroken(_told(publication.title)) or words.kind_name(publication)
    moment = datetime.fromisoformat(publication.moment)
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    as_of = as_of_words(publication)
    volume = f"Том{NBSP}{binding.number} из{NBSP}{binding.of}" if binding.of > 1 else ""
    short = legible(running_title(publication))
    return {
        "name": _told(words.full_name(publication)) + (f". {volume}" if volume else ""),
        "library": _told(publication.library),
        "subject": legible(f"{one_line(publication.theme)} {as_of}".strip()),
        "moment": dict(
            zip(
                ("year", "month", "day", "hour", "minute", "second"),
                moment.timetuple()[:6],
                strict=True,
            )
        ),
        "kind": kind_line(publication),
        "title": title,
        "title_size": next((points for length, points in _TITLE_SIZES if len(title) <= length), 11),
        "theme": _told(publication.theme),
        "on_day": f"на{NBSP}{words.day_words(publication.as_of)}",
        "as_of": as_of[:1].upper() + as_of[1:],
        "volume": volume,
        "volume_holds": _holds(binding.shares) if volume else "",
        "facts": [[label, _told(value)] for label, value in facts(publication)],
        "running": f"{short}. {volume}" if volume else short,
        "running_day": as_of,
        "not_official": words.NOT_OFFICIAL,
        "words": LABELS | {"index_note": NOTE},
    }


def _holds(shares: Sequence[Share]) -> str:
    if not shares:
        return ""
    told = number_range(shares[0].entry.position, shares[-1].entry.position)
    return f"Документы {told}" if len(shares) > 1 else f"Документ {told}"


def _told(text: str) -> str:
    """Words beside the text of a document, which nobody reads past a page."""
    return legible(one_line(_cut(text)))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_WORDS else f"{text[:_LONGEST_WORDS]}…"


def note_data(note: str) -> list[dict[str, Any]]:
    """A note in Markdown as blocks of the template."""
    return [_note_block(block) for block in to_blocks(note, site_links=False)]


def _note_block(block: Block) -> dict[str, Any]:
    runs = []
    for run in block.runs:
        one: dict[str, Any] = {"t": legible(run.text)}
        one |= {key: True for key, held in (("b", run.strong), ("i", run.emphasis), ("c", run.code)) if held}
        if run.link:
            one["a"] = run.link
        runs.append(one)
    return {
        "kind": block.kind,
        "runs": runs,
        "level": block.level,
        "marker": block.marker,
        "quoted": block.quoted,
    }


def _parts(publication: Publication, contents: Contents, shares: Sequence[Share]) -> list[dict[str, Any]]:
    """Sections with what the volume has of them; one that goes on from another volume keeps its title."""
    held = {share.entry.position: share for share in shares}
    parts = []
    for section in publication.sections:
        here = [held[entry.position] for entry in section.entries if entry.position in held]
        if here or not section.entries:
            begins = not section.entries or (here[0].entry is section.entries[0] and not here[0].goes_on)
            parts.append(_part(publication, contents, section, here, begins=begins))
    return parts


def _part(
    publication: Publication, contents: Contents, section: Section, shares: Sequence[Share], *, begins: bool
) -> dict[str, Any]:
    title = _told(section.title)
    return {
        "title": title if begins or not title else f"{title} (продолжение)",
        "note": note_data(section.note) if begins else [],
        "entries": [_entry(publication, contents, share) for share in shares],
    }


def _entry(publication: Publication, contents: Contents, share: Share) -> dict[str, Any]:
    entry = share.entry
    pages = contents.pages(entry) if publication.texts and not entry.withheld else None
    blocks = [] if pages is None else list(_text(pages, share))
    why = words.withheld_words(entry)
    if publication.texts and not entry.withheld and not blocks:
        why = words.absent_text(entry)
    opening = not share.goes_on
    untitled = "" if publication.texts else words.title_of(entry)
    return {
        "position": str(entry.position),
        "heading": legible(heading_of(entry)),
        "goes_on": "" if opening else "Продолжение: начало документа в предыдущем томе.",
        "requisites": _told(words.requisites(entry)),
        "status": {"key": entry.status, "words": _told(words.status_words(entry))},
        "note": note_data(entry.note) if opening else [],
        "annotation": _told(entry.annotation) if opening else "",
        "description": _told(entry.description or untitled) if opening else "",
        "files": [_told(line) for line in file_lines(entry, contents)] if opening else [],
        "why": why,
        "blocks": blocks,
    }


def _text(pages: Iterator[str], share: Share) -> Iterator[Any]:
    for number, run in groupby(islice(pieces(pages), share.first, share.end), key=lambda one: one.page):
        for piece in run:
            if piece.begins and number > 1:
                yield {"k": "page", "t": f"с.{NBSP}{number}"}
            yield from map(_line, printed(legible(piece.text)))


def _line(line: Printed) -> Any:
    match line.look:
        case "text":
            return line.text
        case "table":
            return {"k": "table", "rows": line.rows, "figures": line.figures}
        case "sides":
            return {"k": "sides", "t": line.text, "r": line.right}
        case _:
            return {"k": line.look, "t": line.text}


def _inventory(publication: Publication, contents: Contents, binding: Binding) -> dict[str, Any]:
    """The rows of the documents that begin in the volume; the last one sums up."""
    last = binding.number == binding.of
    begun = [share.entry for share in binding.shares if not share.goes_on]
    rows = (inventory_cells(inventory.row(entry, "", contents)) for entry in begun)
    return {
        "inventory": [[legible(_cut(cell)) for cell in row] for row in rows],
        "inventory_lead": legible(words.issue_line(publication)),
        "inventory_head": inventory_head(publication),
        "closing": inventory.closing(publication) if last else "Опись продолжается в следующем томе.",
        "signature": [legible(one) for one in signature(publication)] if last else [],
    }
