"""The two pages of the second factor: typing the code, and setting a phone up."""

import logging
from base64 import b32encode, b64encode

import qrcode
from django.contrib.auth.views import RedirectURLMixin
from django.db import transaction
from django.forms import BaseForm
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
    """Asks for the code of the phone, and leads to where its user was going."""

    form_class: type[BaseForm] = CodeForm
    template_name = "ioipm/second_factor.html"
    next_page = "wagtailadmin_home"

    def dispatch(self, request, *args, **kwargs):
        self.device = device_of(request.user)
        return super().dispatch(request, *args, **kwargs) if self.device else redirect(SET_UP)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"device": self.device}

    def get_context_data(self, **kwargs):
        return super().get_context_data(next=self.get_redirect_url(), **kwargs)

    def form_valid(self, form):
        otp_login(self.request, form.device)
        return super().form_valid(form)

    def form_invalid(self, form):
        logger.warning("Second factor refused: user %s", self.request.user.pk)
        return super().form_invalid(form)


class SetUpView(CodeView):
    """Shows the key of a new phone and takes its first code. The phone set up before is then forgotten."""

    form_class = SetUpForm
    template_name = "ioipm/second_factor_set_up.html"

    def dispatch(self, request, *args, **kwargs):
        self.device = self._new_device(request)
        return super(CodeView, self).dispatch(request, *args, **kwargs)

    @staticmethod
    def _new_device(request):
        """The phone this session sets up. A key that somebody saw in another session is never confirmed in this one."""
        waiting = TOTPDevice.objects.filter(user=request.user, confirmed=False)
        device = waiting.filter(pk=request.session.get(SET_UP)).first()
        if not device:
            waiting.delete()
            device = TOTPDevice.objects.create(user=request.user, name="Phone", confirmed=False)
            request.session[SET_UP] = device.pk
        return device

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs):
        picture = qrcode.make(self.device.config_url, image_factory=SvgPathImage).to_string()
        key = b32encode(self.device.bin_key).decode()
        return super().get_context_data(
            picture=f"data:image/svg+xml;base64,{b64encode(picture).decode()}",
            key=" ".join(key[start : start + 4] for start in range(0, len(key), 4)),
            has_device=bool(device_of(self.request.user)),
            **kwargs,
        )

    @transaction.atomic
    def form_valid(self, form):
        TOTPDevice.objects.filter(user=self.request.user).exclude(pk=form.device.pk).delete()
        form.device.confirmed = True
        form.device.save(update_fields=["confirmed"])
        del self.request.session[SET_UP]
        logger.info("Second factor of user %s set up", self.request.user.pk)
        messages.success(self.request, "Your phone is set up. From now on its code is asked when you sign in.")
        return super().form_valid(form)
