"""Dates and numbers of cited acts: «от 26.04.2007 N 63-ФЗ», «№ 82 от 22.12.2017г.», and lists of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from language.dates import find_dates, parse_date

_JOINED = (
    r"(?:\d{1,7}[а-яa-z]{0,2}(?![а-яё])|[IVXА-ЯЁA-Z]{1,5}(?![а-яёa-z])|(?!об\b|от)[а-яёa-z]{1,4}(?![а-яё]))"
)
_SPACED = (
    r"(?:(?!ОБ?\b|[ВСИКУА]\b)[А-ЯЁ]{1,4}(?![а-яёА-ЯЁ])|[IVX]{1,4}(?!\w)"
    r"|(?:п|р|па|пг|рп|пп|ра|рз|сд|нпа|рс)(?![а-яё])|\d{1,4}(?=[-/]))"
)
_NUMBER = re.compile(
    r"(?:[A-Za-zА-ЯЁа-яё]{1,6}\s?[-/.]\s?(?:[A-Za-zА-ЯЁ]{1,4}[-/])?|[А-ЯЁA-Z]{1,3}\s?)?"
    r"\d{1,7}(?:(?!от|об?\b)[а-яё]{1,2}(?![а-яё])|[А-ЯЁ]{1,3}(?![а-яё]))?"
    rf"(?:[-–—/]{_JOINED}|\.\d{{1,4}}(?![.\d])|\s[-–—]\s?{_SPACED}|[-–—]\s{_SPACED}|\s?/\s?\d{{1,6}}){{0,6}}"
    r"(?:/[а-яё]{1,3}(?![а-яё])|@)?"
    r"(?:\s(?:Ф[З3]|ФК[З3]|ОЗ|КЗ|РЗ|ДГ|РС|ГД|СФ|ПП|ПГ|НПА|[IVX]{1,4}(?:-[А-Я]{1,3})?|[рР](?!\.))(?![\w]))?"
)
_LAW_NUMBER = re.compile(r"\d{1,3}\s?-?\s?(?:ФК[ЗзЭ3]|фк[з3]|Ф[ЗзЭ3]|ф[з3])(?!\w)")
_FIGURES_BEFORE = re.compile(r"(?:№\s{0,3})?(?<!\d)\d{1,3}\s?-?\s?\Z")
_ARTICLE_BEFORE = re.compile(
    r"(?:\b(?:стать[а-я]+|част[а-я]+|пункт[а-я]*|подпункт[а-я]*)|\b(?:ст|ч|п|пп)\.?|\d\s?[,и])\s*\Z"
)
_SIGNS = re.compile(r"(?:№\s{0,3}){1,3}(?:_{1,8}(?=\d))?|n\s{0,2}(?=[а-яa-z]{1,4}[-/]\d)")
_FROM = re.compile(r"\b(?:от|oт)\s{0,4}")
_GAP = re.compile(
    r"[\s,|.]{0,40}(?:года?\b|г\b)?[\s,|.]{0,40}(?:за\s{1,3})?(?=№|n\s{0,2}[а-яa-z]{1,4}[-/]\d)"
)
_GAP_FROM = re.compile(r"[\s,|]{0,40}(?=от)")
_YEAR = re.compile(r"(?:от\s{0,3})?(?:19|20)\d\d\s?(?:года?|г\.?)\s{0,3}(?=№)")
_NO_NUMBER = re.compile(r"\s?б\s?/\s?н\b")
_CONTINUES = re.compile(
    r"[\s.]{0,40}(?:[,;]|\bи\b|\bа\s+также\b)[\s,;]{0,40}(?:и\s{1,3}|а\s+также\s{1,3})?"
    r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]\s{1,9}|[-–•]\s{0,3}|[а-я]\)\s{0,3})?(?=(?:от\s{0,4}[«\"„]?\s?\d|№\s?\d|\d{1,2}[.\s]))"
)
_ISSUED = re.compile(
    r"\s{0,9}(?:[,;]|\bи\b)\s{0,9}(?:и\s{1,3})?"
    r"((?:администраци|глав[аы]|совет|дум|собрани|правительств|губернатор|министерств|мэр|комитет)[^,;.()№]{0,140}?)"
    r"\s{1,3}(?=от\s{0,3}[«\"]?\d)"
)
_BARE = re.compile(r"\s{0,3}(?:,|\bи\b)\s{0,3}(?=\d)")
_BARE_END = re.compile(r"\s{0,3}(?:[,;)]|\bи\b|\n|\Z|[«\"]|от\s{0,3}[«\"]?\d|\.\s)")
_WIDE_DAY = re.compile(
    r"[«\"„]?\s?\d{1,2}\s?[»\"”]?\s{1,40}[а-яА-Я]{3,8}\s{1,40}\d{4}(?!\d)(?:\s?г(?:ода?|\.)?(?!\w))?"
)
_DATE_REACH = 44
_BARE_MOST = 60


@dataclass(frozen=True, slots=True)
class Core:
    """The date and number of one act.

    Attributes:
        number: as printed, without its sign, or None.
        date: ISO, or None.
        start: offset of the first character («от» included).
        end: offset behind the last.
        issuer: offsets of the words for its issuer, where it is another than that of the head of its list.
    """

    number: str | None
    date: str | None
    start: int
    end: int
    issuer: tuple[int, int] | None = None


def core_at(src: str, low: str, at: int) -> Core | None:
    """The date and number that begin at an offset, in either order, or None.

    Args:
        src: the cleaned text, every number sign «№».
        low: the same, folded.
        at: where «от», «№» or a day stands.
    """
    if low.startswith("№", at):
        return _number_first(src, low, at)
    law = _LAW_NUMBER.match(src, at)
    if law:
        return _dated(src, low, Core(tidy(law.group()), None, at, law.end()))
    lead = _FROM.match(low, at)
    day_at = lead.end() if lead else at
    day = _day(src, day_at)
    if day is None:
        year = _YEAR.match(low, at)
        named = _number(src, low, year.end()) if year else None
        return Core(named[0], None, at, named[1]) if named else None
    iso, end = day
    gap = _GAP.match(low, end)
    named = _number(src, low, gap.end()) if gap else None
    if named:
        return Core(named[0], iso, at, named[1])
    unsigned = re.compile(r"\s{1,3}(?:года?\s|г\.?\s)?\s?").match(low, end)
    law = _LAW_NUMBER.match(src, unsigned.end()) if unsigned else None
    if law:
        return Core(tidy(law.group()), iso, at, law.end())
    return Core(None, iso, at, end)


def _number_first(src: str, low: str, at: int) -> Core | None:
    named = _number(src, low, at)
    if not named:
        return None
    return _dated(src, low, Core(named[0], None, at, named[1]))


def _dated(src: str, low: str, core: Core) -> Core:
    """The core with the day that follows its number: «№ 82 от 22.12.2017»."""
    gap = _GAP_FROM.match(low, core.end)
    lead = _FROM.match(low, gap.end()) if gap else None
    day = _day(src, lead.end()) if lead else None
    return replace(core, date=day[0], end=day[1]) if day else core


def law_at(src: str, at: int) -> bool:
    """Whether a number of a federal law («131-ФЗ») begins at an offset."""
    return bool(_LAW_NUMBER.match(src, at))


def _day(src: str, at: int) -> tuple[str, int] | None:
    found = next(find_dates(src, at, at + _DATE_REACH), None)
    if found is not None and not src[at : found.start].strip():
        return found.day.isoformat(), found.end
    wide = _WIDE_DAY.match(src, at)
    day = parse_date(" ".join(wide.group().split())) if wide else None
    return (day.isoformat(), wide.end()) if wide and day else None


def _number(src: str, low: str, at: int) -> tuple[str | None, int] | None:
    sign = _SIGNS.match(low, at)
    if not sign:
        return None
    nothing = _NO_NUMBER.match(low, sign.end())
    if nothing:
        return None, nothing.end()
    found = _NUMBER.match(src, sign.end())
    return (tidy(found.group()), found.end()) if found else None


def tidy(number: str) -> str:
    """A number as catalogues write it: no blanks around its dashes, «131-ФЗ» for «131-Ф3» and «131 ФЗ»."""
    plain = re.sub(r"\s*([-–—/])\s*", lambda found: "/" if found[1] == "/" else "-", number.strip())
    return re.sub(r"(?<=\d)[-\s]?([Фф][Кк]?)[ЗзЭ3]\Z", lambda found: f"-{found[1].upper()}З", plain)


def law_number_at(src: str, low: str, at: int) -> Core | None:
    """«131-ФЗ» that «ФЗ» at an offset ends, its sign and its day on either side taken in."""
    before = _FIGURES_BEFORE.search(low, max(0, at - 12), at)
    if (
        before
        and before.group().endswith(" ")
        and _ARTICLE_BEFORE.search(low, max(0, before.start() - 30), before.start())
    ):
        return None  # «ст. 51 ФЗ»
    found = _LAW_NUMBER.search(src, before.start(), at + 4) if before else None
    if not before or not found:
        return None
    core = _dated(src, low, Core(tidy(found.group()), None, before.start(), found.end()))
    if core.date:
        return core
    earlier = list(find_dates(src, max(0, before.start() - 34), before.start()))
    if earlier and not re.sub(r"[\s,]|года?|г\.?", "", low[earlier[-1].end : before.start()]):
        return replace(core, date=earlier[-1].day.isoformat(), start=earlier[-1].start)
    return core


def more_cores(src: str, low: str, core: Core, after: int, *, plural: bool) -> list[Core]:
    """The next member of a list that goes on behind an act, or nothing.

    Args:
        src: the cleaned text.
        low: the same, folded.
        core: the member before; its date is carried over to a bare number.
        after: where that member ends, its title included.
        plural: whether the head is a plural, so that bare numbers belong to the list.
    """
    link = _CONTINUES.match(low, after)
    if link:
        found = core_at(src, low, link.end())
        if found and _belongs(low, core, found, link.end(), plural=plural):
            return [found if found.date else replace(found, date=core.date)]
    return (_bare(src, low, core, after) or _issued(src, low, after)) if plural and core.number else []


def _issued(src: str, low: str, after: int) -> list[Core]:
    """«..., главы района от 03.04.2013 № 7»: a member that another body issued."""
    link = _ISSUED.match(low, after)
    found = core_at(src, low, link.end()) if link else None
    if link and found and found.number and found.date:
        return [replace(found, issuer=link.span(1))]
    return []


def _belongs(low: str, core: Core, found: Core, at: int, *, plural: bool) -> bool:
    if found.number is None:
        return low.startswith("от", at) and plural and core.number is None
    if low.startswith("№", at):
        return plural or found.date is not None
    return low.startswith("от", at) or found.date is not None


def _bare(src: str, low: str, core: Core, after: int) -> list[Core]:
    cores: list[Core] = []
    at = after
    while len(cores) < _BARE_MOST and (link := _BARE.match(low, at)):
        found = _NUMBER.match(src, link.end())
        if not found or not _BARE_END.match(low, found.end()):
            break
        member = _dated(src, low, Core(tidy(found.group()), None, link.end(), found.end()))
        cores.append(member if member.date else replace(member, date=core.date))
        at = member.end
    return cores
