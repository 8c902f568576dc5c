import base64
import hashlib

from odoo import api, fields, models

PHOTO_KINDS = [
    ("before", "Before"),
    ("after", "After"),
    ("check", "Checklist"),
    ("door", "At the Door"),
]


class PylotVisitPhoto(models.Model):
    """A picture taken at a visit: made smaller, without the place where it was taken. It is an
    attachment that whoever may see the photo may see, and nobody else."""

    _name = "pylot.visit.photo"
    _description = "Visit Photo"
    _order = "captured_at, id"
    _rec_name = "kind"

    event_id = fields.Many2one(
        "calendar.event", string="Visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="event_id.visit_company_id")
    resource_id = fields.Many2one("resource.resource", string="Technician", ondelete="restrict")
    kind = fields.Selection(PHOTO_KINDS, required=True)
    image = fields.Binary(attachment=True, required=True)
    checksum = fields.Char(readonly=True, help="SHA-256 of the picture.")
    captured_at = fields.Datetime(required=True)
    is_late = fields.Boolean(
        string="After the Signature",
        readonly=True,
        help="Arrived when the report was signed already, and is not part of it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            content = base64.b64decode(vals.get("image") or b"")
            vals["checksum"] = hashlib.sha256(content).hexdigest()
        photos = super().create(vals_list)
        signed = photos.event_id.filtered("is_report_signed")
        photos.filtered(lambda photo: photo.event_id in signed).is_late = True
        return photos

    def write(self, vals):
        if vals.keys() - {"is_late"}:
            self.event_id._check_report_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self.event_id._check_report_open()
