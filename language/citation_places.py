"""Articles, parts and points named with an act: «пунктом 1 части 10 статьи 35, статьей 44»."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ORDINALS = {
    "перв": "1", "втор": "2", "трет": "3", "четверт": "4", "пят": "5",
    "шест": "6", "седьм": "7", "восьм": "8", "девят": "9", "десят": "10",
}  # fmt: skip
_VALUE = (
    r"(?:\d{1,4}(?:\.\d{1,3}){0,4}(?:\s?[-–—]\s?\d{1,4}(?:\.\d{1,3}){0,3})?[а-я]?(?![а-яa-z])"
    r"|[«\"]?[а-я][»\"](?!\w)|[ivx]{1,5}\b"
    r"|(?:перв|втор|трет|четверт|пят|шест|седьм|восьм|девят|десят)[а-я]{1,4}\b)"
)
_UNIT = re.compile(
    r"\b(?P<word>подпункт[а-я]*|подп\.?|пункт[а-я]*|пп\.?|п\.\s?п\.|п\.?|част[ьияе][а-я]{0,2}|ч\.\s?ч\.|ч\.?"
    r"|стат(?:ь|ей)[а-я]{0,3}|ст\.\s?ст\.|ст\.?|абзац[а-я]*|абз\.?|глав(?:а|ы|е|у|ой|ами|ах)?|гл\.|раздел[а-я]*"
    r"|приложени[а-я]+)\s{0,3}(?:№\s{0,3})?"
    rf"(?P<list>{_VALUE}(?:\s{{0,3}}(?:,|и|или|,\s?и)\s{{0,3}}(?:№\s{{0,3}})?{_VALUE}){{0,40}})"
)
_SPLIT = re.compile(r"\s*(?:,|\bи\b|\bили\b)\s*")
_JOIN = re.compile(r"[\s,;]{0,4}(?:\bи\b|\bили\b|\bа также\b)?[\s,]{0,4}\Z")
_LEAD = re.compile(
    r"\s{0,4}(?:(?:указанн|названн|вышеуказанн|упомянут|данн|областн|краев|республиканск|окружн)[а-я]+\s{1,3})?\Z"
)
_BEHIND = re.compile(r"\s{0,3}(?:[,(]\s{0,3}|(?=ст))")
_MAY_END = re.compile(
    r"(?:[\d»\"ivx][а-я]?|(?:перв|втор|трет|четверт|пят|шест|седьм|восьм|девят|десят)[а-я]{1,4})\s{0,4}(?:[а-я]{5,16}\s{1,3})?\Z"
)
_REACH = 260


@dataclass(slots=True)
class Places:
    """The places of one act that a text names, each list in the order of the text."""

    article: list[str] = field(default_factory=list)
    part: list[str] = field(default_factory=list)
    point: list[str] = field(default_factory=list)
    start: int = -1
    end: int = -1
    through: bool = False

    def __bool__(self) -> bool:
        return self.start >= 0

    def add(self, other: Places) -> None:
        """Take in the places of another mention of the same act."""
        for mine, theirs in (
            (self.article, other.article),
            (self.part, other.part),
            (self.point, other.point),
        ):
            mine.extend(value for value in theirs if value not in mine)


def places_before(low: str, end: int) -> Places:
    """The places that lead up to an act whose name begins at ``end``."""
    if not _MAY_END.search(low, max(0, end - 44), end):
        return Places()
    units = list(_UNIT.finditer(low, max(0, end - _REACH), end))
    taken: list[re.Match[str]] = []
    edge = end
    for unit in reversed(units):
        link = _JOIN if taken else _LEAD
        if not link.match(low, unit.end(), edge):
            break
        taken.insert(0, unit)
        edge = unit.start()
    return _gather(taken)


def places_after(low: str, start: int) -> Places:
    """The places that follow an act: «Федеральный закон № 131-ФЗ, статья 35», «(ст. 15)»."""
    lead = _BEHIND.match(low, start)
    if not lead:
        return Places()
    at = lead.end()
    taken: list[re.Match[str]] = []
    while unit := _UNIT.match(low, at):
        taken.append(unit)
        gap = re.compile(r"\s{0,3},?\s{0,3}(?:и\s{1,3})?").match(low, unit.end())
        at = gap.end() if gap else unit.end()
    if not taken or not re.compile(r"\s{0,3}(?:[).;,:]|\n|\Z)").match(low, taken[-1].end()):
        return Places()
    if re.compile(r"\s{0,3},\s{0,3}[а-я]").match(low, taken[-1].end()) and not low[
        start:
    ].lstrip().startswith("("):
        return Places()
    return _gather(taken)


def _gather(units: list[re.Match[str]]) -> Places:
    places = Places()
    if not units:
        return places
    places.start, places.end = units[0].start(), units[-1].end()
    for at, unit in enumerate(units):
        target = _target(places, unit["word"], units[at + 1]["word"] if at + 1 < len(units) else "")
        if target is not None:
            target.extend(value for value in _values(unit["list"]) if value not in target)
    return places


def _target(places: Places, word: str, following: str) -> list[str] | None:
    word, following = word.replace(".", "").replace(" ", ""), following.replace(".", "")
    if word.startswith("ст"):
        return places.article
    if word.startswith("ч"):
        return places.part
    if word.startswith(("пп", "подп")):
        return None if following.startswith("п") else places.point
    if word.startswith("п") and not word.startswith("прил"):
        return places.point
    return None


def _values(listed: str) -> list[str]:
    values = []
    for value in _SPLIT.split(listed):
        plain = re.sub(r"\s*[-–—]\s*", "-", value.replace("№", "").strip(' «»"'))
        values.append(next((number for stem, number in _ORDINALS.items() if plain.startswith(stem)), plain))
    return [value for value in values if value]


_APPROVED = re.compile(r"\b(?:утвержденн|принят|одобренн)[а-я]{2,4}\s{1,3}\Z")
_DOCUMENT = re.compile(
    r"\b(?:положени|порядк|правил|регламент|программ|методик|инструкци|перечн|состав|структур|стандарт|схем|реестр)[а-я]*"
)


def places_through(low: str, end: int) -> Places:
    """«пункт 3 Положения о ..., утверждённого решением»: places in what the act at ``end`` approved."""
    approved = _APPROVED.search(low, max(0, end - 22), end)
    if not approved:
        return Places()
    floor = max(0, approved.start() - 320)
    for document in _DOCUMENT.finditer(low, floor, approved.start()):
        places = places_before(low, document.start())
        if places and "." not in low[document.end() : approved.start()]:
            places.through = True
            return places
    return Places()
