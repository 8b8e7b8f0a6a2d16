"""What is the same for every reader is kept in the memory of the process until the site changes (decision 0037).

`SiteContext.keep` is the only user. A kept value belongs to a version of the site (`pages.site_version`), and may end
at a moment: closures and “open now” change by themselves.
"""

import datetime
from collections.abc import Hashable
from threading import Lock
from typing import Any, NamedTuple

from django.utils import timezone

MOST_VALUES = 5000  # in one process; the oldest ones are dropped


class Kept(NamedTuple):
    """A value with the version of the site from which it was made, and the moment until which it is right."""

    value: Any
    version: int
    until: datetime.datetime
    next_change: datetime.datetime | None = None


class SiteMemory:
    """Kept values by their keys. All threads of the process share it, so nobody may change a value."""

    def __init__(self, most: int = MOST_VALUES) -> None:
        self._most = most
        self._values: dict[Hashable, Kept] = {}
        self._lock = Lock()

    def find(self, key: Hashable, version: int) -> Kept | None:
        """Return what is kept for this version and is still right; None without it."""
        kept = self._values.get(key)
        if kept is None or kept.version != version or kept.until <= timezone.now():
            return None
        return kept

    def store(self, key: Hashable, kept: Kept) -> None:
        """Keep a value in place of the former one with the same key."""
        with self._lock:
            self._values.pop(key, None)
            while len(self._values) >= self._most:
                del self._values[next(iter(self._values))]
            self._values[key] = kept


memory = SiteMemory()
