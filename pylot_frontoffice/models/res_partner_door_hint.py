from odoo import fields, models


class ResPartner(models.Model):
    """What whoever stands at the door must know. Not for everybody: it may say where the key is."""

    _inherit = "res.partner"

    door_hint = fields.Text(
        string="Hint at the Door",
        tracking=True,
        groups="pylot_frontoffice.group_technician",
        help="Such as a dog, a key box or where to park. Shown to the technicians who go there.",
    )

    def _get_door_hint(self):
        """:return: the hint on as few lines as it has, "" without one"""
        lines = (line.strip() for line in (self.door_hint or "").splitlines())
        return "\n".join(line for line in lines if line)
