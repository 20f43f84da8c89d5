"""The outbox: where no mail server is set, each mail lies there whole as an ``.eml`` file."""

from __future__ import annotations

import contextlib
import os
from datetime import tzinfo
from pathlib import Path

from catalog.errors import StorageError
from catalog.orders import Mail
from catalog.originals import sync_folder
from catalog.system_errors import said_by_system

_FORBIDDEN = set('<>:"/\\|?*')
_LONGEST = 120


def lay_into(outbox: Path, mail: Mail, content: bytes, zone: tzinfo) -> str:
    """Write a mail as a file, whole or not at all; done again it is the same file.

    Args:
        outbox: the folder.
        mail: what is written.
        content: its bytes.
        zone: the library's, for the day in the name.

    Returns:
        The name of the file.

    Raises:
        StorageError: there is no room, or the folder cannot be written.
    """
    name = file_name(mail, zone)
    half = outbox / f".{mail.id}.part"
    try:
        outbox.mkdir(mode=0o700, exist_ok=True)
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(outbox / name)
        sync_folder(outbox)
    except OSError as error:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise StorageError(
            f"Письмо не записано в папку {outbox}: {said_by_system(error)}.",
            "Освободите место: письмо ждёт и будет записано само.",
        ) from error
    return name


def file_name(mail: Mail, zone: tzinfo) -> str:
    """The name of a mail's file, fit for Windows: «2026-05-20 000017 Заказ № 2026-0012 готов.eml»."""
    words = "".join(" " if sign in _FORBIDDEN or not sign.isprintable() else sign for sign in mail.subject)
    subject = " ".join(words.split())[:_LONGEST].rstrip(" .")
    return f"{mail.created.astimezone(zone):%Y-%m-%d} {mail.id:06} {subject}".rstrip() + ".eml"
