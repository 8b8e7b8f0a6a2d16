"""Require a code of an authenticator app, beside the password, from users who may read messages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from ioipm.middleware import GetResponse, is_admin

READ_MESSAGES = "site_forms.view_message"
CODE, SET_UP = "second_factor", "second_factor_set_up"
# Names of URLs that need no code: the sign-in itself, and what its pages load.
EXEMPT_URLS: set[str | None] = {
    CODE,
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """Return whether the user may read messages of patients, and so must enter a code as well."""
    return user.has_perm(READ_MESSAGES)


def device_of(user: User | AnonymousUser) -> TOTPDevice | None:
    """Return the phone that the user has set up, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


class SecondFactorMiddleware:
    """Ask for the code in the admin, from each user who needs a second factor or has set one up.

    Outside the admin the session is not read, so that public pages stay the same for everyone.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Redirect a user who has given only a password to the page for the code, or to setting up a phone."""
        url_name = request.resolver_match.url_name if request.resolver_match else None
        if not settings.SECOND_FACTOR or not is_admin(request) or url_name in EXEMPT_URLS:
            return None
        user: Any = request.user  # OTPMiddleware adds is_verified()
        if not user.is_authenticated or user.is_verified():
            return None
        if device_of(user):
            return redirect_to_login(request.get_full_path(), reverse(CODE))
        if needs_second_factor(user) and url_name != SET_UP:
            return redirect_to_login(request.get_full_path(), reverse(SET_UP))
        return None
