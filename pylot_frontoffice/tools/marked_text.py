"""Shows where the words of a search stand in a text."""

import re

# Characters before the first word that was found.
BEFORE = 60


def split_marked(text, words):
    """:param words: whole words as they stand in ``text``, in whatever case
    :return: list of (piece, whether it was searched for); together they are ``text``

    >>> split_marked("Die Heizung heizt.", ["heizung"])
    [('Die ', False), ('Heizung', True), (' heizt.', False)]
    >>> split_marked("a.c abc", ["a.c", ""])
    [('a.c', True), (' abc', False)]
    >>> split_marked("nothing", [])
    [('nothing', False)]
    """
    pattern = _compile(words)
    if not pattern:
        return [(text, False)]
    # the pattern is a group, so that what was found alternates with what was not
    pieces = pattern.split(text)
    return [(piece, bool(number % 2)) for number, piece in enumerate(pieces) if piece]


def cut_around(text, words, length):
    """:return: at most ``length`` characters of ``text`` and the dots, beginning shortly before
        the first of ``words``, in whole words

    >>> cut_around("one two three four five", ["four"], 100)
    'one two three four five'
    >>> cut_around("word " * 30 + "needle " + "word " * 30, ["needle"], 80)[:30]
    '… word word word word word wor'
    >>> len(cut_around("x" * 300, ["y"], 80))
    82
    """
    pattern = _compile(words)
    found = pattern.search(text) if pattern else None
    start = max(0, found.start() - BEFORE) if found else 0
    if len(text) <= length:
        start = 0
    if start:
        start = text.find(" ", start) + 1
    piece = text[start : start + length]
    if start + length < len(text):
        piece = f"{piece.rsplit(' ', 1)[0].rstrip(' ,;:–-')} …"
    return f"… {piece}" if start else piece


def _compile(words):
    known = sorted({word for word in words if word}, key=len, reverse=True)
    if not known:
        return None
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, known))})(?!\w)", re.IGNORECASE)
