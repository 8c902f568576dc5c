"""The planner in a real browser, by a dispatcher who reads German."""

from odoo.tests import tagged

from .browser_common import LANG, BrowserCase
from .form_browser import FormBrowser
from .plan_common import PlanRecords


class PlanBrowserCase(FormBrowser, PlanRecords, BrowserCase):
    """From the board to a plan that is proposed, accepted and taken back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispatcher_user.lang = LANG
        action = cls.env.ref("pylot_frontoffice.pylot_board_action")
        action.context = str({"pylot_board": {"first": str(cls.monday)}})
        for name in ("date_from", "date_to"):
            cls.env["ir.default"].set("pylot.plan", name, str(cls.monday))
        cls.drafts = cls._create_drafts(4)
        cls.far = cls._create_draft(customer_id=cls._create_customer("Far Away", "80331").id)
        cls.busy = cls._create_visit(cls.anna, 9, customer_id=cls.customer.id, name="Known")

    def think(self, plan):
        """What the scheduled action's worker does while the browser looks on."""
        with self.reading():
            plan.iterations = 200
            plan._compute_plan()

    def plan_a_day(self):
        with self.open_browser(self.dispatcher_user.login):
            self.fit()
            self.call("Page.navigate", url=f"{self.base_url()}/odoo/board")
            self.open_plan()
            self.press_button("action_run")
            self.see("[role=progressbar]")
            with self.reading():
                plan = self.env["pylot.plan"].search([], order="id desc", limit=1)
                self.assertEqual(plan.state, "queued")
                self.assertEqual(plan.date_from, self.monday)
                self.assertEqual(plan.date_to, self.monday)
                self.assertEqual(plan.user_id, self.dispatcher_user)
            self.think(plan)
            self.check_proposal(plan)
            self.untick()
            self.press_button("action_apply")
            self.see(".o_notification")
            self.wait_for("!document.querySelector('button[name=action_apply]')")
            with self.reading():
                self.assertEqual(plan.state, "applied")
                self.assertEqual(len(self.drafts.filtered("technician_id")), 3)
            self.press_button("action_undo")
            self.press_on(".modal .modal-footer .btn-primary")
            self.wait_for("!document.querySelector('.modal, button[name=action_undo]')")
            with self.reading():
                self.assertEqual(plan.state, "undone")
                self.assertFalse(self.drafts.technician_id)
                self.assertEqual(set(self.drafts.mapped("visit_state")), {"draft"})
                self.assertEqual(self.busy.start, self._at(9))
            self.assertLessEqual(self.get_fit(), 0)

    def open_plan(self):
        self.press_on(".o_pylot_plan")
        self.see(".o_form_view .o_field_widget[name=date_from]")

    def check_proposal(self, plan):
        """Without anything done by the user it is there, with figures and reasons."""
        with self.reading():
            self.assertEqual(len(plan.change_ids), 4)
            names = plan.change_ids.mapped(lambda line: line.resource_id.name)
            names += plan.change_ids.mapped(lambda line: line.customer_id.name)
            reason = plan.left_out_ids.reason
            shown = {
                "planned_after": str(plan.planned_after),
                "minutes_before": str(plan.minutes_before),
                "minutes_after": str(plan.minutes_after),
                "km_after": f"{plan.km_after:.1f}".replace(".", ","),
            }
        for field, text in shown.items():
            self.see(f".o_field_widget[name={field}]", text)
        for name in names:
            self.see(".o_field_widget[name=change_ids]", name)
        self.press_on(".o_notebook .nav-link[name=left_out]")
        self.see(".o_field_widget[name=left_out_ids]", "Far Away")
        self.see(".o_field_widget[name=left_out_ids]", reason)
        self.press_on(".o_notebook .nav-link[name=changes]")
        self.assertLessEqual(self.get_fit(), 0)

    def untick(self):
        """One of the changes is not wanted."""
        raise NotImplementedError


@tagged("post_install", "-at_install")
class TestPlanBrowser(PlanBrowserCase):
    browser_size = "1280x800"

    def test_plan_a_day(self):
        self.plan_a_day()

    def untick(self):
        self.press_on("[name=change_ids] .o_data_row [name=is_accepted] input")
        self.see("[name=change_ids] .o_data_row [name=is_accepted] input:not(:checked)")


@tagged("post_install", "-at_install")
class TestPlanBrowserSmall(PlanBrowserCase):
    browser_size = "360x740"
    touch_enabled = True

    def test_plan_a_day_on_a_phone(self):
        self.plan_a_day()

    def open_plan(self):
        # the board gives way to a list there, from the menu one comes here
        self.call("Page.navigate", url=f"{self.base_url()}/odoo/plans")
        self.press_on(".o_list_button_add, .o-kanban-button-new")
        self.see(".o_form_view .o_field_widget[name=date_from]")

    def untick(self):
        self.press_on("[name=change_ids] .o_kanban_record [name=is_accepted] input")
