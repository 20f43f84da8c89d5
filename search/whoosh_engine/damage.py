"""What makes an index unreadable, told as one error."""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from catalog.errors import IndexDamaged
from search.whoosh_engine.library import filetables

_REBUILD = "Перестройте указатель: veche index rebuild."
# What reading bytes that are not what was written raises, in the standard library, numpy and Whoosh.
_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    TypeError,
    ValueError,
    filetables.FileFormatError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
)


def damaged(reason: str) -> IndexDamaged:
    """The error that says why the index cannot be read."""
    return IndexDamaged(f"Поисковый указатель нельзя прочесть: {reason}.", _REBUILD)


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Read files of the index: whatever fails within is damage, but a missing file is told as such.

    Raises:
        FileNotFoundError: a file is not there; it may just have been replaced.
        IndexDamaged: bytes are not what was written.
    """
    try:
        yield
    except (IndexDamaged, FileNotFoundError):
        raise
    except _BROKEN as error:
        raise damaged(f"испорчен файл {name}") from error
