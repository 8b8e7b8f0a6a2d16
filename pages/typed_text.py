"""Clean text that people type or paste, before it is checked, stored or searched."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

# Browsers send CR LF for each line break of a text area. U+2028 and U+2029 come from other programs.
LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # half of a UTF-16 pair, which UTF-8 cannot encode
# These change how emoji and the letters of some languages look, so they stay in a text, but not in a line.
INVISIBLE_IN_LINE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Control characters and format characters (Unicode's categories Cc and Cf) without tab, line break, NUL, which Django's
# fields refuse with a sentence, the joiners U+200C and U+200D, and the signs of Arabic and Syriac that are visible.
# Also code points that are no characters.
INVISIBLE = re.compile(
    "[\x01-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)


def clean_text(text: str) -> str:
    r"""Return the text without invisible characters, with `\n` as its only line end, in Unicode's form NFC.

    Invisible are control characters and format characters, such as U+202C, which some programs add to copied e-mail
    addresses.
    """
    if text.isascii() and text.isprintable():
        return text  # nearly all short answers; exports clean millions of them
    text = HALF_CHARACTER.sub("\ufffd", LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))


def clean_line(text: str) -> str:
    """Return the text on one line, cleaned, and without characters that have no shape of their own."""
    return " ".join(INVISIBLE_IN_LINE.sub("", clean_text(text)).split())


def clean_data(data: dict | None) -> MultiValueDict | None:
    """Return the data of a sent form with each text cleaned; None if no form was sent."""
    if data is None:
        return None
    lists = data.lists() if isinstance(data, MultiValueDict) else ((key, [value]) for key, value in data.items())
    return MultiValueDict(
        {key: [clean_text(one) if isinstance(one, str) else one for one in values] for key, values in lists}
    )


class EmailField(forms.EmailField):
    """A field for an e-mail address that is cleaned first, and to which a mail can be built.

    Django's field accepts a domain that cannot be written in a mail (RFC 3490), and building the mail then fails.
    """

    default_error_messages = {"invalid": _("Write the e-mail address like this: name@example.com.")}

    def to_python(self, value: str | None) -> str | None:
        return super().to_python(clean_line(value) if value else value)

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        if value and not is_mailable(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


def is_mailable(address: str) -> bool:
    """Return whether a mail to this address can be built."""
    try:
        EmailMessage(to=[address], reply_to=[address], from_email="from@example.com").message()
    except (ValueError, LookupError):  # UnicodeError and BadHeaderError are kinds of ValueError
        return False
    return True
