"""Encrypt what people send us, so that the database or the files alone reveal nothing.

The keys are derived from the secrets in the setting `MESSAGE_KEYS`. The first key encrypts, and all keys decrypt, so
that a new key can be put in front of the old ones (`docs/operating.md` describes the rotation).
"""

import json
from base64 import urlsafe_b64encode
from functools import lru_cache
from hmac import digest as hmac_digest
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

DIGEST_BYTES = 9  # 12 characters: two different words share a digest once in 10 ** 21 cases


class CannotOpenError(Exception):
    """No key in `MESSAGE_KEYS` can decrypt the content."""

    def __init__(self) -> None:
        super().__init__(
            "No key in MESSAGE_KEYS can decrypt this. Was a key removed that is still in use? "
            "Add it again behind the others (docs/operating.md)."
        )


def seal(content: bytes) -> bytes:
    """Return the content encrypted with the first key."""
    return _keys().encrypt(content)


def unseal(sealed: bytes) -> bytes:
    """Return the decrypted content. Raises `CannotOpenError`."""
    try:
        return _keys().decrypt(bytes(sealed))
    except InvalidToken as error:
        raise CannotOpenError from error


def reseal(sealed: bytes) -> bytes:
    """Return the same content encrypted with the first key. Raises `CannotOpenError`."""
    try:
        return _keys().rotate(bytes(sealed))
    except InvalidToken as error:
        raise CannotOpenError from error


def is_sealed_with_first_key(sealed: bytes | str) -> bool:
    """Return whether the first key decrypts it, so that no older key is needed for it."""
    try:
        _fernets(tuple(settings.MESSAGE_KEYS[:1])).decrypt(
            sealed.encode() if isinstance(sealed, str) else bytes(sealed)
        )
        return True
    except InvalidToken:
        return False


def seal_data(data: Any) -> str:
    """Return data that JSON can represent as encrypted text."""
    return seal(json.dumps(data, ensure_ascii=False).encode()).decode()


def unseal_data(sealed: str) -> Any:
    """Return the data that `seal_data` encrypted. Raises `CannotOpenError`."""
    return json.loads(unseal(sealed.encode()))


def digest(text: str) -> str:
    """Return 12 characters that are equal for equal texts and reveal nothing about the text without the first key."""
    return _digest(settings.MESSAGE_KEYS[0], text)


def digests(text: str) -> list[str]:
    """Return the digest of the text under each key, to find what was stored before a key rotation too."""
    return [_digest(secret, text) for secret in settings.MESSAGE_KEYS]


def _digest(secret: str, text: str) -> str:
    return urlsafe_b64encode(hmac_digest(_derive(secret, b"digest"), text.encode(), "sha256")[:DIGEST_BYTES]).decode()


def _keys() -> MultiFernet:
    return _fernets(tuple(settings.MESSAGE_KEYS))


@lru_cache(maxsize=4)
def _fernets(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(_derive(secret, b"seal"))) for secret in secrets])


@lru_cache(maxsize=16)
def _derive(secret: str, purpose: bytes) -> bytes:
    """Return a key of 32 bytes derived from a long random secret (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ioipm messages " + purpose).derive(secret.encode())
