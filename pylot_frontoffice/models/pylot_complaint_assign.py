from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..const import DONE_STATES

# Whoever is given more than this at once need not get a mail about each.
MAX_MAILS = 10


class PylotComplaint(models.Model):
    """Who works on it: given by the team, or taken by whoever has time."""

    _inherit = "pylot.complaint"

    user_id = fields.Many2one(
        falsy_value_label="Unassigned", domain="[('company_ids', 'in', company_id)]"
    )

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        complaints._assign_by_team()
        return complaints

    def write(self, vals):
        result = super().write(vals)
        if "team_id" in vals and not vals.get("user_id"):
            self._assign_by_team()
        return result

    def _assign_by_team(self):
        """Give those that nobody has to members of teams that distribute their work."""
        waiting = self.sudo().filtered(
            lambda each: (
                not each.user_id
                and each.state not in DONE_STATES
                and each.team_id.assignment == "balanced"
            )
        )
        for team, complaints in waiting.grouped("team_id").items():
            share = {}
            for complaint, user in team._distribute(complaints).items():
                share[user] = share.get(user, complaints.browse()) | complaint
            for user, given in share.items():
                if user:
                    quiet = len(given) > MAX_MAILS
                    given.with_context(mail_auto_subscribe_no_notify=quiet).write(
                        {"user_id": user.id}
                    )

    def _get_weighted_minutes(self):
        self.ensure_one()
        return self.team_id._weigh(self.type_id, self.priority, self.state)

    def action_take(self):
        """Take what nobody has, or what the one has whose name was on the screen.

        :raise UserError: when somebody else was quicker"""
        shown = self.env.context.get("pylot_shown_user_id") or False
        # a rival who has not committed yet holds the row
        if self.try_lock_for_update() != self:
            raise UserError(self.env._("Somebody else is just changing it. Please look again."))
        self.invalidate_recordset(["user_id"])
        gone = self.filtered(lambda each: each.user_id.id not in (shown, self.env.uid))
        if gone:
            raise UserError(
                self.env._(
                    "%(complaint)s has just been taken by %(user)s.",
                    complaint=format_list(self.env, gone.mapped("display_name")),
                    user=format_list(
                        self.env, [name or "–" for name in gone.sudo().user_id.mapped("name")]
                    ),
                )
            )
        self.filtered(lambda each: each.user_id != self.env.user).user_id = self.env.user
        self.filtered(lambda each: each.state == "new")._set_state("working")
