"""Search encrypted messages by reference and by words.

Beside the encrypted answers, a message stores one digest for each word of its answers and notes. The digests are
sorted, so that the database without the keys shows neither a word nor its place in the text.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import F, Q, Value
from django.db.models.functions import Concat

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
# Letters that Unicode does not decompose into a letter and an accent, as they are written without special letters.
LETTERS = {"æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n", "ĸ": "k"}
LETTER_WITH_MARK = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")  # such as ł, ø, đ, ħ, ŧ
# Invisible characters outside the category Cf: fillers, joiners and variation selectors.
INVISIBLE = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")


def word_digests(answers: list[dict], notes: Iterable[str] = ()) -> str:
    """Return the sorted digests of all words in a message's answers and notes, for `Message.words`."""
    texts = list(notes)
    for answer in answers:
        values = answer["value"] if isinstance(answer["value"], list) else [answer["value"]]
        texts += [str(value) for value in values if value is not None]
    words = {word for text in texts for word in _searchable_words(normalized(text))}
    return " ".join(sorted(digest(word) for word in words))


def add_words(message: Message, note: str) -> None:
    """Add the words of a new note to the words by which the message is found. One UPDATE, so none is lost."""
    words = Concat(F("words"), Value(" " + word_digests([], [note])))
    Message.objects.filter(pk=message.pk).update(words=words)


def matching(text: str) -> Q:
    """Return a `Q` for the message with this reference, or for the messages that contain all words of the text.

    Case, accents and punctuation do not matter. A phone number matches in any spelling, with or without its area code.
    An e-mail address matches as a whole or by one of its parts. A text without words matches no message.
    """
    reference = _reference(text)
    if reference and Message.objects.filter(reference=reference).exists():
        return Q(reference=reference)  # uses the index, while a search for words reads all messages
    condition = Q(pk__in=[])
    if words := _required_words(normalized(text)):
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


def normalized(text: str) -> str:
    """Return the text in lower case, with plain letters instead of letters with accents or strokes.

    Invisible characters are removed, and wide characters are replaced by the usual ones.
    """
    characters = unicodedata.normalize("NFKD", INVISIBLE.sub("", text).casefold())
    return "".join(map(_plain_letter, characters))


def _plain_letter(character: str) -> str:
    """Return the letter without stroke, or "" for an accent or an invisible character."""
    if character.isascii():
        return character
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return ""
    if with_mark := LETTER_WITH_MARK.match(unicodedata.name(character, "")):
        return with_mark[1].lower()
    return LETTERS.get(character, character)


def _searchable_words(text: str) -> set[str]:
    """Return all words by which the text can be found.

    They are its words, whole e-mail addresses, and phone numbers with and without area code.
    """
    words = {*WORD.findall(text), *EMAIL.findall(text)}
    words |= {part for word in words if "_" in word for part in word.split("_") if part}
    for match in PHONE.finditer(text):
        number = phone_digits(match[0])
        words |= {number, number[-LENGTH_WITH_AREA_CODE:], number[-LENGTH_WITHOUT_AREA_CODE:]}
    return words


def _required_words(text: str) -> set[str]:
    """Return the words that a message must contain. An e-mail address or a phone number counts as one word."""
    words = set()
    for pattern, normalize in ((EMAIL, str), (PHONE, phone_digits)):
        words |= {normalize(match[0]) for match in pattern.finditer(text)}
        text = pattern.sub(" ", text)
    return words | set(WORD.findall(text))


def phone_digits(text: str) -> str:
    """Return the digits, without the country code of the United States."""
    number = re.sub(r"\D", "", text)
    is_with_country_code = len(number) == LENGTH_WITH_AREA_CODE + 1 and number[0] == "1"
    return number[1:] if is_with_country_code else number
