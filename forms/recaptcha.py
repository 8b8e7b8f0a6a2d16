"""Asks Google whether a person wrote, where the clinic has configured reCAPTCHA (v3, without a puzzle).

Google's answer can only help: whatever goes wrong on the way leaves the message unverified, not lost. The library's own
form field and widget are not used: the field turns most failures into an error 500, and the widget is inline script.
"""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core import checks
from django_recaptcha import client

logger = logging.getLogger(__name__)

FIELD = "g-recaptcha-response"  # Google's name for it
ACTION = "message"
SECONDS = 1.5
# The library's time-out is one for each step and knows none for finding the address: what counts is waited for here.
_callers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="recaptcha")


def is_configured():
    """Tell whether both keys are set."""
    return bool(settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY)


def passes(request):
    """Tell whether Google takes the sender for a person; True where it is not configured.

    Whatever goes wrong is a no, within 1.5 s.
    """
    if not is_configured():
        return True
    token = request.POST.get(FIELD, "")
    if not token:
        return False
    # No address of the visitor: Google has seen the browser, and need not be told by us.
    asked = _callers.submit(client.submit, token, settings.RECAPTCHA_PRIVATE_KEY, "")
    try:
        return _is_person(asked.result(SECONDS), request.get_host())
    except Exception:  # name not found, refused, too slow, an error page, no JSON, JSON of another form
        logger.exception("reCAPTCHA gave no answer")
        asked.cancel()
        return False


def _is_person(answer, host):
    return (
        answer.is_valid is True
        and answer.action == ACTION
        and answer.extra_data["hostname"] == host.partition(":")[0]
        and float(answer.extra_data["score"]) >= settings.RECAPTCHA_SCORE
    )


@checks.register
def keys_come_in_pairs(app_configs, **kwargs):
    """Warn of a key without the other, with which nothing would be asked."""
    if bool(settings.RECAPTCHA_PUBLIC_KEY) == bool(settings.RECAPTCHA_PRIVATE_KEY):
        return []
    return [
        checks.Warning(
            "RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY belong together, and one of them is missing.",
            hint="Set both, or neither.",
            id="site_forms.W001",
        )
    ]
