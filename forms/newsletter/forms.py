"""The sign-up form in the footer of every page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.typed_text import EmailField

INVALID = _("Write the e-mail address like this: name@example.com.")


class SignUpForm(forms.Form):
    """Validate the e-mail address."""

    email = EmailField(
        max_length=254,
        error_messages={"required": _("Enter your e-mail address."), "invalid": INVALID, "max_length": INVALID},
    )
