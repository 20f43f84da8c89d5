"""The letter that asks a body for documents which the library has not received, as a DOCX file.

It rests on Federal Law 77-ФЗ of 29 December 1994 «Об обязательном экземпляре документов»; the article is left
to the librarian. The same order gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from acts.completeness import ASK_FROM, Gap, Series
from catalog.errors import VecheError
from catalog.stores.surveys import NumberHeld
from dossiers.letter_paper import BLANK, blank_page, docx_bytes, fill, signature
from language.wording import NBSP, counted, day

_LAW = (
    f"Федерального закона от 29{NBSP}декабря 1994{NBSP}г. №{NBSP}77-ФЗ "
    "«Об обязательном экземпляре документов»"
)
_HEAD = ("Вид", "Год", "Номер", "Между какими документами")
_WIDTHS = (Cm(3.6), Cm(1.5), Cm(3.2), Cm(8.7))


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter is made of.

    Attributes:
        library: name of the library.
        series: of one issuer; what is missing in them is asked for.
        written: the day of the letter.
        least: confidence of a gap from which it is asked for.
    """

    library: str
    series: Sequence[Series]
    written: date
    least: float = ASK_FROM

    @property
    def issuer(self) -> str:
        """To whom it goes."""
        return self.series[0].issuer if self.series else ""

    @property
    def rows(self) -> list[tuple[Series, Gap]]:
        """What is asked for: by kind, then by year and number."""
        ordered = sorted(self.series, key=lambda one: (one.kinds, one.year, one.first))
        return [(one, gap) for one in ordered for gap in one.to_ask(self.least)]


def acquisition_letter(letter: Letter) -> bytes:
    """The letter as a file.

    Raises:
        VecheError: nothing is missing, or the series are of several issuers.
    """
    if len({one.issuer_id for one in letter.series}) > 1:
        raise VecheError("Письмо пишется одному органу.", "Выберите орган в таблице полноты.")
    rows = letter.rows
    if not rows:
        raise VecheError("Пропусков, о которых стоило бы спрашивать, нет.")
    document = blank_page("Запрос недостающих документов", letter.library, letter.written)
    _opening(document, letter)
    _table(document, rows)
    _closing(document, sum(gap.count for _series, gap in rows))
    return docx_bytes(document, letter.written)


def file_name(letter: Letter) -> str:
    """The name under which the letter is saved, fit for Windows: «Запрос 2024-05-20 Совет депутатов.docx»."""
    words = "".join(sign if sign.isalnum() or sign in " -" else " " for sign in letter.issuer)
    return f"Запрос {letter.written.isoformat()} {' '.join(words.split())[:80]}".rstrip() + ".docx"


def _opening(document: Document, letter: Letter) -> None:
    head = document.add_paragraph()
    head.add_run(letter.library).bold = True
    document.add_paragraph(f"Исх. № ________ от {day(letter.written)}")
    to = document.add_paragraph(f"Кому: {letter.issuer}")
    to.paragraph_format.left_indent = Cm(8)
    title = document.add_paragraph()
    title.add_run("О документах, которые не поступили в библиотеку").bold = True
    greeting = document.add_paragraph("Уважаемые коллеги!")
    greeting.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _body(
        document,
        "Библиотека собирает муниципальные правовые акты и открывает их жителям. По номерам документов, "
        f"которые есть у нас на {day(letter.written)}, видно, что некоторые документы к нам не поступили.",
    )
    _body(
        document,
        f"На основании {_LAW} (обязательный экземпляр муниципального образования) просим передать "
        "в библиотеку перечисленные ниже документы, на бумаге или в электронном виде.",
    )


def _table(document: Document, rows: Sequence[tuple[Series, Gap]]) -> None:
    table = document.add_table(rows=1, cols=len(_HEAD), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    fill(table.rows[0].cells, _HEAD, _WIDTHS, bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(  # noqa: SLF001 - a head that is repeated on each page
        OxmlElement("w:tblHeader")
    )
    for series, gap in rows:
        cells = (" / ".join(series.kinds), str(series.year), f"№{NBSP}{gap.label}", _between(gap))
        fill(table.add_row().cells, cells, _WIDTHS)


def _closing(document: Document, count: int) -> None:
    total = document.add_paragraph(f"Всего: {counted(count, 'номер', 'номера', 'номеров')}.")
    total.paragraph_format.space_before = Pt(6)
    _body(
        document,
        "Перечень составлен по пропускам в номерах. Если документ с таким номером не издавался или "
        "не подлежит передаче, просим сообщить об этом.",
    )
    _body(document, "Заранее благодарим за помощь.")
    signature(document)
    document.add_paragraph(f"Исполнитель, телефон: {BLANK}")


def _body(document: Document, words: str) -> None:
    paragraph = document.add_paragraph(words)
    paragraph.paragraph_format.first_line_indent = Cm(1.25)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _between(gap: Gap) -> str:
    """«после № 13 от 5 марта 2024 г., перед № 15 от 12 марта 2024 г.»."""
    before = f"перед {_named(gap.before)}"
    return f"после {_named(gap.after)}, {before}" if gap.after else before


def _named(act: NumberHeld) -> str:
    return f"№{NBSP}{act.number} от {day(act.date)}"
