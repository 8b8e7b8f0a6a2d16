"""Compute the fingerprint of all translated text of a page, which shows whether it has changed since its review."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import Translation

from pages.clinical_text import fingerprint_of_page
from pages.translation_admin.progress import SLUG


def fingerprint_of_translation(page: Page) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of the page's translated text.

    It covers the fields, the sections with their passages and signs, and the rows of the page, such as the fields of a
    form. Markup, white space, pictures and the address do not change it.
    """
    return sha256("\n".join(_fingerprints(page)).encode()).hexdigest()


def fingerprint_of_draft(translation: Translation) -> str:
    """Return the fingerprint that the page will have when its current translations are published."""
    page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    return fingerprint_of_translation(page)


def _fingerprints(instance: Any) -> Iterator[str]:
    names, relations = [], []
    for translatable in get_translatable_fields(type(instance)):
        field = translatable.get_field(type(instance))
        if not translatable.is_translated(instance) or field.name == SLUG:
            continue
        if isinstance(field, models.CharField | models.TextField | StreamField) and not field.choices:
            names.append(field.name)
        elif isinstance(field, models.ManyToOneRel) and isinstance(field.remote_field, ParentalKey):
            relations.append(field.get_accessor_name())
    yield fingerprint_of_page(instance, names)
    for relation in relations:
        for row in getattr(instance, relation).all():
            yield from _fingerprints(row)
