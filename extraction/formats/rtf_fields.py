r"""Fields of RTF: what they say to Word, what their forms keep in data of their own (RTF 1.9.1, \field)."""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.formats.docx_fields import counts_pages

_CHECK_BOX, _LIST = 1, 2
_BY_DEFAULT = 25
"""A result of this number means that nobody has chosen: the default stands."""


@dataclass(slots=True)
class Field:
    """One field while it is read.

    Attributes:
        instruction: as far as it has come.
        entries: of a list to choose from, each as pieces of bytes or text with their codecs.
        numbers: what the data of the form says in numbers, by their control words.
    """

    instruction: list[str] = field(default_factory=list)
    entries: list[list[tuple[bytes | str, str]]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def counts_pages(self) -> bool:
        """Whether it shows the number of a page."""
        return counts_pages("".join(self.instruction))

    def shown(self) -> list[tuple[bytes | str, str]]:
        """What a form shows that has no result of its own: a box ticked or not, the chosen entry."""
        kind, chosen = self.numbers.get("fftype"), self.numbers.get("ffres", _BY_DEFAULT)
        if chosen == _BY_DEFAULT:
            chosen = self.numbers.get("ffdefres", 0)
        if kind == _CHECK_BOX:
            return [("☒" if chosen else "☐", "utf-16")]
        return self.entries[chosen] if kind == _LIST and 0 <= chosen < len(self.entries) else []
