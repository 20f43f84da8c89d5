"""The cover sheet (сопроводительный лист) that goes with an order on paper, and its DOCX file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from dossiers.letter_paper import blank_page, docx_bytes, fill, signature
from dossiers.printable import one_line
from language.wording import NBSP, counted, day

NOT_OFFICIAL = (
    "Материалы подобраны библиотекой для справки. Официальным опубликованием документов они не являются."
)
_WIDTHS = (Cm(5), Cm(12))
_SHEETS = ("лист", "листа", "листов")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSheet:
    """What a cover sheet says; "" and None leave a line for the hand, or the row out.

    Attributes:
        library: that sends.
        number: of the order.
        placed: the day of the order.
        written: the day of the sheet.
        customer: to whom.
        organisation: where.
        way: «курьером», «факсом», «почтой» or another.
        destination: address or number of the fax, or "".
        subject: what was ordered.
        enclosed: what is sent: title and issue.
        as_of: the day that the statuses in it hold for, or None.
        code: by which anybody can check it, or "".
        check_at: the address for that, or "".
        sheets: how many are enclosed, or None.
    """

    library: str
    number: str
    placed: date
    written: date
    customer: str
    organisation: str
    way: str
    destination: str
    subject: str
    enclosed: str
    as_of: date | None
    code: str
    check_at: str
    sheets: int | None

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What stands on the sheet, label by label."""
        whom = ", ".join(filter(None, (one_line(self.customer), one_line(self.organisation))))
        check = f"{self.code} ({self.check_at})" if self.check_at else self.code
        told = [
            ("Кому", whom),
            ("Как отправлено", self.way),
            ("Куда", one_line(self.destination)),
            ("Заказано", one_line(self.subject)),
            ("Приложено", self.enclosed),
            ("Сведения о действии документов", f"на {day(self.as_of)}" if self.as_of else ""),
            ("Код проверки", check if self.code else ""),
        ]
        sheets = "________ листов" if self.sheets is None else counted(self.sheets, *_SHEETS)
        return [row for row in told if row[1]] + [("Количество листов", sheets)]


def cover_sheet(sheet: CoverSheet) -> bytes:
    """The sheet as DOCX; the same sheet gives the same bytes."""
    document = blank_page(f"Сопроводительный лист к заказу № {sheet.number}", sheet.library, sheet.written)
    document.add_paragraph().add_run(one_line(sheet.library)).bold = True
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Pt(18)
    run = title.add_run("СОПРОВОДИТЕЛЬНЫЙ ЛИСТ")
    run.bold, run.font.size = True, Pt(14)
    under = document.add_paragraph(f"к заказу №{NBSP}{sheet.number} от {day(sheet.placed)}")
    under.alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    for row in sheet.rows:
        fill(table.add_row().cells, row, _WIDTHS)
    note = document.add_paragraph(NOT_OFFICIAL)
    note.paragraph_format.space_before = Pt(12)
    document.add_paragraph(f"Дата: {day(sheet.written)}")
    document.add_paragraph("Передал:").paragraph_format.space_before = Pt(18)
    signature(document)
    document.add_paragraph("Получил:").paragraph_format.space_before = Pt(18)
    signature(document, "дата\tподпись\tимя, отчество и фамилия")
    return docx_bytes(document, sheet.written)


def file_name(sheet: CoverSheet) -> str:
    """«Сопроводительный лист 2026-0012.docx»."""
    return f"Сопроводительный лист {sheet.number}.docx"
