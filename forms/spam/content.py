"""Recognize spam by its text.

One sign alone is not enough: patients send links, take Cialis, work at a casino and write in capitals. A foreign
alphabet alone is not enough either: people who read only Korean are patients too.
"""

import re
import unicodedata
from collections.abc import Sequence

SIGNS_OF_SPAM = 2  # two signs make a message suspected spam

LINK = re.compile(r"https?://|\bwww\.|\b[a-z0-9-]+\.(?:ru|xyz|top|click|shop|online|site|biz|info)\b", re.IGNORECASE)
MARKUP = re.compile(r"<a\s|\[url|\[link|</a>", re.IGNORECASE)
MANY_LINKS = 3
ADDRESS = re.compile(r"\S*(?:://|@|\bwww\.)\S*", re.IGNORECASE)
MINIMUM_LETTERS = 15
# Each phrase counts once, even if it occurs several times.
PHRASES = [
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\bseo\b|search engine|posicionamiento web",
        r"back ?links?\b|link building|domain authority|guest post|sponsored post",
        r"(?:first|1st) page (?:of|on) google|rank(?:ing)?s? (?:on|in|higher)|google rank|primera página de google",
        r"\b(?:your|tu|su) (?:web ?site|sitio web|página web|site|domain|business online)\b",
        r"\b(?:more|boost|increase|drive|aumentar) (?:your |el )?(?:traffic|leads|sales|visitors|tráfico|ventas)",
        r"web ?site (?:design|redesign)|web (?:design|development)|diseño web|mobile app development|explainer video",
        r"\bcrypto(?:currency|currencies)?\b|bitcoin|\bbtc\b|forex|binary options|criptomonedas?",
        r"casino|\bslots?\b|jackpot|betting|\bpoker\b|apuestas",
        r"viagra|cialis|kamagra|levitra|(?:online|cheap|canadian) pharmacy|without (?:a )?prescription|sin receta",
        r"\b(?:hot|sexy|horny) (?:girls?|women|singles?)|escorts?\b|onlyfans|\bxxx\b|porn",
        r"(?:payday|business|quick|fast|unsecured) loans?|working capital|merchant cash|préstamos? rápidos?",
        r"make money|earn \$|passive income|work from home|\$\d[\d,]* (?:a|per) (?:day|week)|gana(?:r)? dinero",
        r"telegram|whats ?app|t\.me/|wa\.me/",
        r"(?:e-?mail|contact|leads?) (?:lists?|database)|data ?base of (?:doctors|physicians)",
        r"bulk (?:e-?mail|sms)",
        r"unsubscribe|opt[- ]out|reply stop",
        r"limited[- ]time offer|act now|special (?:offer|promo)|\b\d\d ?% off|free trial|oferta (?:especial|limitada)",
        r"congratulations|you (?:have )?won|claim your|inheritance|beneficiary|felicidades,? ha ganado",
    )
]


def reads_like_spam(texts: Sequence[str], sender_name: str = "") -> bool:
    """Return whether the texts that somebody typed, and the name, show at least two signs of spam."""
    whole = "\n".join([*texts, sender_name])
    signs = sum(bool(phrase.search(whole)) for phrase in PHRASES)
    signs += _signs_in_links(whole, sender_name)
    signs += _is_mostly_foreign(ADDRESS.sub("", max(texts, key=len, default="")))
    return signs >= SIGNS_OF_SPAM


def _signs_in_links(whole: str, sender_name: str) -> int:
    if MARKUP.search(whole) or LINK.search(sender_name):
        return SIGNS_OF_SPAM
    links = len(LINK.findall(whole))
    return SIGNS_OF_SPAM if links >= MANY_LINKS else min(links, 1)


def _is_mostly_foreign(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    latin = sum("LATIN" in unicodedata.name(letter, "") for letter in letters)
    return len(letters) >= MINIMUM_LETTERS and latin < len(letters) / 2
