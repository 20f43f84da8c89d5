"""From the word that names an act to its issuer, title, date and number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from language.citation_kinds import KindWord, grammar
from language.citation_numbers import Core, core_at, law_at
from language.citation_titles import clean_title, is_title, quote_end, title_at

_REACH = 340
_DAY = (
    r"\d{1,2}\s?[./]\s?\d\d\s?[./]\s?\d{2,4}"
    r"|[«\"„]?\s?\d{1,2}\s?[»\"”]?\s{1,3}(?:янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек)"
)
_STOP = re.compile(
    rf"(?P<core>\b[оo]т\s{{0,4}}(?=[«\"„]?\s?\d)|№|(?<![\d.])(?={_DAY})|(?<![\d.])(?=\d{{1,3}}\s?-?\s?фк?[з3]\b))"
    r"|(?P<quote>[«„“\"])|(?P<paren>\()"
    r"|(?P<dot>\.(?=\s))"
    r"|(?P<title>\bоб?\s)"
    r"|(?P<colon>:(?=\s{0,9}(?:\d{1,2}[.)]\s{0,3}|[-–]\s{0,3})?(?:от\s{0,3}[«\"]?\d|№\s?\d)))"
    r"|(?P<end>[;:!?)»]|\|(?!\s{0,20}(?:от\s|№))|\n\s*\n"
    r"|\b(?:изложи|призна|счита[тю]|внес|внос|дополн|замен|исключ|утвержд|опублик|обнарод|газет|журнал|вестник|вступ"
    r"|приложени|пункт|подпункт|абзац|част[ьие]|стать|ст\.|согласно|соответств|протокол|договор|контракт"
    r"|соглашени|на\s+заседани|направл|очередн|настоящ|котор|далее|явля|принима|принят|подпис|контрол|возлож|размест"
    r"|со\s+дня|на\s+официальн|не\s+позднее|в\s+срок|на\s+основани|во\s+исполнени|руководств|отмен|утрат"
    r"|прекра|разработ|программ|проект|в\s+редакции|в\s+ред|с\s+изменени|и\s+на\s"
    r"|предусмотр|установлен|регулир|осуществл|обеспеч|действ|руб|тыс|лицензи|паспорт"
    r"|решени|постановлени|распоряжени|приказ|закон(?!одат)|кодекс|устав|указ[ауо]?м?\b|письм|а\s+также|именем|ведомост|заключени|распростран|возникш|собрани[а-я]{1,3}\s+законодательств))"
)
_DEGREE = re.compile(
    r"(?:\b(?:г|гг|гор|с|д|п|р|рп|пгт|пос|ст|ул|обл|им|м|мр|мо|св|кр|и|о|е|н|др|вр|зам|[а-яё])|\bр-н)\Z"
)
_ISSUER_TRIM = " \t\n\r,.-–—:("
_NO_CORE_AFTER = re.compile(r"\s*(?:до|по|и\s+до)\s+\d")
_DRAFT = re.compile(
    r"\bпроект[а-я]{0,3}\s{1,3}(?:муниципальн[а-я]+\s+)?(?:правов[а-я]+\s+акт[а-я]+\s*[-–—,]?\s*)?\Z"
)
_LEFT_BLANK = re.compile(
    r"(?:от)?[\s«»\"_]{0,40}(?:\d{4}\s?(?:года?|г\.?)?)?\s{0,9}(?:№|n)[\s_]{0,30}(?=[«\"]\s{0,2}об?\s)"
)
_OTHER_HALF = re.compile(r"\s{0,4}(?=от\s{0,3}[«\"]?\s?\d|№)")
_BODY = re.compile(
    r"\b(?:совет|дум|собрани|администраци|глав|правительств|министр|министерств|губернатор|президент|управлени|комитет"
    r"|отдел|департамент|служб|комисси|мэр|суд|директор|руководител|начальник|председател|област|кра[яй]\b|район|город)"
)
_MAX_WORDS = 30


@dataclass(frozen=True, slots=True)
class Head:
    """What follows the word that names an act.

    Attributes:
        core: date and number, or None when the text gives none.
        issuer: offsets of the words that name the issuer (may be empty).
        title: the title that stands before or behind the number, or None.
        end: behind the last of all that.
        named_end: behind the core, or behind issuer and title where there is no core.
    """

    core: Core | None
    issuer: tuple[int, int]
    title: str | None
    end: int
    named_end: int


def is_draft(low: str, word: KindWord) -> bool:
    """Whether «проект» stands before the word: drafts are no acts."""
    return bool(_DRAFT.search(low, max(0, word.start - 60), word.start))


def read_head(src: str, low: str, word: KindWord, at: int) -> Head:
    """Read on from behind the kind word (or the whole name of a code) to the date and number.

    Args:
        src: the cleaned text.
        low: the same, folded.
        word: the kind word.
        at: where reading begins.
    """
    reader = _Reader(src, low, at)
    core = reader.run()
    issuer_end = reader.issuer_end
    title = reader.title
    end = core.end if core else max(reader.title_end, issuer_end)
    named_end = end
    if core and title is None:
        plain = re.compile(r"\s{0,3}\(\s{0,2}ред\.\s[^()№]{0,40}\)").match(low, core.end)
        behind = title_at(src, plain.end() if plain else core.end)
        if behind:
            title, end = behind
            core = _completed(src, low, core, end)
            end = max(end, core.end)
    start = min(at + len(src[at:issuer_end]) - len(src[at:issuer_end].lstrip(_ISSUER_TRIM)), issuer_end)
    return Head(core, (start, max(start, issuer_end)), title, end, named_end)


def _completed(src: str, low: str, core: Core, at: int) -> Core:
    """A core whose other half stands behind the title: «от 12.12.2012 «О налоге» № 45»."""
    if core.number and core.date:
        return core
    lead = _OTHER_HALF.match(low, at)
    other = core_at(src, low, lead.end()) if lead else None
    if other is None or bool(other.number) == bool(core.number) or bool(other.date) == bool(core.date):
        return core
    return replace(core, number=core.number or other.number, date=core.date or other.date, end=other.end)


class _Reader:
    """One walk over the words between a kind and its number."""

    def __init__(self, src: str, low: str, at: int) -> None:
        self.src, self.low, self.at = src, low, at
        self.limit = min(len(src), at + _REACH)
        self.issuer_end = at
        self.title: str | None = None
        self.title_end = -1
        self._issuer_open = True

    def run(self) -> Core | None:
        """The core, or None where the words end without one; issuer and title are set on the way."""
        at = self.at
        while found := _STOP.search(self.low, at, self.limit):
            self._reach(found.start())
            kind = found.lastgroup
            if kind == "core":
                core = self._core(found.start())
                if core is None:
                    self._left_blank(found.start())
                return core
            step = self._step(kind, found)
            if step is None:
                return None
            at = step
        self._reach(self._last_word())
        return None

    def _step(self, kind: str | None, found: re.Match[str]) -> int | None:
        if kind == "quote":
            return self._quote(found.start())
        if kind == "paren":
            return self._paren(found.start())
        if kind == "dot":
            return self._dot(found)
        if kind in {"title", "colon"}:
            self._issuer_open = False
            return found.end()
        return None

    def _reach(self, at: int) -> None:
        if self._issuer_open:
            self.issuer_end = self._trim(at)

    def _trim(self, at: int) -> int:
        while at > self.at and self.src[at - 1] in _ISSUER_TRIM:
            at -= 1
        return at

    def _last_word(self) -> int:
        return self.at if self.limit < len(self.src) else self.limit

    def _core(self, at: int) -> Core | None:
        if len(self.low[self.at : at].split()) > _MAX_WORDS and self.title is None:
            return None
        if self.low[at].isdigit() and self.low[self.at : at].strip() and law_at(self.src, at):
            return None
        core = core_at(self.src, self.low, at)
        if core and not core.number and self.low[at] not in "о№":
            return None  # a day without «от» or a number behind it is the day of something else
        return core

    def _left_blank(self, at: int) -> None:
        """«от ____ № ___ «О ...»»: the title of an act whose date and number nobody has filled in."""
        blank = _LEFT_BLANK.match(self.low, at)
        behind = title_at(self.src, blank.end()) if blank else None
        if behind:
            self.title, self.title_end = behind

    def _quote(self, at: int) -> int:
        end = quote_end(self.src, at)
        if is_title(self.src, at) and self.title is None:
            self.title = clean_title(self.src[at:end])
            self.title_end = end
            self._issuer_open = False
            self.limit = min(len(self.src), end + 60)
            return end
        close = re.compile(r"[»”\"]").search(self.src, at + 1, at + 120)
        return close.end() if close else end

    def _paren(self, at: int) -> int | None:
        inside = re.compile(r"\(\s{0,3}(?=от\s{0,3}\d|№)").match(self.low, at)
        if inside:
            return inside.end()
        close = self.low.find(")", at, at + 160)
        if close < 0 or re.compile(r"\(\s*(?:в\s+)?ред|\(\s*с\s+изм").match(self.low, at):
            return None
        return close + 1

    def _dot(self, found: re.Match[str]) -> int | None:
        following = self.src[found.end() : found.end() + 4].lstrip()[:1]
        before = self.low[max(0, found.start() - 6) : found.start()]
        if (following.isupper() or following.isdigit()) and not _DEGREE.search(before):
            return None
        return found.end()


def names_a_body(issuer: str) -> bool:
    """Whether printed issuer words may name a body at all; nothing, a capital or a word for one will do."""
    return not issuer.strip() or any(letter.isupper() for letter in issuer) or bool(_BODY.search(issuer))


def names_state_body(issuer: str) -> bool:
    """Whether folded issuer words name a body whose letters count as acts."""
    return bool(grammar().letters.search(issuer))
