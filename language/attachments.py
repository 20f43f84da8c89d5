"""Attachments: the block in the corner that names the parent act («Приложение к решению … от … № …»)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.dates import find_blank_dates, find_dates
from language.heads import Fragment, runs_on
from language.issuers import issuer_name
from language.kinds import Kind, form_pattern, kind_alone, kind_of_form
from language.normal import fold
from language.numbers import find_numbers
from language.titles import repeats, title_value
from language.values import tidy

_CORNER = re.compile(
    r"(?:приложени[ея](?![^\W_])|(?:утвержд[её]н[аоы]?|одобрен[аоы]?|принят[аоы]?)(?![^\W_])|к\s+(?:решению|постановлению|распоряжению|приказу))"
)
_ATTACHED = re.compile(r"\(?\s*приложени[ея](?![^\W_])")
_BARE = re.compile(
    r"\(?приложени[ея](?:\s*№?\s*\d{1,3}(?:\.\d{1,2})?)?(?:\s+к\s+(?:положению|порядку|регламенту|административному\s+регламенту|правилам|программе|муниципальной\s+программе)(?![^\W_]).*)?\)?[.:]?"
)
_BARE_WITHIN = 4
_WITHIN_FRAGMENTS = 14
_BLOCK = 14
_HEADING_LINES = 9
_BEHIND = frozenset({"note", "preamble", "point", "requisite"})
_SKIPPED = frozenset({"requisite", "draft", "place", "note", "issuer"})
_TITLE_END = re.compile(
    r"(?:паспорт(?![^\W_])|раздел(?![^\W_])|(?:[ivxх]{1,4}|\d{1,2}(?:\.\d{1,2})*)[.)]|общие\s+положения|введение(?![^\W_])|содержание(?![^\W_])|глава\s+\d|статья\s+\d|наименование\s|"
    r"настоящ(?:ий|ее|ая|ие)|\d{4}\s*(?:г(?:од)?)?\s*\.?\Z|таблица|№\s+(?:п/п|[а-я])|(?:общая\s+)?характеристика|ответственн|\(наименовани|исполнитель|дата\s+составления)"
)
_NOTE = re.compile(r"\(\s*(?:в\s+)?ред|\(?\s*(?:в\s+ред|с\s+изм|далее)")
_PAPER_START = re.compile(
    r"(?:положение|порядок|программа|паспорт|правила|регламент|перечень|состав|план|методика|прогноз|устав|муниципальная|комплексная|государственная)"
)


@dataclass(frozen=True, slots=True)
class Corner:
    """The corner block of an attachment.

    Attributes:
        kind: kind of the parent act.
        issuer: its issuer in the nominative, or "".
        date: ISO, or "".
        number: without its sign, or "".
        blank: whether the date or the number was left open.
        first: index of its first fragment.
        last: index of its last fragment.
        words: the parent as a librarian would cite it.
        start: offset of the block.
        end: behind it.
    """

    kind: Kind
    issuer: str
    date: str
    number: str
    blank: bool
    first: int
    last: int
    words: str
    start: int
    end: int


def read_corner(fragments: tuple[Fragment, ...], text: str) -> Corner | None:
    """The corner block at the top of an attachment, or None."""
    for at, fragment in enumerate(fragments[:_WITHIN_FRAGMENTS]):
        if fragment.part in {"preamble", "decision"} or (
            fragment.part == "kind" and not _above_corner(fragments, at)
        ):
            return None
        if _CORNER.match(fold(fragment.text)):
            return _block(fragments, at, text)
    return None


def bare_attachment(fragments: tuple[Fragment, ...]) -> tuple[int, int] | None:
    """Where «Приложение № 1» stands that names no parent act, and where its own heading begins.

    It may be attached to a paper («Приложение 4 / к Положению о …»); a form begins with its addressee.
    """
    for at, fragment in enumerate(fragments[:_BARE_WITHIN]):
        if fragment.part in {"preamble", "decision", "kind", "issuer"}:
            return None
        if _BARE.fullmatch(fold(fragment.text)):
            below = range(at + 1, min(len(fragments), at + _WITHIN_FRAGMENTS))
            papers = (line for line in below if fragments[line].part == "kind")
            return at, next(papers, at + 1)
    return None


def _above_corner(fragments: tuple[Fragment, ...], at: int) -> bool:
    """Whether the name of a paper is only the heading of the page that shows an attachment."""
    near = fragments[at + 1 : at + 4]
    return (
        at < 2 and any(_ATTACHED.match(fold(line.text)) for line in near) and not fragments[at].text.isupper()
    )


def _block(fragments: tuple[Fragment, ...], first: int, text: str) -> Corner | None:
    start = fragments[first].start
    end_of_block = _last_possible(fragments, first)
    area = text[start : fragments[end_of_block].end]
    flat = re.sub(r"[\s|]", " ", area)
    named = next((found for found in form_pattern().finditer(fold(flat)) if _parent(found, flat)), None)
    if named is None:
        return None
    kind = kind_of_form(named.group())
    if kind is None:
        return None
    number = next(find_numbers(flat, named.end()), None)
    blank = next(find_blank_dates(flat, named.end()), None)
    date = next(find_dates(flat, named.end()), None)
    if date and blank and blank.start < date.start:
        date = None
    ends = [found for found in (date, number) if found]
    cut = min([found.start for found in (date, number, blank) if found], default=_line_end(area, named.end()))
    issuer = re.sub(r"\s*(?:от|ОТ|От)?[\s_«\"]*\Z", "", flat[named.end() : cut])
    issuer = re.split(r"\s[«\"](?:О|Об)\s|\s+от\s+[«\"]?\d", issuer)[0]
    end = start + max([found.end for found in (*ends, blank) if found], default=cut)
    last = max(at for at in range(first, end_of_block + 1) if fragments[at].start < end)
    return Corner(
        kind=kind,
        issuer=issuer_name(issuer) if len(issuer) > 3 else "",
        date=date.day.isoformat() if date else "",
        number=number.value if number else "",
        blank=bool(blank and not date) or bool(number and not number.value),
        first=first,
        last=last,
        words=_cited(
            kind, tidy(issuer), date.day.strftime("%d.%m.%Y") if date else "", number.value if number else ""
        ),
        start=start,
        end=end,
    )


def _parent(found: re.Match[str], flat: str) -> bool:
    """Whether a kind in the corner is in the dative or instrumental: the parent, not the paper itself."""
    kind = kind_of_form(found.group())
    words = " ".join(found.group().split())
    return kind is not None and kind.rank != "paper" and words in {kind.dative, kind.instrumental}


def _last_possible(fragments: tuple[Fragment, ...], first: int) -> int:
    last = first
    for at in range(first + 1, min(len(fragments), first + _BLOCK)):
        line = fragments[at]
        if line.part in {"kind", "preamble", "point", "decision"} or _PAPER_START.match(fold(line.text)):
            break
        last = at
        if line.part == "requisite" and any(found.value for found in find_numbers(line.text)):
            break
    return last


def _line_end(area: str, start: int) -> int:
    found = re.compile(r"\n\s*\n").search(area, start)
    return found.start() if found else len(area)


def _cited(kind: Kind, issuer: str, date: str, number: str) -> str:
    words = [kind.name, issuer, f"от {date}" if date else "", f"№ {number}" if number else ""]
    return " ".join(word for word in words if word)


def below_corners(fragments: tuple[Fragment, ...], corner: Corner, text: str) -> int:
    """The index of the first fragment below a corner block, and below one that it puts in place of."""
    start = corner.last + 1
    for at in range(start, min(len(fragments), start + 2)):
        if re.match(r"[«\"\s]*приложени[ея](?![^\W_])", fold(fragments[at].text)):
            second = _block(fragments, at, text)
            return second.last + 1 if second else start
    return start


def attachment_title(fragments: tuple[Fragment, ...], start: int) -> tuple[str, int, int] | None:
    """The title printed under a corner block, with its offsets."""
    lines: list[Fragment] = []
    charter = kind_of_form("устав")
    named = (
        at
        for at in range(start, min(len(fragments), start + 10))
        if kind_alone(fragments[at].text) == charter
    )
    start = next(named, start)
    for fragment in fragments[start : start + 25]:
        folded = fold(fragment.text)
        if not lines and (fragment.part in _SKIPPED or _ATTACHED.match(folded)):
            continue
        if _ends_heading(lines, fragment):
            break
        if not lines and len(fragment.text) > 700:
            return None
        lines.append(fragment)
    if not lines:
        return None
    whole = " ".join(line.text for line in lines)
    return title_value(whole), lines[0].start, lines[-1].end


def _ends_heading(lines: list[Fragment], fragment: Fragment) -> bool:
    """Whether a line no longer belongs to the heading of an attachment."""
    folded = fold(fragment.text)
    if _NOTE.match(folded) or fragment.part in _BEHIND or (fragment.part == "place" and not _open(lines)):
        return True
    if not lines:
        return False
    leans = fragment.text[0] in '«"(' or fragment.text[0].islower()
    parted = fragment.gap > 0 and _complete(lines) and not leans
    body = runs_on(fragment.text) or repeats(lines[0].text, fragment.text)
    return parted or body or len(lines) > _HEADING_LINES or _TITLE_END.match(folded) is not None


def _open(lines: list[Fragment]) -> bool:
    whole = " ".join(line.text for line in lines)
    return whole.count("«") > whole.count("»")


def _complete(lines: list[Fragment]) -> bool:
    """Whether a heading is more than the bare word for the paper («ПОЛОЖЕНИЕ», «Муниципальная программа»)."""
    whole = " ".join(line.text for line in lines)
    if whole.count("«") > whole.count("»"):
        return False
    return len(whole.split()) > 2
