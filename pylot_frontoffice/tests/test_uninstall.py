from odoo.fields import Command
from odoo.tests import tagged

from .records import FrontofficeRecords
from .scratch_case import ScratchCase

MODULE = "pylot_frontoffice"
COLUMNS = ("visit_state", "visit_address_id", "visit_company_id", "technician_id")


@tagged("post_install", "-at_install")
class TestUninstall(ScratchCase):
    """The add-on goes and comes back: what remains is a working database, and years of
    overlapping events are no obstacle."""

    @classmethod
    def _prepare(cls):
        cls.visit_id = cls.common._create_visit(
            cls.common.anna, customer_id=cls.common.customer.id
        ).id
        cls.order_id = cls._create_order(cls.common).id
        cls._create_remedies(cls.common)
        cls.draft_id = cls.common._create_visit(visit_state="draft").id
        cls.user_id = (
            cls.common.env["hr.employee"].browse(cls.common.anna.employee_id.id).user_id.id
        )

    @classmethod
    def _create_remedies(cls, common):
        """A complaint with a remedy that is done, and a repair visit; linked from the order and
        the visit, as credit notes are from accounting."""
        complaint = common.env["pylot.complaint"].create(
            {"name": "Cold", "partner_id": common.customer.id, "sale_order_id": cls.order_id}
        )
        remedies = common.env["pylot.complaint.action"]
        remedies.create({"complaint_id": complaint.id, "note": "Flowers"}).action_do()
        visit = common.env["calendar.event"].browse(cls.visit_id)
        visit.complaint_id = complaint
        remedies._create_repair(complaint, visit)
        order = common.env["sale.order"].browse(cls.order_id)
        order.complaint_id = complaint
        level = common.env.ref("pylot_frontoffice.pylot_reminder_level_dunning_friendly")
        common.env["pylot.dunning"].create(
            {
                "name": "D1",
                "company_id": common.company.id,
                "partner_id": common.customer.id,
                "recipient_id": common.customer.id,
                "currency_id": common.company.currency_id.id,
                "level_id": level.id,
                "date": "2026-01-01",
            }
        )

    @classmethod
    def _create_order(cls, common):
        """An order with a visit that is planned and one that is not, in everything we extend."""
        kind = common._create_type("Maintenance", technician_ids=common.anna.ids)
        common.customer.preferred_technician_id = common.anna
        common.company.pylot_weight_load = 7
        product = common.env["product.product"].create(
            {"name": "Maintenance", "type": "service", "appointment_type_id": kind.id}
        )
        line = {"product_id": product.id, "product_uom_qty": 2}
        order = common.env["sale.order"].create(
            {
                "partner_id": common.customer.id,
                "technician_id": common.anna.id,
                "order_line": [Command.create(line)],
            }
        )
        order.action_confirm()
        order.visit_ids[0]._plan_visit(common.anna, common._at(14))
        return order

    def _check_screens(self, env):
        """Every window of the models we extend opens, and every field can be read."""
        models = (
            "calendar.event",
            "sale.order",
            "sale.order.line",
            "res.partner",
            "hr.employee",
            "resource.resource",
            "product.template",
            "res.company",
        )
        for model in models:
            with self.subTest(model=model):
                records = env[model].search([], limit=20)
                self.assertTrue(records)
                records.read()
                records.get_views([(False, "form"), (False, "list"), (False, "search")])
        for action in env["ir.actions.act_window"].search([("res_model", "in", models)]):
            with self.subTest(action=action.xml_id):
                views = [(view or False, kind) for view, kind in action.views]
                env[action.res_model].get_views([*views, (action.search_view_id.id, "search")])
        env["res.config.settings"].get_view(view_type="form")

    def _check_nothing_is_left(self, env):
        self.assertNotIn("technician_id", env["calendar.event"]._fields)
        self.assertNotIn("pylot.booking", env)
        env.cr.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND (table_name LIKE 'pylot%%' OR (table_name, "
            " column_name) IN (('calendar_event', 'visit_state'), ('calendar_event', "
            " 'is_blocking'), ('sale_order', 'technician_id'), ('resource_resource', "
            " 'is_technician'), ('res_company', 'pylot_weight_load'), ('account_move', "
            " 'complaint_id'), ('account_move_line', 'refunded_line_id'), ('sale_order', "
            " 'complaint_id'), ('sale_order_line', 'replaced_line_id'), ('calendar_event', "
            " 'complaint_id'), ('product_template', 'pylot_warranty_months'), "
            " ('mail_mail', 'pylot_once')))"
        )
        self.assertFalse(env.cr.fetchall())
        env.cr.execute("SELECT proname FROM pg_proc WHERE proname LIKE 'pylot%%'")
        self.assertFalse(env.cr.fetchall())
        for model in ("ir.ui.view", "ir.ui.menu", "ir.rule", "ir.actions.act_window"):
            known = env["ir.model.data"].search_count(
                [("module", "=", MODULE), ("model", "=", model)]
            )
            self.assertFalse(known, model)

    def test_uninstall_and_install_again(self):
        self._switch("uninstall")
        with self._transaction() as env:
            self._check_nothing_is_left(env)
            self._check_screens(env)
            env["calendar.event"].create({"name": "Life goes on"})
            visit = env["calendar.event"].browse(self.visit_id)
            self.assertTrue(visit.active, "what was planned still takes place")
            self.assertIn(self.user_id, visit.partner_ids.user_ids.ids)
            order = env["sale.order"].browse(self.order_id)
            self.assertEqual(order.state, "sale")
            order.order_line.product_uom_qty = 3
            order._action_cancel()
            draft = env["calendar.event"].browse(self.draft_id)
            self.assertFalse(draft.active, "no leftovers of the tray in anybody's calendar")
            self._fill_with_overlaps(env)
        self._switch("install")
        with self._transaction() as env:
            env.cr.execute(
                "SELECT count(*) FROM calendar_event WHERE name = 'Old' AND ("
                + " OR ".join(f"{column} IS NOT NULL" for column in COLUMNS)
                + ")"
            )
            self.assertEqual(env.cr.fetchone()[0], 0, "old events are no visits")
            self.assertFalse(env["pylot.conflict"].search([]), "nobody is bookable yet")
            technician = env["resource.resource"].search([("user_id", "=", self.user_id)])
            technician.is_technician = True
            env.flush_all()
            conflicts = env["pylot.conflict"].search([])
            self.assertGreater(len(conflicts), 100, "listed, not raised")
            self.assertEqual(conflicts.resource_id, technician)
            self._check_screens(env)
            again = self._create_order(self._get_records(env))
            self.assertEqual(sorted(again.visit_ids.mapped("visit_state")), ["draft", "planned"])

    def _get_records(self, env):
        """:return: the helpers of the business for a database that has it already"""
        common = type("Common", (FrontofficeRecords,), {"env": env})
        common.monday = common._get_monday()
        common.company = env.company
        common.customer = env["res.partner"].search([("name", "=", "Frieda Kunde")])
        common.anna = env["resource.resource"].search([("user_id", "=", self.user_id)])
        return common

    def _fill_with_overlaps(self, env):
        """Two thousand overlapping meetings of Anna, half of them long ago."""
        env.cr.execute(
            """
            WITH event AS (
                INSERT INTO calendar_event (name, start, stop, active, show_as, allday)
                SELECT 'Old', now() + make_interval(hours => n - 1000),
                       now() + make_interval(hours => n - 998), true, 'busy', false
                  FROM generate_series(1, 2000) AS n
             RETURNING id
            )
            INSERT INTO calendar_attendee (event_id, partner_id, state)
            SELECT event.id, login.partner_id, 'accepted'
              FROM event, res_users AS login WHERE login.id = %s
            """,
            [self.user_id],
        )
