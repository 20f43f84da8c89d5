"""What a reader meant who typed something else: another layout, look-alike letters, a slip, «131 закон».

Every step is told, so that the reader can undo it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from language.layouts import typed_in_latin, typed_in_russian
from language.normal import fold, number_key, repair_lookalikes
from language.words import analyzer, question_words, stop_words
from search.analysis import Terms, terms, tokens
from search.results import Understood
from search.trees import Word

_EDGES = '«»"“”„()*-'
_PUNCTUATION = ",.;:!?"
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_LATIN = re.compile("[A-Za-z]")
_RUSSIAN_WORD = re.compile(r"[А-Яа-яЁё0-9]+(?:-[А-Яа-яЁё0-9]+)*")
_SIGNS = frozenset({"n", "no", "n.", "no."})
_SERIES = frozenset({"фз", "фкз", "оз", "кз", "зо"})
_YEARS_AWAY = {"позапрошл": -2, "прошл": -1, "эт": 0, "текущ": 0, "нынешн": 0, "следующ": 1}
_YEAR_WORDS = re.compile(
    r"(?<![^\W_])(?:(?:поза)?прошл(?:ый|ого|ом)|эт(?:от|ого|ом)|текущ(?:ий|его|ем)|нынешн(?:ий|его|ем)|"
    r"следующ(?:ий|его|ем))\s+(год[ау]?)(?![^\W_])",
    re.IGNORECASE,
)
_SHORTEST_MISTYPED = 4
_SHORTEST_SLIPPED = 3
_MOST_SUGGESTED = 3


class Lexicon(Protocol):
    """Which words the records hold that the asker may see."""

    def knows(self, given: Terms) -> bool:
        """Whether a record holds the token."""
        ...

    def near(self, word: str) -> list[str]:
        """Words held that are a slip away from a folded word, one for each stem, the most frequent first."""
        ...

    def likelier(self, word: str, given: Terms) -> list[str]:
        """Words a slip away that are far more frequent than this one, which next to no record holds."""
        ...


@dataclass(frozen=True, slots=True)
class Repaired:
    """A query after repair.

    Attributes:
        text: the query as it is taken.
        notes: what was done.
        alternatives: whole queries that it may have been instead.
    """

    text: str
    notes: tuple[Understood, ...] = ()
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A token of a query with terms that would raise a document."""

    text: str
    terms: Terms
    boosts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Chunk:
    """A piece between blanks: the core with what stands around it."""

    before: str
    core: str
    after: str
    now: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.now = self.core


def repair(text: str, lexicon: Lexicon, today: date) -> Repaired:
    """Mend the layout, look-alike letters and slips of a query; «прошлый год» becomes its number."""
    notes: list[Understood] = []
    mended = repair_lookalikes(text)
    if mended != text:
        notes.append(Understood(text, mended, "lookalike"))
    chunks = [_chunk(piece) for piece in mended.split()]
    _mend_layout(chunks, lexicon)
    _note(chunks, "layout", notes)
    _mend_twins(chunks, lexicon)
    _note(chunks, "lookalike", notes)
    taken = " ".join(one.before + one.now + one.after for one in chunks)
    taken = _name_years(taken, lexicon, today, notes)
    taken, slips, alternatives = _mend_slips(taken, lexicon)
    return Repaired(taken, (*notes, *slips), tuple(alternatives))


def _name_years(text: str, lexicon: Lexicon, today: date, notes: list[Understood]) -> str:
    """«за прошлый год» with the number of the year, where the records know it."""

    def named(found: re.Match[str]) -> str:
        away = next(away for stem, away in _YEARS_AWAY.items() if fold(found.group()).startswith(stem))
        year = str(today.year + away)
        if not lexicon.knows(terms(year)):
            return found.group()
        notes.append(Understood(found.group(), f"{year} {found[1]}", "date"))
        return f"{year} {found[1]}"

    return _YEAR_WORDS.sub(named, text)


def _chunk(piece: str) -> _Chunk:
    core = piece.lstrip(_EDGES)
    before = piece[: len(piece) - len(core)]
    bare = core.rstrip(_EDGES)
    return _Chunk(before, bare, core[len(bare) :])


def _note(chunks: Sequence[_Chunk], why: str, notes: list[Understood]) -> None:
    changed = [one for one in chunks if one.now != one.core]
    if changed:
        before, after = (" ".join(getattr(one, name) for one in changed) for name in ("core", "now"))
        notes.append(Understood(before, after, why))
        for one in changed:
            one.core = one.now


def _mend_layout(chunks: Sequence[_Chunk], lexicon: Lexicon) -> None:
    """First the words that are beyond doubt, then, if there were any, the short ones beside them."""
    for one in chunks:
        one.now = _other_layout(one.core, lexicon, sure=False)
    if any(one.now != one.core for one in chunks):
        for one in chunks:
            if one.now == one.core:
                one.now = _other_layout(one.core, lexicon, sure=True)


def _other_layout(core: str, lexicon: Lexicon, *, sure: bool) -> str:
    """The core in the other layout if it makes sense there and does not here, else as it is."""
    if _CYRILLIC.search(core):
        latin = typed_in_latin(core)
        if not latin.isascii() or not latin.isalnum() or len(latin) < _SHORTEST_SLIPPED:
            return core
        return latin if not _sensible(core, lexicon) and _held(latin, lexicon) else core
    if not _LATIN.search(core) or core.lower() in _SIGNS:
        return core
    for keys in dict.fromkeys((core, core.rstrip(_PUNCTUATION))):
        russian = typed_in_russian(keys)
        if not _RUSSIAN_WORD.fullmatch(russian):
            continue
        long = sum(map(str.isalpha, russian)) >= _SHORTEST_SLIPPED
        held = keys.isalnum() and _held(keys, lexicon)
        if (long or sure) and not held and _sensible(russian, lexicon):
            return russian + core[len(keys) :]
    return core


