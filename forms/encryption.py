"""Keeps what people send us unreadable to whoever has the database or the files, but not the keys.

The keys are made from the secrets in the setting `MESSAGE_KEYS`. The first seals; all of them open, so that a new
one can be put in front of the old (`docs/operating.md` says how they are rotated).
"""

import json
from base64 import urlsafe_b64encode
from functools import lru_cache
from hmac import digest as hmac_digest

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

DIGEST_BYTES = 9  # 12 characters: two words share one in a billion billion cases


class CannotOpenError(Exception):
    """None of the keys opens what was sealed."""

    def __init__(self):
        super().__init__(
            "None of the keys in MESSAGE_KEYS opens this. Was a key removed that still seals messages? "
            "Put it back behind the others (docs/operating.md)."
        )


def seal(content):
    """Return the bytes sealed with the first key."""
    return _keys().encrypt(content)


def unseal(sealed):
    """Return the bytes that were sealed; raises `CannotOpenError`."""
    try:
        return _keys().decrypt(bytes(sealed))
    except InvalidToken as error:
        raise CannotOpenError from error


def reseal(sealed):
    """Return the same content sealed with the first key; raises `CannotOpenError`."""
    try:
        return _keys().rotate(bytes(sealed))
    except InvalidToken as error:
        raise CannotOpenError from error


def is_sealed_with_first_key(sealed):
    """Tell whether the first key opens it, so that older ones are not needed for it."""
    try:
        _fernets(tuple(settings.MESSAGE_KEYS[:1])).decrypt(
            sealed.encode() if isinstance(sealed, str) else bytes(sealed)
        )
        return True
    except InvalidToken:
        return False


def seal_data(data):
    """Return what JSON can hold as sealed text."""
    return seal(json.dumps(data, ensure_ascii=False).encode()).decode()


def unseal_data(sealed):
    """Return what `seal_data` was given; raises `CannotOpenError`."""
    return json.loads(unseal(sealed.encode()))


def digest(text):
    """Return 12 characters that are the same for the same text, and tell nothing about it without the first key."""
    return _digest(settings.MESSAGE_KEYS[0], text)


def digests(text):
    """Return the digest of the text under each key: what was kept before the keys were rotated is found too."""
    return [_digest(secret, text) for secret in settings.MESSAGE_KEYS]


def _digest(secret, text):
    return urlsafe_b64encode(hmac_digest(_derive(secret, b"digest"), text.encode(), "sha256")[:DIGEST_BYTES]).decode()


def _keys():
    return _fernets(tuple(settings.MESSAGE_KEYS))


@lru_cache(maxsize=4)
def _fernets(secrets):
    return MultiFernet([Fernet(urlsafe_b64encode(_derive(secret, b"seal"))) for secret in secrets])


@lru_cache(maxsize=16)
def _derive(secret, purpose):
    """A key of 32 bytes from a long random secret (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ioipm messages " + purpose).derive(secret.encode())
