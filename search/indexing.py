"""Write pages into the search index."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from django.db import transaction
from django.db.models import Model
from django.utils.translation import override
from wagtail.models import Locale, Page

from pages.models import BasePage, SharedRowMixin
from pages.postponed import do_for_pages
from pages.shared_rows import pages_including
from pages.site_context import SiteContext
from search.models import Entry, NameWord, Term
from search.page_text import make_entry
from search.query import STOP_WORDS
from search.tokens import HYPHENATED, MAX_LENGTH, fold, join_words, stem, tokenize

TITLE_WEIGHT = 100
NAME_WEIGHT = 80
HEADING_WEIGHT = 20
# A word of the text weighs less than this however often it is repeated, and half of it when it occurs twice.
TEXT_WEIGHT = 10
HALF_WEIGHT_COUNT = 2
BATCH = 100
# The fields of the home page and of locations that placeholders stand for.
FACTS = ("phone", "fax", "city", "clinic_name", "main_location_id")
# What `save_revision` saves of a page: nothing that readers see.
DRAFT_FIELDS = {"latest_revision_created_at", "draft_title", "latest_revision", "has_unpublished_changes"}


def index_saved_page(
    sender: type[Model], instance: Model, raw: bool, update_fields: Iterable[str] | None, **kwargs: object
) -> None:
    """Update the index after a page, or a row that pages share, was saved. Receives `post_save`.

    Publishing, unpublishing, copying and translating save the page. Deleting it deletes its entry by the foreign key.
    Address and privacy are not in the index: they are read from the page for each query.
    """
    if raw or (update_fields and set(update_fields) <= DRAFT_FIELDS):
        return
    if getattr(instance, "are_facts_changed", False):
        transaction.on_commit(index_all_pages)
    elif isinstance(instance, Page):
        do_for_pages(index_pages, [instance.pk])
    elif isinstance(instance, SharedRowMixin):
        # A page includes the row in its own language.
        including = Page.objects.filter(pk__in=pages_including(instance), locale=instance.locale_id)
        if keys := list(including.values_list("pk", flat=True)):
            do_for_pages(index_pages, keys)


def note_changed_facts(sender: type[Model], instance: Model, raw: bool, **kwargs: object) -> None:
    """Set `are_facts_changed` of a page whose facts all pages refer to by placeholders. Receives `pre_save`."""
    facts = [name for name in FACTS if isinstance(instance, Page) and hasattr(instance, name)]
    if facts and instance.pk and not raw:
        before = sender._default_manager.filter(pk=instance.pk).values_list(*facts).first()
        instance.are_facts_changed = (  # type: ignore[attr-defined]  # for `index_saved_page`
            before != tuple(getattr(instance, name) for name in facts)
        )


@transaction.atomic
def rebuild_index() -> int:
    """Write all pages into the index anew, and return how many there are. Readers find the old index until the end."""
    Entry.objects.all().delete()
    index_all_pages()
    return Entry.objects.count()


def index_all_pages() -> None:
    """Update the entries of all pages."""
    keys = list(Page.objects.filter(live=True).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        index_pages(keys[start : start + BATCH])


@transaction.atomic
def index_pages(keys: Sequence[int]) -> None:
    """Write the pages with these keys into the index as they are in the database; remove those that are not live.

    An entry whose texts are as before stays as it is: most of the work is writing its words.
    A page in memory may hold a draft, so the page is read again. The lock makes two processes that save the same page
    write its entry one after the other.
    """
    list(Page.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    pages = [page for page in Page.objects.filter(pk__in=keys, live=True).specific() if isinstance(page, BasePage)]
    language_codes = dict(Locale.objects.values_list("pk", "language_code"))
    sites = {code: _site(code) for code in {language_codes[page.locale_id] for page in pages}}
    codes = [language_codes[page.locale_id] for page in pages]
    made = [(make_entry(page, sites[code]), code) for page, code in zip(pages, codes, strict=True)]
    before = {entry.pk: entry.texts for entry in Entry.objects.filter(pk__in=keys)}
    entries = [(entry, code) for entry, code in made if entry.texts != before.get(entry.pk)]
    same = {entry.pk for entry, _ in made} - {entry.pk for entry, _ in entries}
    Entry.objects.filter(pk__in=set(keys) - same).delete()
    Entry.objects.bulk_create(entry for entry, _ in entries)
    Term.objects.bulk_create((term for entry, code in entries for term in _terms(entry, code)), batch_size=5_000)
    NameWord.objects.bulk_create(word for entry, code in entries for word in _name_words(entry, code))


def _site(language_code: str) -> SiteContext:
    """Return the site as readers of the language see it."""
    with override(language_code):
        site = SiteContext()
        _ = site.facts  # read while the language is active
    return site


def _terms(entry: Entry, language_code: str) -> Iterator[Term]:
    weights = Counter()
    for lines, weight in (
        (entry.titles, TITLE_WEIGHT),
        (f"{entry.names}\n{entry.search_words}", NAME_WEIGHT),
        (entry.headings, HEADING_WEIGHT),
    ):
        words = {word for line in lines.splitlines() for word in [*tokenize(line), *_joined_words(line)]}
        weights.update(dict.fromkeys({stem(word, language_code) for word in words}, weight))
    text = fold(entry.text)
    counts = Counter(tokenize(text))
    counts.update(map(join_words, HYPHENATED.findall(text)))
    stems = Counter()
    for word, count in counts.items():
        if word not in STOP_WORDS:
            stems[stem(word, language_code)] += count
    weights.update({word: TEXT_WEIGHT * count // (count + HALF_WEIGHT_COUNT) for word, count in stems.items()})
    for word, weight in weights.items():
        yield Term(entry=entry, language_code=language_code, stem=word, weight=weight)


def _joined_words(name: str) -> list[str]:
    """Return the name as one word, and each two of its words as one: “midback” is found for “Mid-Back Pain”."""
    words = tokenize(name)
    return [join_words(name), *(first + second for first, second in pairwise(words))]


def _name_words(entry: Entry, language_code: str) -> Iterator[NameWord]:
    """Yield the words of the names. A word in several names is stored once, as in the name that it begins best."""
    places: dict[str, tuple[int, int]] = {}
    for name in f"{entry.titles}\n{entry.names}\n{entry.search_words}".splitlines():
        words = [*enumerate(tokenize(name)), (0, join_words(name))]
        for position, word in words:
            place = (position, len(name))
            word = word[:MAX_LENGTH]
            places[word] = min(places.get(word, place), place)
    for word, (position, length) in places.items():
        if word:
            yield NameWord(entry=entry, language_code=language_code, word=word, position=position, name_length=length)
