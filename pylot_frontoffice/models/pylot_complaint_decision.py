from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import DISMISSALS, DONE_STATES, OUTCOMES, TELLING_CHANNELS

# Facts that others rely on: set by what happens, never typed over.
DECISION_FIELDS = {
    "decision",
    "decision_outcome",
    "recourse",
    "decided_at",
    "decided_by_id",
    "decision_channel",
    "decision_told_at",
    "decision_round",
    "dismissal",
    "merged_into_id",
    "anonymised_at",
    "anonymised_by_id",
}


class PylotComplaint(models.Model):
    """What was decided, and that the customer knows it (ISO 10002, 7.7 and 7.8). Both are needed
    before a complaint can end."""

    _inherit = "pylot.complaint"

    decision = fields.Text(
        readonly=True, copy=False, tracking=True, help="In the words told to the customer."
    )
    decision_outcome = fields.Selection(
        OUTCOMES, string="Outcome", readonly=True, copy=False, tracking=True
    )
    recourse = fields.Text(
        string="Where to Turn",
        readonly=True,
        copy=False,
        help="What a customer who does not agree was told to do.",
    )
    decided_at = fields.Datetime(string="Decided On", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    decision_channel = fields.Selection(
        TELLING_CHANNELS, string="Told By", readonly=True, copy=False
    )
    decision_told_at = fields.Datetime(
        string="Customer Told On",
        readonly=True,
        copy=False,
        tracking=True,
        help="When the message was sent, or when it was said on the phone.",
    )
    decision_round = fields.Integer(
        readonly=True, copy=False, help="Counts the decisions: each one is told."
    )
    dismissal = fields.Selection(
        DISMISSALS,
        string="No Complaint Because",
        readonly=True,
        copy=False,
        tracking=True,
        help="Ended without a decision.",
    )
    solve_when_ready = fields.Boolean(
        string="Solved by Itself",
        copy=False,
        help="As soon as the customer has been told and every remedy is done.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # what was decided elsewhere, years ago, may be taken over with the rest of the record
        if not self.env.user.has_group("pylot_frontoffice.group_manager"):
            for vals in vals_list:
                self._check_decision_fields(name for name, value in vals.items() if value)
        return super().create(vals_list)

    def write(self, vals):
        self._check_decision_fields(vals)
        return super().write(vals)

    def _check_decision_fields(self, names):
        if not (self.env.su or DECISION_FIELDS.isdisjoint(names)):
            raise UserError(
                self.env._("What was decided and told is recorded with the button “Decide”.")
            )

    def _decide(self, outcome, text, channel="email", recourse=None, solve=False):
        """Take a decision and tell it: by e-mail, which counts once it has been sent, or at once
        by whoever is talking to the customer.

        :param str outcome: key of ``OUTCOMES``
        :param str text: what the customer is told
        :param str channel: key of ``TELLING_CHANNELS``
        :param str recourse: where to turn; must be told with a rejection
        :param bool solve: let the complaint be solved as soon as nothing is missing
        :raise UserError: it is over, the text or the recourse is missing, or there is no address
        """
        self.check_access("write")
        text, recourse = (text or "").strip(), (recourse or "").strip()
        self._check_decision(outcome, text, channel, recourse)
        complaints = self.sudo()
        for complaint in complaints:
            complaint.decision_round += 1
        complaints.write(
            {
                "decision": text,
                "decision_outcome": outcome,
                "recourse": recourse if outcome != "accepted" else False,
                "decided_at": fields.Datetime.now(),
                "decided_by_id": self.env.user.id,
                "decision_channel": channel,
                "decision_told_at": False,
                "solve_when_ready": solve,
            }
        )
        if channel == "email":
            self.env["pylot.complaint.notice"]._plan(self, "decision")
        else:
            self._set_told()

    def _check_decision(self, outcome, text, channel, recourse):
        if any(complaint.state in DONE_STATES for complaint in self):
            raise UserError(self.env._("The complaint is over. Reopen it to decide anew."))
        if not text:
            raise UserError(self.env._("Write what the customer is told."))
        if outcome == "rejected" and not recourse:
            raise UserError(
                self.env._(
                    "Whoever is refused must hear where to turn next. Write it below, or once for "
                    "all in the settings."
                )
            )
        if channel == "email" and not all(complaint.email_normalized for complaint in self):
            raise UserError(
                self.env._(
                    "There is no e-mail address. Tell the decision by phone or letter, or add one."
                )
            )

    def _set_told(self):
        """The customer knows. Call it when the message was sent or said."""
        self.sudo().write({"decision_told_at": fields.Datetime.now()})
        self._mark_first_response()
        self._solve_when_ready()

    def _solve_when_ready(self):
        """Solve those that somebody wanted to be solved and that nothing is in the way of any
        more. Call it whenever something that was missing has been done."""
        ready = self.filtered(
            lambda complaint: (
                complaint.solve_when_ready
                and complaint.state not in DONE_STATES
                and not complaint._get_missing()
            )
        )
        ready._set_state("solved")
