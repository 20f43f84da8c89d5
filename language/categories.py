"""Categories of acts, suggested by the words of the title and of the head of the text."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from language.citation_titles import quote_end
from language.normal import clean, fold
from language.readings import Suggestion
from language.words import WORD, stem

FALLBACK = "charter-acts"
DRAFTS = "drafts"
_HEAD = 1500
_TITLE_OF_TEXT = 400
_GAP = 3
_MOST = 6
_STRONG, _WEAK, _BODY = 3, 2, 1
_CONFIDENCE = {_STRONG: 0.9, _WEAK: 0.6, _BODY: 0.4}
_CHANGES = re.compile(
    r"\s*(?:о|об|про)?\s*(?:вне[а-я]+\s+изменени[а-я]+|изменени[а-я]+|признани[а-я]+\s+утратив[а-я]+|отмен[а-я]+"
    r"|приостановлени[а-я]+|продлени[а-я]+|внес[а-я]+\s+дополнени[а-я]+)\b"
)
_OUTER = re.compile(r"\b(?:решени|постановлени|распоряжени|приказ)[а-я]*")
_INNER = re.compile(r"[«\"„]\s*(об?\s.*)", re.DOTALL)
_CHANGED_INSIDE = re.compile(
    r"\b(?:решени[еяй]|постановлени[еяй]|распоряжени[еяй]|приказ[а-я]{0,2})\s(?:(?!закон)[^«\"„;]){0,160}"
    r"№[^«\"„;]{1,30}(?=[«\"„]\s*об?\s)"
)
_UNQUOTED_INNER = re.compile(r"(?:№\s?\S+|\d{4}\s?(?:г\.?|года)?)\s+(об?\s+[а-я].*)", re.DOTALL)
_DRAFT_LINE = re.compile(r"(?:\A|\n)\s*(?:проект|п р о е к т)\s*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class _Step:
    """One word of a cue: its stems or beginnings, and how many words may stand before it."""

    stems: frozenset[str]
    beginnings: tuple[str, ...]
    gap: int

    def fits(self, word: str, word_stem: str) -> bool:
        return word_stem in self.stems or (bool(self.beginnings) and word.startswith(self.beginnings))


@dataclass(frozen=True, slots=True)
class _Cue:
    slug: str
    steps: tuple[_Step, ...]
    strength: int


@dataclass(frozen=True, slots=True)
class _Tables:
    ranks: dict[str, int]
    by_stem: dict[str, list[_Cue]]
    by_beginning: dict[str, list[_Cue]]


@dataclass(frozen=True, slots=True)
class _Match:
    slug: str
    strength: int
    start: int
    end: int


def suggest(title: str, text: str, kind: str | None) -> tuple[Suggestion, ...]:
    """Categories for an act, the likeliest first, each with the words that speak for it.

    The title decides; the head of the text only proposes. ``drafts`` stands beside the topic, and is first
    only when there is none; ``charter-acts`` is what every act falls back to.

    Args:
        title: the title, or "" when none was read; then the beginning of the text is taken for it.
        text: the text of the act.
        kind: its kind («проект решения»), or None.
    """
    head = clean(text[:_HEAD])
    given = clean(title).strip()
    subject = _subject(given or head[:_TITLE_OF_TEXT])
    found: dict[str, tuple[int, str]] = {}
    _note(found, subject, _BODY)
    if given:
        if not any(strength > _BODY for strength, _ in found.values()) and _CHANGES.match(fold(given)):
            _note(found, _named_inside(head), _WEAK, most=_WEAK)
        _note(found, head, _STRONG, most=_BODY)
    if _is_draft(kind, head):
        found[DRAFTS] = found.get(DRAFTS, (_BODY, "проект"))
    return _ordered(found)


def _subject(title: str) -> str:
    """The title, or of «О внесении изменений в решение ... «О ...»» the title inside."""
    low = fold(title)
    if not _CHANGES.match(low) or not _OUTER.search(low, 0, 160):
        return title
    inner = _INNER.search(low) or _UNQUOTED_INNER.search(low)
    return title[inner.start(1) :] if inner else title


def _named_inside(head: str) -> str:
    """The title of the act that an act without a topic of its own changes, as its first point quotes it."""
    named = _CHANGED_INSIDE.search(fold(head))
    return head[named.end() : quote_end(head, named.end())] if named else ""


def _note(found: dict[str, tuple[int, str]], text: str, least: int, most: int = _STRONG) -> None:
    """Take in the cues of a text that are strong enough, none for more than a given strength."""
    for match in _matches(text):
        strength = min(match.strength, most)
        if match.strength >= least and found.get(match.slug, (0, ""))[0] < strength:
            found[match.slug] = (strength, " ".join(text[match.start : match.end].split()))


def _is_draft(kind: str | None, head: str) -> bool:
    return bool(kind and kind.startswith("проект")) or (
        kind is None and bool(_DRAFT_LINE.search(fold(head[:300])))
    )


def _ordered(found: dict[str, tuple[int, str]]) -> tuple[Suggestion, ...]:
    ranks = _tables().ranks
    slugs = sorted(found, key=lambda slug: (-found[slug][0], ranks[slug]))
    titled = [slug for slug in slugs if slug != DRAFTS and found[slug][0] > _BODY]
    proposed = [slug for slug in slugs if slug != DRAFTS and found[slug][0] == _BODY]
    if DRAFTS in found:
        topic = bool(titled) and (titled[0] != FALLBACK or found[FALLBACK][0] == _STRONG)
        titled.insert(1 if topic else 0, DRAFTS)
    order = list(dict.fromkeys([*(titled or [FALLBACK]), *proposed]))[:_MOST]
    if FALLBACK not in order:
        order.append(FALLBACK)
    return tuple(_suggestion(slug, found.get(slug)) for slug in order)


def _suggestion(slug: str, found: tuple[int, str] | None) -> Suggestion:
    return Suggestion(slug, _CONFIDENCE[found[0]], found[1]) if found else Suggestion(slug, 0.2, "")


def _matches(text: str) -> list[_Match]:
    """All cues in a text, without those that a «not» cue of their category explains."""
    tables = _tables()
    low = fold(text)
    places = [(found.start(), found.end()) for found in WORD.finditer(low)]
    words = [low[start:end] for start, end in places]
    stems = [stem(word) for word in words]
    matches: list[_Match] = []
    denied: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, word in enumerate(words):
        cues = [*tables.by_stem.get(stems[at], ()), *tables.by_beginning.get(word[:3], ())]
        for cue in cues:
            last = _follow(cue, words, stems, at)
            if last is None:
                continue
            if cue.strength:
                matches.append(_Match(cue.slug, cue.strength, at, last))
            else:
                denied[cue.slug].append((at, last))
    kept = [match for match in matches if not _explained(match, denied[match.slug])]
    return [
        _Match(match.slug, match.strength, places[match.start][0], places[match.end][1]) for match in kept
    ]


def _explained(match: _Match, denied: Sequence[tuple[int, int]]) -> bool:
    return any(start <= match.end and match.start <= end for start, end in denied)


def _follow(cue: _Cue, words: list[str], stems: list[str], at: int) -> int | None:
    """Where a cue that may begin at a word ends, or None."""
    if not cue.steps[0].fits(words[at], stems[at]):
        return None
    for step in cue.steps[1:]:
        reach = range(at + 1, min(len(words), at + 2 + step.gap))
        following = next((place for place in reach if step.fits(words[place], stems[place])), None)
        if following is None:
            return None
        at = following
    return at


@cache
def _tables() -> _Tables:
    raw = tomllib.loads(files("language").joinpath("data", "categories.toml").read_text("utf-8"))
    tables = _Tables({}, defaultdict(list), defaultdict(list))
    for row in raw["categories"]:
        tables.ranks[row["slug"]] = row["rank"]
        for name, strength in (("strong", _STRONG), ("weak", _WEAK), ("hint", _BODY), ("not", 0)):
            for written in row[name]:
                _enter(tables, _cue(row["slug"], written, strength))
    return tables


def _enter(tables: _Tables, cue: _Cue) -> None:
    first = cue.steps[0]
    for word_stem in first.stems:
        tables.by_stem[word_stem].append(cue)
    for beginning in {beginning[:3] for beginning in first.beginnings}:
        tables.by_beginning[beginning].append(cue)


def _cue(slug: str, written: str, strength: int) -> _Cue:
    steps: list[_Step] = []
    gap = 0
    for part in written.split():
        if part == "~":
            gap = _GAP
            continue
        options = [option.strip("«»") for option in part.split("|")]
        whole = frozenset(stem(option) for option in options if not option.endswith("*"))
        steps.append(
            _Step(whole, tuple(fold(option[:-1]) for option in options if option.endswith("*")), gap)
        )
        gap = 0
    return _Cue(slug, tuple(steps), strength)
