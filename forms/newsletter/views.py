"""The public pages of the newsletter: sign up, confirm, unsubscribe, and the result of each.

Mail scanners open the links in mails. So a GET request changes nothing: each link opens a page with a button.
"""

import time
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from forms.newsletter.forms import SignUpForm
from forms.newsletter.models import Subscriber
from forms.newsletter.sign_up import sign_up
from forms.spam import rate_limit
from forms.spam.honeypot import is_honeypot_filled

# Minimum duration of the response to a sign-up, so that it does not reveal whether the address was known.
RESPONSE_SECONDS = 0.3


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_view(request: HttpRequest) -> HttpResponse:
    """Return the form. After a valid POST request, redirect to “Check your mail”.

    The response is the same for every valid address. Returns 422 for an invalid address, 429 above the rate limit,
    and 503 if the database does not answer.
    """
    if request.method != "POST":
        return _render(request, "sign_up", form=SignUpForm())
    form = SignUpForm(request.POST)
    begin = time.monotonic()
    if not form.is_valid():
        return _render(request, "sign_up", status=422, form=form)
    if (rate := rate_limit.check(request, "newsletter")).minutes_to_wait:
        form.add_error("email", rate.refusal)
        return _render(request, "sign_up", status=429, form=form)
    rate_limit.count(request, "newsletter")
    if not is_honeypot_filled(request):
        try:
            sign_up(form.cleaned_data["email"], get_language())
        except DatabaseError:
            return _render(request, "sign_up", status=503, form=form, is_unsaved=True)
    time.sleep(max(0, RESPONSE_SECONDS - (time.monotonic() - begin)))
    return HttpResponseRedirect(reverse("newsletter:check_mail"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_view(request: HttpRequest, signed: str) -> HttpResponse:
    """Return a page with a button to confirm. A POST request subscribes the address. An invalid link returns 410."""
    try:
        subscriber, language = Subscriber.read_confirmation_token(signed)
    except Subscriber.DoesNotExist:
        return _render(request, "link_expired", status=410, form=SignUpForm())
    if request.method != "POST":
        return _render(request, "confirm")
    subscriber.confirm(language)
    return HttpResponseRedirect(reverse("newsletter:confirmed"), status=303)


# A mail program sends the POST request itself (RFC 8058), without a page of ours and without headers that name the
# origin. So the view is exempt from the CSRF check. The token authorizes the request, and it cannot be guessed.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_view(request: HttpRequest, token: str) -> HttpResponse:
    """Return a page with a button to unsubscribe. A POST request unsubscribes the address.

    An unknown token gets the same response as a known one.
    """
    if request.method != "POST":
        return _render(request, "unsubscribe")
    for subscriber in Subscriber.objects.filter(token=token):
        subscriber.unsubscribe()
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return _render(request, "unsubscribed")  # RFC 8058, section 3.1: no redirect
    return HttpResponseRedirect(reverse("newsletter:unsubscribed"), status=303)


@require_safe
def result_view(request: HttpRequest, name: str) -> HttpResponse:
    """Return the page of this name, which shows the result of an earlier request."""
    return _render(request, name)


def _render(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    context = {"is_newsletter": True, **context}
    response = TemplateResponse(request, f"forms/newsletter/{name}.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
