from odoo import api, fields, models

# About the day itself: what customers put into their calendars does not change by it.
DAY_KINDS = ("on_the_way", "missed", "report")


class PylotVisitNotice(models.Model):
    """What customers hear on the day of the visit."""

    _inherit = "pylot.visit.notice"

    kind = fields.Selection(
        selection_add=[
            ("on_the_way", "On the way"),
            ("missed", "Nobody was there"),
            ("report", "Report"),
        ],
        ondelete={kind: "cascade" for kind in DAY_KINDS},
    )

    @api.model
    def _plan_arrival(self, event):
        """Once for each time the visit was promised; nothing else waits for it or is replaced."""
        self._plan_once(event, "on_the_way")

    @api.model
    def _plan_once(self, event, kind):
        """:return: the notice, none when it has been planned before"""
        notices, event = self.sudo(), event.sudo()
        vals = notices._prepare_notice_vals(event, kind)
        same = [(name, "=", vals[name]) for name in ("event_id", "kind", "sequence")]
        if notices.search_count(same, limit=1):
            return notices
        notice = notices.create(vals)
        notices._wake_up()
        return notice

    def _get_obstacle(self):
        if self.kind not in DAY_KINDS:
            return super()._get_obstacle()
        event = self.event_id
        if not event._get_customer_company().pylot_visit_messages:
            return self.env._("Messages about visits are switched off in the settings.")
        if self.kind == "on_the_way":
            is_coming = event.visit_state == "on_the_way" and event.expected_arrival
            if not is_coming or event.expected_arrival <= fields.Datetime.now():
                return self.env._("The technician has arrived meanwhile.")
        if self.kind == "missed" and event.visit_state != "draft":
            return self.env._("The visit has been planned anew since.")
        if self.kind == "report" and not event.report_ids:
            return self.env._("There is no report.")
        return ""

    def _prepare_mail_attachments(self, kind):
        if kind not in DAY_KINDS:
            return super()._prepare_mail_attachments(kind)
        if kind != "report":
            return []
        report = self.event_id.report_ids[:1]
        pdf = report._render_pdf()
        if not pdf:
            return []  # the link in the message says the same
        return [
            {"name": f"{report._get_file_name()}.pdf", "raw": pdf, "mimetype": "application/pdf"}
        ]
