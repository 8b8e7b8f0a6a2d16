"""Template tags for forms on public pages."""

from typing import Any

from django import template
from django.conf import settings
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from forms.form_pages.footer_form import footer_form as get_footer_form
from pages.site_context import site_context

register = template.Library()

PATH_OF_PAGE = "{path of the page}"  # takes the place of the path in the kept form


@register.simple_tag(takes_context=True)
def footer_form(context: template.Context) -> SafeString:
    """Render the form in the footer of every page. Renders nothing if there is none in the reader's language.

    It is rendered once and kept: only the path of the page in it, `sent_from`, differs.
    """
    request = context.get("request")
    if request is None:
        return SafeString("")
    site = site_context(request)
    parts = site.keep("footer form", lambda: _render_footer_form(context).split(PATH_OF_PAGE), site.served_location_key)
    return mark_safe(conditional_escape(request.path).join(parts))  # noqa: S308 - rendered by a template, and escaped


def _render_footer_form(context: template.Context) -> str:
    page, form = get_footer_form(site_context(context["request"]))
    values = {"page": page, "form": form, "sent_from": PATH_OF_PAGE, "request": context["request"]}
    return get_template("forms/footer_form.html").render({**values, "site": context.get("site")})


@register.inclusion_tag("forms/footer_form_link.html", takes_context=True)
def footer_form_link(context: template.Context) -> dict[str, Any]:
    """Render, on the page of another form, a link to the page of the footer's form. On its own page, render nothing."""
    site = site_context(context["request"])
    page = site.keep("page of footer form", lambda: get_footer_form(site)[0])
    is_current = page and page.translation_key == context["page"].translation_key
    return {"page": None if is_current else page, "request": context["request"]}


@register.simple_tag(takes_context=True)
def session_csrf_token(context: template.Context) -> str:
    """Render a hidden input with Django's CSRF token if the user has a session, otherwise nothing.

    A page without a token is the same for all readers without a session, so that any cache may store it.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.session.keys():
        return ""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
