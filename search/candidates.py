"""Look up pages in the search index. Each function returns keys of pages, the best first, from one query."""

from collections.abc import Sequence, Set
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from search.models import NameWord, Term
from search.query import Query
from search.tokens import stem
from search.visibility import Visibility

# More than are shown, so that ranking by names may bring a page up.
MAX_CANDIDATES = 40


def with_all_words(query: Query, visibility: Visibility) -> list[int]:
    """Return the pages that contain the stems of all words, and those with a name that is the query in one word."""
    joined = stem(query.joined, query.language_code)
    terms = _terms({*query.stems, joined}, query, visibility).annotate(named=_count(Q(stem=joined)))
    terms = terms.filter(Q(found=len(query.stems)) | Q(named__gt=0))
    return list(terms.order_by("-score", "entry_id")[:MAX_CANDIDATES])


def with_any_word(query: Query, visibility: Visibility) -> list[int]:
    """Return the pages that contain any of the stems, those with most of them first."""
    terms = _terms(query.stems, query, visibility)
    return list(terms.order_by("-found", "-score", "entry_id")[:MAX_CANDIDATES])


def with_names(words: Sequence[str], prefixes: Sequence[str], visibility: Visibility) -> list[int]:
    """Return the pages whose names contain these words and words with these prefixes."""
    first, *others = [Q(word__startswith=prefix) for prefix in prefixes] + [Q(word=word) for word in words]
    rows = visibility.filter(NameWord.objects.filter(first))
    for condition in others:
        same_entry = NameWord.objects.filter(condition, language_code=visibility.language_code)
        rows = rows.filter(entry__in=same_entry.values("entry"))
    pages = rows.values_list("entry_id", flat=True).annotate(first=Min("position"), length=Min("name_length"))
    return list(pages.order_by("first", "length", "entry_id")[:MAX_CANDIDATES])


def _terms(stems: Set[str], query: Query, visibility: Visibility) -> QuerySet[Any, int]:
    # `QuerySet[Term, int]` would hide the annotations `found` and `score` from the type checker.
    terms = visibility.filter(Term.objects.filter(stem__in=stems)).values_list("entry_id", flat=True)
    return terms.annotate(found=_count(Q(stem__in=query.stems)), score=Sum("weight"))


def _count(condition: Q) -> Count:
    # Of a column that is in the index: PostgreSQL then reads the index only.
    return Count("stem", filter=condition)
