"""Phone numbers of the clinic, written as 479-967-7770."""

from django.core.validators import RegexValidator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

phone_number = RegexValidator(r"^[2-9]\d{2}-[2-9]\d{2}-\d{4}$", _("Write the number as 479-967-7770."))


def phone_uri(phone: str) -> str:
    """Return the `tel:` URI of the number (RFC 3966)."""
    return f"tel:+1{''.join(filter(str.isdigit, phone))}"


def phone_link(phone: str) -> SafeString:
    """Return the number as an HTML link that dials it."""
    return format_html('<a class="phone" href="{}">{}</a>', phone_uri(phone), phone)
