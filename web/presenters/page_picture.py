"""A page as its picture: the words of the search, of a named place and doubtful figures boxed upon it.

``?view=picture`` shows it; all links to other pages of the record then carry it along.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from catalog.errors import TooBusy
from catalog.model import PlacedWord, Record
from catalog.stores.texts import HeldText
from catalog.unit_of_work import UnitOfWork
from extraction.protocol import Word, WordBox
from extraction.word_places import boxes_of, is_doubtful_number
from ingest.document_tables import shown_text
from language.paragraphs import unwrapped
from search.analysis import readable
from web.access import sees_text
from web.found import places
from web.marking import Span
from web.page_pictures import WIDTH, WIDTHS, is_drawn
from web.presenters.asked import Asked
from web.presenters.common_file import open_originals
from web.presenters.spots import asked_spots, in_readable
from web.visit import Visit

PICTURE = "picture"
LONGEST_TEXT = 300_000
_FULL = 1000
_AIR = 3
"""Thousandths of the page between a word and its box."""
_LINE = 0.5
_PLACE = ("spot", "said")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a file that can be drawn.

    Attributes:
        held: the text that the record shows.
        number: of the page in the record, from 1.
        text: of the page, as it is kept.
        words: of a page that was read from its picture.
        spots: places that the address names.
    """

    held: HeldText
    number: int
    text: str
    words: tuple[PlacedWord, ...]
    spots: tuple[Span, ...]

    @property
    def page(self) -> int:
        """The page of the file: a record may begin in the middle of it."""
        return self.held.first_page + self.number - 1


@dataclass(frozen=True, slots=True)
class Shape:
    """A box in thousandths of the page.

    Attributes:
        kind: ``hit``, ``spot`` or ``doubt``.
        x: from the left.
        y: from above.
        width: of it.
        height: of it.
    """

    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PictureView:
    """A page as its picture.

    Attributes:
        address: of the picture.
        sources: the same in other widths, for fine screens.
        width: of the picture.
        height: of it.
        shapes: boxes upon it.
        hits: the words of the search in the order of the page, for who does not see the boxes.
        doubts: figures and dates that were read uncertainly.
        unboxed: how many places of the search have no box, because the file does not tell where they stand.
    """

    address: str
    sources: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    hits: tuple[str, ...]
    doubts: tuple[str, ...]
    unboxed: int


def open_leaf(visit: Visit, work: UnitOfWork, record: Record, number: int, text: str = "") -> Leaf | None:
    """The page of the file behind a page of a record; None where it may not be shown or has no picture.

    A picture is shown to whom the file itself is given.
    """
    if not sees_text(record.record_class, visit.account, inside=visit.inside):
        return None
    held = shown_text(work, record.id)
    if held is None or not is_drawn(held.media_type) or not 0 < number <= max(held.pages, 1):
        return None
    if held.sha256 not in {one.sha256 for one in open_originals(visit, work, record.id)}:
        return None
    spots = asked_spots(visit, work, record, (number, text)) if text else ()
    return Leaf(held, number, text, work.texts.words(record.id, number), spots)


def in_pictures(asked: Asked) -> Asked:
    """The same search, whose links lead to pictures."""
    return replace(asked, suffix=f"{asked.suffix}{'&' if asked.suffix else '?'}view={PICTURE}")


def way_to(visit: Visit, record: int, number: int, *, picture: bool) -> str:
    """The address of the same page in the other view, with all that the address says besides."""
    kept = [(name, value) for name, value in parse_qsl(visit.request.url.query) if name != "view"]
    asked = urlencode([*kept, *([("view", PICTURE)] if picture else [])])
    spot = any(name in _PLACE for name, _ in kept) and not picture
    address = visit.url("record-page", record=record, number=number)
    return f"{address}{'?' if asked else ''}{asked}#{'spot' if spot else 'page'}"


