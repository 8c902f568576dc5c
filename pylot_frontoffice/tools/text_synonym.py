"""Words and short phrases that mean the same.

>>> from dataclasses import dataclass
>>> def read(text):
...     return [Asked(word, (word,)) for word in text.split()]
>>> @dataclass
... class Asked: text: str; stems: tuple; synonyms: tuple = ()
>>> groups = {("monteur",): {("technik",)}, ("call", "off"): {("cancel",)}}
>>> asked = read("wann kommt der monteur"); expand(asked, groups)
>>> [(word.text, word.synonyms) for word in asked if word.synonyms]
[('monteur', ('technik',))]
>>> asked = read("call off the visit"); expand(asked, groups)
>>> [(word.text, word.synonyms) for word in asked if word.synonyms]
[('call', ('cancel',))]
>>> asked = read("wann kommt der montuer"); expand(asked, groups)
>>> asked[3].synonyms
('technik',)
"""

from .text_fold import words
from .text_gram import is_slip
from .text_stem import stemmer

LONGEST = 3
# A slip in a shorter word makes too many others.
SLIP_LETTERS = 6


def group_of(text, lang):
    """:param str text: words or phrases with commas between them
    :return: list of different tuples of stems"""
    stem = stemmer(lang)
    phrases = (tuple(map(stem, words(phrase))) for phrase in text.split(","))
    return list(dict.fromkeys(phrase for phrase in phrases if phrase))


def expand(asked, groups):
    """Note in each ``Word`` the stems of its synonyms; a phrase has them at its first word.

    :param dict groups: tuple of stems to set of tuples of stems"""
    stems = [word.stems[0] for word in asked]
    for at, word in enumerate(asked):
        found = {}
        for length in range(1, LONGEST + 1):
            for other in sorted(groups.get(tuple(stems[at : at + length]), ())):
                found.update(dict.fromkeys(other))
        if not found and len(stems[at]) >= SLIP_LETTERS:
            for key, others in groups.items():
                if len(key) == 1 and key[0][0] == stems[at][0] and is_slip(key[0], stems[at]):
                    found.update(dict.fromkeys(stem for other in sorted(others) for stem in other))
        word.synonyms = tuple(found)
