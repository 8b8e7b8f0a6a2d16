"""Template tags about pages: URLs, rich text, drawings and structured data."""

import json
import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.defaultfilters import linebreaks_filter
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html

from pages.figures import Figure
from pages.figures import figure_of as find_figure
from pages.illustrations import ILLUSTRATIONS
from pages.illustrations import illustration_file as find_illustration_file
from pages.illustrations import illustration_shapes as find_illustration_shapes
from pages.links import expand_page_links, hreflang_of, note_of_language, whole_story_of
from pages.models import Passage
from pages.phone import normalize_phone_links
from pages.photo_renditions import create as create_renditions
from pages.photos import Photo, renditions_by_image, sources
from pages.sections import Section, section_heading, sections_of
from pages.site_context import SiteContext, site_context
from pages.structured_data import breadcrumb_list

register = template.Library()

# Characters that could end the script element (as in `django.utils.html.json_script`).
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}

# How wide an image in the column of text is shown, for the attribute `sizes`.
COLUMN = "(min-width: 46rem) 44rem, 100vw"

# Stored elements that are no HTML yet, besides links to pages: links to documents, and embeds.
NOT_HTML = re.compile(r"\blinktype=|<embed\b")

PHONE = re.compile(r"(?<!tel:\+1\d{10}\">)\b\d{3}-\d{3}-\d{4}\b(?![^<]*>)")  # in the text, not in a tag


def _site(context: Context) -> SiteContext:
    """Return the template's `site`, or the one of its request: inclusion tags have templates without it."""
    return context.get("site") or site_context(context.get("request"))


@register.simple_tag(takes_context=True)
def address(context: Context, page: Page) -> str | None:
    """Return the page's URL without the host name. Costs no query, unlike `page.url`."""
    return _site(context).page_url(page)


@register.simple_tag(takes_context=True)
def hreflang(context: Context, page: Page) -> SafeString:
    """Return the attribute `hreflang` of a link to the page; "" if the page is in the reader's language."""
    return hreflang_of(page, _site(context))


@register.simple_tag(takes_context=True)
def in_english(context: Context, page: Page) -> SafeString:
    """Return “(in English)” for the end of a link to the page; "" if the page is in the reader's language."""
    return note_of_language(page, _site(context))


@register.simple_tag(takes_context=True)
def absolute_address(context: Context, page: Page) -> str:
    """Return the page's URL with the site's host name."""
    return settings.BASE_URL + (_site(context).page_url(page) or "")


@register.simple_tag(takes_context=True)
def rich_text(context: Context, value: RichText | str) -> SafeString:
    """Return an editor's rich text with the URLs of the pages that it links to. Takes a block's or a field's value."""
    source = value.source if isinstance(value, RichText) else value
    html = keep_numbers_whole(normalize_phone_links(expand_page_links(source, _site(context), context.get("page"))))
    return mark_safe(expand_db_html(html)) if NOT_HTML.search(html) else html  # noqa: S308 - editors' HTML is clean


@register.inclusion_tag("includes/photo.html", takes_context=True)
def photo(context: Context, photo: Photo, alt: str, sizes: str = COLUMN) -> dict[str, Any]:
    """Show a photo of the page in the sizes and formats that exist. A preview creates them; a page view never does.

    `sizes` says how wide the photo is shown, as in the attribute `sizes` of `img`.
    """
    request, page = context.get("request"), context.get("page")
    if getattr(request, "is_preview", False):
        create_renditions([photo])
    renditions = page.renditions if page else renditions_by_image([photo])
    return {"sources": sources(photo, renditions.get(photo.image.pk, [])), "alt": alt, "sizes": sizes}


@register.filter
def paragraphs(text: str) -> SafeString:
    """Return the text as paragraphs of HTML; an empty line separates two. Links of placeholders are kept."""
    return linebreaks_filter(conditional_escape(text), autoescape=False)


@register.filter
def keep_numbers_whole(html: str) -> SafeString:
    """Return safe HTML in which no line breaks inside a phone number."""
    return mark_safe(PHONE.sub(r'<span class="phone">\g<0></span>', html))  # noqa: S308 - it was safe before


@register.simple_tag
def absolute_static(file: str) -> str:
    """Return the URL of a static file with the site's host name."""
    return settings.BASE_URL + static(file)


@register.simple_tag
def illustration_file(name: str) -> str:
    """Return the URL of a drawing's file; "" if there is no such drawing."""
    return find_illustration_file(name)


@register.simple_tag
def illustration_name(name: str) -> str:
    """Return the name of a drawing in words; "" if there is no such drawing."""
    return str(ILLUSTRATIONS.get(name, ""))


@register.simple_tag
def illustration_shapes(name: str) -> SafeString:
    """Return the shapes of a drawing, so that a page shows it without a request; "" if there is no such drawing."""
    return mark_safe(find_illustration_shapes(name))  # noqa: S308 - a file of ours


@register.simple_tag
def figure_of(illustration: str) -> Figure | None:
    """Return the caption and labels of a drawing; None if it has none."""
    return find_figure(illustration)


@register.simple_tag(takes_context=True)
def whole_story(context: Context, passage: Passage) -> Page | None:
    """Return the page with the whole story of a passage, in the reader's language: see `pages.links`."""
    return whole_story_of(passage, context.get("page"), _site(context))


@register.simple_tag(takes_context=True)
def way_in_page(context: Context, target: Page | None) -> Page | None:
    """Return the page that a way in leads to, in the reader's language if it exists in it; None if it is not live."""
    ways = getattr(context.get("page"), "pages_of_ways_in", None)
    if ways is None:
        return target if target and target.live else None
    return ways.get(target.pk) if target else None


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> SafeString:
    """Return the page's JSON-LD as script elements. The content security policy allows them: they are data."""
    page, site = context["page"], context["site"]
    data = page.structured_data(site.request)
    if site.breadcrumbs:
        steps = [(step.title, absolute_address(context, step)) for step in [*site.breadcrumbs, page]]
        data.append(breadcrumb_list(steps))
    scripts = (format_html('<script type="application/ld+json">{}</script>', _json(item)) for item in data)
    return mark_safe("\n".join(scripts))  # noqa: S308, each part is escaped


def _json(data: Any) -> SafeString:
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES))  # noqa: S308, escaped above


@register.simple_tag(takes_context=True)
def editor_bar(context: Context) -> str:
    """Return Wagtail's user bar for signed-in users, "" for others.

    Reads the session only if the browser sent its cookie, so that the page for readers does not vary by cookie.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return wagtailuserbar(context)


@register.simple_tag(takes_context=True)
def treatment_page(context: Context, option: Any) -> Page | None:
    """Return the page that a treatment option points at, in the reader's language; None if readers may not see one."""
    chosen = option["treatment"]
    page: Any = context.get("page")
    if not chosen:
        return None
    if page is None or not hasattr(page, "treatments"):
        return chosen
    return page.treatments.get(chosen.translation_key)


@register.simple_tag(takes_context=True)
def sections(context: Context, body: StreamValue) -> list[Section]:
    """Return the sections of a stream with their headings and fragment identifiers."""
    return sections_of(body, context.get("page"))


@register.simple_tag
def care_cards(sections: Iterable[Section]) -> list[Section]:
    """Return the first two care cards among the sections."""
    return [section for section in sections if section.is_care_card][:2]


@register.simple_tag(takes_context=True)
def heading_of(context: Context, value: Any) -> str:
    """Return the heading of a section: the editor's own, or the usual one of its type with the page's name."""
    return section_heading(value, context.get("page"))
