"""E-mails that Odoo's parser stumbles over, made readable without losing what they say."""

import re

from .mail_headers import decode, get_all, get_header

# In the order in which they are read by people.
KEPT_HEADERS = (
    "message-id",
    "in-reply-to",
    "references",
    "return-path",
    "date",
    "from",
    "delivered-to",
    "to",
    "cc",
    "subject",
)
FALLBACK = "iso-8859-1"


def repair(message):
    """Make text readable whose encoding nobody knows, and headers storable, in place."""
    for part in message.walk():
        part._headers = [(name, strip_nul(str(value))) for name, value in part.raw_items()]
        charset = re.search(r"charset\s*=\s*\"?([^\s\";]*)", get_header(part, "content-type"), re.I)
        if charset and not _is_known(charset.group(1)):
            kind = re.sub(
                r"charset\s*=\s*(\"[^\"]*\"?|[^\s;]*)",
                f'charset="{_guess(part)}"',
                get_header(part, "content-type"),
                count=1,
                flags=re.I,
            )
            part.replace_header("Content-Type", kind)


def rescue(message):
    """Nothing else helps: keep the headers that can be read, show what is left as plain text, and
    bring the whole mail along, in place."""
    try:
        original = message.as_bytes()
    except Exception:
        original = b"\n".join(str(part.get_payload()).encode() for part in message.walk())
    headers = {name: get_all(message, name) for name in KEPT_HEADERS}
    texts = []
    for part in message.walk():
        if not part.is_multipart() and part.get_content_maintype() == "text":
            try:
                texts.append((part.get_payload(decode=True) or b"").decode("utf-8", "replace"))
            except Exception:
                texts.append(str(part.get_payload()))
    message._headers = []
    message._payload = None
    message.set_content("\n".join(texts).replace("\0", ""))
    message.add_attachment(
        original, maintype="application", subtype="octet-stream", filename="original.eml"
    )
    for name, values in headers.items():
        for value in values[:1]:
            text = " ".join(decode(value).split())
            try:
                message[name] = text
            except Exception:
                message[name] = text.encode("ascii", "ignore").decode()


def strip_nul(value):
    """:return: the same without NUL, which PostgreSQL cannot store"""
    if isinstance(value, str):
        # of the same class: what is safe as markup stays so
        return type(value)(value.replace("\0", "")) if "\0" in value else value
    return value


def _is_known(charset):
    try:
        "".encode(charset or "ascii")
    except (LookupError, ValueError):
        return False
    return True


def _guess(part):
    payload = part.get_payload(decode=True) or b""
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        return FALLBACK
    return "utf-8"
