from datetime import datetime

from odoo.fields import Command
from odoo.tests import tagged

from .reminder_common import ReminderCommon

THURSDAY, FRIDAY = datetime(2026, 11, 5, 10), datetime(2026, 11, 6, 8)


@tagged("post_install", "-at_install")
class TestSendingHours(ReminderCommon):
    """What the server keeps of a company is what holds now."""

    def setUp(self):
        super().setUp()
        self._create_policy({"offset": 0, "unit": "hours"})
        self.assertEqual(self._get_due(THURSDAY), THURSDAY)

    def _get_due(self, moment):
        return self._get_reminders(self._create_parcel(moment)).due_at

    def _create_holiday(self, **vals):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "date_from": datetime(2026, 11, 5),
                "date_to": datetime(2026, 11, 5, 23),
                "calendar_id": False,
                **vals,
            }
        )

    def test_holiday(self):
        holiday = self._create_holiday()
        self.assertEqual(self._get_due(THURSDAY), FRIDAY)
        holiday.date_to = datetime(2026, 11, 6, 23)
        self.assertEqual(self._get_due(THURSDAY), datetime(2026, 11, 9, 8))
        holiday.unlink()
        self.assertEqual(self._get_due(THURSDAY), THURSDAY)

    def test_other_calendar(self):
        calendar = self.company.resource_calendar_id.copy({"name": "Other"})
        self._create_holiday(calendar_id=calendar.id)
        self.assertEqual(self._get_due(THURSDAY), THURSDAY)
        self.company.resource_calendar_id = calendar
        self.assertEqual(self._get_due(THURSDAY), FRIDAY)

    def test_clock(self):
        late = datetime(2026, 11, 5, 19, 30)
        self.company.resource_calendar_id.tz = "Europe/Berlin"
        self.assertEqual(self._get_due(late), datetime(2026, 11, 6, 7))
        self.company.resource_calendar_id = False
        self.company.partner_id.tz = "UTC"
        self.assertEqual(self._get_due(late), late)
        self.company.partner_id.tz = "Europe/Berlin"
        self.assertEqual(self._get_due(late), datetime(2026, 11, 6, 7))

    def test_levels(self):
        policy = self.env["pylot.reminder.policy"].search([("name", "=", "Parcels")])
        level = policy.level_ids
        policy.level_ids = [
            Command.create(
                {
                    "name": "Another",
                    "mail_template_id": self.template.id,
                    "offset": 1,
                    "unit": "hours",
                }
            )
        ]
        another = policy.level_ids - level
        parcel = self._create_parcel(THURSDAY)
        self.assertEqual(self._get_reminders(parcel).level_id, level | another)
        another.active = False
        self.assertEqual(self._get_reminders(self._create_parcel(THURSDAY)).level_id, level)
