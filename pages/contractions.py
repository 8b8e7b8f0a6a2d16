"""Spanish contractions, for names that begin with an article and are put into a sentence."""

import re

from django.utils.translation import get_language

CONTRACTIONS = {"de el": "del", "a el": "al"}


def contract(text: str) -> str:
    """Return the text with the contractions that Spanish requires: “de el dolor” becomes “del dolor”.

    Text in another language is returned unchanged. “De él” (of him) and names with a capital, such as “El Paso”, are
    not contracted (Real Academia Española, “Diccionario panhispánico de dudas”, “el”).
    """
    if get_language() != "es":
        return text
    return re.sub(r"\b(?:de|a) el\b", lambda found: CONTRACTIONS[found[0]], text)
