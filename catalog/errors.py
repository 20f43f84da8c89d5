"""Every error that Veche raises on purpose, as one tree.

::

    VecheError                        something that is said to a person in one sentence
    +-- SettingsError                 settings that cannot be used, all faults at once
    +-- AddressUnavailable            the site cannot listen where it shall
    +-- HomeError                     a data home that is missing, newer, locked or on a network disk
    |   +-- HomeMissing
    |   +-- HomeLocked
    |   +-- HomeNewer
    +-- NotFound                      a record, an account, a list that is not there
    +-- Conflict                      somebody changed the same thing first
    +-- StorageError                  bytes that could not be kept
    |   +-- DiskFull                  no room above the reserve: nothing is taken until there is
    +-- DatabaseUnavailable           the catalogue does not answer (locked for long, damaged)
    +-- MailUnavailable               the mail server does not take mail now: it waits
    +-- CannotEnclose                 a file that a mail cannot bring: not made, damaged, too large
    +-- BackupError                   a backup that cannot be written, read or trusted
    +-- IndexDamaged                  the search index cannot be opened: rebuild it
    +-- QueryRefused                  a query over its limits
    +-- TooLarge                      a file that would be over its limits
    +-- AccessDenied                  a role that does not suffice
    +-- TooBusy                       more is asked for at once than can be done soon: ask again

``str(error)`` is a plain sentence in Russian, fit to be shown; ``error.hint`` says what to do next.
"""

# ruff: noqa: N818 - they are named for what is the matter, as sentences to a person are

from __future__ import annotations

from datetime import datetime


class VecheError(Exception):
    """The root: a message for a person and, where there is one, the next step.

    Args:
        message: what happened, in Russian.
        hint: what to do next, in Russian, or an empty string.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class SettingsError(VecheError):
    """Settings that cannot be used; the message lists every fault with its key."""


class AddressUnavailable(VecheError):
    """The site cannot listen at its address: taken, not of this machine, or not for this user."""


class HomeError(VecheError):
    """The data home cannot be used as it is."""


class HomeMissing(HomeError):
    """No data home was named and none stands at the usual place."""


class HomeLocked(HomeError):
    """Another process holds the lock of this home."""


class HomeNewer(HomeError):
    """The home was written by a newer version of Veche."""


class NotFound(VecheError):
    """What was asked for is not in the catalogue."""


class Conflict(VecheError):
    """Somebody else changed the same thing since it was shown.

    Args:
        message: what happened, in Russian.
        hint: what to do next, in Russian, or an empty string.
        who: name of the account that did, or "" where it is not known.
        when: the moment of that change, or None.
    """

    def __init__(self, message: str, hint: str = "", *, who: str = "", when: datetime | None = None) -> None:
        super().__init__(message, hint)
        self.who = who
        self.when = when


class StorageError(VecheError):
    """Bytes could not be kept or read back."""


class DiskFull(StorageError):
    """There is no room above the reserve."""


class DatabaseUnavailable(VecheError):
    """The catalogue does not answer."""


class MailUnavailable(VecheError):
    """The mail server does not answer, does not let us in, or is not to be trusted."""


class CannotEnclose(VecheError):
    """A mail cannot bring its file."""


class BackupError(VecheError):
    """A backup cannot be written, read or trusted."""


class IndexDamaged(VecheError):
    """The search index cannot be opened and has to be rebuilt."""


class QueryRefused(VecheError):
    """A query is over the limits."""


class TooLarge(VecheError):
    """A file would be over its limits."""


class AccessDenied(VecheError):
    """The account's role does not suffice."""


class TooBusy(VecheError):
    """More is asked for at once than can be done soon; a little later it can."""
