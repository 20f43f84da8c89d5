"""Personal data in a text: passports, СНИЛС, ИНН of persons, private phones, days of birth, home addresses.

What an office prints of itself (its phone, its ИНН of ten digits, its address) is none. Numbers that carry
check digits are believed only with right ones, unless their name stands before them. A mobile phone or a box
at a public mail service that is named as an office's (приёмная, факс, дежурная служба) is told with doubt.
Every pattern is bounded, so that the time grows with the length of the text alone. The value itself is never
given back, only its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """Kinds of personal data that are told from a text."""

    PASSPORT = "passport"
    SNILS = "snils"
    INN = "inn"
    PHONE = "phone"
    BIRTH_DATE = "birth-date"
    HOME_ADDRESS = "home-address"
    EMAIL = "e-mail"


@dataclass(frozen=True, slots=True)
class PersonalSpan:
    """Where personal data stand.

    Attributes:
        kind: what they are.
        start: offset in the text.
        end: offset behind them.
        confidence: 0..1; below ``CERTAIN`` they may be an office's as well.
    """

    kind: PersonalKind
    start: int
    end: int
    confidence: float


CERTAIN = 0.8
_OF_AN_OFFICE = 0.5
_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_DAY = rf"(?:[0-3]?\d\.[01]?\d\.(?:19|20)\d\d|[0-3]?\d\s{{1,3}}(?:{_MONTHS})\s{{1,3}}(?:19|20)\d\d)"
_YEAR_WORD = r"(?:\s{0,3}(?:года|год|г\.?))?"
_SIGN = r"\s{0,3}(?:№[еe]?|[NМ][oо0еe]?\.?|номер\w{0,3}:?|н-?р\.?)?\s{0,3}"
_GAP = r"[\s-]{0,2}"
_FIGURE = r"[\dОOоoЗзIl]"  # a digit as recognition may give it
_FEWEST_DIGITS = 8

_PASSPORT_CUE = re.compile(
    r"(?i)(?<![^\W_])(?:паспорт(?:а|у|ом|е|ные|ных)?(?![^\W_])|пасп\.)|удостоверяющ\w{2,3} личность"
)
_PASSPORT_NEAR = re.compile(
    rf"(?i)(?<![\d.,])(?:\d{_FIGURE}{_GAP}{_FIGURE}{{2}}[,;]?{_SIGN}{_FIGURE}{{3}}{_GAP}{_FIGURE}{{3}}"
    rf"|\d\d{_SIGN}\d{{7}})(?![\d]|[.,]\d)"
)
_PASSPORT_ALONE = re.compile(
    rf"(?i)(?<![^\W_])(?:сери[яию]:?\s{{0,3}}\d\d\s?\d\d[,;]?{_SIGN}\d{{3}}\s?\d{{3}}(?!\d)"
    r"|(?<![\d.,])\d\d\s?\d\d\s{1,3}(?:№\s{0,2})?\d{6},?\s{1,3}(?=выдан))"
)
_PASSPORT_REACH = 110
_PASSPORT_WORDS = (
    "аспорт",
    "асп.",
    "АСПОРТ",
    "ичность",
    "ИЧНОСТЬ",
    "выдан",
    "ВЫДАН",
    "подразделения",
    "ПОДРАЗДЕЛЕНИЯ",
)
_ANOTHER_PASSPORT = re.compile(
    r"(?i)(?:паспорт\w{0,2}\s+(?:муниципальн\w+\s+)?(?:программ|проект|издели|объект|безопасност|транспортн|"
    r"прибор|готовност|национальн|регионал|подпрограмм))|(?:технич\w+|кадастров\w+|энергетич\w+)\s+паспорт"
)

_SNILS = re.compile(r"(?<!\d)\d{3}[-\s]{0,2}\d{3}[-\s]{0,2}\d{3}[-\s]{0,2}\d{2}(?![\d]|[.,-]\d)")
_SNILS_CUE = re.compile(
    r"(?i)(?:СНИЛС\W{0,5}(?:№|номер)?\W{0,3}|страхов\w{2,5}\s+номер\w{0,2}[\w\s]{0,60}?:?\s{0,3})\Z"
)
_SNILS_REACH = 100
_SNILS_LIKELY = re.compile(r"\d-\d{3}-\d{3}")
_SNILS_WORDS = ("СНИЛС", "Снилс", "снилс", "трахов", "ТРАХОВ")
_SNILS_AS_PRINTED = re.compile(r"\d{3}-\d{3}-\d{3}[-\s]{1,2}\d{2}\Z")
_INN = re.compile(r"(?i)(?<![^\W_])ИНН\W{0,5}(?:[а-яё.]{1,20}\W{1,3}){0,3}(\d{12})(?!\d)")

_PHONE = re.compile(
    r"(?<![\d\w./-])(?:\+7|8)(?:[\s-]{0,2}\(?9\d\d\)?[\s-]{0,2}"
    r"(?:\d{3}[\s-]{0,2}\d\d[\s-]{0,2}\d\d|\d\d-\d{3}-\d\d|\d\d-\d\d-\d{3}|\d{4}-\d{3})"
    r"|\.9\d\d\.\d{3}\.\d\d\.\d\d)(?![\d]|[-.,]\d)"
)
_PRIVATE_PHONE = re.compile(
    r"(?i)(?<![^\W_])(?:дом(?:ашн\w{2,3}|\.(?=\s{0,3}(?-i:т)ел))|сот(?:ов\w{2,3})?\.?|моб(?:ильн\w{2,3})?\.?|личн\w{2,3})"
    r"\s{0,3}(?:тел(?:ефон\w{0,2})?\.?)?\W{0,4}(?:\+7|8)?[\s-]{0,2}(?:\(?\d{3,5}\)?[\s-]{0,2})?"
    r"\d{1,3}[\s-]{0,2}\d\d[\s-]{0,2}\d\d(?![\d]|[-.,]\d)"
)
_OFFICE_PHONE = re.compile(
    r"(?i)(?<![^\W_])(?:при[её]мн\w{1,3}|факс\w{0,2}|ЕДДС|диспетчер\w{0,6}|дежурн\w{2,3}|горяч\w{2} лини\w|"
    r"телефон\w{0,2} доверия|(?:тел|телефон\w{0,2})\.? (?:администрации|отдела|управления|комитета|"
    r"учреждения|школы|библиотеки|для справок))(?![^\W_])[^\n;]{0,30}\Z"
)
_OFFICE_REACH = 60
_INITIALS = re.compile(r"[А-ЯЁ]\.\s?[А-ЯЁ]\.|[А-ЯЁ][а-яё]{1,20}(?:вич|вн)[а-яё]{0,3}(?![^\W_])")
_OFFICE_BOX = re.compile(
    r"(?i)adm|sovet|duma|raion|rayon|selsov|school|shkol|bibl|mbou|mbdou|mbu|mkuk|priem|office|uprav|otdel|zags"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])(?P<box>[A-Za-z0-9][\w.+-]{0,60})@(?P<host>[A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{1,30}){1,4})"
)
_PRIVATE_HOSTS = frozenset(
    {
        "mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru",
        "yandex.ru", "ya.ru", "yandex.com", "rambler.ru", "lenta.ru",
        "gmail.com", "outlook.com", "hotmail.com", "icloud.com", "proton.me",
    }
)  # fmt: skip
_BIRTH = re.compile(
    rf"(?i)(?<![\d.]){_DAY}{_YEAR_WORD}\s{{0,3}}(?:рождения|г\.?\s?р\.|г/р)"
    rf"|(?<![^\W_])(?:дата|день|число)[\s,а-яё]{{0,25}}рождения\W{{0,5}}{_DAY}"
    rf"|(?<![^\W_])(?:родил(?:ся|ась)|род\.)\s{{1,3}}{_DAY}"
)
_LIVES = re.compile(
    r"(?i)(?<![^\W_])(?:(?:зарегистрирован(?:а|ный|ная|ного|ной|ному|ную|ным)?|прописан(?:а|ный|ная|ного|ной)?|"
    r"проживающ(?:ий|ая|его|ей|ему|ую|им)|проживает)(?:\s{1,3}\(?[а-яё]{1,20}\)?){0,4}?(?:\s{1,3}(?:по\s{1,3}адресу|в(?![^\W_])|на(?![^\W_]))|\s{0,2}:)"
    r"|адрес\s{1,3}(?:регистрации|проживания|места\s{1,3}жительства)(?:\s{1,3}гражданина)?"
    r"|место\s{1,3}(?:жительства|регистрации))\W{0,5}(?P<place>[^;\n]{4,160})"
)
_FIRM = re.compile(
    r"(?i)(?<![^\W_])(?:компани|организаци|фирм|корпораци)[яиейю]{1,2}(?:\s[«\"][^»\"\n]{1,60}[»\"])?,?\s{1,3}\Z"
)
_FIRM_REACH = 90
_DWELLING = re.compile(
    r"(?i)(?<![^\W_])(?:ул|пер|пр-т|просп|пр|бульв|наб|мкр|улиц[аеы]|переул\w{2,3}|проспект\w{0,2}|дом|д|кв|квартира)"
    r"(?:\.\s{0,3}|\s{1,3})(?-i:[№«\"А-ЯЁ\d])"
)


def find_personal_data(text: str, kinds: Collection[PersonalKind] | None = None) -> tuple[PersonalSpan, ...]:
    """Personal data in a text, in their order.

    Args:
        text: of a page, as printed; line breaks may stand inside.
        kinds: that are looked for; all of them if not given.
    """
    wanted = tuple(PersonalKind) if kinds is None else kinds
    found = [span for kind in wanted for span in _apart(_FINDERS[PersonalKind(kind)](text))]
    return tuple(sorted(found, key=lambda span: (span.start, span.end, span.kind)))


def _apart(spans: Iterable[PersonalSpan]) -> Iterator[PersonalSpan]:
    """Of spans that overlap only the surest."""
    end = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.confidence)):
        if span.start >= end:
            end = span.end
            yield span


def _passports(text: str) -> Iterator[PersonalSpan]:
    if not any(word in text for word in _PASSPORT_WORDS):
        return
    last = -1
    for cue in _PASSPORT_CUE.finditer(text):
        if _ANOTHER_PASSPORT.search(text, max(0, cue.start() - 20), cue.end() + 40):
            continue
        near = _PASSPORT_NEAR.search(text, max(cue.end(), last), cue.end() + _PASSPORT_REACH)
        digits = sum(map(str.isdecimal, near.group())) if near else 0
        if near and digits >= _FEWEST_DIGITS and not _over_paragraph(text, cue.end(), near.start()):
            last = near.end()
            yield PersonalSpan(PersonalKind.PASSPORT, near.start(), near.end(), 0.95)
    for alone in _PASSPORT_ALONE.finditer(text):
        told = text[alone.end() : alone.end() + 40].lower()
        if "выдан" in told or "код подразделения" in told:
            yield PersonalSpan(PersonalKind.PASSPORT, alone.start(), alone.end(), 0.85)


def _over_paragraph(text: str, start: int, end: int) -> bool:
    return text.count("\n", start, end) > 4


def _snils(text: str) -> Iterator[PersonalSpan]:
    if not (_SNILS_LIKELY.search(text) or any(word in text for word in _SNILS_WORDS)):
        return
    for found in _SNILS.finditer(text):
        number = found.group()
        right = snils_is_right(number)
        named = _SNILS_CUE.search(text, max(0, found.start() - _SNILS_REACH), found.start())
        blank = not number.strip("0- ")  # as in an empty form
        if not blank and (named or (right and _SNILS_AS_PRINTED.match(number))):
            sure = 0.99 if named and right else 0.9
            yield PersonalSpan(PersonalKind.SNILS, *found.span(), sure)


def _inns(text: str) -> Iterator[PersonalSpan]:
    for found in _INN.finditer(text):
        if inn_is_right(found[1]):
            yield PersonalSpan(PersonalKind.INN, *found.span(1), 0.95)


def _phones(text: str) -> Iterator[PersonalSpan]:
    taken: list[tuple[int, int]] = []
    for found in _PRIVATE_PHONE.finditer(text):
        taken.append(found.span())
        yield PersonalSpan(PersonalKind.PHONE, *found.span(), 0.9)
    at = 0
    for found in _PHONE.finditer(text):
        while at < len(taken) and taken[at][1] <= found.start():
            at += 1
        if at == len(taken) or taken[at][0] > found.start():
            sure = _OF_AN_OFFICE if _is_of_an_office(text, found.start()) else 0.85
            yield PersonalSpan(PersonalKind.PHONE, *found.span(), sure)


def _is_of_an_office(text: str, start: int) -> bool:
    """Whether what begins here is told to be an office's: no person is named between."""
    cue = _OFFICE_PHONE.search(text, max(0, start - _OFFICE_REACH), start)
    return cue is not None and not _INITIALS.search(text, cue.start(), start)


