"""Budget tables set in PDF by typst for the tests: rows over page ends, heads repeated or not."""

from __future__ import annotations

import random

import typst

HEAD = ("Наименование", "Рз", "ПР", "ЦСР", "ВР", "Сумма, тыс. рублей")
_TEXT = """Расходы на содержание обеспечение деятельности муниципальных учреждений района субсидии бюджетам
сельских поселений мероприятия программы дорожного хозяйства благоустройство территории капитальный ремонт
объектов образования социальные выплаты отдельным категориям граждан"""


def budget_rows(count: int, seed: int = 2) -> list[tuple[str, ...]]:
    """Rows of names of one to four lines, codes and sums."""
    chance = random.Random(seed)  # noqa: S311 - the same table each time
    rows: list[tuple[str, ...]] = []
    for at in range(count):
        words = chance.choices(_TEXT.split(), k=chance.randint(2, 22))
        name = " ".join([words[0].capitalize(), *words[1:]])
        code = f"{chance.randint(1, 14):02d}"
        target = f"{chance.randint(1, 99):02d} 0 {chance.randint(1, 9):02d} {at:05d}"
        total = f"{chance.randint(1, 9999)} {chance.randint(0, 999):03d},{chance.randint(0, 9)}"
        rows.append((name, code, f"{at % 15:02d}", target, f"{chance.choice((100, 200, 240, 800))}", total))
    return rows


def budget_pdf(
    rows: list[tuple[str, ...]], *, repeat: bool = True, above: str = "", below: str = ""
) -> bytes:
    """A PDF with one ruled table of these rows on as many pages as it takes, page numbers below."""

    def cells(row: tuple[str, ...]) -> str:
        return ", ".join(f"[{cell}]" for cell in row)

    source = f"""
#set page(paper: "a4", margin: 2cm, numbering: "1")
#set text(size: 11pt, lang: "ru", hyphenate: true)
#set par(justify: false)
{above}
#table(columns: (1fr, 1cm, 1cm, 3cm, 1.2cm, 3cm), stroke: 0.5pt,
  table.header(repeat: {str(repeat).lower()}, {cells(HEAD)}),
  {", ".join(cells(row) for row in rows)})
{below}
"""
    return bytes(typst.compile(source.encode()))
