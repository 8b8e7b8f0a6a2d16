"""Which pages the search may show."""

from django.db.models import Q
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from pages.languages import visible


def searchable_pages() -> PageQuerySet:
    """Return the pages in the language of the address that are live, fully translated and not private.

    A page is private with the page above it, and an alias with its source. Costs one query, for the restrictions.
    """
    restrictions = PageViewRestriction.objects.values_list("page__path", "page__aliases__path")
    private = Q()
    for path in {path for pair in restrictions for path in pair if path}:
        private |= Q(path__startswith=path) | Q(alias_of__path__startswith=path)
    pages = visible(Page.objects.order_by())
    return pages.exclude(pk__in=Page.objects.filter(private).values("pk")) if private else pages
