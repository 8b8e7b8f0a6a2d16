"""What the desk calls each form: one name for a form in all its languages, also after its page was deleted."""

from django.conf import settings

from forms.builder import FILES
from forms.models import FormerForm, FormPage, KnownField


def form_names():
    """Return the name of every form there is or was, by its key in every language."""
    names = dict(FormerForm.objects.values_list("form_key", "title"))
    pages = FormPage.objects.values_list("translation_key", "title", "locale__language_code")
    for key, title, _language in sorted(pages, key=lambda page: page[2] == settings.LANGUAGE_CODE):
        names[key] = title
    return names


def fields_of(form_keys):
    """Return the fields that these forms have and had, form by form, removed ones last; files are no answers."""
    return KnownField.objects.filter(form_key__in=form_keys).exclude(field_type=FILES)
