"""Makes a file's name honest."""

import unicodedata

from forms.inbox.files.limits import NAME_SIGNS

# NUL cuts a name short for some programs; these signs turn its reading around, so that “gpj.exe” looks like “exe.jpg”.
DECEPTIVE = {"\0", "\u200f", "\u061c", "\u202a", "\u202b", "\u202d", "\u202e", "\u2067"}


def is_deceptive(name):
    """Tell whether somebody would read another name than the one that is there."""
    return bool(DECEPTIVE & set(name))


def clean_name(name):
    """Return the name without folders, without signs nobody sees, and short, its ending kept; "" if nothing is left."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    name = "".join(sign for sign in name if sign == " " or sign.isprintable()).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:NAME_SIGNS]
    return stem[: NAME_SIGNS - len(ending) - 1] + dot + ending
