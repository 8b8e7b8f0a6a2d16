"""Search encrypted messages by reference and by words.

Beside the encrypted answers, a message stores one digest for each word. The digests are sorted, so that the database
without the keys shows neither a word nor its place in the text.
"""

import re
import unicodedata

from django.db.models import Q

from forms.inbox.models.message import REFERENCE, Message
from forms.sealing.encryption import digest, digests

LENGTH_WITH_AREA_CODE = 10  # digits of an American phone number
LENGTH_WITHOUT_AREA_CODE = 7
EMAIL = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+[^\s<>()\[\],;:\".]")
# An American number in any spelling, a number without area code, and other long sequences of digits, such as foreign
# numbers or dates. The first two must not have another digit directly before or after them.
PHONE = re.compile(
    r"(?<!\d)(?:\+?1[\s./-]*)?\(?\d{3}\)?[\s./-]*\d{3}[\s./-]*\d{4}(?!\d)"
    r"|(?<!\d)\d{3}[\s./-]?\d{4}(?!\d)"
    r"|\+?\d(?:[\s./()-]{0,2}\d){6,14}"
)
WORD = re.compile(r"\w+")


def word_digests(answers: list[dict]) -> str:
    """Return the sorted digests of all words in a message's answers, separated by spaces, for `Message.words`."""
    words = set()
    for answer in answers:
        values = answer["value"] if isinstance(answer["value"], list) else [answer["value"]]
        for value in values:
            if value is not None:
                words |= _searchable_words(_normalize(str(value)))
    return " ".join(sorted(digest(word) for word in words))


def matching(text: str) -> Q:
    """Return a `Q` for the message with this reference, or for the messages that contain all words of the text.

    Case, accents and punctuation do not matter. A phone number matches in any spelling, with or without its area code.
    An e-mail address matches as a whole or by one of its parts. A text without words matches no message.
    """
    reference = _reference(text)
    if reference and Message.objects.filter(reference=reference).exists():
        return Q(reference=reference)  # uses the index, while a search for words reads all messages
    condition = Q(pk__in=[])
    if words := _required_words(_normalize(text)):
        condition = Q()
        for word in sorted(words):
            condition &= _contains(word)
    return condition


def _contains(word: str) -> Q:
    """Return a `Q` for the messages with this word, whichever of the keys made its digest."""
    condition = Q()
    for word_digest in digests(word):
        condition |= Q(words__contains=word_digest)
    return condition


def _reference(text: str) -> str | None:
    """Return the text written as a reference, such as `K7M3-9QXD`, or None if it cannot be one."""
    characters = re.sub(r"[\W_]", "", text).upper()
    reference = f"{characters[:4]}-{characters[4:]}"
    return reference if REFERENCE.fullmatch(reference) else None


def _normalize(text: str) -> str:
    """Return the text in lower case, without accents, and with wide characters replaced by the usual ones."""
    characters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in characters if not unicodedata.combining(character))


def _searchable_words(text: str) -> set[str]:
    """Return all words by which the text can be found.

    They are its words, whole e-mail addresses, and phone numbers with and without area code.
    """
    words = {*WORD.findall(text), *EMAIL.findall(text)}
    words |= {part for word in words if "_" in word for part in word.split("_") if part}
    for match in PHONE.finditer(text):
        number = _phone_digits(match[0])
        words |= {number, number[-LENGTH_WITH_AREA_CODE:], number[-LENGTH_WITHOUT_AREA_CODE:]}
    return words


def _required_words(text: str) -> set[str]:
    """Return the words that a message must contain. An e-mail address or a phone number counts as one word."""
    words = set()
    for pattern, normalize in ((EMAIL, str), (PHONE, _phone_digits)):
        words |= {normalize(match[0]) for match in pattern.finditer(text)}
        text = pattern.sub(" ", text)
    return words | set(WORD.findall(text))


def _phone_digits(text: str) -> str:
    """Return the digits, without the country code of the United States."""
    number = re.sub(r"\D", "", text)
    is_with_country_code = len(number) == LENGTH_WITH_AREA_CODE + 1 and number[0] == "1"
    return number[1:] if is_with_country_code else number
