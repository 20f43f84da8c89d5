"""Acts cited by name alone: laws by title or colloquial number, charters, constitutions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.citation_heads import Head
from language.citation_kinds import KindWord, grammar

_NUMBER_BEFORE = re.compile(r"(?<![\d.,№\w-])(\d{2,3})(?:\s?-\s?(?:й|го|му|м|ый|ого|ом))?\s{1,2}\Z")
_NUMBER_AFTER = re.compile(
    r"(?:\s{1,2}|\s?-\s?)(\d{1,3})(?![\d.\w-])(?!\s*(?:год|г\.|руб|тыс|%|стат|част|пункт|дн|янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек))"
)
_GOES_ON = re.compile(r"\s*(?:от\s|№|[«\"]|об?\s|российск|рф\b|росси|[а-я]+(?:ской|ского)\s)")
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:стат|част|пункт|подпункт|глав|раздел|абзац)[а-я]*|\b(?:ст|ч|п|пп|гл)\.?|[,;]|\bи|\d)\s*\Z"
)
_UNQUOTED_TITLE = re.compile(r"\s{1,3}(об?\s+[а-я][^,;.()\n]{8,160})")
_GENERIC = re.compile(
    r"об?\s(?:проведени|внесени|возможност|назначени|признани|том\b)|соответствующ|текущ|очередн|внесении|плановый"
)
_OWNER = re.compile(r"[^,;.()\n:]{0,140}(?:\n(?!\s*\n)[^,;.()\n:]{0,90})?")
_OWNER_END = re.compile(
    r"\s(?:и|а|в|на|с|со|по|от|для|о|об|следующ[а-я]*|реш[а-я]*|постанов[а-я]*|утвержд[а-я]*|принят[а-я]*|зарегистр[а-я]*"
    r"|котор[а-я]*|вступа[а-я]*|подлеж[а-я]*|определ[а-я]*|устанавл[а-я]*|регулир[а-я]*|изменени[а-я]*|дополнени[а-я]*|глава|совет|дума|собрание|администрация|п\s?о\s?с\s?т|р\s?е\s?ш|является|имеет|не)(?![а-я])"
)
_OWNER_TRIM = ' \n"»«-–—'
_HEADING = 400
_MAKING = re.compile(
    r"\b(?:утвердить|утверждении|утверждает|принять|принятии|регистрации|проект[а-я]*|прилагаем[а-я]+|утвердив|опубликовать|новый|типов[а-я]+)\s+\Z"
)
_MUNICIPAL = re.compile(
    r"\s+(?:муниципальн|город|район|сел|поселен|посел|округ|област|кра[яй]|республик|мо\b|мр\b|[а-я-]+(?:ского|ской|цкого|цкой|ого|ой)\s)"
)


@dataclass(frozen=True, slots=True)
class NamedLaw:
    """A law without a date: its number or its title, where its name begins and ends."""

    number: str | None
    title: str | None
    start: int
    end: int


def law_by_name(src: str, low: str, word: KindWord, head: Head) -> NamedLaw | None:
    """«Федеральный закон «О ...»», «решением Думы «О бюджете»», or None."""
    if head.title and head.end > word.end:
        if word.group == "law" or (word.group == "decree" and _cited_by_title(src, word, head)):
            return NamedLaw(None, head.title, word.start, head.end)
        return None
    if word.name == "федеральный закон" and not word.plural and not src[word.start : word.end].isupper():
        found = _UNQUOTED_TITLE.match(low, word.end)
        if found and not _GENERIC.search(found[1]):
            return NamedLaw(
                None, " ".join(src[found.start(1) : found.end()].split()), word.start, found.end()
            )
    return None


def _cited_by_title(src: str, word: KindWord, head: Head) -> bool:
    """Whether a decree is cited by issuer and title alone: «приказом Министерства «Об утверждении ...»»."""
    named = head.issuer[1] > head.issuer[0] and not src[word.start].isupper()
    return named and (head.title or "")[:2].lower() in {"о ", "об"}


def colloquial_law(low: str, word: KindWord) -> NamedLaw | None:
    """«закон 131», «ФЗ-131», «131 закон», or None."""
    if word.group != "law" or word.plural:
        return None
    after = _NUMBER_AFTER.match(low, word.end)
    if after:
        return NamedLaw(f"{after[1]}-ФЗ", None, word.start, after.end())
    before = (
        None
        if _GOES_ON.match(low, word.end)
        else _NUMBER_BEFORE.search(low, max(0, word.start - 10), word.start)
    )
    if before and not _PLACE_BEFORE.search(low, max(0, before.start() - 14), before.start()):
        return NamedLaw(f"{before[1]}-ФЗ", None, before.start(), word.end)
    return None


def charter_named(src: str, low: str, word: KindWord, *, own_kind: str) -> tuple[tuple[int, int], int] | None:
    """The owner of a charter and where its name ends; None for charters of institutions and companies."""
    if word.plural or _MAKING.search(low, max(0, word.start - 40), word.start):
        return None
    heading = word.start < _HEADING and (own_kind == "устав" or src[word.start : word.end].isupper())
    owner = _owner(low, word.end)
    bare = not owner.strip(_OWNER_TRIM)
    if "n" in word.cases and (heading or (bare and word.cases == "n")) and not _leads(low, word.start):
        return None
    common = not src[word.start].isupper() and not _MUNICIPAL.match(owner)
    if common or grammar().institutions.search(owner):
        return None
    tail = word.end + len(owner.rstrip(_OWNER_TRIM))
    kept = low[word.end : tail]
    if kept.count("«") > kept.count("»") and low[tail : tail + 2].strip()[:1] == "»":
        tail = low.index("»", tail) + 1
    return (min(word.end + 1, tail), tail), tail


def _owner(low: str, at: int) -> str:
    """The words behind «устав» up to the end of its owner's name."""
    found = _OWNER.match(low, at)
    end = found.end() if found else at
    stop = _OWNER_END.search(low, at, end)
    return low[at : stop.start() if stop else end]


def _leads(low: str, at: int) -> bool:
    return bool(re.compile(r"\b(?:в|к|из|по)\s+\Z").search(low, max(0, at - 6), at))


def constitution_named(
    src: str, low: str, word: KindWord, *, own_kind: str
) -> tuple[tuple[int, int], int] | None:
    """Where the name of a constitution ends; None for a common noun."""
    del own_kind
    owner = re.compile(
        r"\s+(?:российской\s+федерации|рф\b|россии\b|рсфср|ссср|республики\s+[а-я]+(?:\s*[-–(]\s*[а-я]+\)?)?)"
    ).match(low, word.end)
    if owner:
        return (word.end + 1, owner.end()), owner.end()
    return ((word.end, word.end), word.end) if src[word.start].isupper() else None
