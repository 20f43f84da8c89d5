"""A publication of every kind of entry, with its texts and originals in a folder."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from dossiers.publication import Change, Entry, HeldFile, Publication, Section, numbered

ACT_PAGES = (
    "СОБРАНИЕ ДЕПУТАТОВ ЗАРЕЧНОГО РАЙОНА\n\nРЕШЕНИЕ\n\nО бюджете района на 2024 год\n\n"
    "1. Утвердить бюджет по доходам в сумме 1 234,5 тыс. рублей & по расходам <в той же сумме>.",
    "Показатель\tСумма, тыс. руб.\nНалог на доходы\t800,0\nЗемельный налог\t434,5\n\nГлава   И. П. Рекин",
)


@dataclass(slots=True)
class Folder:
    """Contents in memory and in a folder."""

    root: Path
    texts: dict[int, tuple[str, ...]] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)

    def pages(self, entry: Entry) -> Iterator[str] | None:
        """Pages of a text, if it is there."""
        self.asked.append(entry.position)
        found = self.texts.get(entry.text) if entry.text is not None else None
        return None if found is None else iter(found)

    def original(self, file: HeldFile) -> Path | None:
        """Where an original lies, if it is there."""
        path = self.root / file.sha256
        return path if path.exists() else None

    def keep(self, content: bytes, name: str, media_type: str) -> HeldFile:
        """Put an original into the folder."""
        sha256 = hashlib.sha256(content).hexdigest()
        (self.root / sha256).write_bytes(content)
        return HeldFile(sha256, name, len(content), media_type)


def picture() -> bytes:
    """A PNG of 8 by 8 points of one colour."""
    rows = b"".join(b"\0" + b"\x0d\x55\x61" * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def act(folder: Folder) -> Entry:
    """A decision in force with a text, a signed PDF and a Word copy."""
    folder.texts[1] = ACT_PAGES
    files = (
        folder.keep(b"%PDF-1.4 signed", "реш 12 (2) испр.pdf", "application/pdf"),
        folder.keep(b"\xd0\xcf\x11\xe0 copy", "реш 12.DOC", "application/msword"),
    )
    return Entry(
        position=1,
        record=17,
        record_class="act",
        title="О бюджете Заречного района на 2024 год",
        kind="решение",
        issuer="Собрание депутатов Заречного района",
        date="2024-03-05",
        number="12/3",
        description="О бюджете Заречного района на 2024 год : решение. – Текст : электронный.",
        status="amended",
        status_words="действует с изменениями от 25 июня 2024 г. № 66",
        note="Читать **сначала** раздел 3. См. [план](https://zarechny.example/plan).",
        annotation="Доходы и расходы района.",
        categories=("Бюджет района", "Налоги"),
        pages=2,
        text=1,
        files=files,
    )


def clipping(folder: Folder) -> Entry:
    """A clipping: neither its text nor its picture leaves the library."""
    folder.texts[2] = ("ТАЙНА ВЫРЕЗКИ",)
    return Entry(
        position=2,
        record=18,
        record_class="press",
        title="Бюджет приняли единогласно",
        issuer="Заречная новь",
        date="2024-03-07",
        number="10",
        author="О. Петрова, И. С. Рекин",
        description="Петрова, О. Бюджет приняли. // Заречная новь. – 2024. – 7 марта. – № 10. – С. 1–3.",
        annotation="О чём спорили депутаты.",
        note="Интервью с главой.",
        pages=1,
        text=2,
        withheld="press",
        files=(folder.keep(b"PICTURE OF A CLIPPING", "вырезка.jpg", "image/jpeg"),),
    )


def scan(folder: Folder) -> Entry:
    """A scan that nobody has read yet."""
    return Entry(
        position=3,
        record=19,
        record_class="act",
        title="",
        kind="постановление",
        issuer="Администрация Заречного района",
        date="1998-12-31",
        number="7",
        status="repealed",
        files=(folder.keep(b"II*\0 scan", "scan0001.tif", "image/tiff"),),
    )


def fact() -> Entry:
    """A fact without a file."""
    return Entry(position=4, record=20, record_class="fact", title="Приём главы района по вторникам", pages=0)


def dossier(folder: Folder) -> Publication:
    """A dossier with all of them."""
    entries = act(folder), scan(folder), clipping(folder), fact()
    cover = folder.keep(picture(), "cover.png", "image/png")
    return numbered(
        Publication(
            kind="dossier",
            title="Бюджет района: от проекта до «исполнения»",
            library="Заречная районная библиотека",
            as_of="2024-07-01",
            moment="2024-07-01T08:30:15+00:00",
            number=3,
            theme="Местные финансы",
            audience="для специалистов финансового отдела",
            introduction="# Зачем это\n\nКак принимают:\n\n1. проект;\n2. слушания.\n\n[Запись](/records/17)",
            first_day="2024-01-01",
            last_day="2024-06-30",
            compiler="М. Книжкина",
            cover=cover.sha256,
            address="/dossiers/budget",
            sections=(
                Section("Решения", "Сначала **главное**.", entries[:2]),
                Section("Пресса и факты", "", entries[2:]),
            ),
            changes=(
                Change("came", 18, "Бюджет приняли единогласно"),
                Change("status", 17, "Решение от 5 марта 2024 г. № 12/3", "действует", "изменено"),
            ),
        )
    )


def many(folder: Folder, count: int, size: int = 0) -> Publication:
    """A publication of any number of acts with one text and one original, both of a size."""
    one, whole = act(folder), dossier(folder)
    folder.texts[1] = ("Строка текста.\n" * (size // 28),) * 2
    files = (folder.keep(b"%PDF" + bytes(size), "большой.pdf", "application/pdf"),)
    entries = tuple(
        replace(one, record=number, title=f"{one.title} ({number})", files=files) for number in range(count)
    )
    return numbered(replace(whole, sections=(Section("Все", "", entries),), changes=()))


HOSTILE = (
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "..\\..\\Windows",
    "нуль\0внутри",
    "\u202eнаоборот\u2066",
    "CON",
    "aux.txt",
    "LPT1",
    "точки...",
    "  пробелы  ",
    '=HYPERLINK("http://a.example")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "&amp; ]]> <!-- --> \" '",
    "{{7*7}} ${x} %s %d 100%",
    "строка\r\nER  - \r\nTY  - BOOK",
    "\ufffe\uffff\x1b[31m",
    "Очень длинный заголовок " * 210,
    "",
    ".",
    "/",
    "名前 ñ é й 🙂",
)


def hostile(folder: Folder, words: str) -> Publication:
    """The dossier with words of a stranger in every place that takes words."""
    whole = dossier(folder)
    folder.texts[1] = (words, f"{words}\t{words}\n" * 3)
    sections = tuple(
        Section(
            words,
            words,
            tuple(
                replace(
                    entry,
                    title=words,
                    kind=words,
                    issuer=words,
                    number=words,
                    author=words,
                    date=words if entry.position == 4 else entry.date,
                    description=words,
                    status_words=words,
                    note=words,
                    annotation=words,
                    categories=(words, words),
                    files=tuple(replace(file, name=words) for file in entry.files),
                )
                for entry in section.entries
            ),
        )
        for section in whole.sections
    )
    changes = tuple(replace(change, title=words, before=words, after=words) for change in whole.changes)
    return replace(
        whole,
        title=words,
        library=words,
        theme=words,
        audience=words,
        introduction=words,
        compiler=words,
        sections=sections,
        changes=changes,
    )


def unheard(_done: int, _total: int) -> None:
    """Progress that nobody watches."""
