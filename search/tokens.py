"""Split text into words and reduce words to stems. Indexed text and queries go through the same functions."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
# Parts joined by hyphens, such as “mid-back”, “X-ray” and “479-967-7770”.
HYPHENATED = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
STEMMERS = {"en": "english", "es": "spanish"}
# “Me duele el hombro” means “dolor de hombro”: the stems of the verb “doler” count as that of the noun.
SAME_STEMS = {"es": {"duel": "dolor", "dol": "dolor"}}
MAX_LENGTH = 50


class _Folding(dict[int, str]):
    """Maps each character to its lowercase letter without accent. One character stays one, so positions are kept."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code))
        plain = "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
        self[code] = plain if len(plain) == 1 else chr(code)
        return self[code]


_folding = _Folding()
NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def compose(text: str) -> str:
    """Return the text with each accented letter as one character (Unicode NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the composed text in lowercase without accents. Each character keeps its position."""
    text = compose(text)
    if text.isascii():
        return text.lower()
    return NOT_ASCII.sub(lambda found: _folding[ord(found[0])], text).lower()


def tokenize(text: str) -> list[str]:
    """Return the folded words of the text in order. “Mid-Back” is two words."""
    return WORD.findall(fold(text))


def join_words(text: str) -> str:
    """Return all words as one, so that “Mid-Back”, “mid back” and “midback” are equal."""
    return "".join(tokenize(text))


@lru_cache(maxsize=20_000)
def stem(word: str, language_code: str) -> str:
    """Return the Snowball stem of a folded word, at most 50 characters; the word itself in other languages."""
    if language_code in STEMMERS and word.isalpha():
        # A stemmer object keeps the word that it works on, so threads must not share one.
        word = snowballstemmer.stemmer(STEMMERS[language_code]).stemWord(word)
        word = SAME_STEMS.get(language_code, {}).get(word, word)
    return word[:MAX_LENGTH]
