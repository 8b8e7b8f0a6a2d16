"""Says of a message whether it may be spam. Nothing is ever dropped for it: the front desk finds it kept apart."""

import logging

from forms import rate_limit, recaptcha
from forms.encryption import digest
from forms.meanings import Meaning
from forms.models.message import Message
from forms.spam_signs import reads_like_spam

logger = logging.getLogger(__name__)

HONEYPOT = "website"  # in templates/forms/honeypot.html too
DAY = 24 * 60 * 60
# A short text is often the same (“Please call me”), and somebody who sees no answer sends it again.
LONG_ENOUGH_TO_COMPARE = 40
OFTEN = 5


def judge(request, form_page, form):
    """Return the `Message.Verification` of a valid form, and count it.

    A cache or a Google that does not answer changes the verdict at most. May wait 1.5 s for Google: call it outside of
    a transaction.
    """
    texts = [value for value in form.cleaned_data.values() if isinstance(value, str)]
    names = [field.clean_name for field in form_page.form_fields.all() if field.meaning == Meaning.NAME]
    name = " ".join(str(form.cleaned_data.get(one, "")) for one in names)
    is_suspected = (
        is_honeypot_filled(request)
        | rate_limit.count(request, "message").is_suspicious
        | _is_sent_often(texts)
        | reads_like_spam(texts, name)
    )
    if is_suspected:
        return Message.Verification.SUSPECTED
    return Message.Verification.PASSED if recaptcha.passes(request) else Message.Verification.UNVERIFIED


def is_honeypot_filled(request):
    """Tell whether the field is filled in that people neither see nor reach."""
    return bool(request.POST.get(HONEYPOT, "").strip())


def _is_sent_often(texts):
    longest = " ".join(max(texts, key=len, default="").lower().split())
    if len(longest) < LONG_ENOUGH_TO_COMPARE:
        return False
    try:
        return rate_limit.count_up(f"text:{digest(longest)}", DAY) > OFTEN
    except Exception:  # each cache backend raises errors of its own library
        logger.exception("The cache does not answer: texts are not compared")
        return False
