"""Makes a Django form of a form page's fields."""

from wagtail.contrib.forms import forms as wagtail_forms

AUTOCOMPLETE = {"name": "name", "email": "email", "phone": "tel"}  # WCAG 1.3.5


class FormBuilder(wagtail_forms.FormBuilder):
    """Wagtail's builder with files."""
