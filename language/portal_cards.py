"""The cards that portals of acts print above a text: «Принявший орган: …», «Дата опубликования: …»."""

from __future__ import annotations

import re

from language.dates import parse_date
from language.issuers import issuer_name
from language.kinds import kind_of_form
from language.numbers import bare_number
from language.readings import Reading

_WITHIN = 4000
_KEYS = {
    "дата опубликования": "published",
    "дата официального опубликования": "published",
    "дата публикации": "published",
    "номер документа": "number",
    "номер": "number",
    "принявший орган": "issuer",
    "орган, принявший": "issuer",
    "орган": "issuer",
    "тип документа": "kind",
    "вид документа": "kind",
    "дата принятия": "date",
    "дата документа": "date",
    "дата подписания": "signed",
    "дата вступления в силу": "in_force_from",
    "дата начала действия": "in_force_from",
    "дата окончания действия": "in_force_until",
}
_CARD = re.compile(
    r"^[ \t|]*(?P<key>"
    + "|".join(sorted(map(re.escape, _KEYS), key=len, reverse=True))
    + r")[ \t]*:[ \t|]*(?P<value>[^|\n\r]{1,300})",
    re.IGNORECASE | re.MULTILINE,
)
_DATES = frozenset({"published", "date", "signed", "in_force_from", "in_force_until"})
_PLURALS = {
    "решения": "решение",
    "постановления": "постановление",
    "распоряжения": "распоряжение",
    "приказы": "приказ",
}


def read_card(clean_text: str) -> tuple[Reading, ...]:
    """What a portal's card says of the act below it; nothing unless two of its lines are there."""
    found = list(_CARD.finditer(clean_text, 0, min(len(clean_text), _WITHIN)))
    if len(found) < 2:
        return ()
    readings: list[Reading] = []
    for line in found:
        field = _KEYS[line["key"].lower()]
        value = line["value"].strip()
        reading = _reading(field, value, line.start("value"))
        if reading and not any(other.field == reading.field for other in readings):
            readings.append(reading)
    return tuple(readings)


def _reading(field: str, value: str, start: int) -> Reading | None:
    end = start + len(value)
    if field == "number" and re.match(r"RU\d{13,17}", value):
        return Reading("register_number", re.split(r"\s", value)[0], "caption", start, end, 0.95)
    shown = _shown(field, value)
    return Reading(field, shown, "caption", start, end, 0.8) if shown else None


def _shown(field: str, value: str) -> str:
    if field in _DATES:
        day = parse_date(value)
        return day.isoformat() if day else ""
    if field == "kind":
        word = re.split(r"[,;]", value)[0].strip().lower()
        kind = kind_of_form(_PLURALS.get(word, word))
        return kind.name if kind else ""
    if field == "issuer":
        return issuer_name(re.sub(r"\s*\(недействующ[^)]*\)", "", value))
    return bare_number(value.lstrip("№ "))
