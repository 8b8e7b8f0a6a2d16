"""The form at the foot of every page."""

from django import forms
from django.utils.translation import gettext_lazy as _

WRONG = _("Write the e-mail address like this: name@example.com.")


class SignUpForm(forms.Form):
    """Asks for an e-mail address."""

    email = forms.EmailField(
        max_length=254,
        error_messages={"required": _("Enter your e-mail address."), "invalid": WRONG, "max_length": WRONG},
    )
