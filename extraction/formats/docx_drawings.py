"""Text of DOCX that is drawn, not written: captions, WordArt, SmartArt, charts, fields of forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extraction.formats.numbering import child, local, number_of, value
from extraction.plain import has_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_CAPTIONS = {"docPr": ("descr", "title"), "shape": ("alt",), "textpath": ("string",)}
_NOT_A_CAPTION = re.compile(
    r"[\\/]|\.(?:jpe?g|png|gif|bmp|emf|wmf|tiff?)\b"
    r"|^(?:image|picture|shape|frame|graphics?|object|рисунок|изображение|объект|надпись|фигура)\s*\d*$"
    r"|автоматически созданное|выглядит как",
    re.I,
)
_UNTICKED = ("0", "false", "off")
_SHOWN = ("", *_UNTICKED)


def is_caption(text: str) -> bool:
    """Whether the alternative text of a picture was written by a person: no path, no name by a program."""
    return has_words(text) and not _NOT_A_CAPTION.search(text)


def alternative_text(element: _Element) -> str:
    """What an element says of its picture or WordArt, ``""`` where nothing that a reader wants to know."""
    kind = local(element)
    if value(element, "hidden") not in _SHOWN:
        return ""
    texts = (value(element, name).strip() for name in _CAPTIONS.get(kind, ()))
    return next((text for text in texts if is_caption(text) or (kind == "textpath" and has_words(text))), "")


def chart_lines(part: _Element) -> list[str]:
    """Titles of a chart, then what its legend and its axis of names say (ISO/IEC 29500-1, 21.2)."""
    lines = [
        " ".join("".join(run.text or "" for run in paragraph.iter("{*}t")).split())
        for title in part.iter("{*}title")
        for paragraph in title.iter("{*}p")
    ]
    for path in ("{*}tx", "{*}cat"):
        found = (
            one.text or ""
            for series in part.iter("{*}ser")
            for place in series.findall(path)
            for one in place.iter("{*}v")
        )
        lines.append("\t".join(dict.fromkeys(" ".join(text.split()) for text in found)))
    return [line for line in lines if has_words(line)]


def diagram_lines(data: _Element) -> list[str]:
    """Texts of a diagram's boxes in the order of its data part (ISO/IEC 29500-1, 21.4.2)."""
    lines = []
    for body in data.iter("{*}t"):
        for paragraph in body.iter("{*}p"):
            text = "".join(run.text or "" for run in paragraph.iter("{*}t") if run is not body)
            lines.append(" ".join(text.split()))
    return [line for line in lines if line]


def chosen(field: _Element) -> str:
    """What an old form field shows out of its own data: the chosen entry of a list, a ticked box."""
    data = child(field, "ffData")
    if (box := child(data, "checkBox")) is not None:
        told = child(box, "checked")
        told = child(box, "default") if told is None else told
        return "☐" if told is None or value(told) in _UNTICKED else "☒"
    listed = child(data, "ddList")
    if listed is None:
        return ""
    entries = [value(one) for one in listed if local(one) == "listEntry"]
    at = number_of(value(child(listed, "result")), number_of(value(child(listed, "default"))))
    return entries[at] if 0 <= at < len(entries) else ""
