"""Who needs more than a password in the admin, and when it is asked for."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from ioipm.middleware import is_admin

READ_MESSAGES = "site_forms.view_message"
CODE, SET_UP = "second_factor", "second_factor_set_up"
ALWAYS_OPEN = {
    CODE,
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}


def needs_second_factor(user):
    """Tell whether the user may read what patients write, and so has to show a code of their phone too."""
    return user.has_perm(READ_MESSAGES)


def device_of(user):
    """Return the phone the user has set up; None where there is none."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


class SecondFactorMiddleware:
    """Ask in the admin for the code from everybody who needs one or has set one up.

    Outside the admin nothing is asked, and the session is not looked at: public pages stay the same for everybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Lead whoever has only given a password to where the code is typed, or a phone set up; and back from there."""
        if not settings.SECOND_FACTOR or not is_admin(request) or request.resolver_match.url_name in ALWAYS_OPEN:
            return None
        user = request.user
        if not user.is_authenticated or user.is_verified():
            return None
        if device_of(user):
            return redirect_to_login(request.get_full_path(), reverse(CODE))
        if needs_second_factor(user) and request.resolver_match.url_name != SET_UP:
            return redirect_to_login(request.get_full_path(), reverse(SET_UP))
        return None
