"""Where a head names its kind, and lines that say several things at once taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from language.bodies import starts_any_body, starts_body
from language.dates import find_blank_dates, find_dates
from language.heads import Fragment, part_of, runs_on
from language.kinds import Kind, code_named, kind_alone, kind_of_form, lead_pattern
from language.normal import fold
from language.numbers import find_numbers, without_number

_DRAFT_WORD = re.compile(r"\W*(?:проект|копия)(?![^\W_])\W*", re.IGNORECASE)
_PROJECT = re.compile(r"проект(?![^\W_])", re.IGNORECASE)
_DRAFT_TAIL = re.compile(r"\W*\(?\W*проект\W*\)?\W*\Z", re.IGNORECASE)
_TITLE_START = re.compile(r"[«\"“„(]?\s?(?:О|Об|ОБ|Обо|ОБО)(?=\s)")
_INSIDE = re.compile(r"(?<=[\s»\"])(?:РЕШЕНИЕ|ПОСТАНОВЛЕНИЕ|РАСПОРЯЖЕНИЕ|ПРИКАЗ)(?=[\s:]|\Z)")
_FROM = re.compile(r"(?:^|\s)(?:от|ОТ|От|за)[\s_]*\Z")
_INNER_TITLE = re.compile(r"[«\"„]\s?Об?\s")
_CODE_NOTE = re.compile(r"\s*\((?=[Вв]\s+ред|[Сс]\s+изм)")
_LINK = re.compile(r"[\s_,.;:()«»\"–—-]*(?:(?:г|года|год|от|город)\.?[\s_,]*)?\Z", re.IGNORECASE)
_BY_CASE = re.compile(r"\s*(?:по\s+делу|по\s+гражданскому|об?\s+административн)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that names the kind of the document.

    Attributes:
        index: of its fragment.
        kind: the kind.
        draft: whether the word «проект» stands with it.
        alone: whether it has a line of its own, as in the body of an act.
    """

    index: int
    kind: Kind
    draft: bool
    alone: bool


