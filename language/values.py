"""Values lifted from a text: lines joined, stray spaces and outer quotes taken off."""

from __future__ import annotations

import re

from language.words import analyzer

_BREAK_HYPHEN = re.compile(r"(?<![^\W\d_])([а-яё]{2,})-[\s\u00a0]+([а-яё]{2,})", re.IGNORECASE)
_BLANKS = re.compile(r"[\s\u00a0|]+")
_BEFORE = re.compile(r" +(?=[,;:!?)»”]|\.(?!\w))")
_BEHIND = re.compile(r"(?<=[(«“„]) +")
_LAW = re.compile(r"(?<=\d) - (?=[А-ЯЁ]{1,5}(?![^\W_]))")
_DIVIDED = re.compile(
    r"(?<![^\W_])([а-яё]*[оь]) - "
    r"(?=[а-яё]{3,}(?:ий|ый|ой|ая|ое|ие|ые|ого|ому|ом|им|ым|их|ых|ую|к|а|о)(?![^\W_]))",
    re.IGNORECASE,
)
_STRAIGHT = re.compile(r'(^|[ («])" +([^"]*?) *"(?=[ ,.;:)»]|$)')
_BEHIND_TITLE = re.compile(
    r"\.?\s*(?:Скачать|\(формат)|\s+(?:Опубликован|Зарегистриров|Официальн|Принят|Одобрен|Документ|Источник|•|\()"
)
_LAYERS = 3
_QUOTES = {"«": "»", "“": "”", "„": "“", '"': '"'}


def tidy(text: str) -> str:
    """One line with single spaces; spaces inside quotes and brackets and before stops are gone.

    A word broken at the end of a line is joined, «Усть - Вымский» too.
    """
    line = _BLANKS.sub(" ", _BREAK_HYPHEN.sub(_rejoined, text)).strip()
    line = _BEHIND.sub("", _BEFORE.sub("", line))
    line = _STRAIGHT.sub(r'\1"\2"', line)
    if line.count('"') == 1:
        line = line.replace(' " ', ' "')
    return _DIVIDED.sub(r"\1-", _LAW.sub("-", line))


def _rejoined(broken: re.Match[str]) -> str:
    """A word broken at a line's end: whole, or with a hyphen where it is two («купли-продажи»)."""
    left, right = broken.groups()
    known = analyzer().word_is_known
    one = known((left + right).lower()) or not (known(left.lower()) and known(right.lower()))
    return left + right if one else f"{left}-{right}"


def unquoted(text: str) -> str:
    """The text without quotes that enclose the whole of it, and without a stop at its end."""
    line = text.strip()
    if line.endswith(".") and not re.search(r"(?:^|[\s.])[\w]{1,3}\.\Z", line):
        line = line[:-1].rstrip()
    if line.startswith('"') and line.count('"') % 2 and not line.endswith('""'):
        line = line[1:].lstrip()
    line = _first_quoted(line)
    for _ in range(_LAYERS):
        if len(line) > 2 and _enclosed(line):
            line = line[1:-1].strip()
    if line[:1] in _QUOTES and (not _closes_inside(line) or line.count("«") > line.count("»")):
        line = line[1:].strip()
    return line


def _first_quoted(line: str) -> str:
    """A quoted title without what follows its closing quote («"О бюджете" Опубликовано …»)."""
    closing = _QUOTES.get(line[:1])
    if closing is None:
        return line
    depth = 1
    for at, letter in enumerate(line[1:], 1):
        if closing == '"':
            depth -= letter == '"' and line.count('"', 0, at + 1) % 2 == 0
        else:
            depth += (letter == line[0]) - (letter == closing)
        if depth <= 0 and closing in {'"', letter} and _BEHIND_TITLE.match(line, at + 1):
            return line[: at + 1]
    return line


def _enclosed(line: str) -> bool:
    """Whether the first quote is closed by the last character and not before."""
    closing = _QUOTES.get(line[0])
    if closing is None or line[-1] not in '»”"“':
        return False
    inner = line[1:-1]
    if line[0] == '"':
        paired = inner.count('"') % 2 == 0
        broken = re.match(r'[^"]*"[ ,]', inner) or re.search(r' "[^"]*\Z', inner)
        return '"' not in inner or (paired and not broken)
    depth = 1
    for letter in inner:
        depth += (letter == line[0]) - (letter == closing)
        if depth == 0:
            return False
    return True


def _closes_inside(line: str) -> bool:
    return any(mark in line[1:] for mark in '»”"“')


def closed_quotes(text: str) -> str:
    """The text with a «»» put behind it when one opened in it stays open."""
    if text.count("«") == text.count("»") + 1 and not text.endswith("»"):
        return text + "»"
    return text
