"""What printed files say beside the documents: the title page, what changed, the inventory, how to check."""

from __future__ import annotations

from dossiers.exports import inventory, words
from dossiers.printable import one_line
from dossiers.publication import Change, Contents, Entry, Publication
from language.wording import NBSP, size, unbroken

LABELS = {
    "contents": "Содержание",
    "changes": "Что изменилось",
    "introduction": "Введение",
    "note": "Слово библиотекаря",
    "description": "Библиографическое описание",
    "files": "Исходные файлы",
    "inventory": "Опись документов",
    "check": "Как проверить этот файл",
}
_CHANGES = {"came": "Добавлены", "went": "Исключены", "status": "Изменился статус"}
_SHORT_SHA = 16
_LONGEST_RUNNING = 80
_LONGEST_HEADING = 600


def kind_line(publication: Publication) -> str:
    """«Досье. Выпуск 3»."""
    kind = "Тематическое досье" if publication.kind == "dossier" else words.kind_name(publication)
    return f"{kind}. Выпуск{NBSP}{publication.number}" if publication.number else kind


def as_of_words(publication: Publication) -> str:
    """«по состоянию на 5 марта 2024 г.»."""
    return f"по состоянию на{NBSP}{words.day_words(publication.as_of)}"


def running_title(publication: Publication) -> str:
    """The title as it fits at the head of every page."""
    return _cut(unbroken(one_line(publication.title)) or words.kind_name(publication), _LONGEST_RUNNING)


def facts(publication: Publication) -> list[tuple[str, str]]:
    """What the title page says below the title, by label."""
    told = [fact for fact in words.about(publication) if fact[0] != "Тема"]
    return [*told, ("Документов", str(len(publication.entries))), ("Код проверки", publication.code)]


def heading_of(entry: Entry) -> str:
    """«12. О бюджете района на 2026 год»."""
    return _cut(f"{entry.position}. {words.title_of(entry)}", _LONGEST_HEADING)


def file_lines(entry: Entry, contents: Contents) -> list[str]:
    """«решение.pdf, 1,5 МБ. SHA-256: 3fa9…» for each original that is issued."""
    if entry.withheld:
        return []
    return [
        f"{one_line(file.name) or 'файл'}, {size(file.size)}. SHA-256: {file.sha256[:_SHORT_SHA]}…"
        for file in entry.files
        if contents.original(file) is not None
    ]


def changes(publication: Publication) -> list[tuple[str, list[str]]]:
    """What changed since the issue before, by kind of change."""
    told = []
    for what, name in _CHANGES.items():
        lines = [_changed(change) for change in publication.changes if change.what == what]
        if lines:
            told.append((name, lines))
    return told


def check_lines(publication: Publication) -> list[str]:
    """How anybody makes sure that the library issued the file."""
    where = f"Страница на сайте библиотеки: {publication.address}" if publication.address else ""
    return [
        line
        for line in (
            "Каждый выпуск получает код проверки. Откройте сайт библиотеки, выберите «Проверить подлинность» "
            "и введите код, который напечатан ниже, или выберите там сам файл.",
            "Сайт ответит, выдавала ли библиотека такой выпуск, на какой день указаны статусы документов и "
            "совпадает ли файл с выданным до последнего знака. Изменённый файл проверку не пройдёт.",
            "Исходные файлы документов сличают по контрольным суммам SHA-256: они стоят у каждого документа "
            "и в описи.",
            where,
            words.NOT_OFFICIAL,
        )
        if line
    ]


def inventory_head(publication: Publication) -> list[str]:
    """The heads of the table of the inventory."""
    return [
        "№", "Вид, орган", "Дата", "Номер", "Заголовок", "Стр.",
        inventory.status_head(publication), "SHA-256 файлов",
    ]  # fmt: skip


def inventory_cells(row: inventory.Row) -> list[str]:
    """A row of it."""
    files = "\n\n".join("\n".join(_in_parts(file.sha256)) for file in row.files)
    cells = (
        str(row.position), row.kind_and_issuer, row.date, row.number, row.title,
        str(row.pages or ""), row.status, files or ("не выдаются" if row.remark else ""),
    )  # fmt: skip
    return list(cells)


def signature(publication: Publication) -> list[str]:
    """Who made the inventory, and when."""
    compiler = one_line(publication.compiler)
    return [*([f"Составил: {compiler}"] if compiler else []), words.day_words(publication.moment[:10])]


def _changed(change: Change) -> str:
    before, after = one_line(change.before), one_line(change.after)
    named = one_line(change.title)
    if change.what != "status" or not (before or after):
        return named
    return f"{named}. Было: {before or 'не указано'}. Стало: {after or 'не указано'}"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + "…"


def _in_parts(sha256: str) -> list[str]:
    """A sum of 64 figures as a narrow column holds it."""
    return [sha256[at : at + _SHORT_SHA] for at in range(0, len(sha256), _SHORT_SHA)]
