"""The title of an act, whole: its lines joined, capitals brought down, outer quotes taken off."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from language.anchors import title_starts
from language.bodies import starts_body
from language.dates import find_dates
from language.heads import Fragment, runs_on
from language.kinds import find_decision
from language.letter_case import sentence_case
from language.normal import fold
from language.numbers import find_numbers
from language.values import closed_quotes, tidy, unquoted

LONGEST = 1800
_PARAGRAPH = 900
_LINES = 45
_STOPS = frozenset({"preamble", "decision", "point", "adopted", "note", "kind", "session", "draft"})
_RULING = re.compile(
    r"судебном\s+заседании|апелляционную\s+жалобу|(?:судь[яи]|судей)\s+\w+\s+\w\."
)  # has no title
_REGISTERED = re.compile(
    r"(?:государственный\s+)?(?:регистрационный\s+номер|регистрация)|зарегистрирован|ru\s?\d{10}"
)
_FINAL = frozenset({"kind", "decision", "draft"})  # these end a title even inside its quotes
_HEADING = re.compile(
    r"(?:паспорт(?![^\W_])|раздел(?![^\W_])|(?:[ivxх]{1,4}|\d{1,2}(?:\.\d{1,2})*)[.)]|общие\s+положения|введение(?![^\W_])|"
    r"содержание(?![^\W_])|глава\s|статья\s|№\s+(?:п/п|[а-я])|таблица|(?:общая\s+)?характеристика|\d{4}\s*(?:г(?:од)?)?\s*\.?\Z|г\.\s\w+\Z|наименование\s|ответственн|\(наименовани)"
)
# A title that has just named another act and waits for its date and number.
_CITING = re.compile(
    r"(?<![а-яё])(?:в|во|к|изменени[яй]|силу)\s+(?:решени[ея]|постановлени[ея]|распоряжени[ея]|приказ|указ|закон)(?![а-яё])[^№\d]{0,120}\Z"
)
_UNFINISHED = re.compile(
    r"(?:[,(«-]|(?<![а-яё])(?:и|или|в|во|на|о|об|от|к|по|с|со|для|из|за|до|при|у|№|его|их|а|том|не|под|г|"
    r"решени\w+|постановлени\w+|администраци\w+|совета|собрания|муниципальн\w+|сельск\w+|городск\w+))\.?\Z"
)
# A title in straight quotes that has others inside: the outer pair goes before inner ones are matched.
_OUTER = re.compile(r'\A\s*"\s*(Об?\s[^"]*"[^"]*"[^"]*)"\s*\Z')
_NOTE_TAIL = re.compile(
    r"\s*\((?:в\s+(?:посл\w*\.?\s+)?ред|ред(?:\.|акци)|с\s+изм|с\s+доп|с\s+учетом|утратил|не\s+действ|проект|первое\s+чтение|\d+\s+чтение)[^()]*(?:\([^()]*\)[^()]*)*\)?\.?\s*\Z",
    re.IGNORECASE,
)


def read_title(
    fragments: tuple[Fragment, ...], block: int, start: int, end: int, *, paper: bool = False
) -> tuple[int, int] | None:
    """The first and the last fragment of the title among ``fragments[start:end]``.

    ``block`` is where the header begins: when it has given its date or number before the title, then a line
    «от … № …» inside belongs to an act that the title names. With ``paper`` the kind is the first word of the
    title: what follows it at once is more of it, the name of a municipality too.
    """
    first = _first(fragments, start, end, kin=paper)
    if first is None or _RULING.search(fold(fragments[first].text)):
        return None
    dated = any(fragment.part == "requisite" and _dated(fragment.text) for fragment in fragments[block:first])
    last = first
    spaced = _double_spaced(fragments, first, end)
    length = len(fragments[first].text)
    for at in range(first + 1, min(end, first + _LINES)):
        whole = " ".join(fragment.text for fragment in fragments[first:at])
        if not _goes_on(_Step(fragments, at, whole, dated, spaced, paper)):
            break
        last = at
        length += len(fragments[at].text)
        if length > LONGEST:
            break
    return first, last


def _quoted_whole(whole: str) -> bool:
    """Whether a title that began with a quote has come to the quote that closes it."""
    if whole[0] == '"':
        return whole.rstrip(" .")[-1:] == '"' and len(whole) > 4
    return whole[0] == "«" and whole.rstrip(" .")[-1:] == "»" and whole.count("«") <= whole.count("»")


def ends_with_day(text: str) -> bool:
    """Whether a short line ends with a day («ЗАТО Заречный 5 февраля 2013 года»): it is no title."""
    days = list(find_dates(text)) if len(text) < 120 else []
    return bool(days) and days[-1].end >= len(text.rstrip(" .")) and days[-1].start > 0


def _dated(text: str) -> bool:
    return any(True for _ in find_dates(text)) or any(True for _ in find_numbers(text))


def _first(fragments: tuple[Fragment, ...], start: int, end: int, *, kin: bool) -> int | None:
    """Where the title begins: a line that starts as titles do, else the first plain; ``kin``: a name too."""
    plain = None
    for at in range(start, end):
        line = fragments[at]
        if at == start and line.part in {"municipality", "region", "issuer"} and kin:
            return at
        if line.part in {"text", "municipality", "place"} and _title_like(line.text):
            return at
        if kin and line.part == "text" and _HEADING.match(fold(line.text)):
            return plain
        if (
            plain is None
            and line.part == "text"
            and not _names_only(line.text)
            and not ends_with_day(line.text)
        ):
            plain = at
    return plain


def _title_like(text: str) -> bool:
    return title_starts(text) or bool(re.match(r"об?\s", text))


def _names_only(text: str) -> bool:
    return len(re.sub(r"[^\w]|\d|_", "", text)) < 6


def _double_spaced(fragments: tuple[Fragment, ...], first: int, end: int) -> int:
    """The number of empty lines between all lines of a head printed with double spacing, else 0."""
    gaps = [fragment.gap for fragment in fragments[max(0, first - 3) : min(end + 1, first + 6)]][1:]
    if len(gaps) < 3 or min(gaps) == 0:
        return 0
    return min(gaps)


@dataclass(frozen=True, slots=True)
class _Step:
    """One more line that may belong to a title.

    Attributes:
        fragments: the head.
        at: index of the line.
        whole: the title so far.
        dated: whether the header has given its date or number before the title.
        spaced: empty lines between all lines of the head.
        paper: whether the kind is the first word of the title.
    """

    fragments: tuple[Fragment, ...]
    at: int
    whole: str
    dated: bool
    spaced: int
    paper: bool

    @property
    def line(self) -> Fragment:
        return self.fragments[self.at]

    @property
    def unfinished(self) -> bool:
        return bool(_UNFINISHED.search(fold(self.whole).rstrip())) or _unclosed(self.whole)

    def starts_small(self) -> bool:
        return self.line.text[:1].islower()


def _goes_on(step: _Step) -> bool:
    """Whether a line belongs to the title: the first rule that knows decides."""
    return next(answer for rule in _RULES if (answer := rule(step)) is not None)


def _stop_of_part(step: _Step) -> bool | None:
    part = step.line.part
    if part not in _STOPS or (part not in _FINAL and _unclosed(step.whole)):
        return None
    return False


def _place_above_date(step: _Step) -> bool | None:
    following = step.fragments[step.at + 1 : step.at + 2]
    dating = bool(following) and following[0].part == "requisite"
    return False if step.line.part == "place" and dating and not step.dated else None


def _line_of_paper(step: _Step) -> bool | None:
    if not step.paper:
        return None
    line = step.line
    if line.part == "place" or _HEADING.match(fold(line.text)) or repeats(step.whole, line.text):
        return False
    named = line.part in {"municipality", "region"} or (line.part == "issuer" and line.text.isupper())
    return True if named else None


def _requisites_of_cited(step: _Step) -> bool | None:
    line = step.line
    if line.part != "requisite":
        return None
    begins = re.match(r"от\s", fold(line.text)) is not None
    if step.dated:
        return None if line.gap <= step.spaced or step.unfinished else False
    if begins and _CITING.search(fold(step.whole).rstrip()):
        return line.gap <= step.spaced
    return begins and step.unfinished


def _place_and_day(step: _Step) -> bool | None:
    """«г. Зареченск 9 февраля 2012 года» below a title, in a head that has not been dated yet."""
    line = step.line
    if step.dated or step.unfinished or line.text[:1].islower() or line.part != "text":
        return None
    return False if len(line.text) < 80 and ends_with_day(line.text) else None


def _subject_of_decision(step: _Step) -> bool | None:
    return False if step.line.part == "issuer" and _subject(step.fragments, step.at) else None


def _closed_title(step: _Step) -> bool | None:
    line = step.line
    if _quoted_whole(step.whole) and not (step.starts_small() and line.gap <= step.spaced):
        return False
    if runs_on(line.text) and not step.unfinished:
        return False
    ended = _finished(step.whole) and line.text[:1].isupper() and not _unclosed(step.whole)
    return False if ended else None


def _by_gap(step: _Step) -> bool:
    line = step.line
    if line.gap <= step.spaced:
        return len(line.text) < _PARAGRAPH or step.unfinished
    hangs = step.starts_small() or line.text[:1] in '«"('
    return step.unfinished or (hangs and not _finished(step.whole))


def _registration(step: _Step) -> bool | None:
    """A charter's register number stands below its title and is none of it."""
    return False if _REGISTERED.match(fold(step.line.text)) and not _unclosed(step.whole) else None


