from datetime import datetime, timedelta

from lxml import etree

from odoo.tests import Form, tagged

from .reminder_common import NOW, ReminderCommon

AT_ONCE = {"offset": 0, "unit": "hours"}


@tagged("post_install", "-at_install")
class TestSettingsSending(ReminderCommon):
    """Each choice under "Automatic Messages" changes what happens."""

    def _set(self, **vals):
        with Form(self.env["res.config.settings"]) as form:
            for name, value in vals.items():
                form[name] = value
        form.record.execute()

    def setUp(self):
        super().setUp()
        self._create_policy(AT_ONCE)

    def _get_due(self, moment):
        return self._get_reminders(self._create_parcel(moment)).due_at

    def test_from(self):
        self._set(pylot_send_from=9.5)
        self.assertEqual(self._get_due(datetime(2026, 11, 4, 7)), datetime(2026, 11, 4, 9, 30))

    def test_until(self):
        self._set(pylot_send_until=16)
        self.assertEqual(self._get_due(datetime(2026, 11, 4, 17)), datetime(2026, 11, 5, 8))

    def test_weekends(self):
        saturday = datetime(2026, 11, 7, 10)
        self.assertEqual(self._get_due(saturday), datetime(2026, 11, 9, 8))
        self._set(pylot_send_weekends=True)
        self.assertEqual(self._get_due(saturday), saturday)

    def test_minutes_to_take_back(self):
        self._set(pylot_undo_minutes=15)
        self.assertEqual(self._get_due(NOW), NOW + timedelta(minutes=15))
        self._set(pylot_undo_minutes=0)
        self.assertEqual(self._get_due(NOW), NOW)

    def test_at_most_five_choices(self):
        view = self.env.ref("base.res_config_settings_view_form")
        arch = etree.fromstring(self.env["res.config.settings"].get_view(view.id, "form")["arch"])
        [block] = arch.xpath("//app[@name='pylot_frontoffice']//block[@name='sending']")
        self.assertLessEqual(len(block.xpath(".//setting")), 5)
        self.assertTrue(block.xpath(".//setting[@id='pylot_automation']//button"))
