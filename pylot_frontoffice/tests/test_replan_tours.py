from odoo.tests import HttpCase, tagged

from .common import FrontofficeCommon
from .replan_common import ReplanRecords


@tagged("post_install", "-at_install")
class TestReplanTours(ReplanRecords, FrontofficeCommon, HttpCase):
    """A dispatcher with a browser, on a day in two weeks: browsers have a clock of their own."""

    @classmethod
    def _get_monday(cls):
        return FrontofficeCommon._get_monday()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_visits()
        for technician in (cls.bert, cls.carla):
            cls._plan(technician, 15, cls.partners[4])
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
