"""Requisites of a document, each with its place in the text: what head, caption, ending and file name say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from language.anchors import Anchor, split_leads, title_starts
from language.attachments import Corner, attachment_title, bare_attachment, below_corners, read_corner
from language.endings import Closing, date_by_adoption, date_by_closing, read_ending
from language.file_names import read_file_name
from language.headers import (
    Header,
    choose_anchors,
    put_dates_and_numbers,
    put_small_parts,
    read_header,
    zone_end,
)
from language.heads import Fragment, read_head
from language.issuers import issuer_above, issuer_before_decision
from language.kinds import find_decision, kind_of_form, lead_pattern
from language.mojibake import Mended, mend
from language.normal import clean, end_of_spaced, fold
from language.numbers import find_register_number
from language.portal_cards import read_card
from language.proposals import until_when
from language.readings import FIELDS, Reading
from language.titles import read_title, title_value

_WINDOW = 40_000
_CLOSING = 600
_DECISION_WITHIN = 8_000
_ADDRESSEE = re.compile(
    r"(?:Главе|Начальнику|Заместителю|Директору|Руководителю|Председателю|В|от|Кому)\s|\d"
)
_ABOUT = re.compile(r"\sоб?о?\s")
_LONE_LINE, _LONE_TITLE = 300, 100
_ORDER = {"read": 0, "caption": 1, "file-name": 2}


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from the head and the end of a text.

    Attributes:
        readings: in the order of ``FIELDS``, for each the best first.
        draft: whether it is a draft.
        headed: whether it has a header, a corner block or a deciding word: whether it is an act at all.
        body: offset in the text where the header ends.
    """

    readings: tuple[Reading, ...]
    draft: bool
    headed: bool
    body: int


def read_requisites(text: str, file_name: str = "") -> tuple[Reading, ...]:
    """Every requisite found in a text, in its caption and in the name of its file; the shown one first."""
    return read_document(text, file_name).readings


def read_document(text: str, file_name: str = "") -> Document:
    """Requisites of a text and what they tell of it."""
    mended = mend(text[:_WINDOW])
    window = clean(mended.text)
    closing = clean(text[-_CLOSING:]) if len(text) > _WINDOW else ""
    fragments = split_leads(read_head(window))
    corner = read_corner(fragments, window)
    bare = None if corner else bare_attachment(fragments)
    if corner:
        found = _attachment(fragments, window, corner)
    elif bare:
        found = _bare_attachment(fragments, bare)
    else:
        found = _act(fragments, window, Closing(closing, len(text)))
    readings = [*found.readings, *read_card(window), *_register(window)]
    readings += _for_proposals(window, readings, draft=found.draft)
    readings = [_moved(_as_printed(reading, mended.text, window), mended) for reading in readings] + list(
        read_file_name(file_name)
    )
    ordered = sorted(readings, key=lambda reading: (FIELDS.index(reading.field), _ORDER[reading.source]))
    return replace(
        found, readings=_distinct(ordered, found.blanks), body=mended.origin(found.body)
    ).document()


@dataclass(frozen=True, slots=True)
class _Found:
    readings: tuple[Reading, ...]
    draft: bool
    headed: bool
    body: int
    blanks: frozenset[str]

    def document(self) -> Document:
        return Document(self.readings, self.draft, self.headed, self.body)


def _as_printed(reading: Reading, text: str, window: str) -> Reading:
    """A reading whose words were printed with spaces, reaching to the last of their letters."""
    if text[reading.start : reading.end] == window[reading.start : reading.end]:
        return reading
    return replace(reading, end=end_of_spaced(text, reading.end))


def _moved(reading: Reading, mended: Mended) -> Reading:
    if not mended.steps or reading.start < 0:
        return reading
    return replace(reading, start=mended.origin(reading.start), end=mended.origin(reading.end))


