"""Carries what is searched for through an address without saying it: patients are searched for by name.

An address is in the browser's history and may be in a proxy's log.
"""

from forms.sealing.encryption import CannotOpenError, seal, unseal


def seal_search(text):
    """Return the text sealed, to be put into an address; "" for nothing."""
    text = " ".join(text.split())
    return seal(text.encode()).decode() if text else ""


def read_search(sealed):
    """Return the text; None where no key opens it any more."""
    if not sealed:
        return ""
    try:
        return unseal(sealed.encode()).decode()
    except (CannotOpenError, UnicodeError):
        return None
