"""Titles of cited acts: where they end, so that what they name is not cited a second time."""

from __future__ import annotations

import re

_OPEN, _CLOSE = "«„“", "»”"
_MARKS = re.compile(r"[«„“»”\"]|[;]|\.\s*\n|\n\s*\n|\n\s*\d{1,2}(?:\.\d{1,2})*[.)]\s")
_LEAD = re.compile(r"[\s,]{0,40}(?:года?\b|г\.?(?=[\s«\"]))?[\s]{0,40}")
_TITLE = re.compile(
    r"\s{0,3}(?:об?|по|отч[её]т|вопрос\w*|реестр|положение|прогноз|план|программ\w+)\b", re.IGNORECASE
)
_UNQUOTED = re.compile(r"(?:О|Об|ОБ|о|об)\s+(?=[А-Яа-яЁё«\"])")
_UNQUOTED_END = re.compile(
    r"\n\s*\n|;|\n\s*\d{1,2}(?:\.\d{1,2})*[.)]\s|\(\s*(?:в\s+ред|с\s+изм|далее)|[.]\s*(?=\n|\Z|[А-ЯЁ0-9])"
    r"|,?\s(?:следующ|изменени[яе]\s*[:.,;]|признать|признан|признается|считать|утратило|изложить|дополнить|заменить|исключить"
    r"|отменить|постановляю|постановляет|решил|приказываю|настоящ|опубликовать)"
)
_LONGEST, _DEEPEST = 1200, 8


def quote_end(src: str, at: int) -> int:
    """Where the quotation that opens at an offset ends.

    Quotation marks of official texts seldom balance: where they do not before the clause ends, the quotation
    ends with the first run of closing marks, or else with the first mark that may be one.
    """
    depth = 1
    run_end = maybe = -1
    in_run = False
    for found in _MARKS.finditer(src, at + 1, at + _LONGEST):
        mark = found.group()
        if mark[0] in ";.\n":
            break
        if _closes(src, found.start()):
            depth -= 1
            if run_end < 0 or in_run:
                run_end, in_run = found.end(), True
            if depth == 0:
                return found.end()
            continue
        in_run = False
        depth += 1
        if depth > _DEEPEST:
            break
        if mark == '"' and maybe < 0:
            maybe = found.end()
    if run_end > 0:
        return run_end
    return maybe if maybe > 0 else _plain_end(src, at)


def _closes(src: str, at: int) -> bool:
    """Whether a quotation mark closes; a straight one between blanks opens when a capital follows."""
    mark = src[at]
    if mark != '"':
        return mark in _CLOSE
    before, after = src[at - 1 : at], src[at + 1 : at + 2]
    if before.isspace() and (after.isspace() or not after):
        return not src[at + 1 : at + 12].lstrip()[:1].isupper()
    return not (before.isspace() or before in "(«")


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