_RULES: tuple[Callable[[_Step], bool | None], ...] = (
    _stop_of_part,
    _registration,
    _place_above_date,
    _line_of_paper,
    _requisites_of_cited,
    _place_and_day,
    _subject_of_decision,
    _closed_title,
    _by_gap,
)


def repeats(heading: str, line: str) -> bool:
    """Whether a line begins with the words of the heading above it: the first sentence of the body."""
    words = fold(line).split()[:3]
    return len(words) == 3 and fold(heading).split()[:3] == words


def _unclosed(whole: str) -> bool:
    return whole.count("«") > whole.count("»") or whole.count("(") > whole.count(")")


def _finished(whole: str) -> bool:
    return whole.rstrip().endswith(".") and not whole.rstrip().endswith(("г.", "гг."))


def _subject(fragments: tuple[Fragment, ...], at: int) -> bool:
    """Whether a body that begins a line is the subject of a deciding word soon after it."""
    near = " \n".join(fragment.text for fragment in fragments[at : at + 4])
    if not starts_body(fragments[at].text) or fragments[at].text[0].islower():
        return False
    return find_decision(near) is not None or fragments[at].gap > 0


def title_value(text: str) -> str:
    """The title as it is shown."""
    line = tidy(_OUTER.sub(r"\1", text) if text.rstrip().endswith('"') else text)
    line = _NOTE_TAIL.sub("", line)
    return closed_quotes(sentence_case(unquoted(line)))
