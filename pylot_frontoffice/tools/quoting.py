"""What a customer wrote, for readers who must not find the key to it: quotes of earlier mails and
secrets in links are taken out.

>>> hide_secrets("See https://shop.example/complaint/0b51b1b6-6c2a-4f5e-9d3e-2f4f5a6b7c8d?x=1 !")
'See https://shop.example/complaint/…?x=1 !'
>>> hide_secrets("www.example.com/taps/blue")
'www.example.com/taps/blue'
>>> drop_quotes("No.\\n> Is it fixed?\\n>> Your link: ...\\nRegards")
'No.\\nRegards'
"""

import re

LINK = re.compile(r"(?:https?://|www\.)\S+|/(?:complaint|visit|waitlist|book|my|mail|rate)/\S+")
# As long as a secret is, and no word.
SECRET = re.compile(r"[A-Za-z0-9_-]{20,}")


def hide_secrets(text, *secrets):
    """:param secrets: texts that must not be shown, wherever they stand; empty ones are no secret
    :return: ``text``, in which whatever may be the key of a link is an ellipsis"""
    for secret in filter(None, secrets):
        text = text.replace(secret, "…")
    return LINK.sub(lambda link: SECRET.sub("…", link[0]), text)


def drop_quotes(text):
    """:return: ``text`` without the lines that are quoted, as mail programs mark them"""
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))
