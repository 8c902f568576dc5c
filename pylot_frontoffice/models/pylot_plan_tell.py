from odoo import fields, models


class PylotPlan(models.Model):
    """Each customer hears of a plan once, of however many of their visits."""

    _inherit = "pylot.plan"

    def _tell_customers(self, lines, promises, act):
        """Plan the messages about visits that have just been moved.

        :param promises: dict of event id to :class:`Promise` of before, of those that had one
        :param str act: ``apply`` or ``undo``
        """
        if act == "undo":
            lines = self._take_back_unsent(lines)
        notices = self.env["pylot.visit.notice"].sudo()
        if self._tells_changes():
            notices |= self._tell_changes(lines, promises)
        if act == "apply" and self.is_telling:
            notices |= self._announce(lines)
        self._bundle(notices, act)

    def _tells_changes(self):
        """Hook.

        :return: whether customers who know of a visit hear that it has another time"""
        return True

    def _tell_changes(self, lines, promises):
        """:return: the notices about promises that are not what they were"""
        now = fields.Datetime.now()
        kinds = {}
        for event in lines.event_id.sudo():
            was = promises.get(event.id)
            if not was:
                continue
            now_is = event._get_promise()
            kind = was != now_is and event._get_notice_kind(was, now_is)
            if kind and (now_is if now_is.is_standing else was).is_ahead(now):
                kinds[kind] = kinds.get(kind, event.browse()) | event
        notices = self.env["pylot.visit.notice"].sudo()
        for kind, events in kinds.items():
            notices |= notices._plan(events, kind)
        return notices

    def _bundle(self, notices, act):
        """What one customer has to hear is one message."""
        for notice in notices:
            email = notice.event_id._get_notice_email()
            if email:
                notice.bundle = f"{self._get_bundle_prefix(act)}{email}"

    def _get_bundle_prefix(self, act):
        return f"plan/{self.id}/{act}/"

    def _announce(self, lines):
        """Suggest the times of visits whose customers have not heard of any yet.

        :return: the notices"""
        new = lines.filtered(
            lambda line: (
                line.old_state == "draft"
                and not line.event_id.sudo().ics_uid
                and line.event_id._get_notice_email()
            )
        )
        notices = self.env["pylot.visit.notice"].sudo()
        if not new:
            return notices
        new.is_announced = True
        events = new.event_id.sudo()
        for event in events:
            window = {} if event.window_start else event._prepare_window_vals()
            event.write({**window, "awaiting": "customer"})
        events._promise("proposed")
        notices |= notices._plan(events, "proposed")
        return notices

    def _take_back_unsent(self, lines):
        """What has not been sent yet is not sent: the customers know nothing of the change.

        :return: the lines whose customers have been told"""
        notices = self.env["pylot.visit.notice"].sudo()
        prefix = self._get_bundle_prefix("apply")
        waiting = notices.search(
            [
                ("event_id", "in", lines.event_id.ids),
                ("state", "in", ("planned", "failed")),
                ("bundle", "=like", f"{prefix}%"),
            ]
        )
        waiting._skip(self.env._("The plan was taken back before this was sent."))
        unsent = lines.filtered(lambda line: line.event_id in waiting.event_id)
        new = unsent.filtered("is_announced")
        new.event_id.sudo().write({"ics_uid": False})
        return lines - unsent
