"""Which acts an article is about though it gives no number: by words of their titles, by a programme.

An article that names an act by day and number has its relation by that already; here it is found by what it
tells. Words that few acts of the time have count more. Everything found is a proposal for a librarian.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from acts.likeness import names_in, stems, telling_stems, without_names
from catalog.model import Proposal, Record, RecordClass, RelationDraft
from catalog.stores.surveys import Titled
from catalog.unit_of_work import UnitOfWork
from language.normal import fold
from language.words import stem

REPORTS = "reports"
PROPOSED_FROM = 0.5
_BEFORE, _AFTER = timedelta(days=180), timedelta(days=30)  # an act's day against that of the article
_AT_MOST = 3
_ARTICLES = 60
_AGAIN = 8  # articles that are looked at again when an act arrives
_READ = 8_000
_ENOUGH_WORDS = 3
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[А-ЯЁA-Z«\"])|\n+(?=[А-ЯЁ«])|\n{2,}|\f")
_SENTENCE = 600
_DRAFT = stem("проект")


@dataclass(frozen=True, slots=True)
class _Article:
    """A clipping as it is compared."""

    record: int
    day: date
    headline: frozenset[str]
    words: frozenset[str]
    folded: str
    text: str


@dataclass(frozen=True, slots=True)
class _Match:
    """An act that an article seems to be about."""

    act: Titled
    confidence: float
    found: frozenset[str]
    name: str


def acts_in_article(work: UnitOfWork, press: Record) -> list[Proposal]:
    """The acts that an article seems to be about, the likeliest first, three at most."""
    day = press.date or press.received.date()
    acts = work.surveys.of_time(RecordClass.ACT, day - _BEFORE, day + _AFTER)
    if not acts:
        return []
    article = _article(press.id, press.title, day, work.texts.pages(press.id))
    weights = _weights(acts)
    found = [match for act in acts if (match := _match(article, act, weights)) is not None]
    found = _of_the_named_place(article, found)
    found.sort(key=lambda one: (-one.confidence, one.act.record))
    return [_proposal(article, match) for match in found[:_AT_MOST]]


def articles_on_act(work: UnitOfWork, act: Record) -> list[int]:
    """Articles that may be about an act; whether they are, ``acts_in_article`` tells for each."""
    if act.date is None:
        return []
    near = work.surveys.of_time(RecordClass.PRESS, act.date - _AFTER, act.date + _BEFORE)
    day = act.date
    near.sort(key=lambda one: (abs((one.date or day) - day), one.record))
    near = near[:_ARTICLES]
    pages = work.texts.many_pages([one.record for one in near]) if near else {}
    wanted, names = _subject(act.title, act.issuer), _names(act.title, act.issuer)
    found: list[tuple[float, int]] = []
    for one in near:
        article = _article(one.record, one.title, one.date or day, pages.get(one.record, ()))
        shared = len(wanted & article.words)
        named = any(name in article.folded for name in names)
        if named or (shared >= 2 and 2 * shared >= len(wanted)):
            found.append((named + shared / max(len(wanted), 1), one.record))
    return [record for _share, record in sorted(found, reverse=True)[:_AGAIN]]


def _article(record: int, title: str, day: date, pages: Sequence[str]) -> _Article:
    text = "\f".join(pages)[:_READ]
    folded = " ".join(fold(f"{title} {text}").split())
    return _Article(
        record,
        day,
        frozenset(stems(title)),
        frozenset(stems(f"{title}\n{text}")),
        folded,
        f"{title}\n\n{text}",
    )


def _weights(acts: Iterable[Titled]) -> dict[str, float]:
    """How much each word of titles tells: the rarer, the more."""
    counts: Counter[str] = Counter()
    total = 0
    for act in acts:
        counts.update(telling_stems(act.title))
        total += 1
    return {word: math.log(1 + (total + 5) / count) for word, count in counts.items()}


def _match(article: _Article, act: Titled, weights: dict[str, float]) -> _Match | None:
    wanted = _subject(act.title, act.issuer)
    found = wanted & article.words
    names = [name for name in _names(act.title, act.issuer) if name in article.folded]
    if not names and len(found) < min(_ENOUGH_WORDS, max(2, len(wanted))):
        return None
    whole = sum(weights[word] for word in wanted) or 1.0
    share = sum(weights[word] for word in found) / whole if wanted else 1.0
    heard = sum(weights[word] for word in found & article.headline) / whole
    confidence = (0.65 + 0.2 * share) if names else (0.8 if len(found) >= _ENOUGH_WORDS else 0.65) * share**2
    confidence = (confidence + 0.15 * min(1.0, 2 * heard)) * _nearness(article, act) * _place(article, act)
    if _DRAFT in stems(act.title) and _DRAFT not in article.words:
        confidence *= 0.7  # hearings on a draft are seldom what an article on the adopted act is about
    if confidence < PROPOSED_FROM:
        return None
    return _Match(act, min(confidence, 0.95), found, max(names, key=len, default=""))


def _nearness(article: _Article, act: Titled) -> float:
    away = abs(((act.date or article.day) - article.day).days)
    return 1.0 if away <= 45 else 0.93 if away <= 100 else 0.85


def _place(article: _Article, act: Titled) -> float:
    """An act of another village is less likely to be meant than one whose place the article names."""
    return 1.0 if _place_named(article, act) else 0.85


def _place_named(article: _Article, act: Titled) -> bool:
    places = telling_stems(act.issuer or "")
    return not places or bool(places & article.words)


def _of_the_named_place(article: _Article, found: Sequence[_Match]) -> list[_Match]:
    """Where the article names the place of one act, acts of like titles of places that it leaves out go."""
    named = [match for match in found if _place_named(article, match.act)]
    if not named:
        return list(found)
    told = frozenset[str]().union(*(match.found for match in named))
    return [
        match for match in found if match.name or not match.found <= told or _place_named(article, match.act)
    ]


def _subject(title: str, issuer: str | None) -> frozenset[str]:
    """What a title is about, word by word: names in quotes count whole, and the place is of the issuer."""
    return telling_stems(without_names(title)) - telling_stems(issuer or "")


def _names(title: str, issuer: str | None) -> list[str]:
    """Names in quotes of a title that are not the name of the municipality."""
    own = fold(issuer or "")
    return sorted(name for name in names_in(title) if name not in own)


def _proposal(article: _Article, match: _Match) -> Proposal:
    act = match.act
    said = RelationDraft(
        REPORTS,
        match.name or act.title,
        kind=act.kind,
        issuer=act.issuer,
        number=act.number,
        date=act.date,
        title=act.title,
        sentence=_sentence(article, match),
        confidence=round(match.confidence, 2),
    )
    return Proposal(article.record, act.record, said)


def _sentence(article: _Article, match: _Match) -> str:
    """The sentence of the article that tells most of the act."""
    sentences = [one for one in _SENTENCE_END.split(article.text) if one.strip()]

    def tells(sentence: str) -> int:
        named = match.name and match.name in " ".join(fold(sentence).split())
        return len(match.found & frozenset(stems(sentence))) + 5 * bool(named)

    return " ".join(max(sentences, key=tells, default="").split())[:_SENTENCE]
