from odoo.tests import HttpCase, tagged

from .common import FrontofficeCommon
from .replan_common import ReplanScreens


@tagged("post_install", "-at_install")
class TestReplanTours(ReplanScreens, FrontofficeCommon, HttpCase):
    """A dispatcher with a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("date_from", "date_to"):
            cls.env["ir.default"].set("pylot.replan", name, str(cls.monday))

    def test_sick_call(self):
        self.start_tour(
            "/odoo/technicians", "pylot_sick_call_tour", login=self.dispatcher_user.login
        )
        self.assertEqual(self.nine.technician_id, self.carla)
        self.assertEqual(self.nine.start, self._at(9))
        self.assertNotIn(self.window.technician_id, self.anna)
        self.assertEqual(self.three.visit_state, "draft")
        self.assertEqual(self._get_told(), [("Cleo", "postponed")])
        self.assertEqual(self.busy.technician_id, self.bert)
