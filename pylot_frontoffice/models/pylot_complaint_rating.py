from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..const import DONE_STATES

# So that the customer has seen whether it holds.
ASK_AFTER = timedelta(hours=24)
# Nobody is asked again so soon, however often it is reopened.
ASK_AGAIN_AFTER = timedelta(days=7)


class PylotComplaint(models.Model):
    """One question per solution: how did it go? Voted on the customer's page."""

    _inherit = "pylot.complaint"

    rating_id = fields.Many2one(
        "rating.rating",
        string="Vote",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="Of the present solution. Earlier ones stay in the statistics.",
    )
    satisfaction_asked_at = fields.Datetime(string="Asked On", readonly=True, copy=False)

    def _rating_get_parent_field_name(self):
        return "team_id"

    def _on_end(self):
        due_at = fields.Datetime.now() + ASK_AFTER
        asked = self._filter_to_ask(due_at)
        if asked:
            self.env["pylot.complaint.notice"]._plan(asked, "satisfaction", due_at=due_at)
        return super()._on_end()

    def _on_reopening(self):
        self.sudo().rating_id = False
        return super()._on_reopening()

    def _filter_to_ask(self, moment):
        """:param datetime moment: when they would be asked, naive UTC
        :return: those whose customers want and can be asked about this solution"""
        found = self.filtered(
            lambda complaint: (
                complaint._is_ratable()
                and complaint.email_normalized
                and complaint.company_id.sudo().pylot_ask_satisfaction
                and not complaint.rating_id
                and not (
                    complaint.satisfaction_asked_at
                    and complaint.satisfaction_asked_at + ASK_AGAIN_AFTER > moment
                )
            )
        )
        if not found:
            return found
        refusals = self.env["mail.blacklist"].sudo()
        refused = refusals.search([("email", "in", found.mapped("email_normalized"))])
        emails = set(refused.mapped("email"))
        return found.filtered(lambda complaint: complaint.email_normalized not in emails)

    def _is_ratable(self):
        """:return: whether there is a solution that the customer can have an opinion of"""
        self.ensure_one()
        return self.state in DONE_STATES and bool(self.decision_told_at) and not self.dismissal

    def _rate(self, value, feedback=None):
        """The customer votes. A second vote on the same solution replaces the first.

        :param int value: 1 (bad) to 5 (great)
        :param str feedback: plain text
        :return: the vote
        :raise UserError: there is nothing to vote on
        """
        self.ensure_one()
        if not (self._is_ratable() and value in range(1, 6)):
            raise UserError(self.env._("There is nothing to rate at the moment."))
        complaint = self.sudo()
        # two clicks at once are one vote
        complaint.lock_for_update()
        complaint.invalidate_recordset(["rating_id"])
        if not complaint.rating_id:
            complaint.rating_id = complaint.env["rating.rating"].create(
                complaint._prepare_rating_vals()
            )
        complaint.rating_id.write(
            {
                "rating": value,
                "feedback": (feedback or "").strip() or False,
                "consumed": True,
            }
        )
        return complaint.rating_id

    def _prepare_rating_vals(self):
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "partner_id": self._rating_get_partner().id,
            "rated_partner_id": self._rating_get_operator().id,
        }

    def _is_opted_out(self):
        """:return: whether this customer does not want to be asked"""
        refusals = self.env["mail.blacklist"].sudo()
        return bool(refusals.search_count([("email", "=", self.email_normalized)], limit=1))

    def _opt_out_of_questions(self):
        """The customer does not want to be asked any more, about whatever."""
        for email in set(self.filtered("email_normalized").mapped("email_normalized")):
            self.env["mail.blacklist"].sudo()._add(email)
