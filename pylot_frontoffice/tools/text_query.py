"""What somebody asks for: the words of a question, each with the terms it may stand in an article
as and how much each counts.

>>> [(word.text, word.stems, word.is_small) for word in read("Was kostet die Wartung?", "de")]
[('Was', ('was',), True), ('kostet', ('kost', 'kostet'), False), ('die', ('die',), True), \
('Wartung', ('wartung',), False)]
>>> read("   '|&!:*() \\x00 ", "de"), len(read("Rohr " * 5000, "de"))
([], 1)
"""

from dataclasses import dataclass, field

from .text_fold import MAX_QUERY, spelled, umlaut
from .text_gram import is_part, is_slip, probes
from .text_stem import STEMMERS, stemmer
from .text_stop import STOP, is_stop
from .text_weight import idf

MAX_WORDS = 24
# Terms with pieces in common that are looked at.
NEAR = 8
# How much the small words of a language count.
SMALL = 0.3
# What pieces in common count, of a word that is in the index and of one that is not; and how much
# less they do the longer the word is. A part never counts more than the word it is found in.
PIECES_KNOWN, PIECES_UNKNOWN, LONGER = 0.2, 0.55, 0.25
SYNONYM = 0.6
# A word that is a whole part of another one: "Versand" and "Versandkosten".
PART = 0.6
# How telling a word is that is nowhere.
UNKNOWN = 3.0
# "Loswerden" has much in common with "werden", and nothing to do with it.
SMALL_STEMS = frozenset(STEMMERS[lang](word) for lang, found in STOP.items() for word in found)


@dataclass
class Word:
    text: str
    folded: str
    stems: tuple
    is_small: bool
    synonyms: tuple = ()
    slip: str = ""
    terms: dict = field(default_factory=dict)
    cover: float = 0.0

    @property
    def pieces(self):
        return [] if self.is_small else probes(self.stems[0])


def read(query, lang):
    """:param str query: whatever has been typed
    :return: list of different ``Word``, at most ``MAX_WORDS``; texts that nobody has translated
        are in German or English, so a word has the stems of both, that of ``lang`` first"""
    found = {}
    for word, written in spelled(query[:MAX_QUERY]):
        stem = stemmer(lang)(word)
        if stem not in found and len(found) < MAX_WORDS:
            others = (each(word) for each in STEMMERS.values())
            stems = tuple(dict.fromkeys((stem, *others)))
            found[stem] = Word(written, umlaut(word), stems, is_stop(word, lang))
    return list(found.values())


def rate(word, exact, near, total):
    """Fill in what ``word`` may stand as; if it is nowhere, the known word a slip away is noted.

    :param dict exact: known term to the number of its articles, of stems and synonyms
    :param dict near: term to (number of its articles, how telling the pieces in common are)
    :param int total: all articles"""
    share = SMALL if word.is_small else 1
    known = [stem for stem in word.stems if stem in exact]
    near = {term: found for term, found in near.items() if term not in SMALL_STEMS}
    best = sorted(near, key=lambda term: -near[term][1])
    if not known and not word.slip:
        word.slip = next((term for term in best if is_slip(word.stems[0], term)), "")
    word.cover = share * max((idf(exact[stem], total) for stem in known), default=UNKNOWN)
    for stem in known:
        word.terms[stem] = share * idf(exact[stem], total)
    for term in word.synonyms:
        if term in exact and term not in known:
            word.terms[term] = SYNONYM * idf(exact[term], total)
    factor = (PIECES_KNOWN if known else PIECES_UNKNOWN) / max(len(word.pieces), 1) ** LONGER
    for term in best:
        count, pieces = near[term]
        telling = idf(count, total)
        weight = min(factor * pieces, telling)
        if is_part(word.stems[0], term):
            weight = max(weight, PART * min(telling, word.cover))
        word.terms[term] = word.terms.get(term, 0) + weight


def correct(word):
    """Let a word with a slip be the one that was meant; ``rate`` has found it."""
    word.stems, word.terms, word.synonyms = (word.slip,), {}, ()
