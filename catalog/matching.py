"""Which act is meant by a citation: kinds and issuers compared, pure functions.

A citation names an act by its day and number and often leaves the rest to the reader: «решение Совета от
05.03.2012 № 12». Numbers restart each year with every issuer, so that a coincidence of day and number alone
proves nothing when both issuers are known. What stays doubtful is left unresolved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from catalog.keys import name_key

_STEM = 5  # letters of a word that case endings leave alone
# What names of bodies have in common everywhere; the rest of a name tells where it sits.
_EVERYWHERE = frozenset({
    "админ", "глава", "главы", "город", "депут", "дума", "думой", "думы", "закон", "комит", "край", "края",
    "местн", "муниц", "народ", "облас", "образ", "округ", "отдел", "посел", "предс", "район", "респу",
    "росси", "самоу", "сельс", "собра", "совет", "созыв", "управ", "федер",
})  # fmt: skip
_SHORT = frozenset({"и", "по", "о", "об", "в", "на", "г", "гор", "мо", "рф"})
_BY_SUBJECT = ("закон", "кодекс", "указ", "конституц")


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation tells of the act it means, and who cites.

    Attributes:
        relation: what the citing act does to it.
        kind: or None.
        issuer: or None.
        by_record: the citing record, which is never its own target.
        by_issuer: the issuer of the citing act, or None.
    """

    relation: str
    kind: str | None
    issuer: str | None
    by_record: int
    by_issuer: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act of the day and number that a citation names."""

    record: int
    kind: str | None
    issuer: str | None
    issuer_id: int | None
    draft: bool


def meant(cited: Cited, candidates: Sequence[Candidate]) -> int | None:
    """The act that is meant: the one best supported, or None where two issuers are equally likely."""
    if cited.relation == "reports":  # a newspaper writes of acts of others, never of its own
        cited = replace(cited, by_issuer=None)
    ranked = [
        (rank, candidate)
        for candidate in candidates
        if candidate.record != cited.by_record
        and _kinds_agree(cited, candidate)
        and (rank := _issuer_rank(cited, candidate)) is not None
    ]
    if not ranked:
        return None
    best = max(rank for rank, _candidate in ranked)
    likely = [candidate for rank, candidate in ranked if rank == best]
    if len({candidate.issuer_id for candidate in likely}) > 1:
        return None
    by_name = [candidate for candidate in likely if same_kind(cited.kind, candidate.kind)]
    return min(candidate.record for candidate in by_name or likely)


def same_issuer(one: str | None, other: str | None) -> bool:
    """Whether two names may mean one body: the words of the shorter stand in the longer. Unknown is none."""
    if not one or not other:
        return False
    first, second = _stems(one), _stems(other)
    return bool(first and second) and (first <= second or second <= first)


def same_kind(one: str | None, other: str | None) -> bool:
    """Whether two kinds may be one: the words of one stand in the other («закон», «федеральный закон»)."""
    if not one or not other:
        return True
    first, second = set(name_key(one).split()), set(name_key(other).split())
    return first <= second or second <= first


def _kinds_agree(cited: Cited, candidate: Candidate) -> bool:
    if candidate.draft:
        return False
    if cited.kind is None:
        return candidate.kind != "приложение"  # it bears the day and number of the act that it belongs to
    return same_kind(cited.kind, candidate.kind) or _charter_by_its_decision(cited, candidate)


def _charter_by_its_decision(cited: Cited, candidate: Candidate) -> bool:
    """Whether a charter is named by the decision that adopted it: «Устав, принятый решением от ... № ...»."""
    adopted = candidate.kind == "устав" and name_key(cited.kind or "") in {"решение", "постановление"}
    return adopted and cited.relation != "attachment-of"


def _issuer_rank(cited: Cited, candidate: Candidate) -> int | None:
    """0 where nothing is known, higher the better two names agree, None where they differ."""
    if not candidate.issuer:
        return 0
    own = bool(cited.by_issuer) and same_issuer(cited.by_issuer, candidate.issuer)
    if not cited.issuer:
        foreign = cited.by_issuer and not own and not _of_the_state(candidate.kind)
        return None if foreign else 3 * own
    if not same_issuer(cited.issuer, candidate.issuer):
        return None
    if own or name_key(cited.issuer) == name_key(candidate.issuer):
        return 3
    return 2 if _place_agrees(cited, candidate.issuer) else None


def _of_the_state(kind: str | None) -> bool:
    return any(word in name_key(kind or "") for word in _BY_SUBJECT)


def _place_agrees(cited: Cited, issuer: str) -> bool:
    """Whether the words that a citation leaves out («Заречного района») agree with the citing act."""
    if not cited.by_issuer:
        return True
    if same_issuer(cited.issuer, cited.by_issuer):
        return False  # the citing body means itself by so general a name, and this is another
    known = _stems(cited.issuer or "") | _stems(cited.by_issuer)
    left_out = [stem for stem in _in_order(issuer) if stem not in _EVERYWHERE]
    return not left_out or left_out[0] in known


def _stems(name: str) -> frozenset[str]:
    return frozenset(_in_order(name))


@lru_cache(maxsize=8192)
def _in_order(name: str) -> tuple[str, ...]:
    return tuple(word[:_STEM] for word in name_key(name).split() if word not in _SHORT)
