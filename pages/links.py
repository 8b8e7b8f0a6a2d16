"""Links to pages of this site inside rich text.

Wagtail's own handler reads the database several times for each text with a link, and links to pages in any language and
state. Here all links of a page are read with one query, and they point at pages that readers may see.
"""

import json
import re
from typing import TYPE_CHECKING

from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from pages.languages import in_reader_language
from pages.restrictions import is_restricted

if TYPE_CHECKING:
    from pages.site_context import SiteContext

page_link = re.compile(r'<a\b[^>]*?\blinktype="page"[^>]*>')
page_id = re.compile(r'\bid="(\d+)"')


def expand_page_links(html: str, site: "SiteContext", page: Page | None) -> str:
    """Return the stored HTML with URLs in its links to pages; a link to a page that readers may not see gets no URL.

    `page` is the page that contains the text; None for a text without a page, as in the editor's preview of a block.
    """
    if "linktype" not in html:
        return html
    targets = _targets(html, site, page)

    def expand(match: re.Match) -> str:
        found = page_id.search(match[0])
        target = targets.get(int(found[1])) if found else None
        return f'<a href="{site.page_url(target)}">' if target else "<a>"

    return page_link.sub(expand, html)


def expand_row_links(page: Page, site: "SiteContext") -> None:
    """Point the passages of a page at the pages with the whole story, in the reader's language.

    A passage has none on that page itself, and none if readers may not see it.
    """
    rows = [row for row in page.shared_rows if getattr(row, "page_id", None)]
    for row in rows:
        target = _targets("", site, page).get(row.page_id)
        row.page = target if target and target.pk != page.pk else None


def _targets(html: str, site: "SiteContext", page: Page | None) -> dict[int, Page]:
    """Return the pages that are linked to, by the key in the text. Reads those of all texts of the page at once."""
    if page is None or site.request is None:
        return _read(html)
    if page.pk not in site.linked_pages:
        site.linked_pages[page.pk] = _read(_all_texts(page))
    return site.linked_pages[page.pk]


def _all_texts(page: Page) -> str:
    streams = (field.name for field in page._meta.fields if isinstance(field, StreamField))
    texts = [json.dumps(getattr(page, name).get_prep_value()) for name in streams]
    for row in getattr(page, "shared_rows", ()):
        texts += [getattr(row, field.name) for field in row._meta.fields if isinstance(field, RichTextField)]
        texts += [f'<a linktype="page" id="{row.page_id}">'] if getattr(row, "page_id", None) else []
    return " ".join(texts).replace('\\"', '"')


def _read(html: str) -> dict[int, Page]:
    keys = {int(found[1]) for link in page_link.findall(html) if (found := page_id.search(link))}
    pages = list(Page.objects.filter(pk__in=keys).exclude(is_restricted())) if keys else []
    by_translation = {page.translation_key: page for page in in_reader_language(pages, are_open=True)}
    return {page.pk: by_translation[page.translation_key] for page in pages if page.translation_key in by_translation}
