"""The page that `pages.vital_pages` protects for this app: the form in the footer."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from forms.form_pages.models import FormPage
from pages.vital_pages import VitalPage

FOOTER_FORM = _(
    "“%(page)s” is or contains the form in the footer of every page. Open the form, remove the tick at “in the footer "
    "of every page” and publish it first."
)


def vital_pages() -> list[VitalPage]:
    """Return the page whose form is in the footer (hook `register_vital_pages`)."""
    forms = FormPage.objects.live().filter(is_at_foot=True, locale__language_code=settings.LANGUAGE_CODE)
    return [VitalPage(form, FOOTER_FORM) for form in forms]
