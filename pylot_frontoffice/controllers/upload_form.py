"""Files that customers send with what they write: read, checked and made harmless."""

from odoo.http import request

from ..tools.upload import MAX_BYTES, MAX_FILES, UploadError, read_upload

# Five of the largest, and what stands around them.
MAX_UPLOAD = 52 * 1024 * 1024


def read_files(files, errors, field="files"):
    """:param files: werkzeug's files of the form
    :param errors: dict of sentences by field name; gets one when a file is refused
    :return: list of (name, bytes) to keep; empty when one was refused"""
    env = request.env
    sent = [file for file in files.getlist(field) if file.filename]
    if len(sent) > MAX_FILES:
        errors[field] = env._("Please send at most %(max)s files.", max=MAX_FILES)
        return []
    kept = []
    for file in sent:
        content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            errors[field] = env._("A file may have 10 MB at most.")
            return []
        try:
            kept.append(read_upload(file.filename, content))
        except UploadError:
            errors[field] = env._(
                "One of the files is neither a photo nor a PDF we can read. Please send JPEG, PNG, "
                "WebP or PDF."
            )
            return []
    return kept
