"""How an editor chooses a drawing: by looking at it."""

from django import forms
from django.utils.translation import gettext as _

from pages.illustrations import illustration_file


class IllustrationChooser(forms.RadioSelect):
    """Offers the drawings as pictures with their words, one to be chosen, by mouse or arrow keys."""

    template_name = "pages/illustration_chooser.html"
    option_template_name = "pages/illustration_option.html"

    def create_option(self, name, value, label, *args, **kwargs):
        """Add the drawing's file; the empty choice says what it means."""
        option = super().create_option(name, value, label if value else _("No drawing"), *args, **kwargs)
        return {**option, "file": illustration_file(str(value))}
