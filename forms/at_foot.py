"""The form that stands at the foot of every page."""

from django.conf import settings
from django.db.models import Q

from forms.models import FormField, FormPage
from forms.models.form_field import set_originals
from pages.languages import reader_language, visible


def form_at_foot():
    """Return the form page in the reader's language, and its Django form; `(None, None)` while there is none.

    Which form it is, the page in the site's first language says: a translation follows later. One query, whatever the
    language: fields come with their page, and with those they are translated from.
    """
    chosen = FormPage.objects.filter(is_at_foot=True, locale__language_code=settings.LANGUAGE_CODE)
    shown = Q(page__in=visible(FormPage.objects.filter(translation_key__in=chosen.values("translation_key"))))
    originals = Q(page__is_at_foot=True, locale__language_code=settings.LANGUAGE_CODE)
    rows = FormField.objects.filter(shown | originals).select_related("page", "locale").order_by("page", "sort_order")
    fields = [row for row in rows if row.locale.language_code == reader_language()]
    if not fields:
        return None, None
    page = fields[0].page
    page.locale = fields[0].locale
    set_originals(fields, [row for row in rows if row.locale.language_code == settings.LANGUAGE_CODE])
    builder = page.form_builder([field for field in fields if field.page_id == page.pk])
    return page, builder.get_form_class()(page=page, auto_id="contact_%s")
