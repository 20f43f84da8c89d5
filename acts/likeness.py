"""How alike two titles or two texts are: pure functions over the stems of their words."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from language.normal import clean, fold
from language.words import stem, stop_words, tokens

# Words of nearly every title of an act; alone they make no two titles alike.
_PLAIN = (
    "акт администрация глава год дума депутат деятельность действие документ другой изменение дополнение "
    "комитет мера местный муниципальный народный насчёт некоторый область образование округ отдельный "
    "отношение поселение положение порядок постановление правовой приложение признание принятие программа "
    "проведение проект район распоряжение реализация решение российский самоуправление сельский "
    "собрание совет составление территория утверждение утративший сила федерация целевой внесение вопрос "
    "мероприятие назначение организация установление создание городской районный "
    "сельсовет посёлок село деревня"
)
_NAME = re.compile(r"[«\"“„]([^«»\"“”„\n]{3,90})[»\"”“]")
_SHINGLE = 4
_LOOKED_AT = 6_000


@lru_cache(maxsize=1 << 14)
def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a title in their order, without those that carry no meaning."""
    words = (stem(word) for word, _start, _end in tokens(clean(text)))
    return tuple(word for word in words if word not in stop_words())


@lru_cache(maxsize=1)
def plain_stems() -> frozenset[str]:
    """Stems that stand in the titles of acts of any subject."""
    return frozenset(stem(word) for word in _PLAIN.split())


@lru_cache(maxsize=1 << 14)
def telling_stems(text: str) -> frozenset[str]:
    """Stems that tell what a text is about: neither plain words of titles nor figures."""
    return frozenset(word for word in stems(text) if not word.isdigit() and len(word) > 2) - plain_stems()


@lru_cache(maxsize=1 << 14)
def figures(text: str) -> frozenset[str]:
    """The runs of figures in a title: years, days and numbers of other acts."""
    return frozenset(word for word, _start, _end in tokens(text) if word.isdigit())


def titles_alike(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1; those that name different figures are not: years tell acts apart."""
    if figures(one) != figures(other):
        return 0.0
    first, second = stems(one), stems(other)
    if not first or not second:
        return 0.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > 0.5 else 0.0


@lru_cache(maxsize=1 << 12)
def names_in(text: str) -> frozenset[str]:
    """What stands in quotes, folded: names of programmes and objects («Чистая вода»)."""
    return frozenset(" ".join(fold(found).split()) for found in _NAME.findall(clean(text)))


def without_names(text: str) -> str:
    """The text without what stands in quotes."""
    return _NAME.sub(" ", clean(text))


def texts_alike(one: str, other: str) -> float | None:
    """The share of runs of four words that the beginnings of two texts have in common; None if too short."""
    first, second = _shingles(one), _shingles(other)
    if min(len(first), len(second)) < 20:
        return None
    return 2 * len(first & second) / (len(first) + len(second))


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = [word for word, _start, _end in tokens(fold(text[:_LOOKED_AT])) if not word.isdigit()]
    return {tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}
