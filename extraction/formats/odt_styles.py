"""What the styles of OpenDocument say of its text: hidden, in a list, a numbered heading (ODF 1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from extraction.formats.numbering import child, local, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST = 20
_T = TypeVar("_T")


class Styles:
    """Styles of one document, with those they are based on.

    Args:
        places: the elements that hold styles; of two of one name the later counts.
    """

    def __init__(self, *places: _Element | None) -> None:
        self.lists: dict[str, _Element] = {}
        self.outline: _Element | None = None
        self._parents: dict[tuple[str, str], str] = {}
        self._hidden: dict[tuple[str, str], bool] = {}
        self._fonts: dict[tuple[str, str], str] = {}
        self._in_list: dict[tuple[str, str], str] = {}
        for place in places:
            for style in () if place is None else place.iter("{*}style", "{*}list-style", "{*}outline-style"):
                self._take(style)

    def _take(self, style: _Element) -> None:
        name = value(style, "name")
        if local(style) == "outline-style":
            self.outline = style
        elif local(style) == "list-style":
            if name:
                self.lists[name] = style
        else:
            key = (value(style, "family"), name)
            self._parents[key] = value(style, "parent-style-name")
            properties = child(style, "text-properties")
            if shown := value(properties, "display"):
                self._hidden[key] = shown == "none"
            if font := value(properties, "font-name") or value(properties, "font-family"):
                self._fonts[key] = font
            if any(str(one).endswith("}list-style-name") for one in style.attrib):
                self._in_list[key] = value(style, "list-style-name")

    def hides(self, family: str, name: str) -> bool:
        """Whether text of a style (of the family ``text`` or ``paragraph``) is not shown."""
        return bool(self._hidden) and self._first(self._hidden, family, name) is True

    def font(self, name: str) -> str:
        """The font of a style of the family ``text``, ``""`` where it is that of the text around."""
        return self._first(self._fonts, "text", name) or ""

    def list_of(self, name: str) -> str | None:
        """The list style that a paragraph style names: ``""`` for none on purpose, None if it is silent."""
        return self._first(self._in_list, "paragraph", name)

    def _first(self, told: dict[tuple[str, str], _T], family: str, name: str) -> _T | None:
        for _ in range(_DEEPEST):
            if not name:
                break
            if (family, name) in told:
                return told[family, name]
            name = self._parents.get((family, name), "")
        return None


def deletions(root: _Element) -> frozenset[str]:
    """Marks of changes between which the text stands that they delete, as in documents that show changes."""
    deleted = {
        value(region, "id")
        for region in root.iter("{*}changed-region")
        if any(local(one) == "deletion" for one in region)
    }
    return frozenset(deleted & {value(one, "change-id") for one in root.iter("{*}change-end")})


def is_hidden(element: _Element) -> bool:
    """Whether a section or a field of hidden text says itself that it is not shown now."""
    display = value(element, "display")
    return display == "none" or (
        value(element, "is-hidden") == "true" and (display == "condition" or local(element) != "section")
    )
