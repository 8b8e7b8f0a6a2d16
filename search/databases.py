"""How Wagtail's search index is asked on each database.

Wagtail's own query compares the whole of each entry, for which PostgreSQL has no index, and ranks every entry found.
Here one indexed column is asked at a time, and only so many entries are compared with each other.

An entry's `autocomplete` has the words of the page's names, and its `body` has everything the page says.
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db import connection
from django.db.models import Expression, F, FloatField, Func, Q
from wagtail.search.models import IndexEntry

from pages.words import SHORTEST_STEM, stem

MOST_COMPARED = 300


@dataclass
class Asked:
    """What is asked of the index: the condition an entry fulfills, and what ranks it, the best highest."""

    condition: Expression | Q
    rank: Expression


def is_begun(word):
    """Tell whether words that go on differently are meant too: “injections” means “injected”, “ESI” only itself."""
    return len(stem(word)) >= SHORTEST_STEM


if connection.vendor == "postgresql":
    from django.contrib.postgres.search import SearchQuery, SearchRank

    ENTRY = IndexEntry
    TO_ENTRY = ""
    TEXT = "body_text"
    # Of running text, headings, names and titles: PostgreSQL's D, C, B and A.
    WEIGHTS = [0.05, 0.3, 0.7, 1.0]
    BY_LENGTH = 2

    def named(words, glued):
        """Ask for names with all the words, or for one that is `glued`, the words as one."""
        begun = (f"'{stem(word)}':*" if is_begun(word) else f"'{word}'" for word in words)
        return _in_names(f"({' & '.join(begun)}) | '{glued}'")

    def beginning(words):
        """Ask for names with the words, of which the last is perhaps not yet whole."""
        return _in_names(" & ".join(f"'{word}'" for word in words) + ":*")

    def saying(words, any_word=False):
        """Ask for entries with all the words, or any, anywhere."""
        query = reduce(or_ if any_word else and_, (SearchQuery(word, config="english") for word in words))
        return Asked(Q(body=query), SearchRank(F("body"), query, weights=WEIGHTS))

    def best(asked, is_seen):
        """Return the entries that fit, the best first; no more than 300 of them are looked at."""
        few = ENTRY.objects.filter(asked.condition, is_seen).values("pk")[:MOST_COMPARED]
        return ENTRY.objects.filter(pk__in=few).annotate(rank=asked.rank).order_by("-rank", "pk")

    def _in_names(query):
        query = SearchQuery(query, config="simple", search_type="raw")
        return Asked(Q(autocomplete=query), SearchRank(F("autocomplete"), query, normalization=BY_LENGTH))

else:
    from modelsearch.backends.database.sqlite.query import Lexeme, MatchExpression, SearchQueryExpression
    from wagtail.search.models import SQLiteFTSIndexEntry

    ENTRY = SQLiteFTSIndexEntry
    TO_ENTRY = "index_entry__"
    TEXT = "body"

    class Relevance(Func):
        """SQLite's measure, in which names and titles count for more than text; it gives the best the lowest."""

        template = f"-bm25({ENTRY._meta.db_table}, 8.0, 1.0, 10.0)"  # the columns autocomplete, body, title
        arity = 0

    def named(words, glued):
        """Ask for names with all the words, or for one that is `glued`, the words as one."""
        return _in(["autocomplete"], reduce(and_, map(_begun, words)) | Lexeme(glued))

    def beginning(words):
        """Ask for names with the words, of which the last is perhaps not yet whole."""
        return _in(["autocomplete"], reduce(and_, [*map(Lexeme, words[:-1]), Lexeme(words[-1], prefix=True)]))

    def saying(words, any_word=False):
        """Ask for entries with all the words, or any, anywhere."""
        return _in(["body"], reduce(or_ if any_word else and_, map(_begun, words)))

    def best(asked, is_seen):
        """Return the entries that fit, the best first."""
        return ENTRY.objects.filter(asked.condition, is_seen).annotate(rank=asked.rank).order_by("-rank", "pk")

    def _begun(word):
        return Lexeme(stem(word), prefix=True) if is_begun(word) else Lexeme(word)

    def _in(columns, lexemes):
        return Asked(MatchExpression(columns, SearchQueryExpression(lexemes)), Relevance(output_field=FloatField()))
