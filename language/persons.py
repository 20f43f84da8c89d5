"""Names of persons as they sign: surname and initials, whichever stands first and however much is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from language.words import analyzer

_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_INITIALS = r"[А-ЯЁ][а-яё]?\.(?:\s?-?[А-ЯЁ][а-яё]?\.)?"
_INITIALS_FIRST = re.compile(rf"(?P<initials>{_INITIALS})\s?(?P<surname>{_SURNAME})")
_SURNAME_FIRST = re.compile(rf"(?P<surname>{_SURNAME}),?\s(?P<initials>{_INITIALS})")
_WORDS = re.compile(rf"{_SURNAME}(?:,?\s{_SURNAME}){{1,2}}")
_PATRONYMIC = re.compile(r"(?:ович|евич|ьич|лич|мич|кич|нич|овна|евна|ична|инична)\Z")
_PARTS = re.compile(r"[А-ЯЁ][а-яё]?\.")


@dataclass(frozen=True, slots=True)
class Person:
    """A name: ``surname`` «Петрова», ``initials`` «О. И.» with their points and blanks."""

    surname: str
    initials: str


def read_person(text: str) -> Person | None:
    """A name of a person and nothing else; None for anything that is not surely one.

    «О. Петрова», «Петрова О.И.», «Ольга Петрова», «Петрова Ольга Ивановна» are.
    """
    words = " ".join(text.split()).strip(" ,;")
    found = _INITIALS_FIRST.fullmatch(words) or _SURNAME_FIRST.fullmatch(words)
    if found:
        return Person(found["surname"], " ".join(_PARTS.findall(found["initials"])))
    return _whole_name(words.replace(",", "").split()) if _WORDS.fullmatch(words) else None


def _whole_name(words: list[str]) -> Person | None:
    if len(words) == 3:
        if _PATRONYMIC.search(words[2]) and _given(words[1]):
            return Person(words[0], _initials(words[1:]))
        return Person(words[2], _initials(words[:2])) if _PATRONYMIC.search(words[1]) else None
    first, second = words
    if _given(first):
        return Person(second, _initials([first]))
    return Person(first, _initials([second])) if _given(second) else None


def _initials(names: list[str]) -> str:
    return " ".join(f"{name[0]}." for name in names)


@cache
def _given(word: str) -> bool:
    """Whether a word is a given name."""
    return any(
        "Name" in parse.tag and "nomn" in parse.tag and parse.is_known
        for parse in analyzer().parse(word.lower())
    )
