"""Notes of librarians: simple Markdown (CommonMark), as HTML and as blocks for files that are not HTML.

HTML in a note is text; pictures are their description. Links go to http, https and mailto, or to a page of
the site; within a file that is issued a page of the site cannot be reached, and its link is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from dossiers.printable import printable

BlockKind = Literal["paragraph", "heading", "item", "code", "rule"]
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_OPEN_SCHEMES = ("http:", "https:", "mailto:")
_LOWEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Run:
    r"""A stretch of text of one look.

    Attributes:
        text: plain; ``\n`` is a line break.
        strong: in bold.
        emphasis: in italics.
        code: set in a fixed width.
        link: where it leads, or "".
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, the first paragraph of a list item, code, or a rule.

    Attributes:
        kind: what it is.
        runs: its text; none in a rule.
        level: of a heading, from 1; of others how many lists it stands in.
        marker: of an item: «•», or its number with a point.
        quoted: whether it stands in a quotation.
    """

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    level: int = 0
    marker: str = ""
    quoted: bool = False

    @property
    def text(self) -> str:
        """Its words without any look."""
        return "".join(run.text for run in self.runs)


def to_html(text: str, *, heading: int = 3, site_links: bool = True) -> str:
    """The note as HTML that is XML too, every block on a line; "" for an empty note.

    Args:
        text: Markdown.
        heading: the level that the note's first level of headings gets.
        site_links: whether links to pages of the site (without a host) are kept.
    """
    parser, tokens = _parsed(text, site_links=site_links)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + heading - 1, _LOWEST_HEADING)}"
    return str(parser.renderer.render(tokens, parser.options, {}))


def to_blocks(text: str, *, site_links: bool = True) -> tuple[Block, ...]:
    """The note as blocks in order, for writers that are not HTML.

    Args:
        text: Markdown.
        site_links: whether links to pages of the site (without a host) are kept.
    """
    _parser, tokens = _parsed(text, site_links=site_links)
    return tuple(_blocks(tokens))


def to_plain(text: str) -> str:
    """The note as plain text, a line a block."""
    return "\n".join(f"{block.marker} {block.text}".strip() for block in to_blocks(text))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True, "breaks": True})
    parser.validateLink = bool  # type: ignore[assignment]  # links are sorted out below, not left in their signs
    parser.add_render_rule("image", _picture)
    return parser


def _parsed(text: str, *, site_links: bool) -> tuple[MarkdownIt, list[Token]]:
    parser = _parser()
    tokens = parser.parse(printable(text))
    for token in tokens:
        if token.children:
            token.children = list(_with_open_links(token.children, site_links=site_links))
    return parser, tokens


def _with_open_links(tokens: Sequence[Token], *, site_links: bool) -> Iterator[Token]:
    """The tokens of a paragraph; of a link that leads where nobody should go only its words."""
    kept = True
    for token in tokens:
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
            kept = _leads_out(address) or (site_links and _is_of_the_site(address))
        if kept or token.type not in {"link_open", "link_close"}:
            yield token


def _leads_out(address: str) -> bool:
    return address.strip().lower().startswith(_OPEN_SCHEMES)


def _is_of_the_site(address: str) -> bool:
    bare = address.strip()
    return _SCHEME.match(bare) is None and not bare.startswith(("//", "\\", "/\\", "%5C", "/%5C"))


def _picture(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Any) -> str:
    """A picture would be a request to somewhere: its description stands for it."""
    return renderer.renderInline([Token("text", "", 0, content=tokens[at].content)], options, env)


@dataclass(slots=True)
class _Place:
    """Where the walk over the tokens stands."""

    lists: list[int | None]  # next number of each open list, or None for one with bullets
    marker: str = ""
    quotes: int = 0


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    place = _Place([])
    heading = 0
    for token in tokens:
        _walk(place, token)
        if token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type == "heading_close":
            heading = 0
        block = _block(token, heading)
        if block is not None:
            yield _placed(block, place)


def _walk(place: _Place, token: Token) -> None:
    match token.type:
        case "ordered_list_open":
            place.lists.append(int(token.attrGet("start") or 1))
        case "bullet_list_open":
            place.lists.append(None)
        case "ordered_list_close" | "bullet_list_close":
            place.lists.pop()
            place.marker = ""
        case "list_item_open":
            number = place.lists[-1]
            place.marker = "•" if number is None else f"{number}."
            place.lists[-1] = None if number is None else number + 1
        case "blockquote_open":
            place.quotes += 1
        case "blockquote_close":
            place.quotes -= 1
        case _:
            pass


def _block(token: Token, heading: int) -> Block | None:
    match token.type:
        case "inline":
            runs = tuple(_merged(_runs(token.children or [])))
            return Block("heading", runs, heading) if heading else Block("paragraph", runs)
        case "fence" | "code_block":
            return Block("code", (Run(token.content.rstrip("\n"), code=True),))
        case "hr":
            return Block("rule")
        case _:
            return None


def _placed(block: Block, place: _Place) -> Block:
    block = replace(block, quoted=place.quotes > 0)
    if block.kind == "heading":
        return block
    marker, place.marker = place.marker, ""
    kind: BlockKind = "item" if marker and block.kind == "paragraph" else block.kind
    return replace(block, kind=kind, level=len(place.lists), marker=marker)


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    look, link = {"strong": 0, "em": 0}, ""
    for token in tokens:
        if token.type in {"strong_open", "strong_close", "em_open", "em_close"}:
            look[token.tag] += token.nesting
        elif token.type in {"link_open", "link_close"}:
            link = str(token.attrGet("href") or "") if token.nesting > 0 else ""
        else:
            text = "\n" if token.type in {"softbreak", "hardbreak"} else token.content
            yield Run(text, look["strong"] > 0, look["em"] > 0, token.type == "code_inline", link)


def _merged(runs: Iterator[Run]) -> Iterator[Run]:
    """Runs of one look that follow one another, as one; empty ones left out."""
    kept: Run | None = None
    for run in runs:
        if not run.text:
            continue
        if kept is not None and replace(run, text=kept.text) == kept:
            kept = replace(kept, text=kept.text + run.text)
            continue
        if kept is not None:
            yield kept
        kept = run
    if kept is not None:
        yield kept
