"""Encrypt the search text in the URL of the list, because staff search for patients by name.

URLs are stored in the browser's history and may be stored in the log of a proxy.
"""

from forms.sealing.encryption import CannotOpenError, seal, unseal


def seal_search(text: str) -> str:
    """Return the encrypted search text for the URL, or "" if the text is empty."""
    text = " ".join(text.split())
    return seal(text.encode()).decode() if text else ""


def read_search(sealed: str) -> str | None:
    """Return the decrypted search text, or None if no key can decrypt it."""
    if not sealed:
        return ""
    try:
        return unseal(sealed.encode()).decode()
    except (CannotOpenError, UnicodeError):
        return None
