"""Text that strangers type: made harmless once, at the door, before it meets the database.

>>> clean("  Frieda\\r\\nBcc: all@example.com ")
'Frieda Bcc: all@example.com'
>>> clean("one\\r\\n\\r\\n\\r\\n\\r\\ntwo", lines=True)
'one\\n\\ntwo'
>>> clean("nul\\x00 \\ud800 bell\\x07")
'nul bell'
>>> clean(None)
''
"""

import re
import unicodedata

# Characters that have no place in a name: control, surrogates, private use, unassigned, and the
# invisible ones that turn the writing direction around.
FORBIDDEN = {"Cc", "Cs", "Co", "Cn"}
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
# A token as ``secrets.token_urlsafe`` makes them; anything else need not be looked up.
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
# Good enough to catch typing mistakes; whether it arrives, only a mail can tell.
EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]\\]+@[^\s@<>\"',;:()\[\]\\.]+(\.[^\s@<>\"',;:()\[\]\\.]+)+")


def clean(text, lines=False, limit=None):
    """:param text: what was typed, or None; what is no text, such as a file, is nothing
    :param bool lines: keep line ends (as ``\\n``, at most one empty line in a row)
    :param int limit: at most so many characters; what comes far behind is not even looked at
    :return: composed Unicode without control characters, with single spaces, stripped"""
    if not isinstance(text, str):
        return ""
    if limit:
        return clean(text[: limit * 4], lines)[:limit]
    text = unicodedata.normalize("NFC", BIDI.sub("", text))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        char if char == "\n" or unicodedata.category(char) not in FORBIDDEN else " "
        for char in text
    )
    if not lines:
        return " ".join(kept.split())
    kept = "\n".join(" ".join(line.split()) for line in kept.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def is_token(text):
    """:return: whether ``text`` can be one of our secrets at all"""
    return isinstance(text, str) and bool(TOKEN.fullmatch(text))


def is_email(text):
    """:return: whether ``text`` looks like exactly one address

    >>> is_email("frieda@example.com"), is_email("a@b"), is_email("a@b.de, c@d.de")
    (True, False, False)
    """
    return len(text) <= 254 and bool(EMAIL.fullmatch(text))


def is_phone(text):
    """:return: whether ``text`` looks like a phone number

    >>> is_phone("+49 (511) 12 34-5"), is_phone("12"), is_phone("call me")
    (True, False, False)
    """
    return bool(re.fullmatch(r"\+?[0-9 ()/.\-]{5,30}", text)) and sum(map(str.isdigit, text)) >= 5
