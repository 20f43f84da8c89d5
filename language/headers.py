"""The header of an act: issuer, kind, date, number, place and title as they stand around the kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from language.anchors import Anchor, find_anchors
from language.courts import court_below
from language.dates import FoundDate, find_blank_dates, find_dates, find_misread_dates, find_yearless
from language.heads import Fragment, runs_on
from language.issuers import issuer_above, issuer_below, lawgiver
from language.kinds import code_named
from language.letter_case import sentence_case
from language.numbers import FoundNumber, bare_number, find_numbers, without_number
from language.readings import Reading, ReadingSource
from language.titles import ends_with_day, read_title, title_value
from language.values import tidy

_ENDS = frozenset({"preamble", "decision", "point"})
_FAR = 30
_TOP = 16


@dataclass(slots=True)
class Header:
    """What one header says.

    Attributes:
        readings: by field.
        blanks: fields whose place was left open (``date``, ``number``).
        draft: whether «проект» stands in it.
        first: index of its first fragment.
        end: index behind its last.
    """

    readings: dict[str, Reading] = field(default_factory=dict)
    blanks: set[str] = field(default_factory=set)
    draft: bool = False
    first: int = 0
    end: int = 0

    def put(
        self, name: str, value: str, span: tuple[int, int], confidence: float, source: ReadingSource
    ) -> None:
        """Keep a value of a field."""
        if value:
            self.readings[name] = Reading(name, value, source, span[0], span[1], confidence)

    def put_number(self, number: FoundNumber, shift: int, confidence: float, source: ReadingSource) -> None:
        """Keep a number; one whose figures were read as letters is for a person to look at."""
        self.put("number", number.value, (shift + number.start, shift + number.end), confidence, source)
        if number.misread and number.value:
            self.readings["number"] = replace(self.readings["number"], confidence=0.5, note="ocr-digit")


def zone_end(fragments: tuple[Fragment, ...], start: int = 0) -> int:
    """The index of the first fragment from ``start`` that no longer belongs to a header."""
    for at in range(start, len(fragments)):
        if fragments[at].part in _ENDS:
            return at
    return len(fragments)


def choose_anchors(fragments: tuple[Fragment, ...]) -> tuple[list[Anchor], Anchor | None]:
    """Captions above the header, and the anchor of the header itself."""
    anchors = find_anchors(fragments)
    first_end = zone_end(fragments)
    acts = [
        anchor for anchor in anchors if anchor.kind.rank != "paper" and _heads(fragments, anchor, first_end)
    ]
    if not acts:
        papers = [anchor for anchor in anchors if anchor.index < min(first_end, _TOP)]
        papers = [anchor for anchor in papers if not _behind_text(fragments, anchor)]
        return [], papers[0] if papers else None
    end = zone_end(fragments, acts[0].index)
    within = [anchor for anchor in acts if anchor.index <= end]
    papers = [anchor for anchor in anchors if anchor.kind.rank == "paper" and anchor.index < acts[0].index]
    between = zone_end(fragments, papers[0].index) < acts[0].index if papers else False
    if papers and papers[0].alone and (between or not acts[0].alone):
        return [], papers[0]
    alone = [anchor for anchor in within if anchor.alone and anchor.index - within[0].index < _FAR]
    main = alone[-1] if alone else within[-1] if within[-1].kind == within[0].kind else within[0]
    return [anchor for anchor in within if anchor.index < main.index], main


def _heads(fragments: tuple[Fragment, ...], anchor: Anchor, first_end: int) -> bool:
    """Whether an anchor heads the document: above its first grounds, or below with requisites of its own."""
    if anchor.index <= first_end:
        return True
    near = fragments[anchor.index + 1 : anchor.index + 4]
    return anchor.alone and first_end < 3 and any(fragment.part == "requisite" for fragment in near)


def _behind_text(fragments: tuple[Fragment, ...], anchor: Anchor) -> bool:
    return any(
        runs_on(fragment.text) for fragment in fragments[: anchor.index] if fragment.part != "approval"
    )


def read_header(fragments: tuple[Fragment, ...], anchor: Anchor, source: ReadingSource, end: int) -> Header:
    """The header around an anchor; ``end`` is the index behind its last fragment."""
    header = Header(draft=anchor.draft, first=anchor.index, end=end)
    paper = anchor.kind.rank == "paper"
    above = issuer_above(fragments, anchor.index, approved=paper) if source == "read" else None
    court = None if above or paper else court_below(fragments, anchor.index)
    below = court if court or above or paper else issuer_below(fragments, anchor.index, end)
    issuer = above or below
    if issuer:
        header.put("issuer", issuer[0], issuer[1:], 0.9 if above else 0.85, source)
    block = _block_start(
        fragments, anchor.index, issuer[1] if above and issuer else fragments[anchor.index].start
    )
    header.first = block
    start = anchor.index + 1
    if below and not court:
        start = next((at for at in range(start, end) if fragments[at].start >= below[2]), end)
    title = read_title(fragments, block, start, end, paper=paper)
    kept = _outside(fragments, title, block, end)
    put_dates_and_numbers(header, fragments, kept, source)
    put_small_parts(header, fragments, kept, source)
    if title and not (_of_court(header, anchor) and not _COURT_TITLE.match(fragments[title[0]].text)):
        _put_title(header, fragments, anchor, title, source)
    elif anchor.kind.rank == "paper":
        header.put(
            "title", title_value(fragments[anchor.index].text), _span(fragments, anchor.index), 0.6, source
        )
    if anchor.kind.name.endswith("закон"):
        _put_lawgiver(header, fragments, anchor, source)
    kind = fragments[anchor.index]
    header.put("kind", anchor.kind.name, (kind.start, kind.end), 0.95, source)
    return header


_COURT_TITLE = re.compile(r"(?:об?|по\s+делу)\s", re.IGNORECASE)


def _of_court(header: Header, anchor: Anchor) -> bool:
    """Whether a court ruled: below its kind stand the judges and no title, but for «о возвращении жалобы»."""
    issuer = header.readings.get("issuer")
    return anchor.kind.rank == "court" or bool(
        issuer and re.search(r"(?<![^\W_])суд(?![^\W_])", issuer.value.lower())
    )


def _put_lawgiver(
    header: Header, fragments: tuple[Fragment, ...], anchor: Anchor, source: ReadingSource
) -> None:
    """A law is of the federation or of the region named next to the word."""
    near = [
        *range(anchor.index + 1, min(header.end, anchor.index + 4)),
        *range(anchor.index - 1, max(-1, anchor.index - 4), -1),
    ]
    at = next((at for at in near if fragments[at].part == "region"), anchor.index)
    region = fragments[at].text if at != anchor.index else ""
    if region or anchor.kind.name.startswith("федеральный"):
        header.put("issuer", lawgiver(anchor.kind.name, region), _span(fragments, at), 0.85, source)


def _span(fragments: tuple[Fragment, ...], index: int) -> tuple[int, int]:
    return fragments[index].start, fragments[index].end


def _block_start(fragments: tuple[Fragment, ...], anchor: int, offset: int) -> int:
    at = anchor
    while at > 0 and fragments[at].start > offset:
        at -= 1
    return at


def _outside(
    fragments: tuple[Fragment, ...], title: tuple[int, int] | None, block: int, end: int
) -> list[int]:
    """The fragments beside the title; what stands behind a note on amendments is of other acts."""
    first, last = title or (end, end)
    notes = (at for at in range(last + 1, end) if fragments[at].part == "note")
    stop = next(notes, end) if title else end
    return [at for at in range(block, stop) if not first <= at <= last]


def _put_title(
    header: Header,
    fragments: tuple[Fragment, ...],
    anchor: Anchor,
    title: tuple[int, int],
    source: ReadingSource,
) -> None:
    first, last = title
    words = "\n".join(fragment.text for fragment in fragments[first : last + 1])
    start = fragments[first].start
    if anchor.kind.rank == "paper" or (words[:1].islower() and not re.match(r"об?\s", words)):
        lead = fragments[anchor.index]
        rest = re.sub(r"\A(?:Об?о?|ОБО?)(?=\s)", lambda found: found.group().lower(), words)
        name = anchor.kind.name if lead.text[-1:].isalpha() and code_named(lead.text) is None else lead.text
        words, start = f"{sentence_case(name)} {rest}", lead.start
    header.put("title", title_value(words), (start, fragments[last].end), 0.9, source)


def requisite_area(
    fragments: tuple[Fragment, ...], indexes: list[int], parts: frozenset[str]
) -> tuple[str, int]:
    """The text of some fragments with offsets kept, everything else blotted out by line breaks."""
    chosen = [fragments[at] for at in indexes if fragments[at].part in parts]
    if not chosen:
        return "", 0
    start = chosen[0].start
    pieces: list[str] = []
    at = start
    numbered = {id(fragment): index for index, fragment in enumerate(fragments)}
    before = -2
    for fragment in chosen:
        index = numbered[id(fragment)]
        pieces.append((" " if index == before + 1 else "\n") * (fragment.start - at))
        pieces.append(fragment.text)
        at, before = fragment.end, index
    return "".join(pieces), start


_REQUISITE = frozenset({"requisite", "place"})


def put_dates_and_numbers(
    header: Header, fragments: tuple[Fragment, ...], kept: list[int], source: ReadingSource
) -> None:
    """Keep the number and the day nearest to it, out of the lines of requisites among ``kept``."""
    area, shift = requisite_area(fragments, kept, _REQUISITE)
    numbers = list(find_numbers(area))
    valued = [number for number in numbers if number.value]
    days = list(find_dates(area))
    number = valued[0] if valued else None
    if number is None and days and not numbers:
        number = _unsigned(area)
    if number:
        header.put_number(number, shift, 0.95 if valued else 0.7, source)
    elif numbers or without_number(area):
        header.blanks.add("number")
    day = _nearest(days, number)
    if day is None and not days:
        _day_behind_place(header, [fragments[at] for at in kept], source)
    if day:
        header.put("date", day.day.isoformat(), (shift + day.start, shift + day.end), 0.95, source)
    elif "date" not in header.readings:
        _put_doubtful_day(header, area, shift, source)


def _put_doubtful_day(header: Header, area: str, shift: int, source: ReadingSource) -> None:
    """A day with misread figures, for a person to look at; one without its year is left open."""
    misread = next(find_misread_dates(area), None)
    if misread:
        header.put("date", misread.day.isoformat(), (shift + misread.start, shift + misread.end), 0.5, source)
        header.readings["date"] = replace(header.readings["date"], note="ocr-digit")
    elif any(True for find in (find_blank_dates, find_yearless) for _ in find(area)):
        header.blanks.add("date")


_UP_TO = re.compile(r"(?<![^\W_])(?:до|по|с|со|на|к|от)\s{0,3}\Z", re.IGNORECASE)


def _day_behind_place(header: Header, fragments: list[Fragment], source: ReadingSource) -> None:
    """The day at the end of a line that begins with some place, where no line of requisites has one."""
    for fragment in fragments:
        if fragment.part == "text" and ends_with_day(fragment.text):
            days = list(find_dates(fragment.text))
            day = days[-1]
            if len(days) > 1 or _UP_TO.search(fragment.text[: day.start]):
                continue
            span = (fragment.start + day.start, fragment.start + day.end)
            header.put("date", day.day.isoformat(), span, 0.6, source)
            return


def _nearest(days: list[FoundDate], number: FoundNumber | None) -> FoundDate | None:
    if not days or number is None:
        return days[0] if days else None
    return min(days, key=lambda day: min(abs(day.end - number.start), abs(number.end - day.start)))


def _unsigned(area: str) -> FoundNumber | None:
    """A number without a sign beside a date («12.02.2020   45-п»)."""
    for line in re.finditer(r"[^\n]+", area):
        days = list(find_dates(line.group()))
        if len(days) != 1:
            continue
        for piece, at in ((line.group()[days[0].end :], days[0].end), (line.group()[: days[0].start], 0)):
            value = bare_number(re.sub(r"(?<![^\W_])от(?![^\W_])|_", " ", piece))
            if value:
                start = line.start() + at
                return FoundNumber(value, start, start + len(piece))
    return None


_PLACE_LEFT = re.compile(
    r"(?:^|\s)((?:ЗАТО\s)?"
    r"(?:ЗАТО|г|гор|город|с|село|д|дер|деревня|п|пос|пос[её]лок|пгт|р\. ?п|рп|ст|ст-ца|станица|х|аул)"
    r"(?:\. ?|\s)[А-ЯЁ][А-ЯЁа-яё-]+(?:[ -][А-ЯЁ][А-ЯЁа-яё-]+){0,2})(?![^\W_])",
    re.IGNORECASE,
)
_PLAIN_PLACE = re.compile(r"(?<![^\W_])([А-ЯЁ][а-яё]{3,20}(?:-[А-ЯЁ][а-яё]+)?)(?![^\W_])")


def put_small_parts(
    header: Header, fragments: tuple[Fragment, ...], kept: list[int], source: ReadingSource
) -> None:
    """Keep the place, the session and the mark of a draft."""
    for at in kept:
        fragment = fragments[at]
        span = (fragment.start, fragment.end)
        if fragment.part == "draft":
            header.draft = True
        elif fragment.part == "session" and "session" not in header.readings:
            header.put("session", sentence_case(tidy(fragment.text)), span, 0.8, source)
        elif fragment.part in {"place", "requisite"} and "place" not in header.readings:
            _put_place(header, fragment, source)


def _put_place(header: Header, fragment: Fragment, source: ReadingSource) -> None:
    if fragment.part == "place":
        header.put("place", place_value(fragment.text), (fragment.start, fragment.end), 0.85, source)
        return
    rest = fragment.text
    spans = [(found.start, found.end) for found in find_dates(rest)]
    spans += [(found.start, found.end) for found in find_numbers(rest)]
    for start, end in spans:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    named = _PLACE_LEFT.search(rest) or _PLAIN_PLACE.search(rest)
    if named:
        span = (fragment.start + named.start(1), fragment.start + named.end(1))
        header.put("place", place_value(named[1]), span, 0.8, source)


def place_value(text: str) -> str:
    """A place as it is shown: «Д.ТРЕСТЬЯНЫ» becomes «д. Трестьяны»."""
    line = tidy(text).strip(" ,.")
    if line[:5].upper() == "ЗАТО ":  # a closed town: letters that are always capitals
        return f"ЗАТО {place_value(line[5:])}" if "." in line else f"ЗАТО {line[5:].title()}"
    if not line.isupper():
        return line
    mark, _, name = line.partition(".") if "." in line else line.partition(" ")
    if "." in name:
        second, _, name = name.partition(".")
        mark = f"{mark}.{second.strip()}"
    words = "-".join(part.capitalize() for part in name.strip().split("-"))
    words = " ".join(word[:1].upper() + word[1:] for word in words.split(" "))
    return f"{mark.lower()}{'.' if '.' in line else ''} {words}"
