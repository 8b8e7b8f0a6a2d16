"""The honeypot: a form field that people do not see and that programs fill in."""

from django.http import HttpRequest

FIELD = "website"  # also in templates/forms/honeypot.html


def is_honeypot_filled(request: HttpRequest) -> bool:
    """Return whether the hidden field has a value."""
    return bool(request.POST.get(FIELD, "").strip())
