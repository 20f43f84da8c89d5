"""What the system answers is told in Russian."""

from __future__ import annotations

import errno
import os

import pytest

from catalog.system_errors import said_by_system


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.ENOENT, errno.EIO])
def test_an_answer_of_the_system_is_told_in_russian(number: int) -> None:
    said = said_by_system(OSError(number, os.strerror(number), "/media/stick"))
    assert said[0].islower()
    assert not any("a" <= letter <= "z" for letter in said)
    assert not said.endswith(".")


def test_an_unknown_answer_is_told_as_it_is() -> None:
    assert said_by_system(OSError(errno.ELOOP, "Too many links.")) == "Too many links"
    assert said_by_system(OSError("странно.")) == "странно"
