"""Template tag for the newsletter in the footer."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("forms/newsletter/footer.html", takes_context=True)
def newsletter_form(context: template.Context, heading: str, text: str) -> dict[str, Any]:
    """Render the sign-up form for the footer of every page, below the heading and the text.

    Staff write both. Without a heading, “Subscribe” is rendered.
    """
    return {"heading": heading, "text": text, "request": context.get("request")}
