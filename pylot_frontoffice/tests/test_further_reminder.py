"""Another add-on brings a document and a channel: tests/addons/pylot_test_reminder, an example to
copy."""

from datetime import timedelta

from odoo import fields
from odoo.tests import Form, tagged

from .further_case import FurtherCase

MODEL = "pylot.test.rental"


@tagged("post_install", "-at_install")
class TestFurtherReminder(FurtherCase):
    addon = "pylot_test_reminder"

    @classmethod
    def _prepare(cls):
        common = cls.common
        cls.agent_id, cls.manager_id = common.agent_user.id, common.manager_user.id
        cls.customer_id = common.customer.id
        common.env.company.write(
            {"pylot_send_from": 0, "pylot_send_until": 24, "pylot_send_weekends": True}
        )

    def test_it_costs_less_than_a_hundred_lines(self):
        self.assertLess(self._count_lines(), 100)

    def test_it_does_all_a_reminder_does(self):
        self._switch("install", self.addon)
        with self._transaction() as env:
            channel = env["discuss.channel"].create({"name": "Workshop"})
        with self._transaction(self.manager_id) as env:
            policy = self._create_policy(env, channel)
            now = fields.Datetime.now()
            late, held, back = (
                self._create_rental(env(user=self.agent_id), name, now - timedelta(hours=1))
                for name in ("Drill", "Saw", "Ladder")
            )
            back.is_back = True
            self._create_rental(env(user=self.agent_id), "Lift", now + timedelta(days=9))
            rows = {each["document_name"]: each for each in self._try_out(policy)}
            self.assertEqual(
                {name: (each["recipient"], each["is_sent"]) for name, each in rows.items()},
                {name: ("Workshop", True) for name in ("Drill", "Saw", "Lift")},
            )
            sample = policy.level_ids._render_samples(late)
            self.assertEqual(
                (sample[0]["body"], sample[0]["recipient"]), ("Ask: Drill", "Workshop")
            )
            reminders = self._get_reminders(env, late | held | back)
            self.assertEqual(
                {one.document_name: one.state for one in reminders},
                {"Drill": "planned", "Saw": "planned", "Ladder": "cancelled"},
            )
            reminders.sudo().due_at = now - timedelta(minutes=1)
            reminders.filtered(lambda one: one.document_name == "Saw").action_take_back()
        for _run in range(2):
            with self._transaction() as env:
                env["pylot.reminder"]._cron_send()
        with self._transaction() as env:
            said = env["discuss.channel"].browse(channel.id).message_ids
            texts = [text for text in said.mapped("preview") if text.startswith("Ask")]
            self.assertEqual(texts, ["Ask: Drill"], "once")
            states = {
                one.document_name: (one.state, bool(one.sent_at))
                for one in self._get_reminders(env, env[MODEL].search([("name", "!=", "Lift")]))
            }
            self.assertEqual(
                states,
                {
                    "Drill": ("sent", True),
                    "Saw": ("cancelled", False),
                    "Ladder": ("cancelled", False),
                },
            )

    def _create_policy(self, env, channel):
        """By the form, so that what the channel needs is seen."""
        view = "pylot_frontoffice.pylot_reminder_policy_view_form"
        with Form(env["pylot.reminder.policy"], view=view) as form:
            form.name = "Tools"
            form.anchor = f"{MODEL}.back_at"
            with form.level_ids.new() as level:
                level.name = "Ask"
                level.offset = 0
                level.unit = "hours"
                level.channel = "chat"
                level.chat_id = env["discuss.channel"].browse(channel.id)
        form.record.state = "on"
        return form.record

    def _create_rental(self, env, name, back_at):
        return env[MODEL].create({"name": name, "partner_id": self.customer_id, "back_at": back_at})

    def _try_out(self, policy):
        return policy._explain_candidates(policy._get_candidates(80))

    def _get_reminders(self, env, documents):
        return env["pylot.reminder"].search(
            [("res_model", "=", MODEL), ("res_id", "in", documents.ids)]
        )
