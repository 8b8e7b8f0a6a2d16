"""Decide whether a message may be spam. Nothing is deleted: the front desk finds suspected spam in its own list."""

import logging
from collections.abc import Sequence

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forms.sealing.encryption import digest
from forms.spam import rate_limit, recaptcha
from forms.spam.content import reads_like_spam
from forms.spam.honeypot import is_honeypot_filled

logger = logging.getLogger(__name__)

DAY = 24 * 60 * 60  # seconds
# Short texts are often the same (“Please call me”), and people who see no answer send a message again.
MINIMUM_LENGTH_TO_COMPARE = 40  # characters
MAXIMUM_REPEATS = 5  # a day, from all senders together


class Verification(models.TextChoices):
    """The result of the checks."""

    PASSED = "passed", _("Passed")
    UNVERIFIED = "unverified", _("Unverified")
    SUSPECTED = "suspected", _("Suspected spam")


def verify(request: HttpRequest, texts: Sequence[str], sender_name: str = "") -> Verification:
    """Return whether a valid message passes, and count it for the rate limit.

    `texts` are the answers that the sender typed. If the cache or Google does not answer, only the result changes.
    Waits up to 1.5 s for Google, so call it outside a transaction.
    """
    # Each check runs, because the rate limit and the repeated text are counted on the way.
    checks = [
        is_honeypot_filled(request),
        rate_limit.count(request, "message").is_suspicious,
        _is_repeated(texts),
        reads_like_spam(texts, sender_name),
    ]
    if any(checks):
        return Verification.SUSPECTED
    return Verification.PASSED if recaptcha.passes(request) else Verification.UNVERIFIED


def _is_repeated(texts: Sequence[str]) -> bool:
    longest = " ".join(max(texts, key=len, default="").lower().split())
    if len(longest) < MINIMUM_LENGTH_TO_COMPARE:
        return False
    try:
        return rate_limit.increment(f"text:{digest(longest)}", DAY) > MAXIMUM_REPEATS
    except Exception:  # each cache backend raises errors of its own library
        logger.exception("The cache does not answer: repeated texts are not detected")
        return False
