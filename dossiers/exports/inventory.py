"""The inventory (опись) of a publication: one row a document, with files and their SHA-256.

Every format prints the same rows; here they are also pieces of plain text and of HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from dossiers.exports import words
from dossiers.exports.markup import attribute, escaped
from dossiers.markdown import to_plain
from dossiers.printable import one_line, printable
from dossiers.publication import Contents, Entry, HeldFile, Publication
from language.number_words import LARGEST, Gender, number_words
from language.wording import NBSP, grouped, plural, size

Naming = Callable[[Entry, int], str]
"""Takes an entry and which of its files is meant; gives the name to print."""

_WIDTH_OF_LABELS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the inventory, in words fit for print.

    Attributes:
        position: its number.
        section: title of its section, or "".
        kind: in the nominative, or "".
        issuer: body or newspaper, or "".
        date: «5 марта 2024 г.», or "".
        number: without its sign, or "".
        title: never empty.
        status: as of the day of the publication, or "".
        pages: of its text.
        files: its originals that are issued, with the names to print.
        remark: why something is not there, in sentences, or "".
        description: the bibliographic record.
        annotation: plain text.
        note: a librarian's word, plain text.
    """

    position: int
    section: str
    kind: str
    issuer: str
    date: str
    number: str
    title: str
    status: str
    pages: int
    files: tuple[HeldFile, ...]
    remark: str
    description: str
    annotation: str
    note: str

    @property
    def kind_and_issuer(self) -> str:
        """«Решение, Собрание депутатов»."""
        return ", ".join(part for part in (self.kind[:1].upper() + self.kind[1:], self.issuer) if part)


def given_name(entry: Entry, at: int) -> str:
    """The name under which a file came."""
    return one_line(entry.files[at].name) or "файл"


def rows(publication: Publication, contents: Contents, naming: Naming = given_name) -> Iterator[Row]:
    """The inventory, row by row.

    Args:
        publication: what is issued.
        contents: asked which originals are issued (still).
        naming: names of files to print.
    """
    for section in publication.sections:
        for entry in section.entries:
            yield row(entry, one_line(section.title), contents, naming)


def row(entry: Entry, section: str, contents: Contents, naming: Naming = given_name) -> Row:
    """One row of the inventory."""
    withheld = bool(entry.withheld)
    issued = [
        HeldFile(file.sha256, naming(entry, at), file.size, file.media_type, file.role)
        for at, file in enumerate(entry.files)
        if not withheld and contents.original(file) is not None
    ]
    remarks = [words.withheld_words(entry)]
    if not withheld and len(issued) < len(entry.files):
        remarks.append(f"Больше не выдаётся файлов: {len(entry.files) - len(issued)}.")
    return Row(
        position=entry.position,
        section=section,
        kind=one_line(entry.kind),
        issuer=one_line(entry.issuer),
        date=words.day_words(entry.date),
        number=one_line(entry.number),
        title=words.title_of(entry),
        status=words.status_words(entry),
        pages=entry.pages,
        files=tuple(issued),
        remark=" ".join(remark for remark in remarks if remark),
        description=one_line(entry.description),
        annotation=printable(entry.annotation).strip(),
        note=to_plain(entry.note),
    )


def status_head(publication: Publication) -> str:
    """«Статус на 5 марта 2024 г.»."""
    return f"Статус на{NBSP}{words.day_words(publication.as_of)}"


def closing(publication: Publication) -> str:
    """«Внесено в опись 12 (двенадцать) документов, всего 340 (триста сорок) страниц.»."""
    count, pages = len(publication.entries), sum(entry.pages for entry in publication.entries)
    verb = "Внесён" if plural(count, "one", "few", "many") == "one" else "Внесено"
    documents = _told(count, "masculine", ("документ", "документа", "документов"))
    leaves = _told(pages, "feminine", ("страница", "страницы", "страниц"))
    return f"{verb} в{NBSP}опись {documents}, всего {leaves}."


def _told(number: int, gender: Gender, forms: tuple[str, str, str]) -> str:
    spelled = f" ({number_words(number, gender)})" if number <= LARGEST else ""
    return f"{grouped(number)}{spelled} {plural(number, *forms)}"


