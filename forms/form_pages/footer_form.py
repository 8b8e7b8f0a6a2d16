"""The form in the footer of every page."""

from django.conf import settings
from django.db.models import Q

from forms.form_pages.builder import MessageForm
from forms.form_pages.models import FormField, FormPage
from forms.form_pages.models.form_field import set_originals
from pages.languages import reader_language, visible
from pages.site_context import SiteContext


def footer_form(site: SiteContext) -> tuple[FormPage, MessageForm] | tuple[None, None]:
    """Return the form page in the language of `site` with its short Django form; `(None, None)` if there is none.

    The page in the site's source language decides which form it is. One query in every language: it reads the fields
    with their page, and with the fields that they are translated from.
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
    builder = page.form_builder([site.fill_fields(field) for field in fields if field.page_id == page.pk])
    form = builder.get_form_class()(page=page, auto_id="contact_%s")
    form.ask_for_location(site)
    form.shorten()
    return site.fill_fields(page), form
