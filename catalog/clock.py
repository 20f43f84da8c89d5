"""The one clock: today and now come in from here as parameters; ``VECHE_TODAY`` overrides today."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the moment in UTC and the day in the library's time zone.

    Attributes:
        zone: the library's time zone.
        fixed_today: a day that stands still, for tests and demonstrations.
    """

    zone: ZoneInfo
    fixed_today: date | None = None

    @classmethod
    def from_environment(cls, time_zone: str = "Europe/Moscow") -> Clock:
        """A clock of a named time zone that honours ``VECHE_TODAY=YYYY-MM-DD``."""
        fixed = os.environ.get("VECHE_TODAY", "").strip()
        return cls(ZoneInfo(time_zone), date.fromisoformat(fixed) if fixed else None)

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The calendar day in the library."""
        return self.fixed_today or datetime.now(self.zone).date()
