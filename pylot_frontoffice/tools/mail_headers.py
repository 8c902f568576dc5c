"""Headers of e-mails as they came in, however broken: nothing here raises.

The header classes of :mod:`email.policy` fail on some malformed values, so raw ones are read.
"""

import re
from email.header import decode_header, make_header

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+\w")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,400}>")
# Longer parts than this hold no headers of the mail that came back.
LOOKED_AT = 200_000
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def get_all(message, name):
    """:return: list of all values of this header (``name`` in lower case), on one line each"""
    return [
        re.sub(r"[\r\n]+[ \t]*", " ", str(value))
        for key, value in message.raw_items()
        if key.lower() == name
    ]


def get_header(message, name):
    """:return: the first value, "" without one"""
    values = get_all(message, name)
    return values[0].strip() if values else ""


def get_type(message):
    """:return: the type of content in lower case, such as "multipart/report" """
    return get_header(message, "content-type").partition(";")[0].strip().lower()


def get_addresses(message, *names):
    """:return: list of all e-mail addresses in these headers, in lower case"""
    return [
        address.lower()
        for name in names
        for value in get_all(message, name)
        for address in ADDRESS.findall(decode(value))
    ]


def get_subject(message):
    return decode(get_header(message, "subject"))


def decode(value):
    """:return: text of a header with encoded words (RFC 2047), as far as it can be read

    >>> decode("=?utf-8?Q?Gr=C3=BC=C3=9Fe?= =?nonsense?B?!?=")
    '=?utf-8?Q?Gr=C3=BC=C3=9Fe?= =?nonsense?B?!?='
    >>> decode("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=")
    'Grüße'
    """
    value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        decoded = str(make_header(decode_header(value)))
    except Exception:
        decoded = value
    return UNPRINTABLE.sub("", decoded.encode("utf-8", "replace").decode())


def find_mentioned_ids(message):
    """:return: list of ids of the e-mails this one speaks of in its text or brings along: the one
    that came back, whichever way the server has put it"""
    found = []
    for part in message.walk():
        kind = get_type(part)
        if part is not message:
            found += get_all(part, "message-id")
        if not part.is_multipart() and (not kind or kind.startswith(("text/", "message/"))):
            payload = part.get_payload(decode=True) or b""
            text = payload[:LOOKED_AT].decode("latin-1")
            found += re.findall(r"^\s*Message-ID:\s*(\S+)", text, re.M | re.I)
    return [each for value in found for each in MESSAGE_ID.findall(value)]


def is_only_late(message):
    """:return: whether a delivery report says that it will be tried again (RFC 3464 2.3.3)"""
    actions = [
        value.strip().lower() for part in message.walk() for value in get_all(part, "action")
    ]
    return bool(actions) and all(each == "delayed" for each in actions)
