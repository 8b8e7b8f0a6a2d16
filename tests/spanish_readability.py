"""How easy a Spanish text is to read: the INFLESZ scale (Barrio-Cantalejo et al., 2008).

The score is 206.835 − 62.3 · syllables / words − words / sentences. From 65 on a text is easy, from 55 on it is normal.
Libraries count English syllables, so the rules of Spanish are here.
"""

import re
from itertools import pairwise

STRONG = "aeoáéó"
ACCENTED_WEAK = "íú"
vowels = re.compile(r"[aeiouáéíóúü]+")
silent_u = re.compile(r"(?<=q)u|(?<=g)u(?=[eiéí])")
y_as_vowel = re.compile(r"y\b|\by\b")
h_between_vowels = re.compile(r"(?<=[aeiouáéíóúü])h(?=[aeiouáéíóúü])")
word = re.compile(r"[a-záéíóúüñ]+", re.IGNORECASE)
end_of_sentence = re.compile(r"[.?!:](?:\s|$)|\n")
markup = re.compile(r"<br/?>")
other_markup = re.compile(r"<[^>]*>|\{[^{}]*\}|\]\([^)]*\)|\[")


def syllables(text: str) -> int:
    """Return the number of syllables of a word."""
    spoken = h_between_vowels.sub("", y_as_vowel.sub("i", silent_u.sub("", text.lower())))
    return max(1, sum(1 + _breaks(group) for group in vowels.findall(spoken)))


def _breaks(group: str) -> int:
    """Return how often a group of vowels is divided: between two strong or two equal ones, and beside an
    accented weak one.
    """
    return sum(
        first == second
        or (first in STRONG and second in STRONG)
        or (first in ACCENTED_WEAK and second in STRONG)
        or (first in STRONG and second in ACCENTED_WEAK)
        for first, second in pairwise(group)
    )


def inflesz(texts: list[str]) -> float:
    """Return the score of the texts together. Each text ends a sentence."""
    words = number_of_sentences = number_of_syllables = 0
    for text in texts:
        plain = other_markup.sub(" ", markup.sub("\n", text))
        for sentence in end_of_sentence.split(plain):
            found = word.findall(sentence)
            if found:
                words += len(found)
                number_of_sentences += 1
                number_of_syllables += sum(map(syllables, found))
    return 206.835 - 62.3 * number_of_syllables / words - words / number_of_sentences
