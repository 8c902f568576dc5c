from markupsafe import Markup

from odoo import models

QUESTION = Markup("<p><strong>%s</strong></p>")
LINK = Markup('<p><a href="%s">%s</a></p>')


class PylotFaqArticle(models.Model):
    """An article as part of what an agent writes to a customer."""

    _inherit = "pylot.faq.article"

    def action_insert(self):
        """Pressed in the dialog of the reply, whose id is in the context."""
        return self._insert_into_reply()

    def action_insert_confirmed(self):
        """The same for what is not meant for customers, after a question."""
        return self._insert_into_reply(is_confirmed=True)

    def _insert_into_reply(self, is_confirmed=False):
        self.ensure_one()
        dialog = self.env["pylot.faq.insert"].browse(self.env.context.get("pylot_dialog_id"))
        return dialog.exists()._insert(self, is_confirmed)

    def _describe_in_reply(self):
        """:return: markup: question, answer and, when everybody may read it, where it stands; in
        the language of the context"""
        self.ensure_one()
        told = QUESTION % self.question + (self.answer or Markup())
        if self.audience == "public" and self.is_published:
            url = f"{self.get_base_url()}{self._get_public_url()}"
            told += LINK % (url, self.env._("Read it in our FAQ"))
        return told
