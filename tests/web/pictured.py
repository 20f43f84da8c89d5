"""Records whose files have pages: a bulletin of two acts in one PDF, a scan, a budget with ruled tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typst

from catalog.model import PlacedWord, RecordClass, TextDraft
from catalog.unit_of_work import UnitOfWork
from tests.extraction.budget_pages import budget_pdf, budget_rows
from tests.extraction.making import scan
from tests.web.district import COUNCIL, RECEIVED, District, act
from web.services import Services

BULLETIN = (
    "Первый лист другого акта",
    "Второй лист того же акта",
    "Решение о бюджете района",
    "Смета расходов",
)
SCAN_TEXT = "Решение принято\nсумма 1 240,5 рублей\nот 5 марта 2012 г."
ROWS = budget_rows(60)
ROW_TEXT = "\n".join(ROWS[0])


@dataclass(frozen=True, slots=True)
class Pictured:
    """Numbers of the records.

    Attributes:
        other: the first two pages of the bulletin.
        act: its last two pages.
        scan: read from its picture, one figure of it uncertainly.
        unread: a scan that nothing has read.
        budget: tables in a PDF.
        press: a clipping in a PDF.
        broken: a PDF that does not open.
    """

    other: int
    act: int
    scan: int
    unread: int
    budget: int
    press: int
    broken: int


def bulletin() -> bytes:
    """Four pages named i to iv, on each one line at a place of its own, and two chapters."""
    lines = "\n#pagebreak()\n".join(
        f"#place(dx: {20 + 40 * at}pt, dy: {60 + 90 * at}pt)[{text}]" for at, text in enumerate(BULLETIN)
    )
    source = f"""#set page(width: 400pt, height: 500pt, margin: 0pt, numbering: "i")
#set text(size: 18pt, lang: "ru")
#place(hide[= Начало])
{lines}
#place(hide[= Смета])
"""
    return bytes(typst.compile(source.encode()))


def pictured(district: District, folder: Path) -> Pictured:
    """Add the records to a district."""
    services = district.services
    picture = folder / "скан.png"
    scan(SCAN_TEXT).save(picture)
    sheet = bulletin()
    with services.database.write() as work:
        held = _held(services, work, folder)
        pdf, png, plain = held(sheet), held(picture.read_bytes(), "image/png"), "application/pdf"
        words = {1: _words()}
        ocr = TextDraft(png, (SCAN_TEXT,), "ocr", "1", "ocr", "image/png", words=words)
        scan_again = scan("Ещё один лист")
        scan_again.save(picture)
        other_png = held(picture.read_bytes(), "image/png")
        table = held(budget_pdf(ROWS, above="Приложение 1"))
        clipping = held(sheet + b"% clipping")
        broken = held(b"%PDF-1.4 broken")
        numbers = [
            work.records.add(
                act(title, COUNCIL, f"2025-02-0{at}", f"{at}/91", text=text, file_name=f"{title}.pdf")
            )
            for at, (title, text) in enumerate(
                (
                    ("О другом", TextDraft(pdf, BULLETIN[:2], "pdf", "1", "born", plain)),
                    ("О смете", TextDraft(pdf, BULLETIN[2:], "pdf", "1", "born", plain, first_page=3)),
                    ("О скане", ocr),
                    (
                        "О непрочитанном",
                        TextDraft(other_png, (), "", "", "none", "image/png", waiting="no-text"),
                    ),
                    ("О таблицах", TextDraft(table, (ROW_TEXT, *[""] * 4), "pdf", "1", "born", plain)),
                    ("О сломанном", TextDraft(broken, ("Слово",), "pdf", "1", "born", plain)),
                ),
                1,
            )
        ]
        press = work.records.add(
            act(
                "О газете",
                "Заречная новь",
                "2025-03-01",
                "9",
                text=TextDraft(clipping, BULLETIN, "pdf", "1", "born", plain),
                record_class=RecordClass.PRESS,
                file_name="газета.pdf",
            )
        )
    other, split, read, unread, budget, damaged = numbers
    return Pictured(other, split, read, unread, budget, press, damaged)


def _held(services: Services, work: UnitOfWork, folder: Path):  # type: ignore[no-untyped-def]
    def held(data: bytes, media_type: str = "application/pdf") -> str:
        path = folder / "made"
        path.write_bytes(data)
        stored = services.originals.put(path)
        work.originals.add(stored.sha256, stored.size, media_type, RECEIVED)
        return stored.sha256

    return held


def _words() -> tuple[PlacedWord, ...]:
    """Words of the scan as recognition gives them: «1 240,5» and «марта» uncertainly."""
    found, top = [], 80
    for line in SCAN_TEXT.split("\n"):
        left = 80
        for word in line.split():
            sure = 40 if word in {"240,5", "марта"} else 95
            found.append(PlacedWord(word, left, top, 12 * len(word), 20, sure))
            left += 12 * len(word) + 10
        top += 40
    return tuple(found)