def _distinct(readings: list[Reading], blanks: frozenset[str]) -> tuple[Reading, ...]:
    """Each value once for each source; a place left blank in the body is not filled from a file name."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for reading in readings:
        key = (reading.field, reading.value, reading.source)
        if key in seen or (reading.field in blanks and reading.source != "read"):
            continue
        seen.add(key)
        kept.append(reading)
    return tuple(kept)


def _for_proposals(window: str, readings: Sequence[Reading], *, draft: bool) -> list[Reading]:
    until = until_when(window, readings, draft=draft)
    return [until] if until else []


def _register(window: str) -> list[Reading]:
    found = find_register_number(window)
    if found is None:
        return []
    return [Reading("register_number", found.value, "read", found.start, found.end, 0.9)]


def _attachment(fragments: tuple[Fragment, ...], window: str, corner: Corner) -> _Found:
    span = (corner.start, corner.end)
    title = attachment_title(fragments, below_corners(fragments, corner, window))
    charter = bool(title and fold(title[0]).startswith("устав"))
    values = {
        "kind": "устав" if charter else "приложение",
        "issuer": corner.issuer,
        "date": corner.date,
        "number": corner.number,
        "parent": corner.words,
    }
    readings = [Reading(name, value, "read", *span, 0.85) for name, value in values.items() if value]
    if title:
        readings.append(Reading("title", title[0], "read", title[1], title[2], 0.8))
    body = title[2] if title else corner.end
    blanks = frozenset({"date", "number"} if corner.blank else ())
    return _Found(tuple(readings), False, True, body, blanks)


def _bare_attachment(fragments: tuple[Fragment, ...], bare: tuple[int, int]) -> _Found:
    """An attachment that names no parent: its kind and its own title."""
    mark, heading = fragments[bare[0]], bare[1]
    title = attachment_title(fragments, heading)
    readings = [Reading("kind", "приложение", "read", mark.start, mark.end, 0.7)]
    if title:
        readings.append(Reading("title", title[0], "read", title[1], title[2], 0.6))
    return _Found(tuple(readings), False, True, title[2] if title else mark.end, frozenset())


def _act(fragments: tuple[Fragment, ...], window: str, closing: Closing) -> _Found:
    captions, main = choose_anchors(fragments)
    if main is None:
        return _unheaded(fragments, window)
    end = zone_end(fragments, main.index + 1)
    header = read_header(fragments, main, "read" if main.alone or not captions else "caption", end)
    others = [_caption(fragments, anchor, main) for anchor in captions]
    header.draft = header.draft or _draft_above(fragments, header.first)
    body = fragments[end].start if end < len(fragments) else len(window)
    _from_decision(header, window, fragments[main.index].end)
    _from_above(header, fragments)
    tail = read_ending(header, window, body)
    date_by_closing(header, closing)
    date_by_adoption(header, fragments)
    _settle_draft(header, main)
    readings = [*header.readings.values(), *tail]
    for other in others:
        readings += [reading for reading in other.readings.values() if reading.field != "session"]
    return _Found(tuple(readings), _is_draft(header), True, body, frozenset(header.blanks))


def _caption(fragments: tuple[Fragment, ...], anchor: Anchor, main: Anchor) -> Header:
    """What a caption above the header says: up to the first line that belongs to the header."""
    end = next(
        (
            at
            for at in range(anchor.index + 1, main.index)
            if fragments[at].part in {"region", "kind", "municipality"}
        ),
        main.index,
    )
    return read_header(fragments, anchor, "caption", end)


def _draft_above(fragments: tuple[Fragment, ...], first: int) -> bool:
    return any(fragment.part == "draft" for fragment in fragments[max(0, first - 8) : first + 1])


def _is_draft(header: Header) -> bool:
    return header.readings["kind"].value.startswith("проект")


def _settle_draft(header: Header, main: Anchor) -> None:
    """A draft has no date or no number yet; an adopted copy that still bears «ПРОЕКТ» is the act."""
    kind = header.readings["kind"]
    complete = "date" in header.readings and "number" in header.readings
    both_blank = {"date", "number"} <= header.blanks and main.kind.rank == "act"
    if complete and header.draft:
        header.readings["kind"] = replace(kind, note="draft-mark")
    elif (header.draft and main.kind.rank != "court") or both_blank:
        header.readings["kind"] = replace(
            kind, value=f"проект {main.kind.genitive}", confidence=0.9 if header.draft else 0.6
        )


def _from_decision(header: Header, window: str, start: int) -> None:
    if "issuer" in header.readings:
        return
    issuer = issuer_before_decision(window, start, _DECISION_WITHIN)
    if issuer:
        header.put("issuer", issuer[0], issuer[1:], 0.8, "read")


def _from_above(header: Header, fragments: tuple[Fragment, ...]) -> None:
    """A title, a date or a number printed above the issuer, where the header itself has none."""
    above = list(range(max(0, header.first - 10), header.first))
    if "title" not in header.readings:
        first = next((at for at in above if title_starts(fragments[at].text)), None)
        title = read_title(fragments, header.first, first, header.first) if first is not None else None
        if title:
            words = "\n".join(fragment.text for fragment in fragments[title[0] : title[1] + 1])
            header.put(
                "title", title_value(words), (fragments[title[0]].start, fragments[title[1]].end), 0.6, "read"
            )
    if not {"date", "number"} & (header.readings.keys() | header.blanks):
        lines = [at for at in above if fragments[at].part == "requisite"]
        put_dates_and_numbers(header, fragments, lines, "read")
        if not {"date", "number"} <= header.readings.keys():
            header.readings.pop("date", None)
            header.readings.pop("number", None)
        header.blanks.clear()


def _unheaded(fragments: tuple[Fragment, ...], window: str) -> _Found:
    """A text without a line that names its kind: a title, perhaps a deciding word."""
    header = Header()
    end = zone_end(fragments)
    decision = find_decision(window, 0, _DECISION_WITHIN)
    title = _put_first_title(header, fragments, 0, end)
    if not title and not decision:
        (_put_line if len(fragments) == 1 else _put_heading)(header, fragments)
    body = fragments[end].start if end < len(fragments) else len(window)
    tail: list[Reading] = []
    if decision:
        header.put("kind", decision.kind, (decision.start, decision.end), 0.8, "read")
        headed = _headed_by_issuer(fragments)
        issuer = issuer_above(fragments, headed + 1) if headed is not None else None
        if issuer:
            header.put("issuer", issuer[0], issuer[1:], 0.8, "read")
        begun = None if title else headed
        if begun is not None:
            end = zone_end(fragments, begun)
            title = _put_first_title(header, fragments, begun, end)
            fragments = fragments[begun:]
            title = (title[0] - begun, title[1] - begun) if title else None
            end -= begun
        _requisites_of_top(header, fragments, title, end)
        _from_decision(header, window, 0)
        tail = read_ending(header, window, body)
    elif title:
        _requisites_of_top(header, fragments, title, end)
    readings = (*header.readings.values(), *tail)
    return _Found(readings, False, decision is not None or title is not None, body, frozenset(header.blanks))


def _put_first_title(
    header: Header, fragments: tuple[Fragment, ...], start: int, end: int
) -> tuple[int, int] | None:
    """The first title between two fragments, kept in the header."""
    first = next((at for at in range(start, end) if title_starts(fragments[at].text)), None)
    title = read_title(fragments, start, first, end) if first is not None else None
    if title:
        words = "\n".join(fragment.text for fragment in fragments[title[0] : title[1] + 1])
        span = (fragments[title[0]].start, fragments[title[1]].end)
        header.put("title", title_value(words), span, 0.7, "read")
    return title


def _headed_by_issuer(fragments: tuple[Fragment, ...]) -> int | None:
    """Where a header begins that names its issuer, date and number but no kind."""
    for at, fragment in enumerate(fragments[:-1]):
        if fragment.part == "issuer" and fragments[at + 1].part == "requisite":
            return at
    return None


def _put_line(header: Header, fragments: tuple[Fragment, ...]) -> None:
    """A title that stands alone: «Постановление о прудах» with its kind, «Устав района», «Бюджет принят»."""
    line = fragments[0]
    if not 4 <= len(line.text) <= _LONE_LINE or line.text[-1] in ".,:;" or not line.text[0].isupper():
        return
    named = lead_pattern().match(fold(line.text))
    kind = kind_of_form(named.group()) if named else None
    start = line.start
    if named and kind and kind.rank == "act":
        header.put("kind", kind.name, (line.start, line.start + named.end()), 0.6, "read")
        if _ABOUT.match(fold(line.text), named.end()):
            start += named.end() + 1
    elif len(line.text) > _LONE_TITLE or "№" in line.text or "»" in line.text[:-1]:
        return
    words = line.text[start - line.start :]
    header.put("title", title_value(words[:1].upper() + words[1:]), (start, line.end), 0.5, "read")


def _put_heading(header: Header, fragments: tuple[Fragment, ...]) -> None:
    """The first line of a text that is no act, when it stands there like a heading."""
    first = next(
        (fragment for fragment in fragments[:3] if fragment.part not in {"rule", "note", "region"}), None
    )
    if first is None or len(fragments) < 2 or not 8 <= len(first.text) <= 200:
        return
    if (
        first.text[0].isupper()
        and first.part in {"text", "point"}
        and first.text[-1] not in ".,:;"
        and not _ADDRESSEE.match(first.text)
    ):
        header.put("title", title_value(first.text), (first.start, first.end), 0.4, "read")


def _requisites_of_top(
    header: Header, fragments: tuple[Fragment, ...], title: tuple[int, int] | None, end: int
) -> None:
    """Date, number and place above the grounds of an act whose kind no line names."""
    first, last = title or (end, end)
    kept = [at for at in range(end) if not first <= at <= last]
    header_with = Header()
    put_dates_and_numbers(header_with, fragments, kept, "read")
    put_small_parts(header_with, fragments, kept, "read")
    for reading in header_with.readings.values():
        header.readings.setdefault(reading.field, reading)
    header.blanks |= header_with.blanks
