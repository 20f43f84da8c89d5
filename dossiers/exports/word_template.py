"""The package of a DOCX without its text: styles, running heads, numbering of lists, properties."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm, Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from lxml import etree

from dossiers.exports import words
from dossiers.exports.word_xml import field, run
from dossiers.printable import one_line
from dossiers.publication import Publication

MAIN = "word/document.xml"
TEXT_WIDTH, WIDE_WIDTH = 9411, 14570
"""Of a page and of one on its side, in twentieths of a point."""
_SERIF, _SANS = "Times New Roman", "Arial"
_INK, _SOFT = RGBColor(0x1C, 0x20, 0x24), RGBColor(0x4F, 0x57, 0x60)
_TEXT_POINTS = 11.5
_TWIP = 635
_LONGEST_RUNNING = 80
_COVER, _WIDEST = Mm(90), Mm(140)
FIRST_LIST = 1001
"""Number of the first list's numbering, above those of the template."""


@dataclass(frozen=True, slots=True)
class Template:
    """A package around a text that is still to come.

    Attributes:
        parts: names and bytes of all parts but the text.
        before: what stands before the first paragraph of the text.
        cover: the paragraph with the picture, or "".
        ends: properties of the three sections: the text, the inventory, the last page.
    """

    parts: tuple[tuple[str, bytes], ...]
    before: str
    cover: str
    ends: tuple[str, str, str]


def template(publication: Publication, lists: Iterable[int], cover: Path | None) -> Template:
    """The package for a publication.

    Args:
        publication: what is issued.
        lists: where each numbered list of its notes begins; list N has the number ``FIRST_LIST + N``.
        cover: a picture, or None.
    """
    document = docx.Document()
    _properties(document, publication)
    _styles(document)
    _settings(document)
    _numbering(document, lists)
    picture = _picture(document, cover)
    _sections(document, publication)
    return _taken_apart(document, picture)


def _properties(document: Document, publication: Publication) -> None:
    core = document.core_properties
    moment = datetime.fromisoformat(publication.moment)
    moment = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    core.title = one_line(words.full_name(publication))[:255]
    core.author = core.last_modified_by = one_line(publication.library)[:255]
    core.subject, core.comments, core.keywords = (
        one_line(publication.theme)[:255],
        words.NOT_OFFICIAL,
        publication.code,
    )
    core.language, core.revision = "ru-RU", 1
    core.created = core.modified = moment


class _Look(NamedTuple):
    """How a style looks: points of its type and of the gaps above and below."""

    family: str
    points: float
    bold: bool = False
    colour: RGBColor = _INK
    above: float = 0
    below: float = 4


_LOOKS = {
    "Title": _Look(_SERIF, 26, bold=True, above=6, below=6),
    "Subtitle": _Look(_SERIF, 14, below=6),
    "Heading 1": _Look(_SERIF, 18, bold=True, below=8),
    "Heading 2": _Look(_SERIF, 14, bold=True, below=6),
    "Heading 3": _Look(_SERIF, 12, bold=True, above=8),
    "TOC 1": _Look(_SANS, 10, bold=True, above=8, below=2),
    "TOC 2": _Look(_SERIF, 10, below=2),
    "List Bullet": _Look(_SERIF, _TEXT_POINTS, below=2),
    "List Number": _Look(_SERIF, _TEXT_POINTS, below=2),
    "Reading": _Look(_SERIF, _TEXT_POINTS),
    "Centred": _Look(_SERIF, _TEXT_POINTS, bold=True, above=4),
    "Sides": _Look(_SERIF, _TEXT_POINTS, above=6),
    "Requisites": _Look(_SANS, 9.5),
    "Label": _Look(_SANS, 8.5, colour=_SOFT, above=6, below=0),
    "Description": _Look(_SANS, 9.5, below=2),
    "Annotation": _Look(_SERIF, _TEXT_POINTS, above=4),
    "Note": _Look(_SERIF, _TEXT_POINTS, above=2, below=2),
    "Withheld": _Look(_SANS, 9.5, above=8),
    "Cover Line": _Look(_SANS, 11, above=2),
    "Index Entry": _Look(_SERIF, 10.5, below=2),
    "Cell": _Look(_SANS, 8, above=1, below=1),
    "Small Cell": _Look(_SANS, 6.5, below=0),
    "After Table": _Look(_SANS, 4),
    "Check Code": _Look(_SANS, 20, bold=True, above=12, below=6),
}
_CENTRED = ("Title", "Subtitle", "Cover Line", "Centred")
_ON_THE_LEFT = ("Heading 1", "Heading 2", "Heading 3", "TOC 1", "TOC 2", "Cell", "Small Cell", "Index Entry")


