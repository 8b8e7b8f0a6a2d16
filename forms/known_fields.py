"""Keeps in mind which fields forms have had, so that no answer loses its heading."""

from django.conf import settings

from forms.models.known_field import KnownField
from pages.languages import is_source_language


def remember_fields(page):
    """Note the fields of the published form page, and which of those it once had are gone.

    Headings are those of the site's first language; a form that exists in another one alone has its own.
    """
    is_first = is_source_language(page.locale.language_code)
    if not is_first and page.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE).exists():
        return
    keys = []
    for position, field in enumerate(page.form_fields.all()):
        keys.append(field.clean_name)
        KnownField.objects.update_or_create(
            form_key=page.translation_key,
            key=field.clean_name,
            defaults={
                "label": field.label,
                "field_type": field.field_type,
                "position": position,
                "is_removed": False,
            },
        )
    KnownField.objects.filter(form_key=page.translation_key).exclude(key__in=keys).update(is_removed=True)


def remember_published_fields(sender, instance, **_signal):
    """Listen to Wagtail's `page_published`."""
    remember_fields(instance)
