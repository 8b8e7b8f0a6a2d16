"""Finds messages by their words, though the words themselves are sealed.

Beside the sealed answers a message keeps a digest of each word, in the order of the digests: whoever has the
database without the keys learns neither a word nor its place.
"""

import re
import unicodedata

from django.db.models import Q

from forms.inbox.models.message import REFERENCE, Message
from forms.sealing.encryption import digest, digests

AREA_CODE_AND_NUMBER = 10
NUMBER = 7
E_MAIL = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+[^\s<>()\[\],;:\".]")
# Each must not touch another digit: an American number in any spelling, a number without area code,
# and longer runs of digits such as numbers abroad or dates.
PHONE = re.compile(
    r"(?<!\d)(?:\+?1[\s./-]*)?\(?\d{3}\)?[\s./-]*\d{3}[\s./-]*\d{4}(?!\d)"
    r"|(?<!\d)\d{3}[\s./-]?\d{4}(?!\d)"
    r"|\+?\d(?:[\s./()-]{0,2}\d){6,14}"
)
WORD = re.compile(r"\w+")


def words_of(answers):
    """Return the digests of all words in a message's answers, as `Message.words` keeps them."""
    words = set()
    for answer in answers:
        values = answer["value"] if isinstance(answer["value"], list) else [answer["value"]]
        for value in values:
            if value is None:
                continue
            words |= _words_kept(_plain(str(value)))
    return " ".join(sorted(digest(word) for word in words))


def search(text):
    """Return a `Q` for the messages that have this reference, or that hold all words of the text.

    Case, accents and punctuation do not matter; a phone number is found in any spelling, with or without its
    area code, and an e-mail address whole or by a part of it. Text without a word finds nothing.
    """
    reference = _reference(text)
    if reference and Message.objects.filter(reference=reference).exists():
        return Q(reference=reference)  # by the index, not through the words of all messages
    found = Q(pk__in=[])
    if words := _words_asked(_plain(text)):
        found = Q()
        for word in sorted(words):
            found &= _holds(word)
    return found


def _holds(word):
    any_key = Q()
    for one in digests(word):
        any_key |= Q(words__contains=one)
    return any_key


def _reference(text):
    signs = re.sub(r"[\W_]", "", text).upper()
    reference = f"{signs[:4]}-{signs[4:]}"
    return reference if REFERENCE.fullmatch(reference) else None


def _plain(text):
    """The text in lower case, without accents, wide signs narrowed."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _words_kept(text):
    """Everything somebody may type to find the text: words, whole addresses, numbers with and without area code."""
    words = {*WORD.findall(text), *E_MAIL.findall(text)}
    words |= {part for word in words if "_" in word for part in word.split("_") if part}
    for found in PHONE.finditer(text):
        number = _number(found[0])
        words |= {number, number[-AREA_CODE_AND_NUMBER:], number[-NUMBER:]}
    return words


def _words_asked(text):
    """The words that must all be there. What is a number or an address counts as one."""
    words = set()
    for pattern, as_kept in ((E_MAIL, str), (PHONE, _number)):
        words |= {as_kept(found) for found in (match[0] for match in pattern.finditer(text))}
        text = pattern.sub(" ", text)
    return words | set(WORD.findall(text))


def _number(spelled):
    """The digits, without the country code of the United States."""
    digits = re.sub(r"\D", "", spelled)
    return digits[1:] if len(digits) == AREA_CODE_AND_NUMBER + 1 and digits[0] == "1" else digits
