"""Titles of cited acts: where they end, so that what they name is not cited a second time."""

from __future__ import annotations

import re

_OPEN, _CLOSE = "«„“", "»”"
_QUOTES = re.compile(r"[«„“»”\"]|\n\s*\n|\n\s*\d{1,2}(?:\.\d{1,2})*[.)]\s")
_LEAD = re.compile(r"[\s,]{0,40}(?:года?\b|г\.?(?=[\s«\"]))?[\s]{0,40}")
_TITLE = re.compile(
    r"\s{0,3}(?:об?|по|отч[её]т|вопрос\w*|реестр|положение|прогноз|план|программ\w+)\b", re.IGNORECASE
)
_UNQUOTED = re.compile(r"(?:О|Об|ОБ|о|об)\s+(?=[А-Яа-яЁё«\"])")
_UNQUOTED_END = re.compile(
    r"\n\s*\n|;|\n\s*\d{1,2}(?:\.\d{1,2})*[.)]\s|\(\s*(?:в\s+ред|с\s+изм|далее)|[.]\s*(?=\n|\Z|[А-ЯЁ0-9])"
    r"|,?\s(?:следующ|изменени[яе]\s*[:.,;]|призна|считат|утратив|изложи|дополни|замени|исключи|отмени"
    r"|постановля|реши|приказыва|настоящ|опубликова)"
)
_AFTER_END = re.compile(
    r"\s*(?:[;)]|\.(?:\s|\Z)|\n\s*\n|\Z|,\s*(?:от\s|№|следующ|решени|постановлен|утвержд|зарегистр|а также)|\(\s*(?:в\s+ред|с\s+изм|далее))"
)
_LONGEST = 1200


def quote_end(src: str, at: int) -> int:
    """Where the quotation that opens at an offset ends; nested and forgotten closing quotes are allowed for."""
    if src[at] == '"':
        return _straight_end(src, at)
    depth = 0
    last = -1
    for found in _QUOTES.finditer(src, at, at + _LONGEST):
        mark = found.group()
        if mark in _OPEN:
            depth += 1
        elif mark in _CLOSE:
            depth -= 1
            last = found.end()
            if depth <= 0 or (_AFTER_END.match(src, last) and not _closes_again(src, last)):
                return last
        elif mark == '"':
            if depth == 1 and _AFTER_END.match(src, found.end()) and _closing(src, found.start()):
                last = found.end()
        else:
            return last if last > 0 else found.start()
    return last if last > 0 else _plain_end(src, at)


def _closes_again(src: str, at: int) -> bool:
    return bool(re.compile(r"\s*[»”]").match(src, at))


def _straight_end(src: str, at: int) -> int:
    depth = 1
    last = -1
    for found in _QUOTES.finditer(src, at + 1, at + _LONGEST):
        mark = found.group()
        if mark[0] == "\n":
            return last if last > 0 else found.start()
        if mark in _OPEN:
            depth += 1
            continue
        if mark == '"' and not _closing(src, found.start()):
            depth += 1
            continue
        depth -= 1
        last = found.end()
        if depth <= 0 or _AFTER_END.match(src, last):
            return _swallow(src, last)
    return last if last > 0 else _plain_end(src, at)


def _swallow(src: str, at: int) -> int:
    more = re.compile(r"(?:\s?\"){1,2}").match(src, at)
    return more.end() if more and _AFTER_END.match(src, more.end()) else at


def _closing(src: str, at: int) -> bool:
    before, after = src[at - 1 : at], src[at + 1 : at + 2]
    if before.isspace() and after.isspace():
        following = src[at + 1 : at + 12].lstrip()[:1]
        return not following.isupper()
    if before.isspace() or before in "(«":
        return False
    return True


def _plain_end(src: str, at: int) -> int:
    found = re.compile(r"[;\n]").search(src, at + 1, at + _LONGEST)
    return found.start() if found else min(len(src), at + _LONGEST)


def title_at(src: str, at: int) -> tuple[str, int] | None:
    """The title that follows a number, quoted or not, and where it ends; or None."""
    lead = _LEAD.match(src, at)
    start = lead.end() if lead else at
    if start >= len(src):
        return None
    if src[start] in _OPEN or src[start] == '"':
        end = quote_end(src, start)
        return clean_title(src[start:end]), end
    if _UNQUOTED.match(src, start):
        stop = _UNQUOTED_END.search(src, start, start + _LONGEST)
        end = stop.start() if stop else min(len(src), start + _LONGEST)
        return clean_title(src[start:end]), end
    return None


def is_title(src: str, at: int) -> bool:
    """Whether a quotation that opens at an offset reads as a title («О ...») and not as a name."""
    return bool(_TITLE.match(src, at + 1))


def clean_title(printed: str) -> str:
    """A title without the quotes around it and with single spaces."""
    plain = " ".join(printed.split()).strip()
    while len(plain) > 1 and plain[0] in _OPEN + '"' and plain[-1] in _CLOSE + '"':
        plain = plain[1:-1].strip()
    return plain.lstrip('«„“" ').strip(" ,")