def picture_view(visit: Visit, leaf: Leaf, record: Record, asked: Asked) -> PictureView | None:
    """The picture with its boxes; None where the page cannot be drawn.

    Raises:
        TooBusy: too many pages are asked for at once.
    """
    services = visit.services
    path = services.originals.path(leaf.held.sha256)
    drawn = services.pictures.page(path, leaf.page, WIDTH, sha256=leaf.held.sha256)
    if drawn is None:
        return None
    width, height = png_size(drawn)
    address = visit.url("page-picture", record=record.id, number=leaf.number)
    sources = ", ".join(f"{address}?width={one} {one}w" for one in WIDTHS)
    view = PictureView(f"{address}?width={WIDTH}", sources, width, height, (), (), (), 0)
    boxes = _boxes(visit, leaf, wanted=bool(asked.terms or leaf.spots))
    return _with_boxes(view, leaf, boxes, asked)


def _boxes(visit: Visit, leaf: Leaf, *, wanted: bool) -> tuple[WordBox, ...]:
    """The words of the page: kept ones of a recognised page, else those of its text layer if need be."""
    if leaf.words:
        return boxes_of((Word(*word) for word in leaf.words), leaf.text)
    if not wanted or not leaf.text:
        return ()
    held, services = leaf.held, visit.services
    try:
        return services.pictures.words(
            services.originals.path(held.sha256), held.media_type, leaf.page, leaf.text
        )
    except TooBusy:
        return ()


def _with_boxes(view: PictureView, leaf: Leaf, boxes: Sequence[WordBox], asked: Asked) -> PictureView:
    clean = readable(leaf.text[:LONGEST_TEXT])
    shown = unwrapped(clean)
    found = places(shown, asked.terms)
    placed = [box for box in boxes if box.start >= 0 and box.end <= LONGEST_TEXT]
    moved = in_readable(leaf.text, clean, [Span(box.start, box.end) for box in placed])
    known = [box._replace(start=span.start, end=span.end) for box, span in zip(placed, moved, strict=True)]
    spots = in_readable(leaf.text, clean, leaf.spots)
    hits = [list(_upon(known, span)) for span in found]
    doubtful = [box for box in boxes if leaf.words and is_doubtful_number(box)]
    return replace(
        view,
        shapes=(
            *(shape for span in spots for shape in _shapes("spot", _upon(known, span))),
            *(shape for some in hits for shape in _shapes("hit", some)),
            *(shape for box in doubtful for shape in _shapes("doubt", [box])),
        ),
        hits=tuple(" ".join(shown[span.start : span.end].split()) for span in found),
        doubts=tuple(box.text for box in doubtful),
        unboxed=sum(not some for some in hits),
    )


def _upon(boxes: Iterable[WordBox], span: Span) -> list[WordBox]:
    """The words that a stretch of the text touches."""
    return [box for box in boxes if box.start < span.end and span.start < box.end]


def _shapes(kind: str, boxes: Sequence[WordBox]) -> list[Shape]:
    """One shape for the words that stand side by side on a line."""
    lines: list[list[WordBox]] = []
    for box in boxes:
        if lines and _beside(lines[-1][-1], box):
            lines[-1].append(box)
        else:
            lines.append([box])
    return [_around(kind, line) for line in lines]


def _beside(one: WordBox, other: WordBox) -> bool:
    shared = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return shared > _LINE * min(one.height, other.height) and other.left > one.left


def _around(kind: str, line: Sequence[WordBox]) -> Shape:
    left, top = min(box.left for box in line), min(box.top for box in line)
    right = max(box.left + box.width for box in line)
    bottom = max(box.top + box.height for box in line)
    x, y = max(0, round(left * _FULL) - _AIR), max(0, round(top * _FULL) - _AIR)
    return Shape(
        kind, x, y, min(_FULL, round(right * _FULL) + _AIR) - x, min(_FULL, round(bottom * _FULL) + _AIR) - y
    )


def doubtful_places(words: Sequence[PlacedWord], text: str) -> list[Span]:
    """Figures and dates of a recognised page that were read uncertainly, as stretches of its text."""
    boxes = boxes_of((Word(*word) for word in words), text)
    return [Span(box.start, box.end) for box in boxes if box.start >= 0 and is_doubtful_number(box)]


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG (PNG specification, 11.2.1: they stand first in its header)."""
    width, height = struct.unpack(">II", data[16:24])
    return int(width), int(height)
