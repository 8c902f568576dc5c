from odoo import api, fields, models


class PylotComplaintWriting(models.Model):
    """Somebody is writing to the customer just now. A row a person and complaint; only the methods
    of the complaint come here."""

    _name = "pylot.complaint.writing"
    _description = "Answer Being Written"

    complaint_id = fields.Many2one("pylot.complaint", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")
    until = fields.Datetime(required=True, help="Then it counts no more.")

    _user_unique = models.UniqueIndex("(complaint_id, user_id)")

    @api.autovacuum
    def _gc_writing(self):
        self.search([("until", "<", fields.Datetime.now())]).unlink()
