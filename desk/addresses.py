"""Addresses of electronic mail as customers type them; what comes out is fit for a header and for SMTP."""

from __future__ import annotations

import re

from catalog.errors import VecheError

LONGEST = 254
_LONGEST_LOCAL = 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")


def mail_address(text: str) -> str:
    """The address that a text holds, with a Cyrillic domain («почта.рф») in its ASCII form.

    Raises:
        VecheError: it is no single address of the kind ``name@domain``.
    """
    typed = text.strip()
    local, at, domain = typed.rpartition("@")
    labels = _ascii(domain.rstrip(".")).split(".")
    address = f"{local}@{'.'.join(labels)}"
    if (
        not at
        or len(local) > _LONGEST_LOCAL
        or len(address) > LONGEST
        or not _LOCAL.fullmatch(local)
        or len(labels) < 2
        or not all(_LABEL.fullmatch(label) for label in labels)
    ):
        raise VecheError(
            "Это не адрес электронной почты.", "Напишите один адрес вида otdel@zarechny.example."
        )
    return address


def _ascii(domain: str) -> str:
    try:
        return domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return ""
