"""Which entries of the index a reader may find: those of pages that are published, whole, and nobody's secret."""

from django.db.models import BigIntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from wagtail.models import Page, PageViewRestriction

from pages.languages import visible
from search.databases import TO_ENTRY


def seen_pages():
    """Return the pages that readers of the address's language may find. Costs one query, for the restrictions.

    A page is private with the one above it, and an alias with its source.
    """
    restrictions = PageViewRestriction.objects.values_list("page__path", "page__aliases__path")
    private = Q()
    for path in {path for pair in restrictions for path in pair if path}:
        private |= Q(path__startswith=path) | Q(alias_of__path__startswith=path)
    pages = visible(Page.objects.all())
    return pages.exclude(pk__in=Page.objects.filter(private).values("pk")) if private else pages


def is_seen(pages):
    """Return the condition that an entry of the index is of one of the pages.

    Not an `Exists`: PostgreSQL would make a join of it, and read all pages for the few entries that fit.
    """
    own = pages.order_by().filter(pk=Cast(OuterRef(f"{TO_ENTRY}object_id"), BigIntegerField()))
    return Q(**{f"{TO_ENTRY}content_type": Subquery(own.values("content_type")[:1])})
