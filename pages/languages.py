"""Which pages a reader may see in which language, and how a page is found in the reader's own."""

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import translation
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation


def reader_language():
    """Return the code of the language the address names, for example `es`."""
    return translation.get_language() or settings.LANGUAGE_CODE


def is_source_language(code):
    """Tell whether pages are written in this language, not translated into it."""
    return code == settings.LANGUAGE_CODE


def visible(pages, code=None):
    """Keep the pages that readers of the language `code` (default: the address's) may see.

    English pages are seen when they are live. A translated page must also be whole: wagtail-localize copies
    the English text to wherever a translation is missing, and makes live English aliases of parent pages.
    """
    code = code or reader_language()
    pages = pages.live().filter(locale__language_code=code)
    if is_source_language(code):
        return pages
    return pages.filter(alias_of__isnull=True).exclude(Exists(_untranslated_texts()))


def _untranslated_texts():
    """Texts of the page in the outer query that have no translation; its address may stay as it is."""
    translations = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=OuterRef(OuterRef("locale")),
        has_error=False,
    )
    return (
        StringSegment.objects.filter(
            source__object_id=OuterRef("translation_key"),
            source__translations__target_locale=OuterRef("locale"),
            source__translations__enabled=True,
        )
        .exclude(context__path="slug")
        .exclude(Exists(translations))
    )


def in_reader_language(pages):
    """Return the pages with each one that has a visible twin in the reader's language replaced by it.

    Takes a list of pages of one type. Costs one query, and none where all are in that language already.
    """
    code = reader_language()
    if is_source_language(code) or not pages:
        return [page for page in pages if page.live]
    keys = [page.translation_key for page in pages]
    twins = {
        page.translation_key: page
        for page in visible(type(pages[0]).objects.all(), code).filter(translation_key__in=keys)
    }
    candidates = [twins.get(page.translation_key, page) for page in pages]
    return [page for page in candidates if page.live]


def twins_to_offer(page, request):
    """Return the page in every language in which readers may see it, itself included; [] while it stands alone.

    The language pages are written in comes first. One query, and none while the site speaks one language only.
    """
    roots = page._get_site_root_paths(request)
    codes = {root.language_code for root in roots} - {page.language_code}
    same_page = Page.objects.filter(translation_key=page.translation_key).select_related("locale")
    twins = [twin for code in sorted(codes) for twin in visible(same_page, code)]
    pages = sorted([page, *twins], key=lambda one: not is_source_language(one.locale.language_code))
    return pages if twins else []
