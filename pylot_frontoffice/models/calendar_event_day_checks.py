import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.photo import PhotoError, clean_photo
from .calendar_event_day import TECHNICIAN

MAX_PHOTOS = 60
MAX_NOTE = 5000


class CalendarEvent(models.Model):
    """What a technician looks at, takes pictures of and writes down."""

    _inherit = "calendar.event"

    check_ids = fields.One2many(
        "pylot.visit.check", "event_id", string="Checklist", groups=TECHNICIAN
    )
    photo_ids = fields.One2many("pylot.visit.photo", "event_id", string="Photos", groups=TECHNICIAN)
    work_note = fields.Text(
        string="Work Done", copy=False, help="Written by the technician, for the report."
    )
    work_note_at = fields.Datetime(copy=False)

    def _do_day_check(self, act, item_id=0, answer="", photo=None):
        """:param int item_id: of ``pylot.checklist.item``
        :param str answer: as typed
        :param bytes photo: for items that want one"""
        self._check_report_open()
        item = self.appointment_type_id.with_context(active_test=False).checklist_ids.filtered(
            lambda each: each.id == item_id
        )
        if not item:
            raise UserError(self.env._("This is not on the checklist of this visit any more."))
        known = self.check_ids.filtered(lambda check: check.item_id == item)
        if known.answered_at and known.answered_at > act.captured_at:
            return  # somebody has said something newer
        vals = {"answered_at": act.captured_at, "resource_id": act.resource_id.id}
        if item.kind == "photo":
            vals["photo_id"] = self._add_day_photo(act, "check", photo).id
        else:
            vals |= self.check_ids._prepare_answer(item, answer)
        if known:
            known.write(vals)
            return
        self.check_ids.create(
            {
                "event_id": self.id,
                "item_id": item.id,
                "sequence": item.sequence,
                "name": item.name,
                "kind": item.kind,
                "unit": item.unit,
                "limits": item._describe_limits(),
                **vals,
            }
        )

    def _get_missing_checks(self):
        """:return: items of the checklist that have to be answered before the end"""
        self.ensure_one()
        required = self.appointment_type_id.checklist_ids.filtered("is_required")
        return required - self.check_ids.item_id

    def _check_checklist_done(self):
        missing = self._get_missing_checks()
        if missing:
            raise UserError(
                self.env._(
                    "This is still missing before the visit can be finished: %(items)s.",
                    items=", ".join(missing.mapped("name")),
                )
            )

    def _do_day_photo(self, act, when="before", photo=None):
        """:param str when: ``before`` or ``after``"""
        if when not in ("before", "after"):
            raise UserError(self.env._("Please open the page again and repeat this step."))
        self._add_day_photo(act, when, photo)

    def _add_day_photo(self, act, kind, content):
        """:param bytes content: as it was sent
        :return: the photo, harmless"""
        if not content:
            raise UserError(self.env._("Please take a photo first."))
        if len(self.photo_ids) >= MAX_PHOTOS:
            raise UserError(
                self.env._("There are %(max)s photos of this visit already.", max=MAX_PHOTOS)
            )
        try:
            image = clean_photo(content)
        except PhotoError:
            raise UserError(
                self.env._("This is no photo we can read. Please send JPEG, PNG or WebP.")
            ) from None
        return self.photo_ids.create(
            {
                "event_id": self.id,
                "resource_id": act.resource_id.id,
                "kind": kind,
                "image": base64.b64encode(image),
                "captured_at": act.captured_at,
            }
        )

    def _do_day_note(self, act, text=""):
        """:param str text: what was done, replaces what was written before"""
        self._check_report_open()
        if not self.work_note_at or self.work_note_at <= act.captured_at:
            self.write({"work_note": text[:MAX_NOTE] or False, "work_note_at": act.captured_at})
