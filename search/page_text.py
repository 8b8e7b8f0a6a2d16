"""Read what a page says: the line-by-line text that the search index stores of it.

What a page type offers for this is in `pages.models.searched`.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import override
from wagtail import blocks
from wagtail.fields import StreamField

from pages.models import BasePage, Passage
from pages.page_texts import fill
from pages.sections import section_heading
from pages.site_context import SiteContext
from search.models import Entry
from search.tokens import compose

HEADING_FIELDS = ("heading", "term", "name")


def make_entry(page: BasePage, site: SiteContext) -> Entry:
    """Return the unsaved entry of a page, which must be an instance of its own page type.

    `site` is the site in the language of the page. The page's placeholders are filled, and it cannot be saved any more.
    """
    fill(page, site, plain=True)
    with override(page.language_code):
        return Entry(
            page_id=page.pk,
            titles=_join([page.title, page.menu_label]),
            names=_join(page.other_names_list),
            search_words=_join(page.names_not_shown()),
            headings=_join([*_headings_of_page(page), *_passages(page)]),
            text=_join(line for text in page.texts_to_search() for line in str(text).splitlines()),
        )


def _join(lines: Iterable[str]) -> str:
    """Return the distinct lines, each with single spaces, one below the other."""
    clean = (" ".join(compose(line).replace("\0", "").split()) for line in lines)
    return "\n".join(dict.fromkeys(line for line in clean if line))


def _headings_of_page(page: BasePage) -> Iterator[str]:
    """Yield the headings, terms and names of options in the page's streams."""
    not_shown = {*page.searched_fields} - {*page.fields_to_search()}
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and field.name not in not_shown:
            yield from _headings(getattr(page, field.name), page)


def _passages(page: BasePage) -> Iterator[str]:
    """Yield the names of the passages that the page includes, and their whole text if this is the page about it."""
    for row in page.shared_rows:
        if isinstance(row, Passage):
            is_whole_story = row.page is not None and row.page.translation_key == page.translation_key
            yield from row.texts_to_search() if is_whole_story else [row.name]


def _headings(value: object, page: BasePage) -> Iterator[str]:
    if isinstance(value, blocks.StreamValue):
        for child in value:
            yield section_heading(child.value, page)
            yield from _headings(child.value, page)
    elif isinstance(value, blocks.list_block.ListValue):
        for child in value:
            yield from _headings(child, page)
    elif isinstance(value, blocks.StructValue):
        for name, child in value.items():
            if name in HEADING_FIELDS and isinstance(child, str):
                yield child
            else:
                yield from _headings(child, page)
