"""What files of every format say alike: names of kinds, dates, statuses, and why something is not there."""

from __future__ import annotations

from datetime import date

from dossiers.printable import one_line
from dossiers.publication import Change, Entry, Publication
from language.body_genitive import body_in_genitive
from language.wording import NBSP, counted, day, day_range

KINDS = {
    "dossier": "Досье",
    "press": "Папка публикаций",
    "list": "Информационный список",
    "record": "Документ",
    "search": "Результаты поиска",
}
CLASSES = {"act": "акт", "fact": "факт", "press": "публикация"}
STATUSES = {
    "in-force": "действует",
    "amended": "действует с изменениями",
    "repealed": "утратил силу",
    "not-yet": "ещё не вступил в силу",
    "draft": "проект",
    "unknown": "статус неизвестен",
}
WITHHELD = {
    "press": "Текст и изображение публикации охраняются авторским правом и в файл не входят; "
    "прочитать её можно в библиотеке.",
    "staff": "Документ открыт только сотрудникам библиотеки: текст и файлы не выдаются.",
    "held": "Документ проверяется библиотекой: текст и файлы пока не выдаются.",
    "withdrawn": "Документ изъят из каталога: текст и файлы не выдаются.",
}
NOT_ISSUED_ANY_MORE = "Текст этого документа библиотека больше не выдаёт."
NO_TEXT_YET = "Текст этого документа ещё не распознан; сам документ можно получить в библиотеке."
NOT_OFFICIAL = "Справочно. Не является официальным опубликованием."
_CHANGES = {"came": "Добавлено", "went": "Исключено", "status": "Изменился статус"}
_INNER_QUOTES = str.maketrans("«»", "„“")


def day_words(iso: str) -> str:
    """«5 марта 2024 г.»; what is no day stays as it is."""
    try:
        return day(date.fromisoformat(iso))
    except ValueError:
        return one_line(iso)


def kind_name(publication: Publication) -> str:
    """«Досье», «Папка публикаций»."""
    return KINDS.get(publication.kind, "Подборка")


def quoted(text: str) -> str:
    """The words in «ёлочки», quotation marks within them as „лапки“."""
    return f"«{one_line(text).translate(_INNER_QUOTES)}»"


def full_name(publication: Publication) -> str:
    """«Досье «Бюджет района», выпуск 3»."""
    issue = f", выпуск{NBSP}{publication.number}" if publication.number else ""
    return f"{kind_name(publication)} {quoted(publication.title)}{issue}"


def issue_line(publication: Publication) -> str:
    """«Выпуск 3. 84 документа. По состоянию на 5 марта 2024 г.»."""
    parts = [f"Выпуск{NBSP}{publication.number}"] if publication.number else []
    parts.append(counted(len(publication.entries), "документ", "документа", "документов"))
    parts.append(f"По состоянию на{NBSP}{day_words(publication.as_of)}")
    return ". ".join(parts)


def period(publication: Publication) -> str:
    """«с 1 января по 31 марта 2024 г.» in the short form «1 января – 31 марта 2024 г.», or ""."""
    first, last = publication.first_day, publication.last_day
    if first and last:
        try:
            return day_range(date.fromisoformat(first), date.fromisoformat(last))
        except ValueError:
            return one_line(f"{first} – {last}")
    if first:
        return f"с{NBSP}{day_words(first)}"
    return f"по{NBSP}{day_words(last)}" if last else ""


def about(publication: Publication) -> list[tuple[str, str]]:
    """What is said of a publication as a whole, by label; what is not known is left out."""
    told = [
        ("Тема", one_line(publication.theme)),
        ("Для кого", one_line(publication.audience)),
        ("Период", period(publication)),
        ("Составитель", one_line(publication.compiler)),
    ]
    return [(label, value) for label, value in told if value]


def code_line(publication: Publication) -> str:
    """How anybody can check that the library issued the file."""
    return (
        f"Код проверки: {publication.code}. По этому коду на сайте библиотеки можно убедиться, "
        "что файл выдан библиотекой."
    )


def status_words(entry: Entry) -> str:
    """The status of an entry for people, or ""."""
    return one_line(entry.status_words) or STATUSES.get(entry.status, one_line(entry.status))


def requisites(entry: Entry) -> str:
    """«Решение · Собрание депутатов · 5 марта 2024 г. № 12»."""
    number = f"№{NBSP}{one_line(entry.number)}" if one_line(entry.number) else ""
    when = " ".join(part for part in (day_words(entry.date), number) if part)
    parts = [_capital(one_line(entry.kind)), one_line(entry.issuer), when, one_line(entry.author)]
    return " · ".join(part for part in parts if part)


def title_of(entry: Entry) -> str:
    """Its title; a document without one goes by its requisites, or by the number of its record."""
    return one_line(entry.title) or _named(entry) or f"Запись{NBSP}{entry.record}"


def _named(entry: Entry) -> str:
    """«Постановление администрации Заречного района от 5 марта 2024 г. № 12»."""
    kind, issuer, number = one_line(entry.kind), one_line(entry.issuer), one_line(entry.number)
    parts = (
        _capital(kind),
        body_in_genitive(issuer) if kind and issuer else issuer,
        f"от{NBSP}{day_words(entry.date)}" if entry.date else "",
        f"№{NBSP}{number}" if number else "",
    )
    return " ".join(part for part in parts if part)


def withheld_words(entry: Entry) -> str:
    """Why neither text nor files of an entry are issued, in a sentence, or ""."""
    return WITHHELD.get(entry.withheld, "Текст и файлы документа не выдаются.") if entry.withheld else ""


def absent_text(entry: Entry) -> str:
    """Why there is no text of an entry that is not withheld; "" where nobody would expect one."""
    if entry.text is not None:
        return NOT_ISSUED_ANY_MORE
    return NO_TEXT_YET if entry.files else ""


def change_words(change: Change) -> str:
    """«Изменился статус: ... Было: действует. Стало: утратил силу.»."""
    told = f"{_CHANGES.get(change.what, 'Изменилось')}: {one_line(change.title)}"
    before, after = one_line(change.before), one_line(change.after)
    if change.what == "status" and (before or after):
        told += f" (было: {before or 'не указано'}; стало: {after or 'не указано'})"
    return told


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
