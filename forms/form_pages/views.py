"""The responses of a form page: the form, the form with errors, and the thank-you page."""

import logging
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from forms.form_pages.builder import MessageForm
from forms.form_pages.publishing import form_of
from forms.inbox.files import AttachmentGone
from forms.inbox.models import KnownField
from forms.inbox.models.message import REFERENCE
from forms.inbox.submission import receive
from forms.spam import rate_limit
from forms.spam.verification import verify
from pages.site_context import site_context

if TYPE_CHECKING:
    from forms.form_pages.models import FormPage

logger = logging.getLogger(__name__)

MAXIMUM_PATH_LENGTH = 200  # characters


def respond(request: HttpRequest, page: "FormPage") -> HttpResponse:
    """Return the response to a request for a form page.

    A saved message leads to the thank-you page by a redirect, so that reloading the page sends nothing again.
    """
    if request.method == "POST":
        return _receive_message(request, page)
    reference = request.GET.get("sent", "")
    if REFERENCE.fullmatch(reference):
        response = page.render_landing_page(request, reference)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
    return _show_form(request, page, cache(lambda: _form(request, page)))


def _form(request: HttpRequest, page: "FormPage", *sent: Any) -> MessageForm:
    form = page.get_form(*sent, page=page)
    form.ask_for_location(site_context(request))
    return form


def _receive_message(request: HttpRequest, page: "FormPage") -> HttpResponse:
    form = _form(request, page, request.POST, request.FILES)
    try:
        form.use_record(KnownField.objects.filter(form__key=page.translation_key))
        is_valid = form.is_valid()
        # Accepted files are stored even if other answers have errors, so that nobody must choose them again.
        form.store_files()
        if not is_valid or form.errors:
            return _show_form(request, page, form, status=422)
        rate = rate_limit.check(request, "message")
        if rate.minutes_to_wait:
            form.add_error(None, rate.refusal)
            return _show_form(request, page, form, status=429)
        verification = verify(request, form.texts, form.sender_name)
        message = receive(
            form_of(page), form.answers, form.attachments, verification, _sent_from(request), form.location
        )
    except AttachmentGone:
        form.add_error(None, _("A file you chose is no longer here. Please choose your files again."))
        return _show_form(request, page, form, status=422)
    except DatabaseError:
        logger.exception("A message could not be saved")
        return _show_form(request, page, form, status=503)
    return HttpResponseRedirect(f"{page.get_url(request)}?sent={message.reference}", status=303)


def _show_form(
    request: HttpRequest, page: "FormPage", form: MessageForm | Callable[[], MessageForm], status: int = 200
) -> HttpResponse:
    """Return the page with the form. A form that was not sent is a function: it is built only if it is not kept."""
    context = page.get_context(request) | {
        "form": form,
        "has_errors": isinstance(form, MessageForm) and bool(form.errors),
        "is_unsaved": status == 503,
        "sent_from": _sent_from(request),
    }
    return TemplateResponse(request, page.template, context, status=status)


def _sent_from(request: HttpRequest) -> str:
    """Return the path of the page that the form was on, as the form's hidden field says, or ""."""
    path = request.POST.get("sent_from", "")
    return path if path.startswith("/") and len(path) <= MAXIMUM_PATH_LENGTH and path.isprintable() else ""
