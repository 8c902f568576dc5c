"""Where the customer is and what they need: read, cleaned and checked before any time is shown."""

from odoo.fields import Command
from odoo.http import request

from ..tools.photo import PhotoError, clean_photo
from ..tools.typed_text import clean

MAX_LINE = 200
MAX_TEXT = 2000
MAX_PHOTOS = 5
MAX_PHOTO_BYTES = 10 * 1024 * 1024
ZIP_LENGTH = 12


class StartForm:
    """:ivar typed: what was typed, cleaned, by field name; shown again when something is wrong
    :ivar errors: translated sentences by field name"""

    def __init__(self, kind, partner=None):
        """:param kind: appointment type, elevated
        :param partner: whom the visitor is known to be; their postal code is not asked for"""
        self.kind = kind
        self.partner = partner
        self.typed, self.errors, self.photos = {}, {}, {}
        self.asks_zip = kind.place == "customer" and not (partner and partner.zip)

    def is_needed(self):
        return bool(self.asks_zip or self.kind.question_ids)

    def fill_in(self, post, files):
        """:param post: fields of the form
        :param files: werkzeug's files of the form"""
        env = request.env
        if self.asks_zip:
            code = clean(post.get("zip"))[: ZIP_LENGTH + 1]
            self.typed["zip"] = code[:ZIP_LENGTH]
            if not 3 <= len(code) <= ZIP_LENGTH or not any(map(str.isdigit, code)):
                self.errors["zip"] = env._("Please enter your postal code, such as 30159.")
            elif not self.kind._serves_zip(code):
                self.errors["zip"] = env._(
                    "We are sorry: we do not come to %(zip)s. Please call us, perhaps we know "
                    "somebody who does.",
                    zip=code,
                )
        for question in self.kind.question_ids:
            name = f"answer_{question.id}"
            if question.kind == "photo":
                self._read_photos(question, name, files.getlist(name))
            else:
                self._read_answer(question, name, post.get(name))

    def _read_answer(self, question, name, text):
        env = request.env
        limit = MAX_TEXT if question.kind == "long" else MAX_LINE
        # no need to look at each of five million characters
        text = clean(str(text or "")[: limit * 4], lines=question.kind == "long")
        self.typed[name] = text[:limit]
        if len(text) > limit:
            self.errors[name] = env._(
                "This is too long: please write at most %(limit)s characters.", limit=limit
            )
        elif question.is_required and not text:
            self.errors[name] = env._("Please answer this question.")
        elif text and text not in self._get_allowed(question, text):
            self.errors[name] = env._("Please choose one of the answers.")

    def _get_allowed(self, question, text):
        if question.kind == "choice":
            return question._get_choices()
        return ("yes", "no") if question.kind == "yesno" else (text,)

    def _read_photos(self, question, name, files):
        env = request.env
        files = [file for file in files if file.filename]
        if len(files) > MAX_PHOTOS:
            self.errors[name] = env._("Please send at most %(max)s photos.", max=MAX_PHOTOS)
            return
        photos = []
        for file in files:
            content = file.read(MAX_PHOTO_BYTES + 1)
            if len(content) > MAX_PHOTO_BYTES:
                self.errors[name] = env._("A photo may have 10 MB at most.")
                return
            try:
                photos.append(clean_photo(content))
            except PhotoError:
                self.errors[name] = env._(
                    "One of the files is no photo we can read. Please send JPEG, PNG or WebP."
                )
                return
        if question.is_required and not photos:
            self.errors[name] = env._("Please add a photo.")
        self.photos[question.id] = photos

    def get_values(self):
        """:return: values of a booking request"""
        answers = [self._prepare_answer(question) for question in self.kind.question_ids]
        return {
            "zip": self.typed.get("zip") or (self.partner.zip if self.partner else False),
            "country_id": self.partner.country_id.id if self.partner else False,
            "answer_ids": [Command.create(answer) for answer in answers if answer],
        }

    def _prepare_answer(self, question):
        photos = self.photos.get(question.id)
        value = self.typed.get(f"answer_{question.id}")
        if not photos and not value:
            return None
        if question.kind == "yesno":
            value = request.env._("Yes") if value == "yes" else request.env._("No")
        return {
            "question_id": question.id,
            "name": question.name,
            "value": value,
            "attachment_ids": [
                Command.create(
                    {
                        "name": f"photo-{number}.jpg",
                        "raw": photo,
                        "mimetype": "image/jpeg",
                        "res_model": "pylot.appointment.answer",
                    }
                )
                for number, photo in enumerate(photos or (), 1)
            ],
        }
