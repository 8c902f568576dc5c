from odoo import fields, models
from odoo.fields import Command

# What the next one starts with, unless the caller knows better.
CARRIED_FIELDS = (
    "partner_id",
    "partner_name",
    "email_from",
    "phone",
    "lang",
    "team_id",
    "sale_order_id",
    "move_id",
    "event_id",
    "product_id",
    "lot_name",
)


class PylotComplaint(models.Model):
    """A customer writes again when the complaint has been over for too long: that is a matter of
    its own, and knows the one before."""

    _inherit = "pylot.complaint"

    def _create_next(self, vals=None):
        """Make the complaint that follows this one: of the same customer, about the same things.

        :param dict vals: of the new one, such as ``name``, ``description`` and ``channel``; they
            win over what is carried along
        :return: the new complaint; ``previous_id`` is this one
        """
        self.ensure_one()
        return self.create({**self._prepare_next_vals(), **(vals or {})})

    def _prepare_next_vals(self):
        """Hook: what the next complaint takes over."""
        carried = {name: self[name] for name in CARRIED_FIELDS}
        return {
            **{
                name: value.id if isinstance(value, models.BaseModel) else value
                for name, value in carried.items()
            },
            "name": self.name,
            "channel": self.channel,
            "contact_ids": [Command.set(self.contact_ids.ids)],
            "customer_message_at": fields.Datetime.now(),
            # nothing leads from a person to what was made anonymous
            "previous_id": False if self.anonymised_at else self.id,
        }
