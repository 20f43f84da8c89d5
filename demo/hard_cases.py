"""Files that no document gives: damaged, locked and empty ones, a copy, description files, the note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from demo.formats.archive import Entry, pack

NOTE_TEXT = (
    "Заречный район, его сельсоветы, газеты и должностные лица вымышлены.\r\n\r\n"
    "Тексты написаны для того, чтобы показать работу Вече на документах, какие приходят\r\n"
    "в библиотеку на деле: разных видов и форматов, с повторами, опечатками и повреждениями.\r\n"
    "Совпадения с действительными местами и людьми случайны. Правовой силы тексты не имеют.\r\n"
    "Федеральные законы и коды бюджетной классификации названы действительные.\r\n"
)
NOTE = "О вымышленности.txt"
_ADMINISTRATION = "Акты/Администрация Заречного района"
_TWICE = (
    "Акты/Собрание депутатов Заречного района/2023/Решение 34-6 О земельных участках для многодетных.docx"
)
_COPY = "Акты/Собрание депутатов Заречного района/2024/копия реш 34-6 (2).docx"
_BROKEN = f"{_ADMINISTRATION}/Постановления за май.zip"
_CUT = f"{_ADMINISTRATION}/2024/пост 96-п не открывается.docx"
_LOCKED = f"{_ADMINISTRATION}/Для служебного пользования.zip"
_EMPTY = f"{_ADMINISTRATION}/2024/пост 133-п.pdf"
_SCANS = "Акты/Луговской сельсовет/Сканы"

# Description files: what a person typed of documents that cannot say it themselves, or that not all may see.
SIDECARS: Mapping[str, str] = {
    f"{NOTE}.toml": 'класс = "факт"\nвид = "справка"\nназвание = "О вымышленности Заречного района"\n',
    f"{_SCANS}/_описание.toml": (
        'орган = "Администрация Луговского сельсовета"\nместо = "с. Луговое"\n'
        'поставщик = "Луговской сельсовет, с нарочным"\n'
    ),
    f"{_SCANS}/скан 0012.pdf.toml": (
        'вид = "постановление"\nдата = 2023-10-05\nномер = "41"\n'
        'название = "О порядке пользования уличным освещением в селе Луговое"\n'
        'бумажный экземпляр = "папка 14, лист 3"\n'
    ),
    f"{_ADMINISTRATION}/О районе/Инвестиционный паспорт.toml": (
        'вид = "паспорт"\nорган = "Администрация Заречного района"\nдата = "1 января 2024 г."\n'
        'разделы = ["state-of-area"]\n'
    ),
    f"{_ADMINISTRATION}/2024/22-п опека.toml": (
        'доступ = "сотрудникам"\nпримечание = "Личные данные ребёнка и опекуна: читателям не показывать."\n'
    ),
}

OUTCOMES: Mapping[str, tuple[Literal["duplicate", "rejected"], str]] = {
    _COPY: ("duplicate", "docx"),
    _BROKEN: ("rejected", "zip"),
    _CUT: ("rejected", "docx"),
    _LOCKED: ("rejected", "zip"),
    _EMPTY: ("rejected", "empty"),
}


def files(collection: Mapping[str, bytes]) -> dict[str, bytes]:
    """The hard cases, made from the files of the collection.

    Args:
        collection: bytes by path.
    """
    whole = collection[_TWICE]
    archive = pack(
        [Entry(f"{number}-п.docx", data) for number, data in enumerate(_documents(collection), start=88)],
        encoding="cp866",
    )
    return {
        _COPY: whole,
        _BROKEN: archive[: len(archive) * 2 // 3],
        _CUT: whole[: len(whole) // 2],
        _LOCKED: pack([Entry("Список.docx", whole)], encoding="cp866", password="Заречный".encode()),
        _EMPTY: b"",
        NOTE: NOTE_TEXT.encode(),
    } | {path: text.encode() for path, text in SIDECARS.items()}


def _documents(collection: Mapping[str, bytes]) -> list[bytes]:
    return [collection[path] for path in sorted(collection) if path.endswith(".docx")][:3]
