"""Text of DOCX that is drawn, not written: WordArt, diagrams (SmartArt), what was chosen in a form's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction.formats.numbering import child, local, number_of, value

if TYPE_CHECKING:
    from lxml.etree import _Element


def diagram_lines(data: _Element) -> list[str]:
    """Texts of a diagram's boxes in the order of its data part (ISO/IEC 29500-1, 21.4.2)."""
    lines = []
    for body in data.iter("{*}t"):
        for paragraph in body.iter("{*}p"):
            text = "".join(run.text or "" for run in paragraph.iter("{*}t") if run is not body)
            lines.append(" ".join(text.split()))
    return [line for line in lines if line]


def chosen(field: _Element) -> str:
    """What an old form field shows that keeps its text in its own data: the chosen entry of a list."""
    listed = child(field, "ffData", "ddList")
    if listed is None:
        return ""
    entries = [value(one) for one in listed if local(one) == "listEntry"]
    at = number_of(value(child(listed, "result")), number_of(value(child(listed, "default"))))
    return entries[at] if 0 <= at < len(entries) else ""
