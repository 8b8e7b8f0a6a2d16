"""The reader's language, and which pages readers may see in it."""

from collections.abc import Sequence

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import translation
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages.restrictions import is_restricted

# The page types with medical text, whose translations need a review.
REVIEWED_TYPES = ("conditionpage", "treatmentpage")


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
    """Return the condition for pages that each reader of the language may see: published and not restricted."""
    return is_published(code) & ~is_restricted()


def is_published(code: str) -> Q:
    """Return the condition for pages that are published in the language `code`. They may be restricted.

    Pages are published when they are live. `pages.translations` sees to it that a live translation is complete. Aliases
    are the exception: wagtail-localize creates live English aliases of the pages above a translated page. A list of
    people is not published before one of its people is.
    """
    return _is_readable(code) & Q(~Exists(hidden_lists(code).filter(pk=OuterRef("pk"))))


def _is_readable(code: str) -> Q:
    """Return the condition for pages that are live, and no aliases."""
    is_live = Q(live=True, locale__language_code=code)
    if is_source_language(code):
        return is_live
    return is_live & Q(alias_of__isnull=True) & is_reviewed_if_needed()


def is_reviewed_if_needed() -> Q:
    """Return the condition for translated pages that are reviewed, or need no review to be public."""
    if settings.PUBLISH_UNREVIEWED_SPANISH:
        return Q()
    is_reviewed = Q(translation_status__reviewed_text=F("translation_status__published_text"))
    return ~Q(content_type__model__in=REVIEWED_TYPES) | (is_reviewed & ~Q(translation_status__reviewed_text=""))


def hidden_lists(code: str) -> QuerySet:
    """Return the live lists of people that readers may not see, because they may see none of the people."""
    people = apps.get_model("pages", "PersonPage").objects.order_by().filter(_is_readable(code))
    lists = apps.get_model("pages", "PersonIndexPage").objects.order_by().filter(live=True)
    return lists.exclude(Exists(people.filter(path__startswith=OuterRef("path"))))


def in_reader_language(pages: Sequence[Page], fields: Sequence[str] = ()) -> list[Page]:
    """Return the pages in the reader's language, or in English where they are not translated.

    Takes pages of one type. Pages that readers may not see are left out. One query, for all fields or only for these.
    """
    if not pages:
        return []
    code, keys = reader_language(), [page.translation_key for page in pages]
    readable = is_visible(code) | is_visible(settings.LANGUAGE_CODE)
    found = type(pages[0]).objects.filter(readable, translation_key__in=keys).select_related("locale")
    found = found.only(*fields, "locale__language_code", "translation_key") if fields else found
    translated_last = sorted(found, key=lambda page: page.locale.language_code == code)
    by_key = {page.translation_key: page for page in translated_last}
    return [by_key[key] for key in keys if key in by_key]


def path_in_language(path: str, code: str) -> str:
    """Return the same path below the addresses of another language: `/es/search/` for `/search/`."""
    others = (f"/{other}/" for other, _name in settings.LANGUAGES if not is_source_language(other))
    prefix = next((prefix for prefix in others if path.startswith(prefix)), "/")
    rest = path.removeprefix(prefix)
    return f"/{rest}" if is_source_language(code) else f"/{code}/{rest}"
