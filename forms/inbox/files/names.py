"""Check and clean the name of an uploaded file."""

import unicodedata

from forms.inbox.files.limits import MAXIMUM_NAME_LENGTH

MAXIMUM_ENDING_LENGTH = 10

# Some programs end a name at NUL. The other characters reverse the direction of reading, so that a name that ends in
# “gpj.exe” is displayed as if it ended in “exe.jpg”.
DECEPTIVE = {"\0", "\u200f", "\u061c", "\u202a", "\u202b", "\u202d", "\u202e", "\u2067"}


def is_deceptive(name: str) -> bool:
    """Return whether the name contains characters that make it look like another name."""
    return bool(DECEPTIVE & set(name))


def clean_name(name: str) -> str:
    """Return the name without folders and invisible characters, or "" if nothing is left.

    A long name is shortened and keeps its ending.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    name = "".join(character for character in name if character == " " or character.isprintable()).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > MAXIMUM_ENDING_LENGTH:
        return name[:MAXIMUM_NAME_LENGTH]
    return stem[: MAXIMUM_NAME_LENGTH - len(ending) - 1] + dot + ending