def split_leads(fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """The fragments with lines such as «Решение Думы от 27.07.2006 № 128 «О …»» cut into their parts."""
    cut: list[Fragment] = []
    open_head, begun = True, False
    for at, fragment in enumerate(_unbroken(fragments)):
        pieces = [fragment]
        if open_head and fragment.part != "note":
            pieces = _cut_requisites(fragment) if begun else [fragment]
            if len(pieces) == 1:
                top = at < 3 or any(above.part == "approval" for above in fragments[max(0, at - 12) : at])
                pieces = _cut(fragment, fragments[at + 1 : at + 3], top=top)
        cut += pieces
        begun = begun or any(piece.part == "kind" for piece in pieces)
        if begun and fragment.part in {"preamble", "decision", "point"}:
            open_head = False
    return tuple(cut)


def _unbroken(fragments: tuple[Fragment, ...]) -> list[Fragment]:
    """The fragments with those joined that end with a number sign or a hyphen («от 2 мая 2006 г. N 59-»)."""
    whole: list[Fragment] = []
    for fragment in fragments:
        before = whole[-1] if whole else None
        if before and before.text.endswith(("№", "-")) and len(before.text) > 12 and fragment.gap == 0:
            padding = " " * (fragment.start - before.end)
            text = before.text + padding + fragment.text
            whole[-1] = replace(before, text=text, end=fragment.end, part=part_of(text))
        else:
            whole.append(fragment)
    return whole


def _cut_requisites(fragment: Fragment) -> list[Fragment]:
    """A line below the kind that begins with requisites and goes on with the title («N 648/48Об …»).

    Any other line comes back whole.
    """
    if fragment.part not in {"text", "place"} or not re.match(r"(?:от\s?[\d«\"]|№|\d)", fragment.text):
        return [fragment]
    pieces = _cut_rest(fragment, 0)
    return pieces if pieces and pieces[0].part == "requisite" else [fragment]


def _cut(fragment: Fragment, following: tuple[Fragment, ...], *, top: bool) -> list[Fragment]:
    if fragment.part == "kind" or len(fragment.text) > 1500:
        return [fragment]
    inside = _INSIDE.search(fragment.text) if starts_body(fragment.text) else None
    if inside:
        return [
            _piece(fragment, 0, inside.start(), "issuer"),
            _piece(fragment, inside.start(), inside.end(), "kind"),
            *_cut_rest(fragment, inside.end()),
        ]
    if code_named(fragment.text):
        note = _CODE_NOTE.search(fragment.text)
        end = note.start() if note else len(fragment.text)
        rest = [_piece(fragment, end, len(fragment.text), "note")] if note else []
        return [_piece(fragment, 0, end, "kind"), *rest]
    named = _named_kind(fragment.text)
    if named is None:
        return [fragment]
    start, end, kind = named
    heading = top and kind.rank == "paper" and fragment.text[0].isupper() and not runs_on(fragment.text)
    if not heading and not _is_lead(fragment.text, start, end, kind, following):
        return [fragment]
    return [_piece(fragment, 0, end, "kind"), *_cut_rest(fragment, end)]


def _named_kind(text: str) -> tuple[int, int, Kind] | None:
    """The kind that a line begins with, at once or behind the word «проект»."""
    lead = lead_pattern().match(fold(text))
    draft = _DRAFT_WORD.match(text) if lead is None else None
    start = draft.end() if draft else 0
    end = lead.end() if lead else _kind_end(text, start) if draft else 0
    kind = kind_of_form(text[start:end]) if end > start else None
    return (start, end, kind) if kind else None


def _kind_end(text: str, start: int) -> int:
    """Where the kind behind the word «проект» ends: «Проект решения Совета…»."""
    words = list(re.finditer(r"[^\W\d_]+", text[start : start + 60]))
    for count in (3, 2, 1):
        if len(words) >= count and words[0].start() == 0:
            end = start + words[count - 1].end()
            if kind_of_form(text[start:end]):
                return end
    return start


def _is_lead(text: str, start: int, end: int, kind: Kind, following: tuple[Fragment, ...]) -> bool:
    rest = text[end:]
    loud = text[start:end].isupper()
    if kind.rank == "paper":
        return (loud and len(text) < 400) or bool(start)
    if loud and len(text) < 600:
        return True
    if not rest.strip(" .:") or (start and _INNER_TITLE.search(rest[:400])):
        return True  # «Проект постановления администрации «Об утверждении …»»
    if _has_requisite(rest[:400]) and re.match(r"\s*(?:№|от\s|\d|\(|[«\"_])", rest):
        return True
    if starts_any_body(rest.strip()) or rest.strip()[:1].isupper():
        return _has_requisite(rest[:400]) or any(_begins_requisite(piece) for piece in following)
    return bool(_BY_CASE.match(rest)) or (len(text) < 300 and bool(_TITLE_START.match(rest.strip())))


def _begins_requisite(piece: Fragment) -> bool:
    return piece.part == "requisite" or bool(re.match(r"(?:от|ОТ)\s*[\d«\"_]|№", piece.text))


def _has_requisite(text: str) -> bool:
    return any(True for _ in find_dates(text)) or any(True for _ in find_numbers(text)) or "___" in text


def _piece(fragment: Fragment, start: int, end: int, part: str) -> Fragment:
    text = fragment.text[start:end]
    left = len(text) - len(text.lstrip(" .,:–—-"))
    stripped = text.strip(" ,:–—") if part != "text" else text.strip(" ,:–—-")
    left = text.index(stripped) if stripped else left
    at = fragment.start + start + left
    gap = fragment.gap if start == 0 else 0
    return Fragment(stripped, at, at + len(stripped), gap, part)


def _cut_rest(fragment: Fragment, start: int) -> list[Fragment]:
    """Issuer, requisites and title out of what follows the kind in its line."""
    text = fragment.text
    spans = sorted(
        [(found.start, found.end) for found in find_dates(text, start)]
        + [(found.start, found.end) for found in find_blank_dates(text, start)]
        + [(found.start, found.end) for found in find_numbers(text, start)]
        + ([(found.start, found.end)] if (found := without_number(text, start)) else [])
    )
    title = re.search(r"(?:(?<=[\s»\"\d.])|(?<=[\d]))[«\"“„]?\s?(?:О|Об|ОБ)\s", text[start:])
    title_at = start + title.start() if title else len(text)
    spans = [span for span in spans if span[0] < title_at]
    if not spans:
        return _without_requisites(fragment, start, title_at)
    first, last = spans[0]
    for span_start, span_end in spans[1:]:
        if not _LINK.match(text[last:span_start]) and not _place_between(text[last:span_start]):
            break
        last = max(last, span_end)
    head = text[start:first]
    before = _FROM.search(head)
    first = start + before.start() if before else first
    behind = max(last, title_at)
    pieces = [
        _mend_issuer(_piece(fragment, start, first, "issuer")),
        _piece(fragment, first, last, "requisite"),
    ]
    pieces += [_piece(fragment, last, behind, "text"), _piece(fragment, behind, len(text), "text")]
    return [_mend_part(piece) for piece in pieces if len(piece.text) > 1]


def _place_between(text: str) -> bool:
    return part_of(text.strip(" ,_")) == "place" or bool(re.fullmatch(r"[\s_]*[А-ЯЁ][а-яё]+[\s_]*", text))


def _without_requisites(fragment: Fragment, start: int, title_at: int) -> list[Fragment]:
    pieces = [
        _piece(fragment, start, title_at, "text"),
        _piece(fragment, title_at, len(fragment.text), "text"),
    ]
    return [_mend_part(piece) for piece in pieces if len(piece.text) > 1]


def _mend_issuer(piece: Fragment) -> Fragment:
    """What stands between the kind and its date is the issuer, unless it is known for something else."""
    part = part_of(piece.text)
    return replace(piece, part=part) if part in {"place", "region", "draft", "note", "session"} else piece


def _mend_part(piece: Fragment) -> Fragment:
    if piece.part == "text" and starts_any_body(piece.text):
        return replace(piece, part="issuer")
    if piece.part == "text" and part_of(piece.text) in {"place", "requisite", "draft", "note", "region"}:
        return replace(piece, part=part_of(piece.text))
    return piece


def find_anchors(fragments: tuple[Fragment, ...]) -> list[Anchor]:
    """The kinds named in a head, in order."""
    anchors = []
    for index, fragment in enumerate(fragments):
        if fragment.part != "kind":
            continue
        text = _DRAFT_TAIL.sub("", _DRAFT_WORD.sub("", fragment.text, count=1))
        kind = kind_alone(text) or kind_of_form(text) or code_named(text)
        if kind is None:
            continue
        following = fragments[index + 1] if index + 1 < len(fragments) else None
        if kind.rank == "paper" and not _heads_paper(fragment, following):
            continue
        alone = (
            not (following and following.gap == 0 and following.start - fragment.end < 3)
            or fragment.text.isupper()
        )
        anchors.append(Anchor(index, kind, bool(_PROJECT.search(fragment.text)), alone))
    return anchors


def _heads_paper(fragment: Fragment, following: Fragment | None) -> bool:
    """Whether the name of a paper is a heading and not an item of a menu: in capitals, or continued below."""
    if fragment.text.isupper() or " " in fragment.text or following is None:
        return True
    if following.part == "requisite" or (following.gap == 0 and 0 <= following.start - fragment.end < 3):
        return True
    return following.text[:1] in '«"(' or following.text[:1].islower() or title_starts(following.text)


def title_starts(text: str) -> bool:
    """Whether a text begins as titles of acts do («О…», «Об…», in quotes or not)."""
    return bool(_TITLE_START.match(text))
