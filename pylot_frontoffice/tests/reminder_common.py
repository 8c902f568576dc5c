from datetime import datetime

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tests import TransactionCase, freeze_time

MODEL = "pylot.test.parcel"
# Tuesday; the company sends from 8 to 20 o'clock, UTC
NOW = datetime(2026, 11, 3, 10)


class Parcel(models.Model):
    """A document nobody knew when the engine was made."""

    _name = MODEL
    _description = "Parcel"
    _inherit = ["pylot.reminder.document", "mail.thread", "mail.activity.mixin"]
    _reminder_cycle = "version"
    _reminder_triggers = frozenset({"arrives_at", "version", "is_lost", "partner_id"})

    name = fields.Char()
    partner_id = fields.Many2one("res.partner")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    user_id = fields.Many2one("res.users")
    arrives_at = fields.Datetime()
    version = fields.Integer()
    is_lost = fields.Boolean()
    is_held = fields.Boolean()

    @api.model
    def _get_reminder_domain(self, policy):
        return Domain("is_lost", "=", False)

    def _get_reminder_obstacle(self, reminder):
        if reminder.cycle != self.version:
            return "It was moved."
        if self.is_lost:
            return "It was lost."
        return "It is held." if self.is_held else ""


class ReminderPolicy(models.Model):
    _inherit = "pylot.reminder.policy"

    anchor = fields.Selection(
        selection_add=[(f"{MODEL}.arrives_at", "Arrival of a parcel")],
        ondelete={f"{MODEL}.arrives_at": "cascade"},
    )


for _model in (Parcel, ReminderPolicy):
    # or each registry that is loaded later would have it, without a table
    type(_model)._module_to_models__[_model._module].remove(_model)


class ReminderCommon(TransactionCase):
    # None for browsers, which have a clock of their own
    frozen_at = NOW

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # here, because test classes are read where nothing of the registry may be imported
        from odoo.orm.model_classes import add_to_registry

        registry = cls.registry
        policy_bases = registry["pylot.reminder.policy"]._base_classes__
        add_to_registry(registry, Parcel)
        add_to_registry(registry, ReminderPolicy)
        names = [MODEL, "pylot.reminder.policy"]
        registry._setup_models__(cls.env.cr, names)
        registry.init_models(cls.env.cr, names, {"models_to_check": True})
        cls.addClassCleanup(registry._setup_models__, cls.env.cr, ["pylot.reminder.policy"])
        cls.addClassCleanup(
            setattr, registry["pylot.reminder.policy"], "_base_classes__", policy_bases
        )
        cls.addClassCleanup(registry.__delitem__, MODEL)
        cls.env["pylot.reminder.policy"].search([("state", "=", "on")]).state = "off"
        cls.company = cls.env.company
        cls.company.write(
            {"pylot_send_from": 8, "pylot_send_until": 20, "pylot_send_weekends": False}
        )
        cls.company.resource_calendar_id.tz = "UTC"
        cls.customer = cls.env["res.partner"].create(
            {"name": "Frieda Fink", "email": "frieda@example.com"}
        )
        cls.template = cls.env["mail.template"].create(
            {
                "name": "Parcel",
                "model_id": cls.env["ir.model"]._get_id(MODEL),
                "subject": "{{ object.name }} arrives",
                "body_html": "<p>It arrives.</p>",
                "email_to": "{{ object.partner_id.email }}",
            }
        )

    @classmethod
    def _allow_parcels(cls, *groups):
        """Let users of these groups (xml ids) read parcels."""
        cls.env["ir.model.access"].create(
            [
                {
                    "name": group,
                    "model_id": cls.env["ir.model"]._get_id(MODEL),
                    "group_id": cls.env.ref(group).id,
                    "perm_read": True,
                }
                for group in groups
            ]
        )

    def setUp(self):
        super().setUp()
        if not self.frozen_at:
            return
        clock = freeze_time(self.frozen_at)
        self.clock = clock.start()
        self.addCleanup(clock.stop)

    def _create_policy(self, *levels, **vals):
        """:param levels: dicts of values, each with a default name, template and channel"""
        return self.env["pylot.reminder.policy"].create(
            {
                "name": "Parcels",
                "anchor": f"{MODEL}.arrives_at",
                "state": "on",
                "level_ids": [
                    Command.create(
                        {
                            "name": f"Level {number}",
                            "sequence": number,
                            "mail_template_id": self.template.id,
                            **level,
                        }
                    )
                    for number, level in enumerate(levels, 1)
                ],
                **vals,
            }
        )

    def _create_parcel(self, arrives_at, **vals):
        return self.env[MODEL].create(
            {
                "name": "Tap",
                "partner_id": self.customer.id,
                "arrives_at": arrives_at,
                **vals,
            }
        )

    def _get_reminders(self, documents):
        return self.env["pylot.reminder"].search(
            [("res_model", "=", MODEL), ("res_id", "in", documents.ids)]
        )

    def _send(self):
        with self.enter_registry_test_mode():
            self.env.ref("pylot_frontoffice.ir_cron_pylot_reminder_send").method_direct_trigger()
        self.env.invalidate_all()
