"""Files that customers send along: what they are is read from what is in them, never from their
name or what the browser says."""

import re

from .photo import PhotoError, clean_photo

MAX_FILES = 5
MAX_BYTES = 10 * 1024 * 1024
PDF_START = b"%PDF-"
PDF_END = b"%%EOF"
# Programs write a little behind the end.
PDF_TAIL = 2048
NAME_LENGTH = 60


class UploadError(ValueError):
    """Neither a picture nor a PDF."""


def read_upload(name, content):
    """:param str name: as the visitor's computer calls it
    :param bytes content: as it was sent
    :return: (name, bytes) that are safe to keep: pictures are written anew, as JPEG
    :raise UploadError: whatever else it is"""
    if content.startswith(PDF_START) and PDF_END in content[-PDF_TAIL:]:
        return f"{clean_name(name, 'document')}.pdf", content
    try:
        return f"{clean_name(name, 'photo')}.jpg", clean_photo(content)
    except PhotoError as error:
        raise UploadError(str(error)) from error


def clean_name(name, default):
    """:return: the name without its path, its ending and all that could mean something

    >>> clean_name("C:\\\\fakepath\\\\Tap (left).JPG", "photo"), clean_name('"><svg>.svg', "photo")
    ('Tap left', 'svg')
    >>> clean_name("=HYPERLINK(1).pdf", "document"), clean_name("../../.htaccess", "photo")
    ('HYPERLINK1', 'photo')
    """
    base = re.split(r"[/\\]", name or "")[-1]
    stem = base.rpartition(".")[0] if "." in base else base
    kept = re.sub(r"[^\w \-]", "", stem)
    return " ".join(kept.split()).strip("-_ ")[:NAME_LENGTH].strip() or default
