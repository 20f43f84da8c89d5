"""Places in a text that an address names: where a requisite was read, the sentence that a relation rests on.

``?spot=120-135.140-152`` are offsets in the text of the page, ``?said=17`` is the number of a relation of the
record; the fragment ``#spot`` brings a browser to the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.model import Record, Relation, Value
from catalog.unit_of_work import UnitOfWork
from search.analysis import readable
from web.marking import Span
from web.visit import Visit

_MOST = 20
_SPOT = re.compile(r"(\d{1,7})-(\d{1,7})")
_NUMBER = re.compile(r"\d{1,15}")
_AROUND = 2_500


def read_at(visit: Visit, record: Record, values: Sequence[Value]) -> str:
    """The address of the page on which values were read, with their places if these are known, or ""."""
    page = values[0].page
    if page is None or not 1 <= page <= record.pages:
        return ""
    address = visit.url("record-page", record=record.id, number=page)
    spots = [
        f"{one.start}-{one.end}"
        for one in values
        if one.page == page and one.start is not None and one.end is not None and one.start < one.end
    ]
    return f"{address}?spot={'.'.join(dict.fromkeys(spots))}#spot" if spots else f"{address}#page"


def said_at(visit: Visit, source: Record, relation: Relation) -> str:
    """The address of the sentence from which a relation was read, or ""."""
    draft = relation.draft
    if draft.page is None or not 1 <= draft.page <= source.pages:
        return ""
    address = visit.url("record-page", record=source.id, number=draft.page)
    known = draft.sentence or draft.start is not None
    return f"{address}?said={relation.id}#spot" if known else f"{address}#page"


def asked_spots(visit: Visit, work: UnitOfWork, record: Record, page: tuple[int, str]) -> tuple[Span, ...]:
    """The places that the address names on a page, given with its number, as offsets in its stored text."""
    number, text = page
    spots = [
        Span(int(found[1]), int(found[2]))
        for part in visit.asked.get("spot", "").split(".")[:_MOST]
        if (found := _SPOT.fullmatch(part))
    ]
    said = visit.asked.get("said", "")
    relation = work.relations.get(int(said)) if said.isascii() and _NUMBER.fullmatch(said) else None
    if relation is not None and relation.record == record.id and relation.draft.page == number:
        spots += _said(relation, text)
    return tuple(one for one in (_trimmed(text, spot) for spot in spots) if one.start < one.end)


def _said(relation: Relation, text: str) -> list[Span]:
    """The sentence where the page holds the whole of it, else the words of the citation."""
    draft = relation.draft
    if draft.sentence:
        start = max(0, (draft.start or 0) - _AROUND)
        sentence = re.compile(r"\s+".join(map(re.escape, draft.sentence.split())))
        found = next(
            (one for one in sentence.finditer(text, start) if draft.end is None or one.end() >= draft.end),
            None,
        )
        if found:
            return [Span(*found.span())]
    return [Span(draft.start, draft.end)] if draft.start is not None and draft.end is not None else []


def _trimmed(text: str, span: Span) -> Span:
    """A span that begins and ends with a letter or sign."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, min(span.end, len(text)) - len(words) + len(words.rstrip())))


def in_readable(text: str, clean: str, spans: Sequence[Span]) -> list[Span]:
    """Spans of a stored text as spans of what is shown of it, which may lack its soft hyphens."""
    if clean == text[: len(clean)]:
        return list(spans)
    cuts = sorted({at for span in spans for at in (span.start, span.end)})
    shown, before, length = {}, 0, 0
    for cut in cuts:
        length += len(readable(text[before:cut]))
        shown[cut], before = length, cut
    return [Span(shown[span.start], shown[span.end], span.address) for span in spans]
