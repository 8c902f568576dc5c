"""A complaint as its customer sees it, by the secret link and by login alike."""

from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from ..tools.typed_text import clean
from .common import HEADERS, PublicPages
from .upload_form import read_files

TEXT_LENGTH = 5000
FEEDBACK_LENGTH = 1000
# What a browser may know it is; the rest is a heap of bytes to be saved.
KNOWN_TYPES = ("application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif")


class ComplaintPages(PublicPages):
    """Mixed into controllers. ``path`` is where the page is found, for its forms and links."""

    def _show_complaint(self, complaint, path, status=200, message="", form=None, done=""):
        company = complaint.company_id
        messages = complaint._get_page_messages_sudo()
        headline, next_step = complaint._get_page_status()
        decision, recourse = complaint._get_page_decision()
        values = {
            "complaint": complaint,
            "company": company,
            "path": path,
            "message": message,
            "done": done if done in ("sent", "reply", "rate") else "",
            "headline": headline,
            "next_step": next_step,
            "next_update": complaint._get_page_next_update(self._get_visitor_tz()),
            "decision": decision,
            "recourse": recourse,
            "remedies": complaint._get_page_remedies(),
            "talk": complaint._get_page_talk(),
            "after": messages[-1:].id or 0,
            "can_rate": complaint._is_ratable(),
            "form": form or ReplyForm(),
        }
        return self._render("complaint_page", values, status=status)

    def _reply_to_complaint(self, complaint, path, post, author=None):
        """:return: (answer with what was wrong, None) or (None, complaint it is in now)"""
        form = ReplyForm(post)
        form.check(request.httprequest.files)
        if form.errors:
            return self._show_complaint(complaint, path, 422, form=form), None
        after = clean(post.get("after"), limit=12)
        after = int(after) if after.isascii() and after.isdecimal() else 0
        try:
            # what is refused half way leaves nothing behind
            with request.env.cr.savepoint():
                found = complaint._reply_on_page(form.typed["text"], form.files, after, author)
        except UserError as error:
            return self._show_complaint(complaint, path, 429, str(error), form), None
        return None, found

    def _rate_complaint(self, complaint, path, post):
        """:return: answer"""
        value = clean(post.get("value"), limit=2)
        feedback = clean(post.get("feedback"), lines=True, limit=FEEDBACK_LENGTH)
        if value not in ("1", "2", "3", "4", "5"):
            form = ReplyForm(rating={"feedback": feedback})
            form.errors["value"] = request.env._("Please choose one of the five.")
            return self._show_complaint(complaint, path, 422, form=form)
        try:
            complaint._rate(int(value), feedback)
        except UserError as error:
            return self._show_complaint(complaint, path, 409, str(error))
        return self._redirect(f"{path}?done=rate")

    def _download_from_complaint(self, complaint, number):
        """:return: the file, never to be shown as a page of ours"""
        file = complaint._get_page_file_sudo(number)
        if not file:
            return self._not_found()
        known = file.mimetype if file.mimetype in KNOWN_TYPES else "application/octet-stream"
        return request.make_response(
            file.raw or b"",
            [
                *HEADERS.items(),
                ("Content-Type", known),
                ("Content-Disposition", content_disposition(file.name)),
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'none'; sandbox"),
            ],
        )


class ReplyForm:
    """What the customer writes on the page.

    :ivar typed: what was typed, cleaned; shown again when something is wrong
    :ivar errors: translated sentences by field name
    """

    def __init__(self, post=None, rating=None):
        self.errors, self.files = {}, []
        self.typed = {
            "text": clean((post or {}).get("text"), lines=True, limit=TEXT_LENGTH + 1),
            **(rating or {}),
        }

    def check(self, files):
        env = request.env
        self.files = read_files(files, self.errors)
        if len(self.typed["text"]) > TEXT_LENGTH:
            self.typed["text"] = self.typed["text"][:TEXT_LENGTH]
            self.errors["text"] = env._(
                "This is too long: please write at most %(limit)s characters.", limit=TEXT_LENGTH
            )
        if not self.typed["text"] and not self.files:
            self.errors.setdefault("text", env._("Please write something."))
        if self.errors and any(file.filename for file in files.getlist("files")):
            self.errors.setdefault(
                "files", env._("Please choose your files once more: browsers forget them.")
            )