def _styles(document: Document) -> None:
    normal = _style(document, "Normal")
    _dress(normal, _Look(_SERIF, _TEXT_POINTS))
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.line_spacing = 1.08
    normal.paragraph_format.widow_control = True
    for name, look in _LOOKS.items():
        _dress(_style(document, name), look)
    for name in _CENTRED:
        _style(document, name).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name in _ON_THE_LEFT:
        properties = _style(document, name).element.get_or_add_pPr()
        properties.find(qn("w:spacing")).addprevious(OxmlElement("w:suppressAutoHyphens"))
    for name in ("Heading 1", "Heading 2", "Heading 3", "Centred", "Label"):
        _style(document, name).paragraph_format.keep_with_next = True
    _style(document, "Heading 1").paragraph_format.page_break_before = True
    reading = _style(document, "Reading").paragraph_format
    reading.first_line_indent, reading.alignment = Cm(0.8), WD_ALIGN_PARAGRAPH.JUSTIFY
    note = _style(document, "Note").paragraph_format
    note.left_indent = Cm(0.6)
    _style(document, "Annotation").font.italic = True
    _style(document, "Subtitle").font.italic = False
    tabs = _style(document, "Sides").paragraph_format.tab_stops
    tabs.add_tab_stop(Length(TEXT_WIDTH * _TWIP), WD_TAB_ALIGNMENT.RIGHT)
    for name, indent in (("TOC 1", 0.0), ("TOC 2", 0.7)):
        form = _style(document, name).paragraph_format
        form.left_indent, form.right_indent = Cm(indent + 0.7), Cm(1)
        form.first_line_indent = Cm(-0.7)
        form.tab_stops.add_tab_stop(Length(TEXT_WIDTH * _TWIP), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _style(document: Document, name: str) -> ParagraphStyle:
    """A style of the package, made where it has none of this name."""
    styles = document.styles
    if name not in styles:
        made = cast("ParagraphStyle", styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
        made.base_style = styles["Normal"]
        return made
    return cast("ParagraphStyle", styles[name])


def _dress(style: ParagraphStyle, look: _Look) -> None:
    style.font.name, style.font.size = look.family, Pt(look.points)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), look.family)
    style.font.bold, style.font.color.rgb = look.bold, look.colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(look.above), Pt(look.below)
    borders = style.element.get_or_add_pPr().find(
        qn("w:pBdr")
    )  # the line under the title of the usual template
    if borders is not None:
        style.element.pPr.remove(borders)
    for wide in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(wide)


def _settings(document: Document) -> None:
    """Words are divided; the language of the paper is Russian."""
    settings = document.settings.element
    for name in ("w:autoHyphenation", "w:themeFontLang"):
        for old in settings.findall(qn(name)):
            settings.remove(old)
    divided = parse_xml(f'<w:autoHyphenation {nsdecls("w")} w:val="true"/>')
    after = settings.find(qn("w:defaultTabStop"))
    if after is not None:
        after.addnext(divided)
    else:
        settings.insert(0, divided)


def _numbering(document: Document, starts: Iterable[int]) -> None:
    """A numbering of its own for each list, so that every one begins where its note has it begin."""
    numbering = document.part.numbering_part.element
    style = _style(document, "List Number").element.pPr.numPr.numId.val
    abstract = next(num for num in numbering.num_lst if num.numId == style).abstractNumId.val
    for at, start in enumerate(starts):
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{FIRST_LIST + at}"><w:abstractNumId w:val="{abstract}"/>'
                f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
            )
        )


def _picture(document: Document, cover: Path | None) -> str:
    """The paragraph with the cover."""
    if cover is None:
        return ""
    made = document.add_paragraph(style="Cover Line")
    shape = made.add_run().add_picture(str(cover), height=_COVER)
    if shape.width > _WIDEST:
        shape.width, shape.height = _WIDEST, Length(int(shape.height * _WIDEST / shape.width))
    properties = shape._inline.docPr  # noqa: SLF001 - nor one to describe a picture
    properties.set("name", "Обложка")
    properties.set("descr", "Обложка")
    xml = etree.tostring(made._p, encoding="unicode")  # noqa: SLF001
    document.element.body.remove(made._p)  # noqa: SLF001
    return xml


def _sections(document: Document, publication: Publication) -> None:
    """Three: the text, the inventory on pages on their side, the last page."""
    _upright(document.sections[0])
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_section(WD_SECTION.NEW_PAGE)
    first, wide, last = document.sections
    first.different_first_page_header_footer = True
    wide.orientation = WD_ORIENT.LANDSCAPE
    wide.page_width, wide.page_height = Mm(297), Mm(210)
    wide.left_margin = wide.right_margin = Mm(20)
    for section, width in ((first, TEXT_WIDTH), (wide, WIDE_WIDTH), (last, TEXT_WIDTH)):
        _running(section, publication, Length(width * _TWIP))


def _upright(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(26), Mm(18)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance = section.footer_distance = Mm(11)


def _running(section: Section, publication: Publication, width: Length) -> None:
    title = one_line(publication.title)
    if len(title) > _LONGEST_RUNNING:
        title = title[:_LONGEST_RUNNING].rsplit(" ", 1)[0] + "…"
    as_of = f"по состоянию на {words.day_words(publication.as_of)}"
    small = (
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:color w:val="4F5760"/><w:sz w:val="16"/>'
    )
    pages = f"{field('PAGE', '2', small)}{run(' из ', small)}{field('NUMPAGES', '2', small)}"
    for part, content in (
        (section.header, run(f"{title}\t{as_of}", small)),
        (section.footer, run(f"{words.NOT_OFFICIAL}\t", small) + pages),
    ):
        part.is_linked_to_previous = False
        line = part.paragraphs[0]
        line.paragraph_format.tab_stops.clear_all()
        for stop in list(line.style.paragraph_format.tab_stops) if line.style else []:
            line.paragraph_format.tab_stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
        line.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        for piece in parse_xml(f"<w:p {nsdecls('w')}>{content}</w:p>"):
            line._p.append(piece)  # noqa: SLF001 - fields have no public way in


def _taken_apart(document: Document, cover: str) -> Template:
    """The saved package with its text cut out."""
    raw = io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as package:
        parts = tuple((name, package.read(name)) for name in package.namelist() if name != MAIN)
        tree = etree.fromstring(package.read(MAIN))
    body = tree[0]
    properties = [etree.tostring(one, encoding="unicode") for one in body.iter(qn("w:sectPr"))]
    for child in list(body):
        body.remove(child)
    body.text = None
    whole = etree.tostring(tree, encoding="unicode")
    before = whole[: whole.index("<w:body")] + "<w:body>"
    first, second, third = properties
    return Template(parts, before, cover, (first, second, third))
