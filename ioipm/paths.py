"""Recognize requests by their path."""

from django.http import HttpRequest
from django.urls import reverse


def is_admin(request: HttpRequest) -> bool:
    """Return whether the request is for the Wagtail admin."""
    return request.path.startswith(reverse("wagtailadmin_home"))
