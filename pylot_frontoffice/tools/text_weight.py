"""How much an article is about a word: BM25F (Robertson, Zaragoza and Taylor 2004) with the words
of question, keywords, category and answer counted together before they are saturated.

The lengths a text is compared with are constants, so that the weights of an article depend on
nothing but its own text: an index kept up to date is the same as one built anew.
"""

import html
import math
import re
from collections import defaultdict

from .text_fold import words
from .text_stem import stemmer
from .text_stop import guess, is_stop

# Is part of what is compared to find out whether an article has to be indexed again.
VERSION = "3"

# field: weight of a word, share of it that depends on the length, usual length in words
QUESTION = (3.0, 0.5, 7)
KEYWORDS = (3.0, 0.0, 1)
CATEGORY = (0.5, 0.0, 1)
ANSWER = (1.5, 0.5, 60)
SATURATION = 2.0
# Of fewer articles one cannot say which words are common.
FEW = 30
# Words of an answer behind these are not searched: it is a book.
MAX_WORDS = 2000

TAG = re.compile(r"<[^<>]*>")


def plain(text):
    """:param str text: HTML as Odoo keeps it, without scripts and styles, or nothing
    :return: what can be read of it

    >>> plain("<p>Bis&nbsp;zu <b>3</b> Tage</p><p>Dann</p>")
    'Bis zu 3 Tage Dann'
    """
    return " ".join(html.unescape(TAG.sub(" ", text or "")).split())


def idf(count, total):
    """:param int count: articles with a word
    :param int total: all articles
    :return: how telling the word is (BM25, never negative)

    >>> round(idf(1, 2), 2) == round(idf(1, FEW), 2), round(idf(400, 427), 2)
    (True, 0.07)
    """
    return math.log(1 + (max(total, FEW) - count + 0.5) / (count + 0.5))


def weigh(question, keywords, category, answer, lang):
    """:param str answer: HTML
    :param str lang: the language the texts are said to be in
    :return: dict of term to weight between 0 and 1; the empty term stands for the article"""
    fields = (
        (QUESTION, words(question or ""), True),
        (KEYWORDS, words(keywords or ""), True),
        (CATEGORY, words(category or ""), False),
        (ANSWER, words(plain(answer))[:MAX_WORDS], False),
    )
    lang = guess([word for _field, found, _all in fields for word in found], lang)
    stem = stemmer(lang)
    counts = defaultdict(float)
    for (weight, share, usual), found, keep in fields:
        length = 1 - share + share * len(found) / usual
        for word in found:
            if keep or not is_stop(word, lang):
                counts[stem(word)] += weight / length
    weights = {term: count / (SATURATION + count) for term, count in counts.items()}
    return {**weights, "": 0.0}
