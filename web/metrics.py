"""Counters of the site's process, printed for Prometheus."""

from __future__ import annotations

from collections import Counter, defaultdict
from threading import Lock


class Metrics:
    """Requests by page and status, and the time that they took; safe in threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def count(self, page: str, status: int, seconds: float) -> None:
        """Note one answered request of a named page."""
        with self._lock:
            self._requests[page, status] += 1
            self._seconds[page] += seconds

    def lines(self) -> list[str]:
        """The counters in the text format of Prometheus."""
        with self._lock:
            requests, seconds = dict(self._requests), dict(self._seconds)
        found = ["# TYPE veche_requests_total counter"]
        found += [
            f'veche_requests_total{{page="{page}",status="{status}"}} {number}'
            for (page, status), number in sorted(requests.items())
        ]
        found.append("# TYPE veche_request_seconds_total counter")
        found += [
            f'veche_request_seconds_total{{page="{page}"}} {total:.6f}'
            for page, total in sorted(seconds.items())
        ]
        return found
