"""Counts what comes from one address, so that a machine cannot flood the front desk.

Many patients may share an address: a hospital, a nursing home, a mobile network. So there are two limits
(setting `RATE_LIMITS`): past the lower one what comes is looked at with suspicion, past the much higher one it is
asked to wait. The cache knows the address as a keyed digest only, and nothing else knows it at all.
A cache that does not answer counts nothing and refuses nobody.
"""

import logging
import math
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string
from django.utils.translation import ngettext

from forms.encryption import digest

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rate:
    """What is known of an address: more than is usual came from it, and how long it must wait before the next."""

    is_suspicious: bool = False
    minutes_to_wait: int = 0

    @property
    def refusal(self):
        """What to tell a person who must wait. What was typed must be shown again with it."""
        return ngettext(
            "Very much was sent from your network in a short time. Call us, or send it again in %(minutes)d minute.",
            "Very much was sent from your network in a short time. Call us, or send it again in %(minutes)d minutes.",
            self.minutes_to_wait,
        ) % {"minutes": self.minutes_to_wait}


def look(request, kind):
    """Return the `Rate` at which the address sends this kind (a key of `RATE_LIMITS`), and count nothing."""
    return _rate(request, kind, lambda keys: cache.get_many(keys))


def count(request, kind):
    """Count one of this kind for the address, and return its `Rate` before the next."""
    return _rate(request, kind, lambda keys: {key: count_up(key, seconds) for key, seconds in keys.items()})


def count_up(key, seconds):
    """Return how many times the key was counted within so many seconds, this time included."""
    cache.add(key, 0, seconds)
    return cache.incr(key)


def _rate(request, kind, read_counts):
    address = import_string(settings.VISITOR_ADDRESS)(request)
    if not address:
        return Rate()
    now, limits = time.time(), settings.RATE_LIMITS[kind]
    windows = set(limits["suspected"]) | set(limits["refused"])
    keys = {f"rate:{kind}:{seconds}:{now // seconds:.0f}:{digest(address)}": seconds for seconds in windows}
    try:
        counts = {keys[key]: number for key, number in read_counts(keys).items()}
    except Exception:  # each cache backend raises errors of its own library
        logger.exception("The cache does not answer: nothing is counted")
        return Rate()
    return Rate(
        is_suspicious=any(counts.get(seconds, 0) > most for seconds, most in limits["suspected"].items()),
        minutes_to_wait=max(
            (
                math.ceil((seconds - now % seconds) / 60)
                for seconds, most in limits["refused"].items()
                if counts.get(seconds, 0) >= most
            ),
            default=0,
        ),
    )
