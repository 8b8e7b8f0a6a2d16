"""The form as people see it: asked, refused with what to mend, or thanked for."""

import logging

from django.db import DatabaseError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from forms.files import AttachmentGone
from forms.models.message import REFERENCE
from forms.rate_limit import look
from forms.spam import judge
from forms.submission import receive

logger = logging.getLogger(__name__)
LONGEST_PATH = 200


def answer(request, page):
    """Return the form page's answer: the form, the thank-you page, or, after sending, the way there.

    A message is thanked for after a redirect, so that reloading the page sends nothing again.
    """
    if request.method == "POST":
        return _take(request, page)
    reference = request.GET.get("sent", "")
    if REFERENCE.fullmatch(reference):
        response = page.render_landing_page(request, reference)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
    return _ask(request, page, page.get_form(page=page))


def _take(request, page):
    form = page.get_form(request.POST, request.FILES, page=page)
    try:
        if not form.is_valid():
            return _ask(request, page, form, status=422)
        rate = look(request, "message")
        if rate.minutes_to_wait:
            form.add_error(None, rate.refusal)
            return _ask(request, page, form, status=429)
        message = receive(page, form, judge(request, page, form), _sent_from(request))
    except AttachmentGone:
        form.add_error(None, _("A file you chose is no longer here. Please choose your files again."))
        return _ask(request, page, form, status=422)
    except DatabaseError:
        logger.exception("A message could not be saved")
        return _ask(request, page, form, status=503)
    return HttpResponseRedirect(f"{page.get_url(request)}?sent={message.reference}", status=303)


def _ask(request, page, form, status=200):
    context = page.get_context(request) | {"form": form, "is_unsaved": status == 503, "sent_from": _sent_from(request)}
    return TemplateResponse(request, page.template, context, status=status)


def _sent_from(request):
    """The page of ours on which the form stood, as the form itself says."""
    path = request.POST.get("sent_from", "")
    return path if path.startswith("/") and len(path) <= LONGEST_PATH and path.isprintable() else ""
