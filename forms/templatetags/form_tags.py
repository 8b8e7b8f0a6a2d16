"""Forms, for every template."""

from django import template
from django.conf import settings
from django.middleware.csrf import get_token
from django.utils.html import format_html

from forms.form_pages.footer_form import footer_form

register = template.Library()


@register.inclusion_tag("forms/contact.html", takes_context=True)
def contact_form(context):
    """The form that stands at the foot of every page; nothing while there is none in the reader's language."""
    request = context.get("request")
    page, form = footer_form() if request else (None, None)
    return {"page": page, "form": form, "sent_from": request and request.path, "request": request}


@register.inclusion_tag("forms/contact_link.html", takes_context=True)
def contact_link(context):
    """On the page of another form, the way to the one that stands at the foot of every page; on its own, nothing."""
    page, _form = footer_form()
    is_here = page and page.translation_key == context["page"].translation_key
    return {"page": None if is_here else page, "request": context["request"]}


@register.simple_tag(takes_context=True)
def session_token(context):
    """Django's token for whoever has a session, and for nobody else, so that a reader's page stays everybody's."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.session.keys():
        return ""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
