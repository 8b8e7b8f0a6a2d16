"""Ask Google whether a person wrote the message, if the clinic has configured reCAPTCHA (v3, without a puzzle).

Google's answer can only help. If anything fails, the message is unverified, not lost. The library's form field and
widget are not used: the field turns most failures into an error 500, and the widget needs inline scripts.
"""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core import checks
from django.http import HttpRequest
from django_recaptcha import client

logger = logging.getLogger(__name__)

FIELD = "g-recaptcha-response"  # Google's name
ACTION = "message"
SECONDS = 1.5
# The library's timeout applies to each step and not to the DNS lookup. This module limits the time of all steps.
_executor = ThreadPoolExecutor(max_workers=8, thread_name_prefix="recaptcha")


def is_configured() -> bool:
    """Return whether both keys are set."""
    return bool(settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY)


def passes(request: HttpRequest) -> bool:
    """Return whether Google takes the sender for a person; True if reCAPTCHA is not configured.

    Any failure returns False, after at most 1.5 s.
    """
    if not is_configured():
        return True
    token = request.POST.get(FIELD, "")
    if not token:
        return False
    # The visitor's address is not sent: Google knows it from the browser.
    answer = _executor.submit(client.submit, token, settings.RECAPTCHA_PRIVATE_KEY, "")
    try:
        return _is_person(answer.result(SECONDS), request.get_host())
    except Exception:  # name not found, connection refused, too slow, an error page, no JSON, unexpected JSON
        logger.exception("reCAPTCHA gave no answer")
        answer.cancel()
        return False


def _is_person(answer: client.RecaptchaResponse, host: str) -> bool:
    return (
        answer.is_valid is True
        and answer.action == ACTION
        and answer.extra_data["hostname"] == host.partition(":")[0]
        and float(answer.extra_data["score"]) >= settings.RECAPTCHA_SCORE
    )


@checks.register
def check_keys(app_configs: object, **kwargs: object) -> list[checks.CheckMessage]:
    """Warn if only one of the two keys is set: reCAPTCHA would then be off."""
    if bool(settings.RECAPTCHA_PUBLIC_KEY) == bool(settings.RECAPTCHA_PRIVATE_KEY):
        return []
    return [
        checks.Warning(
            "RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY belong together, and one of them is missing.",
            hint="Set both, or neither.",
            id="site_forms.W001",
        )
    ]
