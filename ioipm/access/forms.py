"""Forms of the second factor: enter a code, and set up a phone."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice


class CodeForm(forms.Form):
    """Check the code that an authenticator app shows. After each wrong code the user must wait longer."""

    code = forms.CharField(
        max_length=20,
        help_text="The six digits your authenticator app shows for this site.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )

    def __init__(self, device: TOTPDevice, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.device = device

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].replace(" ", "")
        with transaction.atomic():  # two attempts at the same time count as two
            self.device = TOTPDevice.objects.select_for_update().get(pk=self.device.pk)
            is_allowed, _reason = self.device.verify_is_allowed()
            is_right = is_allowed and self.device.verify_token(code)
        if not is_allowed:
            raise forms.ValidationError(
                "After a wrong code there is a short wait. Wait for the next code, and type that."
            )
        if not is_right:
            raise forms.ValidationError(
                "That is not the code. Type the one the app shows now; each works once. If none does, check that the "
                "phone's clock is right."
            )
        return code


class SetUpForm(CodeForm):
    """Check the first code of a new phone, and the password: a signed-in browser alone may not add a phone."""

    password = forms.CharField(
        label="Your password", strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )

    def __init__(self, request: HttpRequest, device: TOTPDevice, *args: Any, **kwargs: Any) -> None:
        super().__init__(device, *args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not authenticate(self.request, username=self.request.user.get_username(), password=password):
            raise forms.ValidationError("That is not your password.")
        return password
