"""The reader's language, and which pages readers may see in it."""

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from wagtail.query import PageQuerySet


def reader_language() -> str:
    """Return the code of the language in the URL, for example `es`."""
    return translation.get_language() or settings.LANGUAGE_CODE


def is_source_language(code: str) -> bool:
    """Return whether pages are written in this language; all other languages are translated from it."""
    return code == settings.LANGUAGE_CODE


def visible(pages: PageQuerySet, code: str | None = None) -> PageQuerySet:
    """Return the pages that readers of the language `code` may see (default: the reader's language)."""
    return pages.filter(is_visible(code or reader_language()))


def is_visible(code: str) -> Q:
    """Return the condition for pages that readers of the language `code` may see.

    Pages are visible when they are live. `pages.translations` sees to it that a live translation is complete. Aliases
    are the exception: wagtail-localize creates live English aliases of the pages above a translated page.
    """
    is_live = Q(live=True, locale__language_code=code)
    return is_live if is_source_language(code) else is_live & Q(alias_of__isnull=True)


def path_in_language(path: str, code: str) -> str:
    """Return the same path below the addresses of another language: `/es/search/` for `/search/`."""
    others = (f"/{other}/" for other, _name in settings.LANGUAGES if not is_source_language(other))
    prefix = next((prefix for prefix in others if path.startswith(prefix)), "/")
    rest = path.removeprefix(prefix)
    return f"/{rest}" if is_source_language(code) else f"/{code}/{rest}"