def as_text(publication: Publication, table: Iterator[Row]) -> Iterator[str]:
    """The inventory as plain text, paragraph by paragraph, with the line ends of Windows."""
    yield "\ufeffОПИСЬ ДОКУМЕНТОВ\r\n\r\n"
    told = [words.full_name(publication), one_line(publication.library), words.issue_line(publication)]
    told += [f"{label}: {value}" for label, value in words.about(publication)]
    yield "".join(f"{line}\r\n" for line in told if line)
    section = ""
    for one in table:
        if one.section != section:
            section = one.section
            yield f"\r\n{section.upper()}\r\n" if section else "\r\n"
        yield "\r\n" + "".join(f"{line}\r\n" for line in _lines(publication, one))
    yield f"\r\n{closing(publication)}\r\n{words.code_line(publication)}\r\n{words.NOT_OFFICIAL}\r\n"


def _lines(publication: Publication, one: Row) -> Iterator[str]:
    when = " ".join(part for part in (one.date, f"№{NBSP}{one.number}" if one.number else "") if part)
    yield f"{one.position}. {one.title}"
    told = [
        ("", ", ".join(part for part in (one.kind_and_issuer, when) if part)),
        (status_head(publication), one.status),
        ("Страниц", str(one.pages) if one.pages else ""),
        ("Описание", one.description),
        ("Аннотация", one_line(one.annotation)),
        ("Заметка библиотекаря", "; ".join(one.note.split("\n"))),
        ("Примечание", one.remark),
    ]
    for label, value in told:
        if value:
            yield f"{' ' * _WIDTH_OF_LABELS}{f'{label}: ' if label else ''}{value}"
    for file in one.files:
        yield f"{' ' * _WIDTH_OF_LABELS}Файл: {file.name}, {size(file.size)}"
        yield f"{' ' * _WIDTH_OF_LABELS}SHA-256: {file.sha256}"


def as_html(publication: Publication, table: Iterator[Row], *, linked: bool = False) -> Iterator[str]:
    """The inventory as a table of HTML that is XML too, with its closing line and without a heading.

    Args:
        publication: what is issued.
        table: its rows.
        linked: whether names of files are paths from the page, and links lead there.
    """
    heads = (
        "№", "Вид и орган", "Дата", "Номер", "Заголовок и файлы", status_head(publication), "Стр.",
        "Примечание",
    )  # fmt: skip
    yield '<div class="wide" tabindex="0" role="region" aria-label="Таблица описи">\n'
    yield '<table class="inventory">\n'
    yield "<thead><tr>" + "".join(f'<th scope="col">{escaped(head)}</th>' for head in heads)
    yield "</tr></thead>\n<tbody>\n"
    section = ""
    for one in table:
        if one.section != section and one.section:
            yield f'<tr class="part"><th colspan="8" scope="rowgroup">{escaped(one.section)}</th></tr>\n'
        section = one.section
        yield _html_row(one, linked=linked)
    yield "</tbody>\n</table>\n</div>\n"
    yield f'<p class="closing">{escaped(closing(publication))}</p>\n'


def _html_row(one: Row, *, linked: bool) -> str:
    files = "".join(_html_file(file, linked=linked) for file in one.files)
    title = escaped(one.title) + (f"<ul>{files}</ul>" if files else "")
    plain = (
        one.kind_and_issuer, one.date, one.number, None, one.status, str(one.pages or ""), one.remark,
    )  # fmt: skip
    cells = "".join(f"<td>{title if cell is None else escaped(cell)}</td>" for cell in plain)
    return f'<tr><th scope="row">{one.position}</th>{cells}</tr>\n'


def _html_file(file: HeldFile, *, linked: bool) -> str:
    name = escaped(file.name.rpartition("/")[2])
    named = f'<a href="{attribute(quote(file.name))}">{name}</a>' if linked else name
    return f"<li>{named}, {escaped(size(file.size))}<br />SHA-256: <code>{escaped(file.sha256)}</code></li>"
