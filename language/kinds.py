"""Kinds of documents («решение», «постановление») and the words that announce them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from language.normal import fold

# What the deciding word of an act says of its kind; spaced letters are joined before this is asked.
_DECIDING = re.compile(
    r"(?:(?P<decision>решил[аио]?|решает)|(?P<order>постановля(?:ет|ю)|постановил[аио]?)|"
    r"(?P<command>приказыва(?:ю|ет))|(?P<ordinance>обязываю|распоряжаюсь)|"
    r"(?P<ruling>определил[аио]?))(?=[ \u00a0]*(?::|$|[\n\r]))",
    re.MULTILINE,
)
_DECIDING_STEMS = ("решил", "решает", "постанов", "приказыва", "обязываю", "распоряжаюсь", "определил")
_KIND_OF = {
    "decision": "решение",
    "order": "постановление",
    "command": "приказ",
    "ordinance": "распоряжение",
    "ruling": "определение",
}
_FIGURE = re.compile(r"[\d№]")
_LETTERS = re.compile(r"[^\W\d_]+")
_LETTER_FOR_FIGURE = re.compile(r"(?<=[А-ЯЁ])[03](?=[А-ЯЁ]|\s*\Z)")
_OFTEN = ("решение", "постановление", "распоряжение")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document.

    Attributes:
        name: nominative, lower case.
        genitive: «решения».
        rank: ``act``, ``court`` or ``paper``.
        dative: «решению».
        instrumental: «решением».
    """

    name: str
    genitive: str
    rank: str
    dative: str
    instrumental: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A deciding word in a text.

    Attributes:
        kind: the kind of act that it makes.
        start: offset of the word.
        end: behind it.
    """

    kind: str
    start: int
    end: int


@cache
def all_kinds() -> tuple[Kind, ...]:
    """Every kind known, as the table of the package has them."""
    text = files("language").joinpath("data", "kinds.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(Kind(*row) for row in rows)


@cache
def _by_letters() -> dict[str, Kind]:
    return {re.sub(r"[ -]", "", kind.name): kind for kind in all_kinds()}


@cache
def _by_form() -> dict[str, Kind]:
    forms: dict[str, Kind] = {}
    for kind in all_kinds():
        for form in (kind.name, kind.genitive, kind.dative, kind.instrumental):
            forms.setdefault(form, kind)
    return forms


@cache
def lead_pattern() -> re.Pattern[str]:
    """A kind in the nominative at the start of a folded line."""
    names = sorted((kind.name for kind in all_kinds()), key=len, reverse=True)
    return re.compile("(?:" + "|".join(name.replace(" ", r"\s+") for name in names) + r")(?![^\W\d_])")


@cache
def form_pattern() -> re.Pattern[str]:
    """A kind in the genitive, dative or instrumental anywhere in a folded line."""
    forms = sorted(_by_form(), key=len, reverse=True)
    words = "|".join(form.replace(" ", r"\s+") for form in forms)
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])")


def kind_alone(line: str) -> Kind | None:
    """The kind that a line consists of, however its letters are spaced («ПОСТ АНОВЛЕНИЕ»)."""
    if len(line) > 80:
        return None
    line = _LETTER_FOR_FIGURE.sub(lambda found: "О" if found.group() == "0" else "З", line)
    if _FIGURE.search(line):
        return None
    letters = "".join(_LETTERS.findall(fold(line))).removeprefix("копия")
    return _by_letters().get(letters) or (_misread(letters) if line.isupper() else None)


def _misread(letters: str) -> Kind | None:
    """The kind of a word in capitals in which recognition took one letter, not the last, for another."""
    for name in _OFTEN:
        if len(name) == len(letters) and name[-1] == letters[-1]:
            wrong = sum(right != read for right, read in zip(name, letters, strict=True))
            return _by_letters()[name] if wrong == 1 else None
    return None


_CODE = re.compile(r"(?!настоящ)(?:[а-яё-]+(?:ый|ий|ой)\s+(?:и\s+)?){1,4}кодекс(?![а-яё])")


def code_named(line: str) -> Kind | None:
    """The kind «кодекс» when a short line is the name of one («Лесной кодекс Российской Федерации»)."""
    if len(line) < 140 and line[:1].isupper() and _CODE.match(fold(line)):
        return kind_of_form("кодекс")
    return None


def kind_of_form(words: str) -> Kind | None:
    """The kind named by words in any case form."""
    return _by_form().get(" ".join(fold(words).split()))


def find_decision(text: str, start: int = 0, end: int | None = None) -> Decision | None:
    """The first deciding word («решила:», «ПОСТАНОВЛЯЮ:»); it stands before a colon or ends its line."""
    stop = len(text) if end is None else min(end, len(text))
    folded = fold(text[start:stop])
    if not any(stem in folded for stem in _DECIDING_STEMS):
        return None
    for found in _DECIDING.finditer(folded):
        if found.start() == 0 or not folded[found.start() - 1].isalnum():
            return Decision(_KIND_OF[str(found.lastgroup)], start + found.start(), start + found.end())
    return None
