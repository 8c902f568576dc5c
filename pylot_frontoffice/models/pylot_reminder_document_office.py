from lxml import etree

from odoo import api, fields, models
from odoo.fields import Domain

READERS = "pylot_frontoffice.group_agent,account.group_account_invoice"


class PylotReminderDocument(models.AbstractModel):
    """The button on the form of every document people are reminded of."""

    _inherit = "pylot.reminder.document"

    pylot_reminder_count = fields.Integer(
        string="Automatic Messages", compute="_compute_pylot_reminders", groups=READERS
    )
    pylot_reminder_leaving = fields.Boolean(
        string="Message Goes Out Now",
        compute="_compute_pylot_reminders",
        groups=READERS,
        help="It can be taken back for some minutes.",
    )

    def _compute_pylot_reminders(self):
        self.pylot_reminder_count = 0
        self.pylot_reminder_leaving = False
        leaving_until = fields.Datetime.now() + self.env.company._get_undo_time()
        groups = self.env["pylot.reminder"]._read_group(
            Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids),
            ["res_id", "state"],
            ["__count", "due_at:min"],
        )
        for res_id, state, count, due_at in groups:
            document = self.browse(res_id)
            document.pylot_reminder_count += count
            document.pylot_reminder_leaving |= state == "planned" and due_at <= leaving_until

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """The button is the same on every form, so that no document has to bring its own."""
        arch, view = super()._get_view(view_id, view_type, **options)
        boxes = arch.xpath("//div[@name='button_box']") if view_type == "form" else []
        for box in boxes[:1]:
            box.append(self._prepare_reminder_button())
        return arch, view

    def _prepare_reminder_button(self):
        button = etree.Element(
            "button",
            {
                "name": "action_show_reminders",
                "type": "object",
                "class": "oe_stat_button",
                "icon": "fa-paper-plane-o",
                "groups": READERS,
                "invisible": "not pylot_reminder_count",
            },
        )
        quiet, urgent = self.env._("Messages"), self.env._("Goes Out Now")
        for hidden, css, label in (
            ("pylot_reminder_leaving", "", quiet),
            ("not pylot_reminder_leaving", " text-warning", urgent),
        ):
            info = etree.SubElement(
                button, "div", {"class": "o_stat_info" + css, "invisible": hidden}
            )
            value = etree.SubElement(info, "span", {"class": "o_stat_value"})
            etree.SubElement(value, "field", {"name": "pylot_reminder_count"})
            etree.SubElement(info, "span", {"class": "o_stat_text"}).text = label
        return button
