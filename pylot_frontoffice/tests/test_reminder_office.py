from datetime import datetime, timedelta

from lxml import etree

from odoo.tests import Form, new_test_user, tagged

from .reminder_common import MODEL, NOW, ReminderCommon

BEFORE = {"moment": "before", "offset": 24, "unit": "hours"}
AT_ONCE = {"offset": 0, "unit": "hours"}


@tagged("post_install", "-at_install")
class TestReminderOffice(ReminderCommon):
    """What the owner and the agents see and press."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ("agent", "manager", "technician"):
            user = new_test_user(cls.env, f"p_{role}", groups=f"pylot_frontoffice.group_{role}")
            setattr(cls, role, user)
        cls._allow_parcels("base.group_user")

    def test_policy_form(self):
        view = "pylot_frontoffice.pylot_reminder_policy_view_form"
        policies = self.env["pylot.reminder.policy"].with_user(self.manager)
        with Form(policies, view=view) as form:
            form.name = "Parcels"
            form.anchor = f"{MODEL}.arrives_at"
            with form.level_ids.new() as level:
                level.name = "The day before"
                level.offset = 24
                level.unit = "hours"
                level.moment = "before"
                level.mail_template_id = self.template
        policy = form.record
        self.assertEqual(policy.state, "off")
        self.assertEqual(
            policy.summary, "Arrival of a parcel · 24 h before: The day before (E-mail)"
        )

    def test_at_most_five_choices_before_more(self):
        view = self.env.ref("pylot_frontoffice.pylot_reminder_policy_view_form")
        policies = self.env["pylot.reminder.policy"].with_user(self.manager)
        arch = etree.fromstring(policies.get_view(view.id, "form")["arch"])
        choices = {
            field.get("name")
            for field in arch.xpath("//field[not(ancestor::page) and not(@invisible='1')]")
            if not policies._fields[field.get("name")].compute
            and not policies._fields[field.get("name")].readonly
        }
        self.assertLessEqual(len(choices), 5)
        self.assertIn("domain", choices)
        self.assertTrue(arch.xpath("//page[@name='more']//field[@name='max_age_days']"))

    def test_counts(self):
        policy = self._create_policy(BEFORE)
        reminders = self._get_reminders(
            self._create_parcel(datetime(2026, 11, 6, 12))
            | self._create_parcel(datetime(2026, 11, 7, 12))
        )
        reminders[0].state = "failed"
        seen = policy.with_user(self.agent)
        self.assertEqual((seen.planned_count, seen.failed_count), (1, 1))

    def test_button_on_the_document(self):
        self._create_policy(AT_ONCE)
        parcels = self._create_parcel(NOW) | self._create_parcel(NOW + timedelta(days=3))
        for user, sees in ((self.agent, True), (self.technician, False)):
            arch = etree.fromstring(parcels.with_user(user).get_view(view_type="form")["arch"])
            with self.subTest(user=user.login):
                found = arch.xpath("//button[@name='action_show_reminders']")
                self.assertEqual(bool(found), sees and bool(arch.xpath("//*[@name='button_box']")))
        seen = parcels.with_user(self.agent)
        self.env.flush_all()
        for queries in (99, 1):  # the first time warms up what lives as long as the server
            seen.invalidate_recordset()
            with self.assertQueryCount(queries):
                self.assertEqual(seen.mapped("pylot_reminder_count"), [1, 1])
        self.assertEqual(seen.mapped("pylot_reminder_leaving"), [True, False])
        action = seen[0].action_show_reminders()
        found = self.env["pylot.reminder"].with_user(self.agent).search(action["domain"])
        self.assertEqual(found, self._get_reminders(seen[0]))

    def test_button_is_on_every_form_with_a_box(self):
        view = self.env["ir.ui.view"].create(
            {
                "name": "parcel",
                "model": MODEL,
                "arch": "<form><sheet><div name='button_box'/><field name='name'/></sheet></form>",
            }
        )
        parcels = self.env[MODEL]
        for user, count in ((self.agent, 1), (self.technician, 0)):
            arch = etree.fromstring(parcels.with_user(user).get_view(view.id, "form")["arch"])
            self.assertEqual(
                len(arch.xpath("//div[@name='button_box']/button[@name='action_show_reminders']")),
                count,
            )

    def test_taken_back_in_time(self):
        self._create_policy(AT_ONCE)
        parcel = self._create_parcel(NOW)
        reminder = self._get_reminders(parcel).with_user(self.agent)
        self.assertTrue(reminder.is_leaving)
        reminder.action_take_back()
        self.assertFalse(reminder.is_leaving)
        self.assertRecordValues(
            reminder,
            [
                {
                    "state": "cancelled",
                    "is_taken_back": True,
                    "reason": f"Taken back by {self.agent.name}.",
                }
            ],
        )
        self.clock.move_to(NOW + timedelta(minutes=3))
        self._send()
        self.assertEqual(reminder.state, "cancelled")
        reminder.action_retry()
        self._send()
        self.assertEqual(reminder.state, "sent", "changed one's mind")

    def test_document_is_deleted_or_secret(self):
        self._create_policy(BEFORE)
        parcel = self._create_parcel(datetime(2026, 11, 6, 12))
        gone = self._create_parcel(datetime(2026, 11, 6, 12), name="Gone")
        secret = self._create_parcel(datetime(2026, 11, 6, 12), name="Secret")
        reminders = [
            self._get_reminders(one).with_user(self.agent) for one in (parcel, gone, secret)
        ]
        self.env["ir.rule"].create(
            {
                "name": "Secret",
                "model_id": self.env["ir.model"]._get_id(MODEL),
                "domain_force": "[('name', '!=', 'Secret')]",
            }
        )
        gone.unlink()
        self.assertEqual([one.document_name for one in reminders], ["Tap", "", ""])
        self.assertEqual(reminders[2].display_name, "Level 1: ")

    def test_list_costs_the_same_for_eighty(self):
        self._create_policy(BEFORE)
        view = self.env.ref("pylot_frontoffice.pylot_reminder_view_list")
        arch = etree.fromstring(self.env["pylot.reminder"].get_view(view.id, "list")["arch"])
        specification = {
            field.get("name"): {"fields": {"display_name": {}}}
            if field.get("name").endswith("_id")
            else {}
            for field in arch.iter("field")
        }
        reminders = self.env["pylot.reminder"].with_user(self.agent)
        counts = []
        for count in (1, 4, 75):
            self.env[MODEL].create(
                [
                    {
                        "name": f"Tap {n}",
                        "partner_id": self.customer.copy().id,
                        "arrives_at": NOW + timedelta(days=9, minutes=n),
                    }
                    for n in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = reminders.web_search_read([("res_model", "=", MODEL)], specification, limit=100)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(found["records"]), 80)
        self.assertTrue(all(record["document_name"] for record in found["records"]))
        # the first one warms up what lives as long as the server
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[2], 8)
