"""Words that name an act in a citation («постановлением», «Бюджетного кодекса», «131-ФЗ») and their kind."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_FEDERAL = r"федеральн[а-я]{2,3}\s+(?P<constitutional>конституционн[а-я]{2,3}\s+)?"
_STATE = re.compile(r"\s*(?:российской\s+федерации|рф\b|россии\b)")
_SOVIET = re.compile(r"\s*(рсфср|ссср)\b")
_REGIONS = (
    ("области", re.compile(r"\bобласт[а-я]+")),
    ("края", re.compile(r"\bкра[яйюе]\b")),
    ("республики", re.compile(r"\bреспублик[а-я]*|\b(?:рт|рк|рб|рсо)\b")),
    ("округа", re.compile(r"\bавтономн[а-я]+\s+округ[а-я]*|\bюгр[ыа]\b")),
    ("города", re.compile(r"\bмосквы\b|\bсанкт-петербурга\b|\bсевастополя\b|\bгорода\b")),
)
_REGION_ADJECTIVE = re.compile(r"\b(областн|краев|республиканск|окружн|городск)[а-я]{2,3}\s+\Z")
_ADJECTIVE_REGIONS = {
    "областн": "области",
    "краев": "края",
    "республиканск": "республики",
    "окружн": "округа",
    "городск": "города",
}
_NUMBER_REGIONS = (
    ("оз", "области"),
    ("кз", "края"),
    ("зко", "области"),
    ("зрт", "республики"),
    ("рз", "республики"),
)
_FEDERAL_NUMBER = re.compile(r"ф(к)?[з3]\Z")
_METHODICAL = re.compile(r"\bметодическ[а-я]{2,4}\s+\Z")
_NO_CODE = re.compile(r"\s*(?:этик|чест|служебн|профессиональн|корпоративн|поведени)")
_CODE_PART = re.compile(r"\s*\(\s*част[а-я]+\s+[а-я]+\s*\)")
_CODE_LINK = re.compile(r"\s*(?:,|\bи\b|,\s*и\b)?\s*\Z")


@dataclass(frozen=True, slots=True)
class KindWord:
    """A word that names an act.

    Attributes:
        name: its nominative («постановление»).
        group: ``law``, ``decree``, ``letter``, ``code``, ``charter`` or ``constitution``.
        cases: the cases it may stand for: n, g, d, i, p in the singular, capitals in the plural.
        start: offset of the word, «федеральный» included.
        end: offset behind it.
    """

    name: str
    group: str
    cases: str
    start: int
    end: int

    @property
    def plural(self) -> bool:
        """Whether it can only be a plural."""
        return self.cases.isupper()

    @property
    def direct(self) -> bool:
        """Whether it may be a nominative or accusative."""
        return "n" in self.cases or "N" in self.cases

    @property
    def instrumental(self) -> bool:
        """Whether it may be the doer of a passive: «решением ... отменено»."""
        return "i" in self.cases or "I" in self.cases


@dataclass(frozen=True, slots=True)
class _Code:
    name: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Grammar:
    anchor: re.Pattern[str]
    words: re.Pattern[str]
    kinds: dict[str, tuple[str, str, dict[str, str]]]
    codes: tuple[_Code, ...]
    adjective: re.Pattern[str]
    short: re.Pattern[str]
    short_names: tuple[str, ...]
    letters: re.Pattern[str]
    institutions: re.Pattern[str]
    foreign: re.Pattern[str]


@cache
def grammar() -> _Grammar:
    """The tables of ``citation_kinds.toml``, read and compiled once."""
    table = tomllib.loads(files("language").joinpath("data", "citation_kinds.toml").read_text("utf-8"))
    kinds: dict[str, tuple[str, str, dict[str, str]]] = {}
    groups = []
    for at, row in enumerate(table["kinds"]):
        endings = table["declensions"][row["declension"]]
        tails = "|".join(sorted(endings, key=len, reverse=True))
        groups.append(f"(?P<k{at}>{row['stem']})(?P<e{at}>{tails})")
        kinds[f"k{at}"] = (row["name"], row["class"], endings)
    stems = "|".join(row["stem"] for row in table["kinds"])
    shorts = [(row["short"], row["name"]) for row in table["codes"] if "short" in row]
    abbreviation = "|".join(f"(?P<s{at}>{short})" for at, (short, _) in enumerate(shorts))
    befores = "|".join(row["before"] for row in table["codes"] if "before" in row)
    scan = (
        rf"\b(?:федеральн|{stems}|ред(?:\.|акци)|изм(?:\.|енени)|коап|"
        rf"(?:{'|'.join(short for short, _ in shorts)})\s+(?:рф|росс))|(?<=\d)фк?[з3]\b"
    )
    return _Grammar(
        anchor=re.compile(scan),
        words=re.compile(rf"(?:{_FEDERAL})?(?:{'|'.join(groups)})(?![а-я])"),
        kinds=kinds,
        codes=tuple(_code(row) for row in table["codes"]),
        adjective=re.compile(rf"\b(?:{befores})(?![а-я])"),
        short=re.compile(rf"(?:{abbreviation})(?:\s+(?:рф|россии)\b|(?<=коап)\b)"),
        short_names=tuple(name for _, name in shorts),
        letters=re.compile(rf"\b(?:{'|'.join(table['letters']['bodies'])})"),
        foreign=re.compile(rf"\s{{1,3}}(?:{'|'.join(table['foreign']['states'])})"),
        institutions=re.compile(rf"\b(?:{'|'.join(table['charters']['others'])})"),
    )


def _code(row: dict[str, str]) -> _Code:
    before, after = row.get("before"), row.get("after")
    return _Code(
        row["name"],
        re.compile(rf"(?:{before})\Z") if before else None,
        re.compile(rf"(?:\s+[а-я ]{{0,40}}?)??\s*(?:{after})(?![а-я])") if after else None,
    )


def kind_word(low: str, at: int) -> KindWord | None:
    """The word that names an act at an offset of a folded text, or None."""
    rules = grammar()
    short = rules.short.match(low, at)
    if short and short.lastgroup:
        name = rules.short_names[int(short.lastgroup[1:])]
        return KindWord(name, "code", "gdip", at, short.end())
    found = rules.words.match(low, at)
    if not found:
        return None
    key = next(group for group in rules.kinds if found[group] is not None)
    name, group, endings = rules.kinds[key]
    cases = endings[found["e" + key[1:]]]
    if found.group().startswith("федеральн"):
        if group != "law":
            return None
        name = "федеральный конституционный закон" if found["constitutional"] else "федеральный закон"
    return KindWord(name, group, cases, at, found.end())


def codes_named(low: str, word: KindWord) -> tuple[list[str], int, int]:
    """The codes that the word «кодекс» stands for, where their names begin and where they end.

    Empty when it is no code of law («Кодекс этики») or a bare word («настоящего Кодекса»).
    """
    if word.name != "кодекс":
        return [word.name], word.start, word.end
    if _NO_CODE.match(low, word.end):
        return [], word.start, word.end
    for code in grammar().codes:
        after = code.after.match(low, word.end, word.end + 90) if code.after else None
        if after:
            return [_regional(code.name, low[word.end : after.end()])], word.start, after.end()
    names, start = _adjectives(low, word.start)
    end = word.end
    soviet = _SOVIET.match(low, end)
    owner = _STATE.match(low, end) or soviet
    if names and owner:
        end = owner.end()
    if soviet:
        names = [_of_republic(name) for name in names]
    part = _CODE_PART.match(low, end)
    return names, start, part.end() if part else end


def _adjectives(low: str, end: int) -> tuple[list[str], int]:
    floor = max(0, end - 110)
    names: list[str] = []
    start = end
    for found in reversed(list(grammar().adjective.finditer(low, floor, end))):
        gap = low[found.end() : start]
        if not _CODE_LINK.match(gap) or (not names and gap.strip()) or (names and not gap.strip()):
            break
        name = next(code.name for code in grammar().codes if code.before and code.before.match(found.group()))
        names.insert(0, name)
        start = found.start()
    return names, start


def _of_republic(name: str) -> str:
    """«Кодекс РСФСР ...»: the codes of the Soviet republic are others than those in force."""
    return name.replace("РФ", "РСФСР")


def _regional(name: str, owner: str) -> str:
    if "рсфср" in owner:
        return _of_republic(name)
    for where, pattern in _REGIONS[:3]:
        if pattern.search(owner):
            return name.replace("Кодекс РФ", f"кодекс {where}")
    return name


def full_kind(low: str, word: KindWord, issuer: str, number: str | None) -> str:
    """The kind as catalogues write it: «закон области», «постановление Правительства РФ», «решение».

    Args:
        low: the folded text.
        word: the word that names the act.
        issuer: the folded words between it and its date or number.
        number: the number of the act.
    """
    if word.name == "закон":
        return _law(low, word, issuer, (number or "").lower())
    if word.name == "указ":
        return word.name + _ruler(issuer)
    if word.name in {"постановление", "распоряжение"}:
        return word.name + _government(issuer)
    if word.name == "конституция":
        region = None if _STATE.match(low, word.end) else _region(low[word.end : word.end + 30])
        return f"конституция {region}" if region else "Конституция РФ"
    if word.name == "рекомендации" and _METHODICAL.search(low, max(0, word.start - 20), word.start):
        return "методические рекомендации"
    return word.name


def _ruler(issuer: str) -> str:
    if "президент" in issuer:
        return " Президента " + (_region(issuer) or "РФ")
    return " губернатора" if "губернатор" in issuer else ""


def _government(issuer: str) -> str:
    at = issuer.find("правительств")
    if 0 <= at < 12:
        tail = " ".join(issuer[at:].split()[1:])
        if _STATE.match(tail):
            return " Правительства РФ"
        soviet = _SOVIET.match(tail)
        if soviet:
            return f" Правительства {soviet[1].upper()}"
        region = _region(tail)
        return f" Правительства {region}" if region else " Правительства"
    if re.match(r"\s*(?:и\.?\s*о\.?\s*)?губернатор", issuer):
        return " губернатора"
    return ""


def _law(low: str, word: KindWord, issuer: str, number: str) -> str:
    federal = _FEDERAL_NUMBER.search(number)
    if federal:
        return "федеральный конституционный закон" if federal[1] else "федеральный закон"
    soviet = _SOVIET.match(issuer)
    owner = "РФ" if _STATE.match(issuer) else soviet[1].upper() if soviet else _region(issuer)
    if owner:
        return f"закон {owner}"
    before = _REGION_ADJECTIVE.search(low, max(0, word.start - 24), word.start)
    if before:
        return f"закон {_ADJECTIVE_REGIONS[before[1]]}"
    return next((f"закон {where}" for tail, where in _NUMBER_REGIONS if number.endswith(tail)), "закон")


def _region(words: str) -> str | None:
    hits = [(found.start(), where) for where, pattern in _REGIONS if (found := pattern.search(words))]
    return min(hits)[1] if hits else None
