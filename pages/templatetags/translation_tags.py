"""Template tags about translations: which pages an action in the admin concerns too."""

from django import template
from wagtail.models import Page

from pages.translations.withdraw import translations_of

register = template.Library()


@register.simple_tag
def translations_withdrawn_with(page: Page) -> list[Page]:
    """Return the translations that are unpublished, deleted or restricted with this page; without aliases."""
    return list(translations_of([page]).filter(alias_of__isnull=True))
