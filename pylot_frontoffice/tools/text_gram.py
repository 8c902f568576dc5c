"""What words have in common: pieces of four letters, and slips of the finger.

Pieces bring compounds together ("Heizungswartung", "Wartung", "Thermenwartung"), words of one
family ("verschieben", "Verschiebung") and most typing mistakes.

>>> grams("heizung")
['_hei', 'heiz', 'eizu', 'izun', 'zung', 'ung_']
>>> grams("ab"), grams("2024")
([], [])
>>> is_slip("rechung", "rechnung"), is_slip("hiezung", "heizung"), is_slip("haus", "maus")
(True, True, True)
>>> is_slip("rechnung", "rechnung"), is_slip("kosten", "kisten"), is_slip("gas", "glas")
(False, True, False)
>>> is_part("versand", "versandkost"), is_part("gasheizung", "heizung"), is_part("gas", "gasuhr")
(True, True, False)
"""

SIZE = 4
# Shorter words have too many neighbours.
SLIP_LETTERS = 4
PART_LETTERS = 4
# Words with more pieces are long.
ALL_PIECES = 6


def grams(word):
    """:param str word: a folded word or a stem
    :return: list of its pieces, ``_`` is where it begins and ends; numbers and the shortest words
        have none"""
    if len(word) < SIZE - 1 or word.isdigit():
        return []
    text = f"_{word}_"
    return list(dict.fromkeys(text[at : at + SIZE] for at in range(len(text) - SIZE + 1)))


def probes(word):
    """:return: list of the pieces by which words like this one are looked for: of a long word every
        second one, for its pieces overlap and the others would say little more

    >>> probes("heizung"), probes("heizungen")
    (['_hei', 'heiz', 'eizu', 'izun', 'zung', 'ung_'], ['_hei', 'eizu', 'zung', 'ngen', 'gen_'])
    """
    found = grams(word)
    return found if len(found) <= ALL_PIECES else [*found[:-1:2], found[-1]]


def is_slip(one, other):
    """:return: whether two words differ by one letter more, less, wrong or by two that changed
    places (optimal string alignment distance 1)"""
    short, long = sorted((one, other), key=len)
    if one == other or len(long) - len(short) > 1 or len(short) < SLIP_LETTERS:
        return False
    at = next((n for n, char in enumerate(short) if char != long[n]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    rest = short[at + 1 :] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return rest or swapped


def is_part(one, other):
    """:return: whether the longer of two words begins or ends with the other: in a compound"""
    short, long = sorted((one, other), key=len)
    if len(short) < PART_LETTERS or len(short) == len(long):
        return False
    return long.startswith(short) or long.endswith(short)
