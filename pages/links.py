"""Links to pages of this site inside rich text.

Wagtail's own handler reads the database several times for each text with a link, and links to pages in any language and
state. Here all links of a page are read with one query, and they point at pages that readers may see.
"""

import json
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from pages.languages import is_source_language, is_visible, reader_language
from pages.restrictions import is_restricted

if TYPE_CHECKING:
    from pages.models import Passage
    from pages.site_context import SiteContext

whole_link = re.compile(r'(<a\b[^>]*?\blinktype="page"[^>]*>)(.*?)(</a>)', re.DOTALL)
page_link = re.compile(r'<a\b[^>]*?\blinktype="page"[^>]*>')
page_id = re.compile(r'\bid="(\d+)"')


def expand_page_links(html: str, site: "SiteContext", page: Page | None) -> str:
    """Return the stored HTML with URLs in its links to pages; a link to a page that readers may not see becomes text.

    `page` is the page that contains the text; None for a text without a page, as in the editor's preview of a block.
    """
    if "linktype" not in html:
        return html
    targets = _targets(html, site, page)

    def expand(match: re.Match) -> str:
        found = page_id.search(match[1])
        target = targets.get(int(found[1])) if found else None
        if target is None:
            return match[2]
        opening = f'<a href="{site.page_url(target)}"{hreflang_of(target, site)}>'
        return f"{opening}{match[2]}{note_of_language(target, site)}{match[3]}"

    return whole_link.sub(expand, html)


def is_in_reader_language(page: Page, site: "SiteContext") -> bool:
    """Return whether the page's address is in the reader's language. No query, unlike `page.locale`."""
    return is_source_language(site.language_code) or (site.page_url(page) or "").startswith(f"/{site.language_code}/")


def hreflang_of(page: Page, site: "SiteContext") -> SafeString:
    """Return the attribute `hreflang` of a link to the page; "" if the page is in the reader's language."""
    if is_in_reader_language(page, site):
        return SafeString("")
    return format_html(' hreflang="{}"', settings.LANGUAGE_CODE)


def note_of_language(page: Page, site: "SiteContext") -> SafeString:
    """Return “(in English)” for the end of a link to the page; "" if the page is in the reader's language."""
    return SafeString("") if is_in_reader_language(page, site) else format_html(" {}", _("(in English)"))


def whole_story_of(passage: "Passage", page: Page | None, site: "SiteContext") -> Page | None:
    """Return the page with the whole story of a passage on this page, in the reader's language.

    None if there is none, if it is this page, or if readers may not see it. Without a page, as in the editor's preview
    of a block, it is the page that the passage names.
    """
    if page is None or passage.page_id is None:
        return passage.page
    target = _targets("", site, page).get(passage.page_id)
    return target if target and target.pk != page.pk else None


def linked_pages(page: Page, site: "SiteContext") -> dict[int, Page] | None:
    """Return all pages that the page links to, by the key of the chosen page; None outside of requests."""
    return _targets("", site, page) if site.request is not None else None


def _targets(html: str, site: "SiteContext", page: Page | None) -> dict[int, Page]:
    """Return the pages that are linked to, by the key in the text. Reads those of all texts of the page at once."""
    if page is None or site.request is None:
        return _read(html)
    if page.pk not in site.linked_pages:
        site.linked_pages[page.pk] = site.keep("linked pages", lambda: _read(_all_texts(page)), page.pk)
    return site.linked_pages[page.pk]


def _all_texts(page: Page) -> str:
    streams = (field.name for field in page._meta.fields if isinstance(field, StreamField))
    texts = [json.dumps(getattr(page, name).get_prep_value()) for name in streams]
    for row in getattr(page, "shared_rows", ()):
        texts += [getattr(row, field.name) for field in row._meta.fields if isinstance(field, RichTextField)]
        texts += [f'<a linktype="page" id="{row.page_id}">'] if getattr(row, "page_id", None) else []
    texts += [f'<a linktype="page" id="{key}">' for key in getattr(page, "linked_keys", ())]
    return " ".join(texts).replace('\\"', '"')


def _read(html: str) -> dict[int, Page]:
    return pages_to_link({int(found[1]) for link in page_link.findall(html) if (found := page_id.search(link))})


def pages_to_link(keys: Collection[int]) -> dict[int, Page]:
    """Return the pages that links to these keys should lead to: in the reader's language if they exist in it.

    Pages that readers may not see are left out. One query in every language.
    """
    if not keys:
        return {}
    chosen = Page.objects.filter(pk__in=keys)
    if is_source_language(reader_language()):
        return {page.pk: page for page in chosen.filter(live=True).exclude(is_restricted())}
    is_shown = ExpressionWrapper(is_visible(reader_language()), output_field=BooleanField())
    same = Page.objects.filter(translation_key__in=chosen.values("translation_key"))
    pages = list(same.exclude(is_restricted()).annotate(is_shown=is_shown))
    translated = {page.translation_key: page for page in pages if page.is_shown}
    targets = {page.pk: translated.get(page.translation_key, page) for page in pages if page.pk in keys}
    return {key: page for key, page in targets.items() if page.live}
