"""Words as they are compared: without case, accents and the ways to write an umlaut.

>>> words("Was kostet die Wärmepumpe (E-Mail, 24 h)?")
['was', 'kostet', 'die', 'warmepumpe', 'e', 'mail', '24', 'h']
>>> fold("STRASSE") == fold("Straße"), umlaut(fold("Waermepumpe")) == umlaut(fold("Wärmepumpe"))
(True, True)
>>> umlaut("neue"), umlaut("steuer"), umlaut("quelle")
('neue', 'steuer', 'quelle')
"""

import re
import unicodedata
from functools import lru_cache

# More is no question; what comes behind is not looked at.
MAX_QUERY = 400
# Longer "words" are numbers of documents or noise.
MAX_WORD = 40

WORD = re.compile(r"[^\W_]+")
SPELLED = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# "ue" is no umlaut after a vowel or a q: neue, Steuer, Quelle.
UMLAUT = re.compile(r"(?<![aeiouyq])([aou])e")
LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "’": "", "'": ""}
)


def fold(text):
    """:return: lower case without accents, ß as ss"""
    if text.isascii():
        return text.lower().translate(LETTERS)
    for _round in range(2):
        # taking apart makes new capitals, and small letters new marks
        text = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(char for char in text if not unicodedata.combining(char))
    return kept.translate(LETTERS)


def words(text):
    """:return: list of folded words in their order; whatever is no letter or digit separates"""
    return [word[:MAX_WORD] for word in WORD.findall(fold(text))]


@lru_cache(maxsize=16384)
def umlaut(word):
    """:return: a folded word with ae, oe, ue written as a, o, u"""
    return UMLAUT.sub(r"\1", word)


def spelled(text):
    """:return: list of (folded word, the word as it stands in the text)

    >>> spelled("Bis Ärztin’s Büro")
    [('bis', 'Bis'), ('arztins', 'Ärztin’s'), ('buro', 'Büro')]
    """
    found = SPELLED.finditer(unicodedata.normalize("NFC", text))
    return [(word, match.group()) for match in found for word in words(match.group())]
