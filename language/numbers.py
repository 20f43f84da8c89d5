"""Numbers of acts in their headers: «№ 38/298», «N 34-452р», «№ ____», «RU52066719202000025»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LETTERS = "А-ЯЁA-Zа-яёa-z"
_NOT_TITLE = r"(?![Оо][Бб]?(?![^\W_]))"
_DIGITS = (
    rf"\d{{1,7}}+(?:(?!от|гг?(?![^\W_]))[а-яёa-z]{{1,3}}(?![{_LETTERS}])|"
    rf"{_NOT_TITLE}[А-ЯЁA-Z]{{1,4}}(?![{_LETTERS}]))?"
)
_BODY = (
    rf"(?:[А-ЯЁA-Z]{{1,4}}[ ]?[-–—/.][ ]?)?"
    rf"{_DIGITS}"
    rf"(?:(?:[ ]?[-–—/][ ]?|\.(?=\d)){_NOT_TITLE}"
    rf"(?:{_DIGITS}|[А-ЯЁA-Z]{{1,5}}(?![{_LETTERS}])|[а-яё]{{1,4}}(?![{_LETTERS}]))){{0,5}}"
    rf"(?:[ ](?:[IVX]{{1,5}}[- ]?)?[А-ЯЁ]{{2,3}}(?:-\d)?(?=[ ]*(?:\||$|[ ]{{3}}))"
    rf"|[ ][рР](?![\w.])|[ ][пП](?=[ ]*(?:\||$|\n|[ ]{{3}}|[ ]от[ ])))?"
)
# Figures that recognition took for letters: «l31-п», «1О6». A letter right before a figure is no suffix.
_ALIKE = str.maketrans("lI|OoОоЗз", "111000033")
_MISREAD = (
    r"(?=[\dlI|OoОоЗз]{0,6}[lI|OoОоЗз]\d)[\dlI|OoОоЗз]{2,7}"
    rf"(?:[-–/](?:{_DIGITS}|[а-яё]{{1,4}}(?![{_LETTERS}]))){{0,3}}(?![^\W_])"
)
_ONLY_FIGURES = re.compile(r"[\dlI|OoОоЗз]+")
# Behind a sign a number may stand in a next cell; a sign with none behind it is a place left blank.
_SIGNED = re.compile(
    rf"№[ ]{{0,60}}(?:[«\"_]{{0,40}}[ ]{{0,3}}(?:(?P<misread>{_MISREAD})|(?P<value>{_BODY}))|[_.…-]{{0,80}})"
)
_WITHOUT = re.compile(r"№?[ ]{0,3}(?<![^\W_])[бБ][/.][ ]?[нН](?![^\W_])")
_BARE = re.compile(rf"(?<![^\W_]){_BODY}(?![^\W_])")
_REGISTER = re.compile(r"(?<![^\W_])RU[ ]?(\d{13,17})(?!\d)", re.IGNORECASE)
# A number behind one of these is not the number of the act.
_FOREIGN = re.compile(
    r"(?:заседани[еяю]|сесси[яию]|созыв[а]?|экз(?:емпляр)?\.?|протокол[а-я]*|приложени[а-я]*|тел(?:ефон)?\.?|факс|"
    r"дел[оауе]|вопрос[а-я]*|участ[а-я]+|форма|школ[а-я]+|выпуск|газет[а-я]+|инн|огрн|лицензи[а-я]+|"
    r"регистрационный|рег\.?|стр\.?|лист|пункт[а-я]*)[ ]*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number in a header.

    Attributes:
        value: without its sign, as printed; "" when its place was left blank or is «б/н».
        start: offset of the sign, or of the number without one.
        end: offset behind.
        misread: whether letters stood where only figures can; ``value`` has the figures.
    """

    value: str
    start: int
    end: int
    misread: bool = False


def find_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[FoundNumber]:
    """Numbers behind a sign; ``text`` is clean (``language.normal.clean``)."""
    stop = len(text) if end is None else end
    for found in _SIGNED.finditer(text, start, stop):
        before = text[max(start, found.start() - 24) : found.start()]
        if _FOREIGN.search(before):
            continue
        if found["misread"]:
            yield FoundNumber(_tidy(_figures(found["misread"])), found.start(), found.end(), misread=True)
        else:
            yield FoundNumber(_tidy(found["value"] or ""), found.start(), found.end())


def without_number(text: str, start: int = 0, end: int | None = None) -> FoundNumber | None:
    """The note «б/н» (without a number)."""
    found = _WITHOUT.search(text, start, len(text) if end is None else end)
    return FoundNumber("", found.start(), found.end()) if found else None


def bare_number(text: str) -> str:
    """The number that a short text consists of, without a sign, or ""."""
    found = _BARE.fullmatch(text.strip(" ,.;"))
    return _tidy(found.group()) if found else ""


def find_register_number(text: str) -> FoundNumber | None:
    """The number in the municipal register: «RU» and 13 to 17 figures."""
    found = _REGISTER.search(text)
    return FoundNumber("RU" + found[1], found.start(), found.end()) if found else None


def _figures(value: str) -> str:
    """The beginning of a number with look-alike letters turned into figures."""
    found = _ONLY_FIGURES.match(value)
    return found.group().translate(_ALIKE) + value[found.end() :] if found else value


def _tidy(value: str) -> str:
    return re.sub(r"\s*([-–—/])\s*", r"\1", value.strip()).replace("–", "-").replace("—", "-")
