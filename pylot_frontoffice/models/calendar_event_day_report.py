import base64
import hashlib

from odoo import fields, models
from odoo.exceptions import UserError

from .calendar_event_day import TECHNICIAN
from .calendar_event_day_nobody import REASON_LENGTH


class CalendarEvent(models.Model):
    """The end of a visit: its report is filed, signed, and sent to the customer."""

    _inherit = "calendar.event"

    report_ids = fields.One2many("pylot.visit.report", "event_id", groups=TECHNICIAN)

    def _do_day_finish(self, act, signed_by="", signature=None, reason="", after=()):
        """:param str signed_by: name of the customer who signs; "": nobody does
        :param bytes signature: drawn, if there is a screen for it
        :param str reason: why nobody signs
        :param after: keys of steps that were tapped before and must be part of the report"""
        self._check_day_open()
        self._check_steps_known(after)
        self._check_checklist_done()
        self._tell_story()
        if self.visit_state != "done":
            return
        if not self.report_ids or not self.is_report_signed:
            self._file_report(act, signed_by, signature, reason)
        self.env["pylot.visit.notice"]._plan_once(self, "report")

    def _do_day_sign(self, act, signed_by="", signature=None, after=()):
        """The customer signs after the end."""
        self._check_report_open()
        self._check_steps_known(after)
        if self.visit_state != "done":
            raise UserError(self.env._("Please finish the visit first."))
        if not signed_by:
            raise UserError(self.env._("Please write the name of the person who signs."))
        self._file_report(act, signed_by, signature)

    def _check_steps_known(self, keys):
        """What is signed must contain all that was done before, even if it is sent later."""
        keys = {key for key in keys if key}
        if len(keys) > len(self.act_ids.filtered(lambda act: act.key in keys)):
            raise UserError(
                self.env._("Earlier steps have not been sent yet. This one waits for them.")
            )

    def _file_report(self, act, signed_by="", signature=None, reason=""):
        name, picture = "", False
        if signed_by:
            name, picture = self._read_signature(signed_by, signature)
            parts = self._get_draft_parts()
            if parts:
                self._order_parts(parts, name, picture, act.captured_at)
        elif self._get_draft_parts():
            self._ask_dispatcher(
                lambda env: env._("Parts were used, and the customer has not signed them")
            )
        vals = {
            "event_id": self.id,
            "resource_id": act.resource_id.id,
            "signed_by": name or False,
            "signed_at": act.captured_at.replace(microsecond=0) if name else False,
            "signature": picture,
            "unsigned_reason": (reason or "")[:REASON_LENGTH] or False if not name else False,
        }
        draft = self.env["pylot.visit.report"].new(vals)
        vals["text"] = self._get_report_text(draft)
        vals["content_hash"] = draft._hash(vals["text"])
        if self.report_ids:
            self.report_ids.write(vals)
        else:
            self.env["pylot.visit.report"].create(vals)
        if name:
            self.is_report_signed = True

    def _get_report_text(self, report):
        """What the report says, in a form that is the same on every server and in every language.

        :param report: ``pylot.visit.report``
        :return: str, one fact a line"""
        self.ensure_one()
        visit = self.with_context(lang="en_US", tz="UTC")
        crew = (visit.technician_id | visit.helper_ids).sorted("id")
        facts = [
            ("visit", visit.id),
            ("customer", visit.customer_id.id, visit._get_customer_name()),
            ("place", visit._describe_customer_place()),
            ("type", visit.appointment_type_id.name),
            ("planned", visit.start, visit.stop),
            *(("technician", each.id, each.name) for each in crew),
            *(
                ("time", time.resource_id.id, time.kind, time.start, time.stop)
                for time in visit.time_ids.sorted(lambda time: (time.start, time.id))
            ),
            *(
                ("check", check.name, check.value, check.limits or "", check.is_out_of_limits)
                for check in visit.check_ids.sorted("id")
            ),
            *(
                ("photo", photo.kind, photo.checksum)
                for photo in visit.photo_ids.filtered(lambda photo: not photo.is_late).sorted("id")
            ),
            *(
                ("part", part.product_id.id, part.name, part.quantity, part.price_total,
                 part.currency_id.name, part.state)
                for part in visit.part_ids.filtered("quantity").sorted("id")
            ),
            ("note", visit.work_note or ""),
            ("signed", report.signed_by or "", report.signed_at or ""),
            ("signature", hashlib.sha256(base64.b64decode(report.signature or b"")).hexdigest()),
        ]  # fmt: skip
        return "\n".join(
            ": ".join([fact[0], " | ".join(" ".join(str(each).split()) for each in fact[1:])])
            for fact in facts
        )
