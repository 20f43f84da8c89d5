"""A file that holds several documents: a record for each, each with its own pages of the common original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalog.arrivals import Arrival
from catalog.model import RecordClass, RecordDraft, Value, ValueSource
from extraction.protocol import Extracted
from ingest.describers import Describer
from ingest.describing import READER_VERSION, Received, draft_of
from ingest.names import shown
from ingest.offsets import PageOffsets
from ingest.press_names import headline_in, is_newspaper, read_press_name
from language.article_bounds import headline_of
from language.letter_case import sentence_case
from language.readings import Description

_OF_ONE_ACT = ("title", "kind", "number", "date", "register_number")
_OF_THE_ISSUE = frozenset({"issuer", "date", "number"})


@dataclass(frozen=True, slots=True)
class _Piece:
    """One document of a file.

    Attributes:
        extracted: with its pages alone, the first and the last cut at its bounds.
        first_page: of the file, from 1.
    """

    extracted: Extracted
    first_page: int


def drafts_of(
    describer: Describer, arrival: Arrival, extracted: Extracted, description: Description
) -> tuple[RecordDraft, ...]:
    """The records that a file becomes: one, or one for each act or article that it surely holds.

    Args:
        describer: reads each document by itself.
        arrival: the file.
        extracted: its pages.
        description: of the whole text.

    Raises:
        LaterError: the describer was closed meanwhile.
    """
    whole = draft_of(arrival, extracted, description)
    if not _may_hold_several(arrival, extracted, description):
        return (whole,)
    pieces = list(_pieces(extracted, description.bounds))
    read = [describer.describe(piece.extracted.text, "", arrival.record_class) for piece in pieces]
    if arrival.record_class is RecordClass.ACT and _named_for(description, read[0]):
        return (whole,)
    drafts = []
    for at, (piece, described) in enumerate(zip(pieces, read, strict=True)):
        draft = draft_of(arrival, piece.extracted, described)
        if arrival.record_class is RecordClass.PRESS:
            draft = replace(draft, values=tuple(_of_an_article(whole, draft, piece, opens_issue=not at)))
        drafts.append(replace(draft, text=replace(draft.text, first_page=piece.first_page)))
    return tuple(drafts)


def _may_hold_several(arrival: Arrival, extracted: Extracted, description: Description) -> bool:
    """Whether bounds were found in the whole text and nobody says that the file is one document."""
    bounds = description.bounds
    if len(bounds) < 2 or extracted.waiting or bounds[-1][1] != len(extracted.text):
        return False
    if arrival.record_class is RecordClass.PRESS:
        return not arrival.sidecar.get("title") and not _names_an_article(
            arrival, extracted.text[: bounds[0][1]]
        )
    return not any(arrival.sidecar.get(field) for field in _OF_ONE_ACT)


def _names_an_article(arrival: Arrival, first: str) -> bool:
    """Whether the name of the file is a headline, not just the newspaper that the issue begins with."""
    received = Received.of(arrival)
    name = read_press_name(shown(received.path), received.source_name)
    if not name.title or is_newspaper(name.title, name.newspaper):
        return False
    headline = headline_of(first, opens_issue=True)
    return headline is None or headline_in(first[: headline[0]], name.title) is None


def _named_for(whole: Description, first: Description) -> bool:
    """Whether the name of the file is that of the first act: the others are then but attached to it."""
    named = {one.field: one.value for one in reversed(whole.readings) if one.source == "file-name"}
    return bool(named.get("kind") and named.get("number")) and named["number"] == first.value("number")


def _pieces(extracted: Extracted, bounds: Sequence[tuple[int, int]]) -> Iterator[_Piece]:
    text = extracted.text
    starts = [at for at, mark in enumerate(text) if mark == "\f"]
    for start, end in bounds:
        pages = text[start:end].split("\f")
        if len(pages) > 1 and not pages[-1].strip():
            pages.pop()
        first = bisect_right(starts, start - 1) + 1
        own = range(first, first + len(pages))
        words = {at - first + 1: extracted.words[at] for at in own if at in extracted.words}
        yield _Piece(replace(extracted, pages=tuple(pages), metadata={}, page_layers=(), words=words), first)


def _of_an_article(
    whole: RecordDraft, draft: RecordDraft, piece: _Piece, *, opens_issue: bool
) -> Iterator[Value]:
    """The requisites of the issue, and the headline as the title."""
    for value in whole.values:
        if value.field in _OF_THE_ISSUE:
            yield value if opens_issue else replace(value, page=None, start=None, end=None)
    headline = headline_of(piece.extracted.text, opens_issue=opens_issue)
    if headline is None:
        yield from (value for value in draft.values if value.field not in _OF_THE_ISSUE)
        return
    yield from (value for value in draft.values if value.field not in {"title", *_OF_THE_ISSUE})
    page, start, end = PageOffsets(piece.extracted.pages).place(*headline)
    words = sentence_case(" ".join(piece.extracted.text[slice(*headline)].split()))
    yield Value(
        "title", words, ValueSource.READ, page=page, start=start, end=end, reader_version=READER_VERSION
    )
