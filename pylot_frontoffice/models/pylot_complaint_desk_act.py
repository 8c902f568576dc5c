from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..tools.wall_time import to_day


class PylotComplaint(models.Model):
    """What the people of an outside provider do with a complaint. Called elevated, on a complaint
    that ``_get_desk_domain`` has let through, for the user of the environment."""

    _inherit = "pylot.complaint"

    def _take_from_desk(self):
        """From now on it is the user's own."""
        self.ensure_one()
        values = {"user_id": self.env.uid}
        self.write(values)
        if self.state == "new":
            self._set_state("working")

    # === STAGE ===

    def _get_desk_stages(self):
        """:return: list of (id, name) of the stages the provider may move it to"""
        self.ensure_one()
        stages = self.env["pylot.complaint.stage"].search(
            [
                ("provider_allowed", "=", True),
                ("id", "!=", self.stage_id.id),
                "|",
                ("team_ids", "=", False),
                ("team_ids", "in", self.team_id.ids),
            ]
        )
        return [(stage.id, stage.name) for stage in stages]

    def _move_from_desk(self, stage_id):
        """:raise UserError: when that is no stage the provider may set"""
        self.ensure_one()
        if stage_id not in dict(self._get_desk_stages()):
            raise UserError(self.env._("Please choose one of the stages."))
        self.stage_id = stage_id

    # === REMEDY ===

    def _get_desk_remedies(self):
        """:return: remedies that are proposed or decided, of which only the kind is shown"""
        return self.action_ids.filtered(lambda action: action.state != "cancelled")

    def _propose_from_desk(self, kind, reason):
        """Propose a remedy; whether it is done, and at what amount, the business decides.

        :raise UserError: when the provider may not propose it"""
        self.ensure_one()
        allowed = dict(self.team_id._get_provider_remedies())
        if kind not in allowed:
            raise UserError(self.env._("Please choose one of the remedies."))
        if any(action.kind == kind and action.state == "draft" for action in self.action_ids):
            raise UserError(
                self.env._("“%(remedy)s” has been proposed already.", remedy=allowed[kind])
            )
        action = self._create_desk_action(kind, note=reason)
        self._note_from_desk(
            self.env._("Proposed: %(remedy)s. %(reason)s", remedy=allowed[kind], reason=reason)
        )
        return action

    def _create_desk_action(self, kind, **values):
        return self.env["pylot.complaint.action"].create(
            {"complaint_id": self.id, "kind": kind, **values}
        )

    # === HAND OVER ===

    def _hand_over(self, reason, deadline):
        """To the business, which finds it on its list; the provider does not see it any more.

        :param str reason: cleaned
        :param date deadline: by when somebody has to take care of it
        :raise UserError: when there is nobody to take it, or the day is over"""
        self.ensure_one()
        team = self.team_id._get_handover_team()
        if not team:
            raise UserError(
                self.env._(
                    "There is no team that could take it. Please call %(company)s.",
                    company=self.company_id.name,
                )
            )
        if deadline < to_day(fields.Datetime.now(), self.team_id._get_zone()):
            raise UserError(self.env._("Please choose a day that is not over yet."))
        user = team._get_handover_user()
        worded = self.with_context(lang=user.lang or self.company_id.partner_id.lang)
        self.with_context(
            mail_post_autofollow=False, mail_post_autofollow_author_skip=True
        ).message_post(
            body=worded._describe_handover(reason, format_date(worded.env, deadline)),
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
            is_internal=True,
        )
        self.write({"team_id": team.id, "user_id": False})
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=deadline,
            user_id=user.id,
            summary=worded.env._("Handed over by the provider"),
            note=worded._describe_handover(reason, format_date(worded.env, deadline)),
        )

    # === NEW ===

    @api.model
    def _get_desk_causes(self, team):
        """:return: list of (id, name) of the causes that may be chosen in ``team``"""
        causes = self.env["pylot.complaint.type"].search(
            [("is_public", "=", True), ("company_id", "in", [False, team.company_id.id])]
        )
        return [(cause.id, cause.display_name) for cause in causes]

    @api.model
    def _log_from_desk(self, team, values):
        """A customer has called. Whose contact it is, the business finds out: a name that is typed
        here opens nobody's data.

        :param dict values: cleaned ``partner_name``, ``phone``, ``email_from``, ``name``,
            ``description`` (HTML), ``type_id``
        :return: the complaint, in the hands of the user"""
        complaint = self.with_context(mail_create_nosubscribe=True).create(
            {
                **values,
                "team_id": team.id,
                "user_id": self.env.uid,
                "channel": "phone",
                "customer_message_at": fields.Datetime.now(),
            }
        )
        self.env["pylot.complaint.notice"]._plan(complaint, "received")
        return complaint
