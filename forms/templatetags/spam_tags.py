"""Template tag for reCAPTCHA. The honeypot is the include `forms/honeypot.html`."""

from django import template
from django.conf import settings

from forms.spam import recaptcha as google

register = template.Library()


@register.inclusion_tag("forms/recaptcha.html")
def recaptcha() -> dict[str, str]:
    """Render the hidden field, script and legal notice that reCAPTCHA needs. Nothing if it is not configured."""
    if not google.is_configured():
        return {}
    return {
        "public_key": settings.RECAPTCHA_PUBLIC_KEY,
        "action": google.ACTION,
        "script": f"https://{settings.RECAPTCHA_DOMAIN}/recaptcha/api.js",
    }
