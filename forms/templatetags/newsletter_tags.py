"""The newsletter at the foot of every page."""

from django import template

register = template.Library()


@register.inclusion_tag("forms/newsletter/foot.html", takes_context=True)
def newsletter_form(context, heading, text):
    """The form that takes an e-mail address, under the heading and the offer that staff wrote; either may be empty."""
    return {"heading": heading, "text": text, "request": context.get("request")}