def _held(text: str, lexicon: Lexicon) -> bool:
    found = [token.terms for token in tokens(text)]
    return bool(found) and all(lexicon.knows(given) for given in found)


def _sensible(word: str, lexicon: Lexicon) -> bool:
    """Whether a Russian word is one: of the language or of the records."""
    folded = fold(word)
    if folded in stop_words() or folded in question_words() or analyzer().word_is_known(folded):
        return True
    return _held(word, lexicon)


def _mend_twins(chunks: Sequence[_Chunk], lexicon: Lexicon) -> None:
    """Words all of Latin letters that look like Russian ones: «CHT» for «СНТ»."""
    for one in chunks:
        if one.core.isascii() and one.core.isalpha() and len(one.core) > 1 and not _held(one.core, lexicon):
            russian = number_key(one.core)
            if not _LATIN.search(russian) and _held(russian, lexicon):
                one.now = russian.upper() if one.core.isupper() else russian


def _mend_slips(text: str, lexicon: Lexicon) -> tuple[str, list[Understood], list[str]]:
    """Replace words that no record holds by the one word that is a slip away; several become suggestions."""
    notes: list[Understood] = []
    alternatives: list[str] = []
    for start, end, given in reversed(_mistakable_words(text)):
        typed = text[start:end]
        known = lexicon.knows(given)
        near = lexicon.likelier(fold(typed), given) if known else lexicon.near(fold(typed))
        if len(near) == 1 and not known:
            notes.insert(0, Understood(typed, near[0], "typo"))
            text = text[:start] + near[0] + text[end:]
        else:
            alternatives += [text[:start] + one + text[end:] for one in near[:_MOST_SUGGESTED]]
    return text, notes, alternatives


def _mistakable_words(text: str) -> list[tuple[int, int, Terms]]:
    """Words of some length that are neither prefixes nor question words."""
    return [
        (token.start, token.end, token.terms)
        for token in tokens(text)
        if token.terms.kind == "word"
        and token.end - token.start >= _SHORTEST_MISTYPED
        and text[token.end : token.end + 1] != "*"
        and fold(text[token.start : token.end]) not in question_words()
    ]


def join_numbers(typed: Sequence[Typed], lexicon: Lexicon) -> tuple[list[Typed], list[Understood]]:
    """Draw together «131 ФЗ», «ФЗ 131» and «131 п»; let «закон 131» raise № 131-ФЗ."""
    joined: list[Typed] = []
    notes: list[Understood] = []
    for one in typed:
        drawn = _drawn(joined[-1], one, lexicon) if joined else None
        if drawn:
            before = f"{joined[-1].text} {one.text}"
            joined[-1] = drawn
            notes.append(Understood(before, _printed(drawn.terms.whole), "number"))
        else:
            joined.append(_turned(one))
    for at, one in enumerate(joined):
        if one.terms.kind == "digits" and any(_law(other) for other in joined[max(at - 1, 0) : at + 2]):
            law = f"{one.terms.whole}-фз"
            if lexicon.knows(terms(law)):
                joined[at] = Typed(one.text, one.terms, (law,))
                notes.append(Understood(one.text, _printed(law), "number"))
    return joined, notes


def _printed(number: str) -> str:
    """As acts print it: «131-ФЗ», «131-п»."""
    head, _, tail = number.partition("-")
    return f"{head}-{tail.upper()}" if tail in _SERIES else number


def _law(one: Typed) -> bool:
    return one.terms.whole == "закон"


def _turned(one: Typed) -> Typed:
    """«ФЗ-131» as «131-ФЗ»."""
    head, _, tail = one.terms.whole.partition("-")
    if one.terms.kind == "number" and head in _SERIES and tail.isdigit():
        return Typed(one.text, terms(f"{tail}-{head}"))
    return one


def _drawn(one: Typed, other: Typed, lexicon: Lexicon) -> Typed | None:
    figures, letters = (one, other) if one.terms.kind == "digits" else (other, one)
    series = letters.terms.whole
    if figures.terms.kind != "digits" or letters.terms.kind != "word" or len(series) > 3:
        return None
    whole = terms(f"{figures.terms.whole}-{series}")
    if series in _SERIES or (letters is other and series not in stop_words() and lexicon.knows(whole)):
        return Typed(f"{one.text} {other.text}", whole)
    return None


def suggest(repaired: Repaired, words: Sequence[Word], lexicon: Lexicon) -> list[str]:
    """Other queries worth trying, where some words are held by no record."""
    content = [word for word in words if word.content]
    missing = [word for word in content if not lexicon.knows(_terms_of(word))]
    found = list(repaired.alternatives)
    if missing and len(missing) < len(content):
        found.append(_trimmed([word for word in words if word not in missing]))
    for word in missing:
        figures = re.match(r"\d+(?=\D)", word.words[0])
        if figures and lexicon.knows(terms(figures.group())):
            found.append(figures.group())
    return found[: 2 * _MOST_SUGGESTED]


def _trimmed(words: Sequence[Word]) -> str:
    """The words without stop words at the ends."""
    content = [at for at, word in enumerate(words) if word.content]
    return " ".join(word.text for word in words[content[0] : content[-1] + 1])


def _terms_of(word: Word) -> Terms:
    return Terms("word", word.words[0], word.words + word.boosts, word.stems)
