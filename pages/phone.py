"""Phone numbers of the clinic, written as 479-967-7770."""

import re

from django.core.validators import RegexValidator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

phone_number = RegexValidator(r"^[2-9]\d{2}-[2-9]\d{2}-\d{4}$", _("Write the number as 479-967-7770."))


TEL_LINK = re.compile(r'(?<=href=")tel:([^"]*)(?=")')
EXTENSION = re.compile(r"(?:;?ext[.=]?|x|#)\s*(\d+)\s*$", re.IGNORECASE)


def normalize_phone_links(html: str) -> str:
    """Return the HTML with each `tel:` link as phones dial it, whatever separators an editor typed (RFC 3966)."""
    return TEL_LINK.sub(lambda link: tel_uri(link[1]), html)


def tel_uri(typed: str) -> str:
    """Return the `tel:` URI of a number that somebody typed: “(479) 967-7770 ext. 12” is `tel:+14799677770;ext=12`.

    A number of ten digits is a US number. Others, such as 911, keep their digits.
    """
    extension = EXTENSION.search(typed)
    number = typed[: extension.start()] if extension else typed
    digits = re.sub(r"\D", "", number)
    is_whole = number.strip().startswith("+") or (len(digits) == 11 and digits.startswith("1"))
    prefix = "+" if is_whole else "+1" if len(digits) == 10 else ""
    return f"tel:{prefix}{digits}" + (f";ext={extension[1]}" if extension else "")


def phone_uri(phone: str) -> str:
    """Return the `tel:` URI of the number (RFC 3966)."""
    return f"tel:+1{''.join(filter(str.isdigit, phone))}"


def phone_link(phone: str) -> SafeString:
    """Return the number as an HTML link that dials it."""
    return format_html('<a class="phone" href="{}">{}</a>', phone_uri(phone), phone)