def _births(text: str) -> Iterator[PersonalSpan]:
    for found in _BIRTH.finditer(text):
        yield PersonalSpan(PersonalKind.BIRTH_DATE, *found.span(), 0.9)


def _homes(text: str) -> Iterator[PersonalSpan]:
    for found in _LIVES.finditer(text):
        if _DWELLING.search(found["place"]) and not _is_of_a_firm(text, found.start()):
            yield PersonalSpan(PersonalKind.HOME_ADDRESS, *found.span(), 0.85)


def _is_of_a_firm(text: str, start: int) -> bool:
    """Whether it is a firm, not a woman, that is registered here."""
    return text[start : start + 1] in "зЗ" and bool(_FIRM.search(text, max(0, start - _FIRM_REACH), start))


def _emails(text: str) -> Iterator[PersonalSpan]:
    if "@" not in text:
        return
    for found in _EMAIL.finditer(text):
        private = found["host"].lower() in _PRIVATE_HOSTS and not _OFFICE_BOX.search(found["box"])
        sure = 0.85 if private else 0.4
        yield PersonalSpan(PersonalKind.EMAIL, *found.span(), sure)


_FINDERS: dict[PersonalKind, Callable[[str], Iterator[PersonalSpan]]] = {
    PersonalKind.PASSPORT: _passports,
    PersonalKind.SNILS: _snils,
    PersonalKind.INN: _inns,
    PersonalKind.PHONE: _phones,
    PersonalKind.BIRTH_DATE: _births,
    PersonalKind.HOME_ADDRESS: _homes,
    PersonalKind.EMAIL: _emails,
}


def snils_is_right(number: str) -> bool:
    """Whether the last two digits of an insurance number follow from the nine before them."""
    digits = [int(char) for char in number if char.isdecimal()]
    if len(digits) != 11 or len(set(digits[:9])) == 1:
        return False
    total = sum(digit * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False))
    return total % 101 % 100 == digits[9] * 10 + digits[10]


_INN_FIRST = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_SECOND = (3, *_INN_FIRST)


def inn_is_right(number: str) -> bool:
    """Whether the last two digits of a person's tax number, which has twelve, follow from the others."""
    digits = [int(char) for char in number if char.isdecimal()]
    if len(digits) != 12 or not any(digits):
        return False
    first = sum(digit * weight for digit, weight in zip(digits, _INN_FIRST, strict=False)) % 11 % 10
    second = sum(digit * weight for digit, weight in zip(digits, _INN_SECOND, strict=False)) % 11 % 10
    return digits[10:] == [first, second]
