from odoo.http import route

from .common import PAGE
from .complaint import ComplaintController


class ComplaintQuestionsController(ComplaintController):
    """Whoever was asked how it went may say that this shall not happen again."""

    @route("/complaint/<string:token>/no-questions", **PAGE, methods=["POST"])
    def refuse_questions(self, token, **post):
        complaint = self._get_complaint_sudo(token)
        if not complaint:
            return self._not_found()
        complaint._opt_out_of_questions()
        return self._redirect(f"/complaint/{token}")
