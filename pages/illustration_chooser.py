"""The form widget with which an editor chooses a drawing."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from pages.illustrations import illustration_file


class IllustrationChooser(forms.RadioSelect):
    """Shows the drawings as pictures with their names. The editor selects one by mouse or arrow keys."""

    template_name = "pages/illustration_chooser.html"
    option_template_name = "pages/illustration_option.html"

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the option with the URL of the drawing's file. The empty option is labeled “No drawing”."""
        option = super().create_option(name, value, label if value else _("No drawing"), *args, **kwargs)
        return {**option, "file": illustration_file(str(value))}
