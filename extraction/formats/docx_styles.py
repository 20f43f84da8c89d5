"""Which text of DOCX is hidden: its run says so, or the styles do (ISO/IEC 29500-1, 17.3.2.41, 17.7.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction.formats.numbering import child, value

if TYPE_CHECKING:
    from lxml.etree import _Element

OFF = ("0", "false", "off")
_DEEPEST = 20


class HiddenText:
    """Answers from the styles of one document.

    Args:
        styles: its part of styles, None where it has none.
    """

    def __init__(self, styles: _Element | None) -> None:
        self._parents: dict[str, str] = {}
        self._own: dict[str, bool] = {}
        for style in styles if styles is not None else ():
            name = value(style, "styleId")
            self._parents[name] = value(child(style, "basedOn"))
            if (told := _told(child(style, "rPr"))) is not None:
                self._own[name] = told

    def told(self, properties: _Element | None, paragraph: str) -> bool:
        """Whether a run or the mark that ends a paragraph is hidden.

        Args:
            properties: its own (``w:rPr``).
            paragraph: name of the style of its paragraph.
        """
        if properties is None and not self._own:
            return False
        own = _told(properties)
        if own is not None or not self._own:
            return own or False
        return self._style(value(child(properties, "rStyle"))) != self._style(paragraph)

    def _style(self, name: str) -> bool:
        for _ in range(_DEEPEST):
            if not name or name in self._own:
                break
            name = self._parents.get(name, "")
        return self._own.get(name, False)


def _told(properties: _Element | None) -> bool | None:
    vanish = child(properties, "vanish")
    return None if vanish is None else value(vanish) not in OFF
