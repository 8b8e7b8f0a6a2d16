"""Which pages are restricted: readers need a password, or an account, to open them (Wagtail's “privacy”).

A restriction applies to its page, to the pages below it, to the translations of all these, and to their aliases.
Wagtail itself applies it only to the page and the pages below it, so that its text stayed public in Spanish.
"""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageViewRestriction


def is_restricted() -> Q:
    """Return the condition for restricted pages. It costs no query of its own."""
    below = _pages_with_a_restriction().filter(path=Substr(OuterRef("path"), 1, Length("path")))
    restricted = Page.objects.order_by().filter(Exists(below))
    return Q(translation_key__in=restricted.values("translation_key")) | Q(alias_of__in=restricted.values("pk"))


def restrictions_on(page: Page) -> QuerySet[PageViewRestriction]:
    """Return the restrictions that apply to the page. One query.

    Translations have a copy of the restriction of their English page. The copy is left out: readers who have entered
    the password of the English page are not asked for it again.
    """
    same = Page.objects.order_by().filter(Q(translation_key=page.translation_key) | Q(pk=page.alias_of_id))
    below = same.annotate(start=Substr("path", 1, Length(OuterRef("path")))).filter(start=OuterRef("path"))
    above = Page.objects.order_by().filter(Exists(below))
    restrictions = PageViewRestriction.objects.filter(page__translation_key__in=above.values("translation_key"))
    is_english = Q(page__locale__language_code=settings.LANGUAGE_CODE)
    of_english_page = PageViewRestriction.objects.filter(
        is_english, page__translation_key=OuterRef("page__translation_key")
    )
    return restrictions.filter(is_english | ~Exists(of_english_page))


def _pages_with_a_restriction() -> QuerySet[Page]:
    """Return the pages that have a restriction of their own, and their translations."""
    keys = PageViewRestriction.objects.values("page__translation_key")
    return Page.objects.order_by().filter(translation_key__in=keys)
