"""Formulas of DOCX on one line, as Word's linear form writes them (ISO/IEC 29500-1, 22.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extraction.formats.numbering import child, local, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIMPLE = re.compile(r"[\w.,]*")
_DEEPEST = 50


def formula(element: _Element, depth: int = 0) -> str:
    """Text of a formula or of a part of it: «А/(Б+В)», «√(2)», «х^2»."""
    if depth > _DEEPEST:
        return ""
    return "".join(_piece(one, depth + 1) for one in element)


def _piece(element: _Element, depth: int) -> str:
    kind = local(element)
    if kind == "t" or kind.endswith("Pr") or kind in ("del", "moveFrom"):
        return (element.text or "") if kind == "t" else ""
    if kind in _FORMS:
        parts = {local(one): formula(one, depth) for one in element}
        return _FORMS[kind].format_map(dict.fromkeys(_OPERANDS, "") | _grouped(parts))
    if kind == "d":
        return _delimited(element, depth)
    text = formula(element, depth)
    if kind == "nary":
        return f"{value(child(element, 'naryPr', 'chr')) or '∫'} {text}"
    parent = element.getparent()
    in_matrix = kind == "e" and parent is not None and local(parent) in ("mr", "eqArr")
    return f"{text} " if in_matrix else text


_OPERANDS = ("num", "den", "e", "sup", "sub", "deg")
_FORMS = {
    "f": "{num}/{den}",
    "sSup": "{e}^{sup}",
    "sSubSup": "{e}{sub}^{sup}",
    "rad": "{deg}√{e}",
}


def _grouped(parts: dict[str, str]) -> dict[str, str]:
    return {name: text if _SIMPLE.fullmatch(text) else f"({text})" for name, text in parts.items()}


def _delimited(element: _Element, depth: int) -> str:
    look = child(element, "dPr")
    signs = {local(one): value(one) for one in look} if look is not None else {}
    parts = [formula(one, depth) for one in element if local(one) == "e"]
    divider = signs.get("sepChr", "|").join(parts)
    return f"{signs.get('begChr', '(')}{divider}{signs.get('endChr', ')')}"
