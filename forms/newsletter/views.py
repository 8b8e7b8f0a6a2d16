"""What somebody sees who enters an address, confirms it, or wants no more mail.

Links in mails are opened by scanners too, so that opening one changes nothing: each leads to a button.
"""

import time

from django.db import DatabaseError
from django.http import HttpResponseRedirect
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

# Every answer to a sign-up takes this long, so that its time does not tell whether the address was known.
SECONDS = 0.3


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_view(request):
    """Show the form; take an address and lead to “Check your mail”, the same for all of them."""
    if request.method != "POST":
        return _page(request, "sign_up", form=SignUpForm())
    form = SignUpForm(request.POST)
    begin = time.monotonic()
    if not form.is_valid():
        return _page(request, "sign_up", status=422, form=form)
    if (rate := rate_limit.check(request, "newsletter")).minutes_to_wait:
        form.add_error("email", rate.refusal)
        return _page(request, "sign_up", status=429, form=form)
    rate_limit.count(request, "newsletter")
    if not is_honeypot_filled(request):
        try:
            sign_up(form.cleaned_data["email"], get_language())
        except DatabaseError:
            return _page(request, "sign_up", status=503, form=form, is_unsaved=True)
    time.sleep(max(0, SECONDS - (time.monotonic() - begin)))
    return HttpResponseRedirect(reverse("newsletter:check_mail"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_view(request, signed):
    """Show a button; subscribe when it is pressed."""
    try:
        subscriber, language = Subscriber.read_confirmation(signed)
    except Subscriber.DoesNotExist:
        return _page(request, "run_out", status=410, form=SignUpForm())
    if request.method != "POST":
        return _page(request, "confirm")
    subscriber.confirm(language)
    return HttpResponseRedirect(reverse("newsletter:confirmed"), status=303)


# A mail program presses the button in our place (RFC 8058): from no page of ours, with no header that says where from.
# Whoever knows the token may unsubscribe, and nobody can guess it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_view(request, token):
    """Show a button; unsubscribe when it is pressed. A token of nobody's gets the same answers."""
    if request.method != "POST":
        return _page(request, "unsubscribe")
    for subscriber in Subscriber.objects.filter(token=token):
        subscriber.unsubscribe()
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return _page(request, "unsubscribed")  # RFC 8058, section 3.1: no redirect
    return HttpResponseRedirect(reverse("newsletter:unsubscribed"), status=303)


@require_safe
def said_view(request, name):
    """Say what came of it."""
    return _page(request, name)


def _page(request, name, status=200, **context):
    context = {"is_newsletter": True, **context}
    response = TemplateResponse(request, f"forms/newsletter/{name}.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
