"""A second look at the articles that seem best: how many pieces of the question each has.

Whole words say what an article is about; pieces forgive endings, compounds and slips of words that
were taken for others, or for none. Each alone is wrong about other questions than the other.

>>> spread("Sicherung raus", "Zu viele Geräte.")
'_sicherung_raus_sicherung_raus_zu_viele_gerate_'
>>> texts = [spread("Sicherung fliegt raus", ""), spread("Datensicherung", "Nachts.")]
>>> [round(share, 2) for share in shares([("sicherungskasten", 1.0)], texts)]
[1.0, 0.62]
>>> shares([("garten", 1.0)], texts), shares([("garten", 1.0)], [])
([0, 0], [])
"""

import math

from .text_fold import umlaut, words
from .text_gram import grams
from .text_query import SMALL

# Articles that are looked at twice.
AGAIN = 20
# How much of a score is what the pieces say.
PIECES = 0.6
# Words of a title or an answer behind these are not looked at twice.
MAX_WORDS = 400
# As in BM25: how soon a piece is there often enough, how much the length of a text counts, and the
# usual length in words.
SATURATION, LENGTH, USUAL = 1.33, 0.5, 74


def spread(title, answer):
    """:param str title, answer: without HTML
    :return: the folded words of both between underscores, so that pieces can be counted in them;
        the title stands there twice, for it counts double"""
    return "_".join(["", *2 * _fold(title), *_fold(answer), ""])


def _fold(text):
    return list(map(umlaut, words(text)[:MAX_WORDS]))


def rerank(asked, found, texts):
    """:param list asked: ``Word``
    :param list found: tuples of key and score, best first
    :param dict texts: key to text as ``spread`` writes it
    :return: list of key and score; the best score is no greater than before"""
    keys = [key for key, _score in found[:AGAIN] if key in texts]
    weights = [(word.folded, SMALL if word.is_small else 1.0) for word in asked]
    again = dict(zip(keys, shares(weights, [texts[key] for key in keys]), strict=True))
    if not any(again.values()):
        return found
    best = PIECES * found[0][1]
    looked = [(key, (1 - PIECES) * score + best * again.get(key, 0)) for key, score in found]
    return sorted(looked, key=lambda pair: -pair[1])


def shares(asked, texts):
    """BM25 (Robertson and Zaragoza 2009) of pieces. How telling one is, is counted among these
    texts: what all of them have does not tell them apart.

    :param list asked: tuples of a folded word and how much it counts
    :param list texts: as ``spread`` writes them
    :return: list of what each has, 1 for the one that has most"""
    enough = [SATURATION * (1 - LENGTH + LENGTH * (text.count("_") - 1) / USUAL) for text in texts]
    found = [0] * len(texts)
    for word, weight in asked:
        for piece in grams(word) or [f"_{word}_"]:
            counts = [text.count(piece) for text in texts]
            rare = counts.count(0)
            if rare == len(texts):
                continue
            telling = weight * math.log(1 + (rare + 0.5) / (len(texts) - rare + 0.5))
            for at, count in enumerate(counts):
                if count:
                    found[at] += telling * count / (enough[at] + count)
    most = max(found, default=0)
    return [share / most for share in found] if most else found
