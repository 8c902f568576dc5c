"""Light stemmers: endings that only bend a word are cut off, what makes another word is left.

Rules after the published descriptions of CISTEM (Weissweiler and Fraser 2017) and of step 1 of
Porter's stemmer (1980), shortened; words that differ by more are brought together by what they
have in common with the vocabulary, see ``text_near``.

>>> [german(word) for word in ("rechnungen", "kostet", "kosten", "angesteckt", "geimpft")]
['rechnung', 'kost', 'kost', 'ansteck', 'impf']
>>> [english(word) for word in ("invoices", "paying", "stopped", "batteries", "address")]
['invoic', 'pay', 'stop', 'batteri', 'address']
"""

import re
from functools import lru_cache

from .text_fold import umlaut

KEEP = 4
# Participles and infinitives of verbs whose first part can be separated: angesteckt, anzustecken.
SEPARABLE = re.compile(
    r"^(ab|an|auf|aus|bei|durch|ein|fest|frei|her|hin|los|mit|nach|um|unter|vor|weg|zu|zuruck)"
    r"(ge|zu)(?=[b-df-hj-np-tv-z]?\w{4})"
)
PARTICIPLE = re.compile(r"^ge(?=\w{4}\w*t(e[mnrs]?)?$)")
# Endings of nouns and adjectives, then of verbs and what stays of two endings.
FIRST = re.compile(rf"(?<=\w{{{KEEP}}})(ern|em|er|en|es|e|(?<=[bdfghklmnrt])s|(?<=[lr])n)$")
SECOND = re.compile(
    rf"(?<=\w{{{KEEP}}})((?<=[bdfghklmnt])est|(?<=[bdfghklmn])st|end|en|er|et|(?<=[b-df-hj-np-z])t)$"
)
VOWEL = re.compile(r"[aeiouy]")
DOUBLE = re.compile(r"([bdfgmnprt])\1$")


@lru_cache(maxsize=16384)
def german(word):
    """:param str word: folded
    :return: its stem"""
    word = SEPARABLE.sub(r"\1", umlaut(word))
    word = PARTICIPLE.sub("", word)
    return SECOND.sub("", FIRST.sub("", word))


@lru_cache(maxsize=16384)
def english(word):
    """:param str word: folded
    :return: its stem"""
    if len(word) < KEEP:
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("edly", "ingly", "ing", "ed"):
        if word.endswith(ending) and VOWEL.search(word[: -len(ending)]):
            if len(word) - len(ending) >= 3:
                word = DOUBLE.sub(r"\1", word[: -len(ending)])
            break
    if word.endswith("y") and len(word) > KEEP:
        return word[:-1] + "i"
    return word[:-1] if word.endswith("e") and len(word) > KEEP else word


def plain(word):
    return word


STEMMERS = {"de": german, "en": english}


def stemmer(lang):
    """:param str lang: a code such as ``de_AT``; other languages than German and English have none
    :return: function from folded words to stems"""
    return STEMMERS.get((lang or "")[:2], plain)
