"""Pages of a list: which page is shown, how many there are and which of them are offered as links."""

from __future__ import annotations

from dataclasses import dataclass

AROUND = 2


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in a list a page stands.

    Attributes:
        page: from 1.
        size: items on a page.
        total: items in all.
    """

    page: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """Items before this page."""
        return (self.page - 1) * self.size

    @property
    def first(self) -> int:
        """Number of the first item on the page, from 1."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        """Number of the last item on the page."""
        return min(self.offset + self.size, self.total)

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The pages to offer: the ends and those about this one; None where some are left out."""
        near = range(self.page - AROUND, self.page + AROUND + 1)
        wanted = sorted({1, self.pages, *(number for number in near if 1 <= number <= self.pages)})
        found: list[int | None] = []
        for before, number in zip([0, *wanted], wanted, strict=False):
            if number - before == 2:
                found.append(number - 1)
            elif number - before > 2:
                found.append(None)
            found.append(number)
        return tuple(found)


def asked_page(text: str | None) -> int:
    """The page that an address asks for, 1 when it asks for none or for nonsense."""
    if text and text.isascii() and text.isdigit() and len(text) < 8 and int(text) >= 1:
        return int(text)
    return 1
