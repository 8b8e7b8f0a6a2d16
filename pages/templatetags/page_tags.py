"""What page templates ask for that a page alone does not know."""

import json
import re

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import override
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.rich_text import RichText

from pages.illustrations import illustration_file as find_illustration_file
from pages.languages import is_source_language, reader_language, twins_to_offer
from pages.links import expand_page_links, page_address
from pages.navigation import breadcrumbs as find_breadcrumbs
from pages.navigation import navigation as find_navigation
from pages.sections import sections_of
from pages.structured_data import breadcrumb_list

register = template.Library()

# What could end the script element, or is a line's end to JavaScript (as in `django.utils.html.json_script`).
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}

PHONE = re.compile(r"\b\d{3}-\d{3}-\d{4}\b(?![^<]*>)")  # in the text, not in a tag


@register.simple_tag(takes_context=True)
def navigation(context):
    """The menu and the foot's notices for the page being read."""
    return find_navigation(context["request"], context.get("page"))


@register.simple_tag(takes_context=True)
def home_address(context):
    """The home page in the reader's language; while there is none, the one pages are translated from."""
    has_home = is_source_language(reader_language()) or navigation(context).menu
    with override(reader_language() if has_home else settings.LANGUAGE_CODE):
        return reverse("wagtail_serve", args=[""])


@register.simple_tag(takes_context=True)
def breadcrumbs(context):
    """The pages above the one being read."""
    page = context.get("page")
    return find_breadcrumbs(context["request"], page) if page else []


@register.simple_tag(takes_context=True)
def address(context, page):
    """The page's address on this site. Costs no query, unlike `page.url`."""
    return page_address(context.get("request"), page)


@register.simple_tag(takes_context=True)
def rich_text(context, value):
    """An editor's running text, with the addresses of the pages it links to."""
    return RichText(keep_numbers_whole(expand_page_links(value.source, context.get("request"), context.get("page"))))


@register.filter
def keep_numbers_whole(html):
    """Finished HTML in which no phone number breaks at the end of a line."""
    return mark_safe(PHONE.sub(r'<span class="phone">\g<0></span>', html))  # noqa: S308 - it was safe before


@register.simple_tag(takes_context=True)
def absolute_address(context, page):
    """The page's address with the site's name."""
    return settings.BASE_URL + (page.get_url(context["request"]) or "")


@register.simple_tag
def absolute_static(file):
    """The address of one of the site's own files with the site's name."""
    return settings.BASE_URL + static(file)


@register.simple_tag
def illustration_file(name):
    """The address of a drawing's file; an empty text where there is no such drawing."""
    return find_illustration_file(name)


@register.simple_tag(takes_context=True)
def illustration_of(context, target):
    """The drawing of a page that the page being read leads to. Costs no query: the latter has found them all."""
    if hasattr(target, "illustration"):
        return target.illustration
    return getattr(context.get("page"), "illustrations_of_ways_in", {}).get(target.pk, "")


@register.simple_tag(takes_context=True)
def twins(context):
    """The page in every language in which it can be read; empty while there is only one."""
    request = context["request"]
    if not hasattr(request, "page_twins"):
        request.page_twins = twins_to_offer(context["page"], request)
    return request.page_twins


@register.simple_tag(takes_context=True)
def structured_data(context):
    """The page's JSON-LD as script elements, which no policy blocks: they are data."""
    request, page = context["request"], context["page"]
    data = page.structured_data(request)
    if trail := find_breadcrumbs(request, page):
        steps = [(step.title, settings.BASE_URL + step.get_url(request)) for step in [*trail, page]]
        data.append(breadcrumb_list(steps))
    scripts = (format_html('<script type="application/ld+json">{}</script>', _json(item)) for item in data)
    return mark_safe("\n".join(scripts))  # noqa: S308, each part is escaped


def _json(data):
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES))  # noqa: S308, escaped above


@register.simple_tag(takes_context=True)
def editor_bar(context):
    """Wagtail's bar for whoever is logged in.

    The session is looked at only where the browser sent one, so that a reader's page varies by nothing.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return wagtailuserbar(context)


@register.simple_tag(takes_context=True)
def treatment_page(context, option):
    """The page a treatment option points at, in the reader's language; None where it has none to show."""
    chosen, page = option["treatment"], context.get("page")
    if not chosen:
        return None
    return page.treatments.get(chosen.translation_key) if hasattr(page, "treatments") else chosen


@register.simple_tag
def sections(body):
    """The sections of a stream with their headings, and addresses on the page for those that have one."""
    return sections_of(body)
