"""Form pages and their fields, as staff build them."""

from forms.form_pages.models.form_field import FormField
from forms.form_pages.models.form_page import FormPage

__all__ = ["FormField", "FormPage"]
