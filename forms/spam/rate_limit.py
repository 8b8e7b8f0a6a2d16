"""Limit how much one network address can send, so that a program cannot flood the front desk.

Many patients may share an address: a hospital, a nursing home, a mobile network. So there are two limits (setting
`RATE_LIMITS`). Above the lower one a message is suspected to be spam. Above the much higher one it is refused for some
minutes. The cache stores the address only as a keyed digest, and nothing else stores it. If the cache does not answer,
nothing is counted and nothing is refused.
"""

import logging
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import ngettext

from forms.sealing.encryption import digest

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rate:
    """How much an address sent recently: whether that is suspicious, and how long it must wait to send again."""

    is_suspicious: bool = False
    minutes_to_wait: int = 0

    @property
    def refusal(self) -> str:
        """Return the sentence for a person who must wait. Show what the person typed again with it."""
        return ngettext(
            "Very much was sent from your network in a short time. Call us, or send it again in %(minutes)d minute.",
            "Very much was sent from your network in a short time. Call us, or send it again in %(minutes)d minutes.",
            self.minutes_to_wait,
        ) % {"minutes": self.minutes_to_wait}


def check(request: HttpRequest, kind: str) -> Rate:
    """Return the address's `Rate` for this kind (a key of `RATE_LIMITS`) without counting anything."""
    return _rate(request, kind, cache.get_many)


def count(request: HttpRequest, kind: str) -> Rate:
    """Count one request of this kind for the address, and return its `Rate`."""
    return _rate(request, kind, lambda keys: {key: increment(key, seconds) for key, seconds in keys.items()})


def increment(key: str, seconds: int) -> int:
    """Add one to the counter, which starts again after so many seconds, and return its value."""
    cache.add(key, 0, seconds)
    return cache.incr(key)


def _rate(request: HttpRequest, kind: str, read_counts: Callable[[dict[str, int]], dict[str, int]]) -> Rate:
    address = import_string(settings.VISITOR_ADDRESS)(request)
    if not address:
        return Rate()
    now, limits = time.time(), settings.RATE_LIMITS[kind]
    periods = set(limits["suspected"]) | set(limits["refused"])
    keys = {f"rate:{kind}:{seconds}:{now // seconds:.0f}:{digest(address)}": seconds for seconds in periods}
    try:
        counts = {keys[key]: number for key, number in read_counts(keys).items()}
    except ValueError:  # the cache is unavailable, so the key is not in it; the cache backend has logged why
        return Rate()
    except Exception:  # each cache backend raises errors of its own library
        logger.exception("The cache does not answer: requests are not counted")
        return Rate()
    refused_for = (
        seconds - now % seconds for seconds, maximum in limits["refused"].items() if counts.get(seconds, 0) >= maximum
    )
    return Rate(
        is_suspicious=any(counts.get(seconds, 0) > maximum for seconds, maximum in limits["suspected"].items()),
        minutes_to_wait=_whole_minutes(refused_for),
    )


def _whole_minutes(seconds: Iterable[float]) -> int:
    return math.ceil(max(seconds, default=0) / 60)
