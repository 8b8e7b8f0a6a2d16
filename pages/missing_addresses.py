"""Count the requests for addresses without a page, so that staff can redirect those that patients use.

A request writes nothing. Each process counts in memory and adds its counts to the database once a minute, after a
response has been sent. The memory of one minute and the table are limited, so that a program that requests random
addresses fills neither. Counts that are not written yet are lost when the process ends.

Only the path is kept: no query string, no visitor, no address that may hold personal data. See decision 36.
"""

import logging
import re
from collections import Counter
from datetime import timedelta
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from pages.models.missing_address import MissingAddress
from pages.old_addresses import MAX_PATH_LENGTH, normalize

logger = logging.getLogger(__name__)

MOST_IN_MEMORY = 200  # addresses
MOST_ROWS = 1_000
WRITE_INTERVAL = 60  # seconds
DAYS_KEPT = 90

# An e-mail address, or a number that may be a phone number, a date of birth or a record of a patient.
PERSONAL = re.compile(r"@|\d(?:[ ().\-/_]{0,2}\d){6}")
# What programs that look for weak spots request. None of it was an address of the clinic.
NOISE = re.compile(
    r"/\.|/(?:wp-|cgi-bin|vendor/|phpmyadmin)|\.(?:php\d?|aspx?|jsp|cgi|env|ini|sql|bak|zip|gz|tar|conf|log|json|ya?ml"
    r"|js|css|map|png|jpe?g|gif|svg|ico|webp|txt|xml)$",
    re.IGNORECASE,
)


class MissingAddressCounter:
    """The counts of this process that are not written yet."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = Lock()
        self._written_at = monotonic()

    def add(self, path: str) -> None:
        """Count a request for the path, unless it may not be stored or the memory is full."""
        path = normalize(path).lower()
        if not may_be_stored(path):
            return
        with self._lock:
            if path in self._counts or len(self._counts) < MOST_IN_MEMORY:
                self._counts[path] += 1

    def take_if_due(self) -> Counter[str]:
        """Return the counts and begin again, if the last time was a minute ago; else return no counts."""
        with self._lock:
            if not self._counts or monotonic() - self._written_at < WRITE_INTERVAL:
                return Counter()
            counts, self._counts = self._counts, Counter()
            self._written_at = monotonic()
            return counts


counter = MissingAddressCounter()


def count_missing_address(request: HttpRequest) -> None:
    """Count a request that no page and no redirect answered.

    A path without a slash at the end is not counted: Django redirects it to the one with a slash, which is counted.
    """
    match = request.resolver_match
    if settings.COUNT_MISSING_ADDRESSES and match and match.url_name == "wagtail_serve":
        counter.add(request.path)


def write_counts(**kwargs: Any) -> None:
    """Write the counts of this process if it is time. Receives `request_finished`; logs an error of the database."""
    counts = counter.take_if_due()
    if not counts:
        return
    try:
        add_counts(counts)
    except DatabaseError:
        logger.exception("The counts of addresses that were not found could not be written")


def may_be_stored(path: str) -> bool:
    """Return whether the path fits into the list and holds neither personal data nor the noise of programs."""
    return (
        1 < len(path) <= MAX_PATH_LENGTH and path.isprintable() and not PERSONAL.search(path) and not NOISE.search(path)
    )


@transaction.atomic
def add_counts(counts: Counter[str]) -> None:
    """Add the counts to the table. If it has too many rows, those with the fewest requests are deleted."""
    now = timezone.now()
    known = list(MissingAddress.objects.filter(path__in=counts))
    for row in known:
        row.count, row.last_requested_at = F("count") + counts[row.path], now
    MissingAddress.objects.bulk_update(known, ["count", "last_requested_at"])
    new = counts.keys() - {row.path for row in known}
    rows = [
        MissingAddress(path=path, count=counts[path], first_requested_at=now, last_requested_at=now)
        for path in sorted(new)
    ]
    MissingAddress.objects.bulk_create(rows, ignore_conflicts=True)
    surplus = MissingAddress.objects.count() - MOST_ROWS
    if surplus > 0:
        fewest = MissingAddress.objects.order_by("count", "last_requested_at").values("pk")[:surplus]
        MissingAddress.objects.filter(pk__in=list(fewest.values_list("pk", flat=True))).delete()


def delete_old() -> None:
    """Delete addresses that nobody has requested for 90 days. A job of the worker."""
    oldest = timezone.now() - timedelta(days=DAYS_KEPT)
    MissingAddress.objects.filter(last_requested_at__lt=oldest).delete()


def forget_redirected_address(instance: Redirect, **kwargs: Any) -> None:
    """Delete an address that is redirected now. Receives `post_save`."""
    MissingAddress.objects.filter(path=normalize(instance.old_path).lower()).delete()


def forget_published_address(instance: Page, **kwargs: Any) -> None:
    """Delete an address at which a page is published now. Receives `page_published`."""
    MissingAddress.objects.filter(path=normalize(instance.get_url() or "").lower()).delete()
