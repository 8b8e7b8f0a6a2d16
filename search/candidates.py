"""Look up pages in the search index. Each function returns keys of pages, the best first, from one query."""

from collections.abc import Sequence, Set

from django.db.models import Count, Min, Q, Sum
from wagtail.query import PageQuerySet

from search.models import NameWord, Term
from search.query import Query
from search.tokens import stem

MAX_CANDIDATES = 100


def with_all_words(query: Query, pages: PageQuerySet) -> list[int]:
    """Return the pages that contain the stems of all words, and those with a name that is the query in one word."""
    joined = stem(query.joined, query.language_code)
    terms = _terms({*query.stems, joined}, query, pages)
    has_all = Q(found=len(query.stems)) | Q(named__gt=0)
    return list(
        terms.annotate(named=Count("pk", filter=Q(stem=joined)))
        .filter(has_all)
        .order_by("-score", "entry_id")[:MAX_CANDIDATES]
    )


def with_any_word(query: Query, pages: PageQuerySet) -> list[int]:
    """Return the pages that contain any of the stems, those with most of them first."""
    return list(_terms(query.stems, query, pages).order_by("-found", "-score", "entry_id")[:MAX_CANDIDATES])


def _terms(stems: Set[str], query: Query, pages: PageQuerySet):
    terms = Term.objects.filter(language_code=query.language_code, stem__in=stems, entry__in=pages.values("pk"))
    return terms.values_list("entry_id", flat=True).annotate(
        found=Count("pk", filter=Q(stem__in=query.stems)), score=Sum("weight")
    )


def with_names(words: Sequence[str], prefixes: Sequence[str], query: Query, pages: PageQuerySet) -> list[int]:
    """Return the pages whose names contain these words and words with these prefixes."""
    name_words = NameWord.objects.filter(language_code=query.language_code)
    conditions = [Q(word__startswith=prefix) for prefix in prefixes] + [Q(word=word) for word in words]
    found = name_words.filter(conditions[0], entry__in=pages.values("pk"))
    for condition in conditions[1:]:
        found = found.filter(entry__in=name_words.filter(condition).values("entry"))
    found = found.values_list("entry_id", flat=True).annotate(first=Min("position"), length=Min("name_length"))
    return list(found.order_by("first", "length", "entry_id")[:MAX_CANDIDATES])
