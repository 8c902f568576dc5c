from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models


class PylotDemo(models.AbstractModel):
    """Complaints of the last weeks, so that there is something to see and to learn from. Nothing
    is sent to anybody."""

    _inherit = "pylot.demo"

    @api.model
    def _staff_team(self, leader_id, user_ids):
        """The team that every company has from the start gets its people."""
        self.env["pylot.team"]._get_default(self.env.company).write(
            {"user_id": leader_id, "member_ids": [fields.Command.link(each) for each in user_ids]}
        )

    @api.model
    def _add_complaint(self, name, partner_id, hours_ago, values):
        """A customer complained ``hours_ago``, and what has become of it.

        :param dict values: of the complaint, and four more: ``words`` of the customer, ``answers``
            as list of (hours ago, id of the user or False for the customer, text), ``state``, and
            ``remedy`` as (kind, what it cost)
        """
        values = dict(values)
        remedy = values.pop("remedy", None)
        answers, state = values.pop("answers", []), values.pop("state", "new")
        complaints = self.env["pylot.complaint"].with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, mail_notrack=True,
            mail_auto_subscribe_no_notify=True,
        )  # fmt: skip
        partner = self.env["res.partner"].browse(partner_id)
        words = values.pop("words", "")
        team = self.env["pylot.team"]._get_default(self.env.company)
        values.setdefault("team_id", team.id)
        values.setdefault("event_id", self._find_last_visit(partner).id)
        ours = [hours for hours, user_id, _text in answers if user_id]
        if ours:
            values["first_response_at"] = self._ago(max(ours))
        if state in ("solved", "closed"):
            values.update(self._prepare_end(state, min(ours, default=1)))
        complaint = complaints.create(
            {
                "name": name,
                "partner_id": partner.id,
                "received_at": self._ago(hours_ago),
                "description": Markup("<p>%s</p>") % words if words else False,
                "stage_id": complaints._find_stage(state, team).id,
                **values,
            }
        )
        if remedy:
            kind, cost = remedy
            self.env["pylot.complaint.action"].create(
                {"complaint_id": complaint.id, "kind": kind, "state": "done", "cost": cost}
            )
        for hours, user_id, text in answers:
            self._say(complaint, hours, user_id, text)
        return complaint

    def _ago(self, hours):
        return fields.Datetime.now().replace(microsecond=0) - timedelta(hours=hours)

    def _prepare_end(self, state, hours_ago):
        """:return: what was decided and told, as of ``hours_ago``"""
        moment = self._ago(hours_ago)
        return {
            "decision": self.env._("We have set it right. Please excuse the trouble."),
            "decided_at": moment,
            "decision_told_at": moment,
            "decision_channel": "phone",
            "solved_at": moment,
            "closed_at": moment if state == "closed" else False,
        }

    def _find_last_visit(self, partner):
        """:return: the last visit to the customer that is over, if any"""
        return self.env["calendar.event"].search(
            [
                ("customer_id", "child_of", partner.commercial_partner_id.id),
                ("visit_state", "=", "done"),
            ],
            order="start desc, id desc",
            limit=1,
        )

    def _say(self, complaint, hours, user_id, text):
        """Write it into the thread; nobody is told."""
        author = self.env["res.users"].browse(user_id).partner_id or complaint.partner_id
        subtype = self.env.ref("mail.mt_comment")
        self.env["mail.message"].create(
            {
                "model": complaint._name,
                "res_id": complaint.id,
                "author_id": author.id,
                "email_from": author.email_formatted,
                "message_type": "comment" if user_id else "email",
                "subtype_id": subtype.id,
                "date": self._ago(hours),
                "body": Markup("<p>%s</p>") % text,
            }
        )
