from odoo import fields, models
from odoo.tools import SQL


class PylotComplaintSettlement(models.AbstractModel):
    """A document that remedies are about, and may be the result of."""

    _name = "pylot.complaint.settlement"
    _description = "Settles Complaint"

    # field of the remedy that says which document came of it
    _remedy_field = None

    complaint_id = fields.Many2one(
        "pylot.complaint",
        string="Settles Complaint",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="pylot_frontoffice.group_agent",
    )

    def _lock_for_remedy(self):
        """Two remedies about one document at the same time: the second is repeated by Odoo, and
        sees the first. The row is written, as a mere lock would not make its old snapshot fail."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET write_date = write_date WHERE id = %s",
                SQL.identifier(self._table),
                self.id,
            ),
            log_exceptions=False,
        )
        self.env.invalidate_all()

    def _get_remedies_sudo(self):
        """:return: remedies that these documents are the result of"""
        settling = self.sudo().filtered("complaint_id")
        remedies = settling.env["pylot.complaint.action"]
        if not settling:
            return remedies
        return remedies.search([(self._remedy_field, "in", settling.ids)])
