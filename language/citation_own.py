"""What in a text is the act itself: its heading, the corner block of its parent, «настоящее решение»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.citation_heads import Head, names_state_body
from language.citation_kinds import KindWord
from language.citation_numbers import Core
from language.normal import number_key
from language.readings import Reading

_RUNNING = re.compile(
    r"\b(?:в\s+соответствии|руководств|на\s+основании|призна(?:ть|нии)|внести|утвердить|постановля|решил"
    r"|решает|приказываю|рассмотрев|далее\b|согласно\b)"
)
_LINE_LEAD = re.compile(r"(?:\A|\n)[ «\"|]*\Z")
_CORNER = re.compile(
    r"(?:\A|\n)[ |«\"]*(?:приложени[ея]|утвержден[оаы]?|одобрен[оаы]?|принят[оаы]?)\b[^.;:]{0,140}\Z"
)
_ACTED_ON = re.compile(
    r"\b(?:призна[а-я]+\s+[^.;]{0,40}утратив|счита[а-я]+\s+утратив|отменить|отменяется|изложить|внести|дополнить"
    r"|следующ[а-я]+\s+изменени|продлить|приостановить)"
)
_SELF = re.compile(r"\b(?:настоящ|данн|этот|эт(?:о|ой|ого|им|ому)|указанн|названн)[а-я]{0,4}\s+\Z")
_CLAUSE_END = re.compile(r"[.;]\s|\n\s*(?:\n|[А-ЯЁ])|\Z")
_TITLE_LINE = re.compile(r"[^\n]{0,20}\n\s*[«\"]?\s*об?\s")
_LINE_TAIL = re.compile(
    r"[ .г|]*(?:\n|\Z|[«\"„(]|(?:О|Об|ОБ)\s|(?:с|п|г|д|х|ст|рп|пгт|пос|гор|р\.\s?п)\.?"
    r"\s?[А-ЯЁ])"
)
_HEAD_REACH = 2500
_START = 400
_PAGE_GOES_ON = 400  # a line that names an act of the state is a citation, a page that begins so is the act
_LIST_MARK = re.compile(r"\s*[;,]")


@dataclass(frozen=True, slots=True)
class Own:
    """The requisites of the text itself, or of its parent when it is an attachment.

    Attributes:
        known: whether anything was read from the text at all.
        kind: as read, or "".
        number: in the form for comparison, or "".
        date: ISO, or "".
    """

    known: bool
    kind: str
    number: str
    date: str

    @staticmethod
    def of(readings: tuple[Reading, ...]) -> Own:
        """The shown (first) value of each field."""
        values = {reading.field: reading.value for reading in reversed(readings)}
        number = values.get("number", "")
        return Own(
            bool(values), values.get("kind", ""), number_key(number) if number else "", values.get("date", "")
        )

    @staticmethod
    def headed(kind: str, core: Core) -> Own:
        """What a heading says, for a text of which nothing else is known."""
        return Own(True, kind, number_key(core.number) if core.number else "", core.date or "")

    def names(self, number: str | None, date: str | None) -> bool:
        """Whether a date and number are the text's own."""
        if not self.number and not self.date:
            return False
        return (number_key(number) if number else "") == self.number and (date or "") == self.date


def is_heading(src: str, low: str, word: KindWord, head: Head, own: Own) -> bool:
    """Whether a kind with its date and number is the heading of the text: «РЕШЕНИЕ от ... № ...»."""
    if head.core is None or word.start > _HEAD_REACH or not _stands_alone(src, low, word, head):
        return False
    if _RUNNING.search(low, 0, word.start) or _acted_on(src, low, head):
        return False
    names_own = own.names(head.core.number, head.core.date)
    of_state = word.group != "decree" or names_state_body(low[head.issuer[0] : head.issuer[1]])
    if of_state and len(src) - head.end <= _PAGE_GOES_ON:
        return False
    if names_own or word.group != "decree":
        return names_own
    return word.start < _START and not _LIST_MARK.match(low, head.end)


def _stands_alone(src: str, low: str, word: KindWord, head: Head) -> bool:
    """Whether kind, date and number have lines of their own."""
    if word.cases != "n" or not src[word.start].isupper():
        return False
    quoted = src[head.end - 1] in '»”"'
    tail = _LINE_TAIL.match(src, head.named_end) and (not quoted or _LINE_TAIL.match(src, head.end))
    return bool(tail) and bool(_LINE_LEAD.search(low, max(0, word.start - 12), word.start))


def is_parent(src: str, low: str, word: KindWord, head: Head, own: Own) -> bool:
    """Whether a corner block names the act of the text itself: «Приложение № 1 к решению ...».

    A text that is nothing but an attachment («УТВЕРЖДЕНО решением ...») cites the act that approved it.
    """
    if own.kind == "приложение" or head.core is None or not own.names(head.core.number, head.core.date):
        return False
    return bool(_CORNER.search(low, max(0, word.start - 180), word.start)) and not _acted_on(src, low, head)


def is_self(low: str, word: KindWord) -> bool:
    """Whether «настоящее», «указанное» and the like stand before the word."""
    return bool(_SELF.search(low, max(0, word.start - 18), word.start))


def _acted_on(src: str, low: str, head: Head) -> bool:
    if _TITLE_LINE.match(low, head.named_end):
        return False
    end = _CLAUSE_END.search(src, head.end, head.end + 400)
    return bool(_ACTED_ON.search(low, head.end, end.start() if end else head.end + 400))
