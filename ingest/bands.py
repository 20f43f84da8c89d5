"""By which texts that are nearly the same are found: MinHash of runs of words, cut into bands.

Two texts that share two thirds of their runs have a band in common 8 times of 10, those that share a fifth
hardly ever. Figures are left out: a draft has blanks where its act has a day and a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import Protocol
from zlib import crc32

from catalog.database import Database
from language.normal import fold

FILLED = "bands"
BANDS, _ROWS = 12, 5
_RUN = 2
_FEWEST_WORDS, _MOST_WORDS = 20, 600
_LOOKED_AT = 12_000
_WORD = re.compile(r"[^\W\d_]+")
_HYPHEN = re.compile(r"(?<=\w)[-\u00ad]\s*\n\s*(?=\w)")
_TOO_SHORT = (0,)


def bands_of(pages: Sequence[str]) -> tuple[int, ...]:
    """The bands of a text, ``BANDS`` of them; one that says nothing for a text of too few words."""
    words = _WORD.findall(fold(_HYPHEN.sub("", "\n".join(pages)[:_LOOKED_AT])))[:_MOST_WORDS]
    if len(words) < _FEWEST_WORDS:
        return _TOO_SHORT
    # half a second and 70 MB: loaded only where texts are compared
    from datasketch import MinHash  # type: ignore[import-untyped]

    runs = {" ".join(words[at : at + _RUN]).encode() for at in range(len(words) - _RUN + 1)}
    hashed = MinHash(num_perm=BANDS * _ROWS, hashfunc=crc32)
    hashed.update_batch(runs)
    values = hashed.hashvalues
    return tuple(
        int.from_bytes(blake2b(values[at : at + _ROWS].tobytes(), digest_size=8).digest()) >> 1
        for at in range(0, BANDS * _ROWS, _ROWS)
    )


class Filling(Protocol):
    """What filling needs of the road."""

    database: Database


def fill_bands(road: Filling, limit: int = 50) -> int:
    """Give bands to some texts that have none: imported ones, and those of older versions; how many got them.

    The note says up to which text all have them, so that asking again costs nothing.
    """
    with road.database.read() as work:
        after = int(work.notes.get(FILLED) or 0)
        missing = work.bands.missing(after, limit)
        drafts = {text: work.texts.draft(text) for text in missing}
    bands = {text: bands_of(draft.pages) for text, draft in drafts.items() if draft is not None}
    if missing:
        with road.database.write(durable=False) as work:
            still = set(work.bands.missing(after, limit))
            work.bands.put({text: values for text, values in bands.items() if text in still})
            work.notes.set(FILLED, str(missing[-1]))
    return len(bands)
