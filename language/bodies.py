"""Bodies that issue acts: found in a text in any case form and put into the nominative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from language.normal import fold
from language.words import package_rows

_NOMINATIVE = r"(?:ая|яя|ое|ее|ый|ий|ой)"
_ANY = r"(?:ая|яя|ое|ее|ый|ий|ой|ого|его|ому|ему|ым|им|ом|ем|ей|ую|юю)"
# Between the words of a name: blanks, or one line break.
_GAP = r"(?:[ \u00a0\t]+\n?[ \u00a0\t]*|\n[ \u00a0\t]*)"
_STEM = r"[а-яё]{2,30}(?:-[а-яё]{2,30}){0,2}"
# Adjectives of the masculine whose nominative ends in a stressed -ой.
_STRESSED = (
    "городск",
    "областн",
    "краев",
    "окружн",
    "волостн",
    "портов",
    "заводск",
    "донск",
    "морск",
    "речн",
)
_INSTITUTION = re.compile(
    r"(?:мку|мбу|мау|му|мук|мбук|муп|моу|мбоу|мкоу|маоу|мбдоу|мдоу|мбудо|гбу|гку|фгбу|фку|гу)\s*[«\"]"
)
_MINISTRY = re.compile(
    r"(?:мин[а-яё]{3,20}|рос[а-яё]{4,20}|[а-яё]{2,6}|гос[а-яё]{4,20}|центробанк|генпрокуратур[аы])\s+россии(?![а-яё])"
)


@dataclass(frozen=True, slots=True)
class Body:
    """A word that names a body.

    Attributes:
        name: nominative, folded.
        gender: ``m``, ``f`` or ``n``.
        oblique: pattern of its other case forms.
        sort: ``body`` or ``post``.
    """

    name: str
    gender: str
    oblique: str
    sort: str


@cache
def all_bodies() -> tuple[Body, ...]:
    """The bodies known, as the table of the package has them."""
    return tuple(Body(*row) for row in package_rows("bodies.tsv"))


@cache
def nominative_start() -> re.Pattern[str]:
    """A body in the nominative, with its adjectives («Енисейский районный Совет»), in folded text."""
    names = "|".join(body.name for body in all_bodies() if body.sort == "body")
    return re.compile(
        rf"(?<![^\W_])(?:{_STEM}{_NOMINATIVE}{_GAP}(?:и{_GAP})?){{0,5}}(?:контрольно-)?(?:{names})(?![^\W_])"
    )


@cache
def any_start() -> re.Pattern[str]:
    """A body in any case form, with its adjectives, in folded text."""
    forms = "|".join(f"{body.name}|{body.oblique}" for body in all_bodies())
    return re.compile(
        rf"(?<![^\W_])(?P<adjectives>(?:{_STEM}{_ANY}{_GAP}(?:и{_GAP})?){{0,5}})(?P<noun>{forms})(?![^\W_])"
    )


@cache
def _by_form() -> tuple[tuple[re.Pattern[str], Body], ...]:
    return tuple((re.compile(f"(?:{body.name}|{body.oblique})\\Z"), body) for body in all_bodies())


def starts_body(line: str) -> bool:
    """Whether a line begins with a body in the nominative."""
    folded = fold(line)
    return bool(nominative_start().match(folded) or _INSTITUTION.match(folded) or _MINISTRY.match(folded))


def starts_any_body(line: str) -> bool:
    """Whether a line begins with a body in any case form."""
    folded = fold(line)
    return bool(any_start().match(folded) or _INSTITUTION.match(folded) or _MINISTRY.match(folded))


def nominative(phrase: str) -> str:
    """The name of a body put into the nominative: «Тальского районного Совета», «Тальский районный Совет».

    A phrase that does not begin with a body comes back as it is. What follows the head word stays.
    """
    found = any_start().match(fold(phrase))
    if found is None:
        return _ministry(phrase)
    body = next(body for pattern, body in _by_form() if pattern.match(found["noun"]))
    at = found.start("noun")
    adjectives = re.sub(r"[^\W\d_]+(?:-[^\W\d_]+)*", lambda word: _adjective(word.group(), body), phrase[:at])
    return adjectives + _noun(phrase[at : found.end()], body) + phrase[found.end() :]


def _ministry(phrase: str) -> str:
    """«Минфина России» as «Минфин России»; anything else as it is."""
    if not _MINISTRY.match(fold(phrase)):
        return phrase
    word, _, country = phrase.partition(" ")
    return f"{re.sub('(?<=[бвгджзклмнпрстфхц])[аА]$', '', word)} {country}"


def _noun(printed: str, body: Body) -> str:
    if printed.isupper():
        return body.name.upper()
    return body.name.capitalize() if printed[0].isupper() else body.name


def _adjective(word: str, body: Body) -> str:
    folded = fold(word)
    if len(folded) < 4:
        return word
    soft_tail = _ending(folded, body.gender)
    if soft_tail is None:
        return word
    tail, cut = soft_tail
    return word[: len(word) - cut] + (tail.upper() if word.isupper() else tail)


_FEMININE = re.compile(r"(?:ой|ую|ей|юю)\Z")
_OTHER = re.compile(r"(?:[ое]го|[ое]му|[ыи]м|[ое]м)\Z")


def _ending(word: str, gender: str) -> tuple[str, int] | None:
    """The nominative ending of an adjective in another case and the letters that it replaces."""
    found = (_FEMININE if gender == "f" else _OTHER).search(word)
    if found is None:
        return None
    stem, cut = word[: found.start()], len(found.group())
    soft = found.group()[0] in "еюи" and stem[-1:] not in "кгхжчшщ"
    if gender == "m":
        return _masculine(stem, soft=soft), cut
    hard, softened = ("ая", "яя") if gender == "f" else ("ое", "ее")
    return (softened if soft else hard), cut


def _masculine(stem: str, *, soft: bool) -> str:
    if stem.endswith(_STRESSED):
        return "ой"
    return "ий" if soft or stem[-1:] in "кгхжшщч" else "ый"
