"""The name of a body in the genitive, as behind the kind of an act («решение Совета депутатов»)."""

from __future__ import annotations

import re
from functools import cache

from language.bodies import all_bodies
from language.normal import fold
from language.words import analyzer

_HEAD = re.compile(r"[^«\"(„,]*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_COMMON = frozenset({"администрация", "глава", "мэр", "мэрия", "управление", "отдел", "управа"})
_SOFT = ("ж", "ч", "ш", "щ")


def body_in_genitive(name: str) -> str:
    """«Заречный районный Совет депутатов» as «Заречного районного Совета депутатов».

    What follows the head word stays as it is, and so does a name whose head word is not known. Common nouns
    at the beginning lose their capital letter («администрации Заречного района»).
    """
    words = list(_WORD.finditer(_HEAD.match(name).group()))  # type: ignore[union-attr]
    at = next((at for at, word in enumerate(words) if _is_body(word.group())), None)
    if at is None:
        at = next((at for at, word in enumerate(words) if _gender(word.group())), None)
    if at is None:
        return name
    gender = _gender(words[at].group())
    told, behind = "", 0
    for word in words[: at + 1]:
        changed = _noun(word.group()) if word is words[at] else _adjective(word.group(), gender)
        told += name[behind : word.start()] + changed
        behind = word.end()
    if at == 0 and fold(words[0].group()) in _COMMON and not words[0].group().isupper():
        told = told[:1].lower() + told[1:]
    return told + name[behind:]


@cache
def _genders() -> dict[str, str]:
    return {body.name: body.gender for body in all_bodies()}


def _is_body(word: str) -> bool:
    folded = fold(word)
    return folded in _genders() or folded.partition("-")[2] in _genders()


def _gender(word: str) -> str:
    """Gender of a noun in the nominative: ``m``, ``f``, ``n``, or "" for any other word."""
    folded = fold(word)
    if folded in _genders():
        return _genders()[folded]
    if word.isupper():
        return ""
    first = analyzer().parse(word.lower())[0]
    if "NOUN" not in first.tag or "nomn" not in first.tag or "plur" in first.tag or first.score < 0.3:
        return ""
    return {"masc": "m", "femn": "f", "neut": "n"}.get(str(first.tag.gender), "")


def _noun(word: str) -> str:
    for parse in analyzer().parse(word.lower()):
        if "NOUN" in parse.tag and "nomn" in parse.tag and "sing" in parse.tag:
            form = parse.inflect({"gent", "sing"})
            if form:
                return _as_printed(word, str(form.word))
    return word


def _adjective(word: str, gender: str) -> str:
    """An adjective by its ending alone, for the names of places are in no dictionary."""
    folded = word.lower()
    if gender != "f" and folded.endswith("ий") and len(folded) > 3:
        return _as_printed(word, folded[:-2] + ("ого" if folded[-3] in "кгх" else "его"))
    for tail, hard, soft in (("ая", "ой", "ей"), ("яя", "ей", "ей")) if gender == "f" else _NOT_FEMININE:
        if folded.endswith(tail) and len(folded) > len(tail) + 1:
            stem = folded[: -len(tail)]
            return _as_printed(word, stem + (soft if stem.endswith(_SOFT) else hard))
    return word


_NOT_FEMININE = (
    ("ый", "ого", "ого"),
    ("ой", "ого", "ого"),
    ("ое", "ого", "его"),
    ("ее", "его", "его"),
)


def _as_printed(printed: str, changed: str) -> str:
    if printed.isupper() and len(printed) > 1:
        return changed.upper()
    return printed[0] + changed[1:]
