"""Look up pages in the search index. Each function makes one query."""

from collections.abc import Sequence, Set
from math import log2
from typing import Any

from django.db.models import Case, Count, F, Min, Q, QuerySet, Sum, When

from search.models import NameWord, Term
from search.query import Query
from search.tokens import stem
from search.visibility import Visibility

# More than are shown, so that ranking by names may bring a page up.
MAX_CANDIDATES = 30


Importance = dict[str, int]


def importance_of_words(query: Query, visibility: Visibility) -> Importance:
    """Return how much each stem counts: a word on few pages says more about what is meant than a word on many.

    The query as one word is one of the stems. Those that are on no page are left out. No query for a single word.
    """
    stems = {*query.stems, stem(query.joined, query.language_code)}
    if len(stems) == 1:
        return dict.fromkeys(stems, 1)
    rows = visibility.filter(Term.objects.filter(stem__in=stems)).values_list("stem")
    counts = dict(rows.annotate(pages=Count("stem")).order_by())
    most = max(counts.values(), default=1)
    return {one: round(10 * log2(1 + most / count)) for one, count in counts.items()}


def with_all_words(query: Query, importance: Importance, visibility: Visibility) -> list[int]:
    """Return the pages that contain the stems of all words, and those with a name that is the query in one word.

    The best come first. So they do in the other functions.
    """
    joined = stem(query.joined, query.language_code)
    if joined not in importance and not query.stems <= importance.keys():
        return []
    terms = _terms({*importance}, visibility).annotate(
        found=_count(Q(stem__in=query.stems)), named=_count(Q(stem=joined))
    )
    terms = terms.filter(Q(found=len(query.stems)) | Q(named__gt=0))
    return list(_ranked(terms, importance)[:MAX_CANDIDATES])


def with_some_words(importance: Importance, visibility: Visibility) -> list[int]:
    """Return the pages that contain any of the stems."""
    return list(_ranked(_terms({*importance}, visibility), importance)[:MAX_CANDIDATES]) if importance else []


def with_names(words: Sequence[str], prefixes: Sequence[str], visibility: Visibility) -> list[int]:
    """Return the pages whose names contain these words and words with these prefixes."""
    first, *others = [Q(word__startswith=prefix) for prefix in prefixes] + [Q(word=word) for word in words]
    rows = visibility.filter(NameWord.objects.filter(first))
    for condition in others:
        same_entry = NameWord.objects.filter(condition, language_code=visibility.language_code)
        rows = rows.filter(entry__in=same_entry.values("entry"))
    pages = rows.values_list("entry_id", flat=True).annotate(first=Min("position"), length=Min("name_length"))
    return list(pages.order_by("first", "length", "entry_id")[:MAX_CANDIDATES])


def _terms(stems: Set[str], visibility: Visibility) -> QuerySet[Any, int]:
    # `QuerySet[Term, int]` would hide the annotations from the type checker.
    return visibility.filter(Term.objects.filter(stem__in=stems)).values_list("entry_id", flat=True)


def _ranked(terms: QuerySet[Any, Any], importance: Importance) -> QuerySet[Any, Any]:
    """Sort the pages by the sum of their weights, each multiplied by the importance of the stem."""
    cases = [When(stem=one, then=value) for one, value in importance.items()]
    return terms.annotate(score=Sum(F("weight") * Case(*cases))).order_by("-score", "entry_id")


def _count(condition: Q) -> Count:
    # Of a column that is in the index: PostgreSQL then reads the index only.
    return Count("stem", filter=condition)
