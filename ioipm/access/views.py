"""Pages of the second factor: enter the code, and set up a phone."""

import logging
from base64 import b32encode, b64encode
from typing import Any

import qrcode
from django.contrib.auth.views import RedirectURLMixin
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.image.svg import SvgPathImage
from wagtail.admin import messages

from ioipm.access.forms import CodeForm, SetUpForm
from ioipm.access.second_factor import SET_UP, device_of

logger = logging.getLogger(__name__)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class CodeView(RedirectURLMixin, FormView):
    """Ask for the code of the phone, then redirect to the page that the user requested."""

    form_class: type[BaseForm] = CodeForm
    template_name = "ioipm/second_factor.html"
    next_page = "wagtailadmin_home"
    device: TOTPDevice

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        device = device_of(request.user)
        if not device:
            return redirect(SET_UP)
        self.device = device
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"device": self.device}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=self.get_redirect_url(), **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        otp_login(self.request, form.device)
        return super().form_valid(form)

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        logger.warning("Second factor refused: user %s", self.request.user.pk)
        return super().form_invalid(form)


class SetUpView(CodeView):
    """Show the secret key of a new phone and check its first code. The phone that was set up before is removed."""

    form_class = SetUpForm
    template_name = "ioipm/second_factor_set_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.device = self._new_device(request)
        return super(CodeView, self).dispatch(request, *args, **kwargs)

    @staticmethod
    def _new_device(request: HttpRequest) -> TOTPDevice:
        """Return the unconfirmed device of this session; create one if there is none.

        A key that was shown in another session cannot be confirmed in this one.
        """
        unconfirmed = TOTPDevice.objects.filter(user=request.user, confirmed=False)
        device = unconfirmed.filter(pk=request.session.get(SET_UP)).first()
        if not device:
            unconfirmed.delete()
            device = TOTPDevice.objects.create(user=request.user, name="Phone", confirmed=False)
            request.session[SET_UP] = device.pk
        return device

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        picture = qrcode.make(self.device.config_url, image_factory=SvgPathImage).to_string()
        key = b32encode(self.device.bin_key).decode()
        return super().get_context_data(
            picture=f"data:image/svg+xml;base64,{b64encode(picture).decode()}",
            key=" ".join(key[start : start + 4] for start in range(0, len(key), 4)),
            has_device=bool(device_of(self.request.user)),
            **kwargs,
        )

    @transaction.atomic
    def form_valid(self, form: SetUpForm) -> HttpResponse:
        TOTPDevice.objects.filter(user=self.request.user).exclude(pk=form.device.pk).delete()
        form.device.confirmed = True
        form.device.save(update_fields=["confirmed"])
        del self.request.session[SET_UP]
        logger.info("Second factor of user %s set up", self.request.user.pk)
        messages.success(self.request, "Your phone is set up. From now on its code is asked when you sign in.")
        return super().form_valid(form)
