from odoo import api, fields, models

from ..const import OUTCOMES, TELLING_CHANNELS


class PylotComplaintDecide(models.TransientModel):
    """The dialog "Tell the Decision": what it is, in the customer's words, and by which way."""

    _name = "pylot.complaint.decide"
    _description = "Tell the Decision on a Complaint"

    complaint_id = fields.Many2one("pylot.complaint", required=True, ondelete="cascade")
    outcome = fields.Selection(
        OUTCOMES,
        required=True,
        compute="_compute_outcome",
        store=True,
        readonly=False,
        precompute=True,
    )
    text = fields.Text(
        string="What the Customer Is Told",
        compute="_compute_text",
        store=True,
        readonly=False,
        precompute=True,
    )
    recourse = fields.Text(
        string="Where to Turn",
        compute="_compute_recourse",
        store=True,
        readonly=False,
        precompute=True,
        help="Required when you refuse: who decides again, which outside body can be asked.",
    )
    channel = fields.Selection(
        TELLING_CHANNELS,
        string="Tell By",
        required=True,
        compute="_compute_channel",
        store=True,
        readonly=False,
        precompute=True,
        help="An e-mail is sent now. For anything else, tell the customer yourself first.",
    )
    email = fields.Char(related="complaint_id.email_from")
    solve = fields.Boolean(
        string="Then It Is Solved",
        default=True,
        help="As soon as the customer has been told and every remedy is done.",
    )

    @api.depends("complaint_id")
    def _compute_text(self):
        for dialog in self:
            complaint = dialog.complaint_id
            dialog.text = complaint and (complaint.decision or complaint._suggest_decision())

    @api.depends("complaint_id")
    def _compute_recourse(self):
        for dialog in self:
            complaint = dialog.complaint_id
            dialog.recourse = complaint and (complaint.recourse or complaint._suggest_recourse())

    @api.depends("complaint_id")
    def _compute_outcome(self):
        for dialog in self:
            dialog.outcome = dialog.complaint_id._suggest_outcome()

    @api.depends("complaint_id")
    def _compute_channel(self):
        for dialog in self:
            dialog.channel = "email" if dialog.complaint_id.email_normalized else "phone"

    def action_tell(self):
        self.complaint_id._decide(
            self.outcome, self.text, self.channel, recourse=self.recourse, solve=self.solve
        )
        return {"type": "ir.actions.act_window_close"}
