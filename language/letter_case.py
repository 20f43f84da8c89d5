"""Words printed in capitals brought back to sentence case, names kept."""

from __future__ import annotations

import re
from functools import cache

from language.normal import fold
from language.words import analyzer, package_rows

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CAPITAL = re.compile("[A-ZА-ЯЁ]")
_SMALL = re.compile("[a-zа-яё]")
_ROMAN = re.compile(r"[IVXLCDM]+\Z")
_VOWEL = re.compile("[АЕЁИОУЫЭЮЯ]")
_AREA = re.compile(
    r"[\s\u00a0]+(?:(?:муниципальн|сельск|городск|районн|поселков|автономн|внутригородск)\w*[\s\u00a0]+)*"
    r"(?:район|област|кра[йяею]|сельсовет|поселени|округ|наслег|волост|улус|дум|совет|собрани|город)",
)
_RELATIONAL = re.compile(r"[а-яё-]+(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их)\Z")
_DESCRIPTIVE = re.compile(r"[а-яё-]{4,}(?:[ыио]й|[ое]го|[ое]му|[ыио]м|ем|ая|яя|[ую]ю|ое|ее)\Z")
_PLACE = re.compile(
    r"[\s\u00a0]+(?:(?:муниципальн|сельск|городск)\w*[\s\u00a0]+)?(?:район|област|кра[йяею]|сельсовет|поселени|округ|наслег|волост|улус)"
)
_NO_PLACE = re.compile(
    r"(?:муниципальн|сельск|городск|районн|поселков|автономн|внутригородск|административн|избирательн|\w*мандатн|"
    r"федеральн|территориальн|национальн|судебн|участков|жило|отдельн|соседн|данн|указанн|соответствующ|"
    r"объедин[её]нн|едино|охранн|промышленн|многомандатн|всего|нашего)"
)
_SETTLEMENT = re.compile(
    r"(?<![^\W_])(?:сел[аоеу]|деревн[иеюя]|деревней|пос[её]л(?:ок|ка|ке|ку)|хутор[ае]?|станци[иея])[\s\u00a0]*\Z"
)
_OPENS = "«\"“„'("
_BODY_WORDS = re.compile(
    r"(?:дум[аыеу]|думой|совет[ауе]?|советом|собрани[еяюи]|хурал[ау]?|правительств[ао]|устав[ау]?|уставом|уставе)\Z"
)
_PLACE_MARK = re.compile(r"(?<![^\W_])(?:г|гор|с|д|п|пос|ст|х|р\.?\s?п|пгт|им|ул|аул|с/п)\.?[\s\u00a0]*\Z")


_PLACE_WORD = re.compile(
    r"(?<![а-яё])(?:округ[аеу]?|город[аеу]?|посел[а-я]+|сел[аоеу]|станиц[а-я]+|хутор[а-я]*|образовани[а-я]+)[\s\u00a0]+\Z"
)


def mostly_capitals(text: str) -> bool:
    """Whether most letters of a text are capitals."""
    large, small = len(_CAPITAL.findall(text)), len(_SMALL.findall(text))
    return large >= 3 and large > 3 * small


@cache
def _kept() -> frozenset[str]:
    return frozenset(row[0] for row in package_rows("acronyms.tsv"))


@cache
def _common() -> frozenset[str]:
    return frozenset(row[0] for row in package_rows("common_relational.tsv"))


def sentence_case(text: str) -> str:
    """A text with its first letter large and its runs of capitals made small, but for names and acronyms.

    A text not in capitals keeps its letters; only runs of two or more words in capitals are changed.
    """
    shouted = mostly_capitals(text)
    words = list(_WORD.finditer(text))
    loud = [_is_loud(found.group()) for found in words]
    pieces: list[str] = []
    last = 0
    for at, found in enumerate(words):
        if loud[at] and (shouted or _in_run(words, loud, at)):
            pieces += (text[last : found.start()], _quiet(text, found, at == 0))
            last = found.end()
    pieces.append(text[last:])
    whole = "".join(pieces)
    first = _WORD.search(whole)
    if first and first.start() <= 2:
        at = first.start()
        whole = whole[:at] + whole[at].upper() + whole[at + 1 :]
    return whole


def _is_loud(word: str) -> bool:
    return word.isupper()


def _in_run(words: list[re.Match[str]], loud: list[bool], at: int) -> bool:
    """Whether a word in capitals has a long neighbour in capitals and is itself no acronym."""
    near = [other for other in (at - 1, at + 1) if 0 <= other < len(words) and loud[other]]
    long_ones = [other for other in (*near, at) if len(words[other].group()) >= 4]
    if len(words[at].group()) >= 4 and analyzer().word_is_known(words[at].group().lower()):
        return True
    return len(long_ones) >= 2 or (len(words[at].group()) <= 3 and bool(long_ones))


def _quiet(text: str, found: re.Match[str], first: bool) -> str:
    word = found.group()
    before = text[max(0, found.start() - 30) : found.start()]
    after = text[found.end() : found.end() + 60]
    if _ROMAN.match(word) or _acronym(word) or _initial(word, before, after):
        return word
    small = word.lower()
    if _is_name(small, fold(before), fold(after)):
        return "-".join(
            part if len(part) < 3 and at else part.capitalize() for at, part in enumerate(small.split("-"))
        )
    if first or (before.rstrip(" \u00a0")[-1:] in tuple(_OPENS[:-1]) and before[-1:] not in (" ",)):
        return small[:1].upper() + small[1:]
    return small


def _acronym(word: str) -> bool:
    if word in _kept():
        return True
    if len(word) == 1 or len(word) > 5:
        return False
    return not _VOWEL.search(word) or not analyzer().word_is_known(word.lower())


def _initial(word: str, before: str, after: str) -> bool:
    """Whether a letter with a stop is the initial of a person («И.И. Петров»)."""
    if len(word) != 1 or word == "Г" or after[:1] != ".":
        return False
    return bool(re.match(r"\.\s?[А-ЯЁ]\.", after)) or bool(re.search(r"[А-ЯЁ]\.\s?\Z", before))


def _is_name(word: str, before: str, after: str) -> bool:
    if _always_large(word, after) or (len(word) > 2 and _PLACE_MARK.search(before)):
        return True
    if _PLACE_WORD.search(before) and (_RELATIONAL.match(word) or not analyzer().word_is_known(word)):
        return word not in _common()
    if _RELATIONAL.match(word) and word not in _common() and _AREA.match(after):
        return True
    if (_PLACE.match(after) or _SETTLEMENT.search(before)) and _names_a_place(word):
        return True
    return _dictionary_name(word)


def _always_large(word: str, after: str) -> bool:
    """Bodies, the country and its republics."""
    if word == "федерации" or (word.startswith("российск") and after.lstrip().startswith("федераци")):
        return True
    return bool(_BODY_WORDS.match(word)) or (word.startswith("республик") and bool(after.strip()))


@cache
def _names_a_place(word: str) -> bool:
    """Whether a common adjective can only be a name here: «Заречный район», «село Новое»."""
    if not _DESCRIPTIVE.match(word) or _NO_PLACE.match(word) or word in _common():
        return False
    tag = analyzer().parse(word)[0].tag
    return "ADJF" in tag and "Apro" not in tag and "Anum" not in tag


@cache
def _dictionary_name(word: str) -> bool:
    """Whether the dictionary has a word first of all as the name of a place or a person."""
    if len(word) < 4 or "-" in word:
        return False
    best = analyzer().parse(word)[0]
    return best.is_known and any(mark in best.tag for mark in ("Geox", "Surn", "Patr"))
