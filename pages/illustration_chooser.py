"""The form widget that shows drawings as pictures to choose from."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from pages.illustrations import illustration_file


class IllustrationChooser(forms.RadioSelect):
    """Radio buttons, each with a drawing and its description. Works with the mouse and the arrow keys."""

    template_name = "pages/illustration_chooser.html"
    option_template_name = "pages/illustration_option.html"

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the option with the URL of its drawing as `file`. The label of the empty option is “No drawing”."""
        option = super().create_option(name, value, label if value else _("No drawing"), *args, **kwargs)
        return {**option, "file": illustration_file(str(value))}
