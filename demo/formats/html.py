"""HTML as municipal sites publish an act: a page with its menu, the act, a foot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from demo.blocks import Block, Line, PageBreak, Sides, Table

_STYLES = {
    "centre": "text-align:center",
    "heading": "text-align:center;font-weight:bold",
    "right": "text-align:right",
}


def render(blocks: Iterable[Block], *, title: str = "", encoding: str = "utf-8", menu: bool = True) -> bytes:
    """The bytes of a page that names its encoding.

    Args:
        blocks: the document.
        title: words of the window's title.
        encoding: of the bytes, named in the page.
        menu: with the menu and foot of a site, or bare as a word processor saves it.
    """
    head = (
        f'<!DOCTYPE html>\n<html lang="ru">\n<head>\n<meta charset="{encoding}">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n"
    )
    nav = (
        '<nav><a href="/">Главная</a> <a href="/district">О районе</a> <a href="/acts">Документы</a> '
        '<a href="/reception">Приём граждан</a> <a href="/search">Поиск по сайту</a></nav>\n<main>\n'
    )
    foot = "</main>\n<footer>Официальный сайт. При использовании материалов ссылка обязательна.</footer>\n"
    body = "\n".join(_elements(blocks)) + "\n"
    page = head + (nav + body + foot if menu else body) + "</body>\n</html>\n"
    return page.encode(encoding, "xmlcharrefreplace")


def _elements(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case PageBreak():
                yield "<hr>"
            case Sides(left, right):
                ends = f'<td>{escape(left)}</td><td align="right">{escape(right)}</td>'
                yield f'<table width="100%"><tr>{ends}</tr></table>'
            case Table(rows):
                yield '<table border="1">'
                for row in rows:
                    yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
                yield "</table>"
            case Line(text, role):
                style = f' style="{_STYLES[role]}"' if role in _STYLES else ""
                yield f"<p{style}>{escape(text)}</p>"
