from odoo.tests import tagged

from ..exceptions import CollisionError
from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestCollisionOffer(FrontofficeCommon):
    """What the client is told to write when somebody takes one of the offered times."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_visit(cls.anna, 13, name="Leak in the cellar")

    def _refuse(self, change):
        with self.assertRaises(CollisionError) as refused:
            change()
        return refused.exception.context["pylot_collision"]

    def test_plan_from_the_tray_is_completed(self):
        visit = self._create_visit(hour=13, visit_state="draft")
        visit.write({"technician_id": self.anna.id})
        collision = self._refuse(visit.action_plan)
        self.assertEqual(collision["event_id"], visit.id)
        self.assertEqual(collision["values"]["visit_state"], "planned")

    def test_one_occurrence_is_not_offered_for_the_series(self):
        series = self._create_visit(
            self.anna, 9, days=-7, recurrency=True, rrule_type="weekly", mon=True, count=3
        )
        collision = self._refuse(
            lambda: series.write(
                {
                    "recurrence_update": "all_events",
                    "start": self._at(13, days=-7),
                    "stop": self._at(14, days=-7),
                }
            )
        )
        self.assertFalse(collision["event_id"])
