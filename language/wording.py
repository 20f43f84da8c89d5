"""Numbers, days, sums, sizes and titles as people write them, in Russian and English."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from babel.dates import get_month_names
from babel.plural import PluralRule

THIN = "\u202f"
NBSP = "\u00a0"
_RUSSIAN_PLURAL = PluralRule(
    {
        "one": "v = 0 and i % 10 = 1 and i % 100 != 11",
        "few": "v = 0 and i % 10 = 2..4 and i % 100 != 12..14",
    }
)
_KEEP_WITH_NEXT = re.compile(
    r"(?<![^\s«(„])(в|во|и|с|со|к|ко|о|об|от|на|за|по|из|у|до|не|для|при|без|№|г\.|с\.|п\.|ст\.) (?=\S)",
    re.IGNORECASE,
)
_YEAR_WORD = re.compile(r"(?<=\d) (?=(?:г\.|гг\.|год|года|году|годов|руб|тыс\.|млн))")
_SIZES = {"ru": ("Б", "КБ", "МБ", "ГБ", "ТБ"), "en": ("B", "KB", "MB", "GB", "TB")}
_MONTHS = {
    language: {
        number: get_month_names("wide", context="format", locale=language)[number] for number in range(1, 13)
    }
    for language in ("ru", "en")
}


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form of a Russian word that goes with a number: 1 файл, 2 файла, 5 файлов."""
    form = str(_RUSSIAN_PLURAL(abs(number)))
    return {"one": one, "few": few}.get(form, many)


def counted(number: int, one: str, few: str, many: str) -> str:
    """The number with its word: «21 файл», «1 204 файла»."""
    return f"{grouped(number)}{NBSP}{plural(number, one, few, many)}"


def grouped(number: int | Decimal, language: str = "ru", places: int | None = None) -> str:
    """A number with its thousands set apart («1 234 567,80»; in English «1,234,567.80»).

    Numbers of four figures are not divided in Russian, as type-setters have it.
    """
    value = Decimal(number)
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    text = f"{value:,f}" if language == "en" or abs(value) >= 10_000 else f"{value:f}"
    if language == "en":
        return text
    return text.replace(",", THIN).replace(".", ",").replace("-", "\u2212")


def day(value: date, language: str = "ru") -> str:
    """A day in words: «5 марта 2012 г.», in English «5 March 2012»."""
    month = _MONTHS[language][value.month]
    if language == "en":
        return f"{value.day} {month} {value.year}"
    return f"{value.day}{NBSP}{month} {value.year}{NBSP}г."


def day_range(first: date, last: date, language: str = "ru") -> str:
    """Two days with a dash; a month or year they share is said once."""
    if first == last:
        return day(first, language)
    whole = day(last, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}\u2013{whole}"
    if first.year == last.year:
        return f"{first.day}{NBSP}{_MONTHS[language][first.month]}\u00a0\u2013 {whole}"
    return f"{day(first, language)}\u00a0\u2013 {whole}"


def number_range(first: int, last: int) -> str:
    """«14» or «17–19»."""
    return str(first) if first == last else f"{first}\u2013{last}"


def rubles(amount: int | Decimal, language: str = "ru") -> str:
    """A sum of money: «1 234 567,80 ₽»; kopecks are shown if there are any."""
    value = Decimal(amount)
    places = 0 if value == value.to_integral_value() else 2
    if language == "en":
        return f"RUB{NBSP}{grouped(value, 'en', places)}"
    return f"{grouped(value, 'ru', places)}{NBSP}₽"


def size(octets: int, language: str = "ru") -> str:
    """A file size: «814 Б», «1,5 МБ»; steps of 1024."""
    units = _SIZES[language]
    value, at = Decimal(octets), 0
    while value >= 1000 and at < len(units) - 1:
        value, at = value / 1024, at + 1
    places = 1 if at and value < 10 else 0
    return f"{grouped(value, language, places)}{NBSP}{units[at]}"


def unbroken(text: str) -> str:
    """A title with non-breaking spaces behind its prepositions, before «г.» and behind «№»."""
    return _YEAR_WORD.sub(NBSP, _KEEP_WITH_NEXT.sub(lambda found: f"{found.group(1)}{NBSP}", text))
