"""A changed day in a real browser, by a dispatcher who reads German: applied, and taken back."""

from odoo.tests import tagged

from .browser_common import LANG, BrowserCase
from .form_browser import FormBrowser
from .replan_common import ReplanScreens


class ReplanBrowserCase(FormBrowser, ReplanScreens, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispatcher_user.lang = LANG
        replans = cls.env["pylot.replan"].with_user(cls.dispatcher_user)
        cls.replan = replans.create(
            {
                "technician_id": cls.anna.id,
                "date_from": cls.monday,
                "date_to": cls.monday,
            }
        )

    def call_in_sick(self):
        action = "pylot_frontoffice.pylot_replan_action"
        with self.open_browser(self.dispatcher_user.login):
            self.fit()
            address = f"{self.base_url()}/odoo/action-{action}/{self.replan.id}"
            self.call("Page.navigate", url=address)
            self.press_button("action_propose")
            self.see(".o_pylot_replan [name=line_ids]", "At Ada")
            self.press_button("action_apply")
            self.wait_for("!document.querySelector('button[name=action_apply]')")
            with self.reading():
                self.assertEqual(self.nine.technician_id, self.carla)
                self.assertEqual(self.three.visit_state, "draft")
            self.assertLessEqual(self.get_fit(), 0)
            self.press_button("action_open_plan")
            self.see(".o_form_view [name=hand]", "Anna")
            self.see("[name=change_ids]", "Cleo")
            self.assertLessEqual(self.get_fit(), 0)
            self.press_button("action_undo")
            self.press_on(".modal .modal-footer .btn-primary")
            self.wait_for("!document.querySelector('.modal, button[name=action_undo]')")
            with self.reading():
                self.assertEqual(self.annas.technician_id, self.anna)
                self.assertEqual(set(self.annas.mapped("visit_state")), {"confirmed"})
            self.wait_for("!document.querySelector('button[name=action_run]')")


@tagged("post_install", "-at_install")
class TestReplanBrowser(ReplanBrowserCase):
    browser_size = "1280x800"

    def test_sick_call_taken_back(self):
        self.call_in_sick()


@tagged("post_install", "-at_install")
class TestReplanBrowserSmall(ReplanBrowserCase):
    browser_size = "360x740"
    touch_enabled = True

    def test_sick_call_taken_back_on_a_phone(self):
        self.call_in_sick()
