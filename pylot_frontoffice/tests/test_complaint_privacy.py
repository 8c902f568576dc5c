from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .complaint_mail_common import ComplaintMailCommon

MARK = "Zwetschgenkuchen"
EMAIL = f"{MARK.lower()}@example.com"


@tagged("post_install", "-at_install")
class TestComplaintPrivacy(ComplaintMailCommon):
    """After some years, or on demand, nobody can tell any more whose complaint it was."""

    @classmethod
    def _create_marked(cls):
        """:return: a complaint with the mark wherever somebody can write something"""
        complaint = cls.Complaint.create(
            {
                "name": f"{MARK} fell",
                "partner_name": f"Kim {MARK}",
                "email_from": f"Kim <{EMAIL}>",
                "phone": f"+49 {MARK}",
                "description": f"<p>{MARK}</p>",
                "lot_name": MARK,
                "team_id": cls.team.id,
                "priority": "3",
            }
        )
        complaint._portal_ensure_token()
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        complaint.name = f"{MARK} fell down"
        cls.env.cr.precommit.run()
        complaint.message_post(
            body=f"We look into the {MARK}",
            subject=f"Your {MARK}",
            attachments=[(f"{MARK}.txt", MARK.encode())],
            subtype_xmlid="mail.mt_comment",
        )
        complaint._add_customer_reply(f"My {MARK}!", [("photo.txt", MARK.encode())])
        complaint.activity_schedule("mail.mail_activity_data_todo", summary=MARK, note=MARK)
        complaint.message_subscribe(cls.customer.ids)
        cls.notices._plan(complaint, "received")
        complaint.action_ids = [
            Command.create({"kind": "refusal", "note": MARK, "recourse_text": f"Ask {MARK}"})
        ]
        complaint.action_ids.action_do()
        complaint._decide("rejected", f"No {MARK}", recourse=f"Ask {MARK}", solve=True)
        cls._send_due()
        cls.env.cr.precommit.run()
        complaint._rate(2, f"No {MARK}? Bad!")
        complaint._set_state("closed")
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        cls.env.flush_all()
        return complaint

    def _find_traces(self):
        """:return: columns of the whole database in which the mark is"""
        self.env.flush_all()
        cr = self.env.cr
        cr.execute(
            """SELECT columns.table_name, columns.column_name
                 FROM information_schema.columns JOIN information_schema.tables
                      USING (table_schema, table_name)
                WHERE table_schema = current_schema AND table_type = 'BASE TABLE'
                  AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY')
             ORDER BY 1, 2"""
        )
        columns = {}
        for table, column in cr.fetchall():
            columns.setdefault(table, []).append(column)
        found = []
        for table, names in columns.items():
            for name in names:
                query = SQL(
                    "SELECT 1 FROM %s WHERE %s::text ILIKE %s LIMIT 1",
                    SQL.identifier(table),
                    SQL.identifier(name),
                    f"%{MARK}%",
                )
                cr.execute(query)
                if cr.fetchone():
                    found.append(f"{table}.{name}")
        return found

    def _count_statistics(self, complaint):
        return [
            complaint[name]
            for name in (
                "number",
                "team_id",
                "priority",
                "channel",
                "received_at",
                "solved_at",
                "closed_at",
                "decision_outcome",
                "decision_told_at",
                "state",
                "user_id",
            )
        ]

    def test_no_trace_is_left(self):
        complaint = self._create_marked()
        traces = self._find_traces()
        for expected in (
            "pylot_complaint.name",
            "pylot_complaint.decision",
            "pylot_complaint_action.note",
            "mail_message.body",
            "mail_message.subject",
            "mail_tracking_value.old_value_char",
            "ir_attachment.name",
            "mail_activity.summary",
            "mail_mail.body_html",
            "rating_rating.feedback",
            "rating_rating.res_name",
        ):
            self.assertIn(expected, traces, "the search finds it while it is there")
        statistics = self._count_statistics(complaint)
        tracked = complaint.message_ids.tracking_value_ids.filtered(
            lambda value: value.field_id.name == "stage_id"
        )
        self.assertTrue(tracked)
        count = len(complaint.message_ids)
        complaint.with_user(self.manager_user).sudo(False)._anonymise()
        self.env.invalidate_all()
        self.assertEqual(self._find_traces(), [])
        self.assertEqual(self._count_statistics(complaint), statistics)
        self.assertTrue(tracked.exists())
        self.assertEqual(len(complaint.message_ids), count + 1, "they stay as marks in time")
        self.assertEqual(complaint.rating_ids.rating, 2)
        self.assertEqual(complaint.action_ids.mapped("kind"), ["refusal"])
        self.assertEqual(complaint.action_ids.state, "done")
        self.assertFalse(complaint.access_token or complaint.partner_id)
        self.assertEqual(complaint.anonymised_by_id, self.manager_user)
        self.assertTrue(complaint.anonymised_at)
        self.assertNotIn(self.customer, complaint.message_partner_ids)

    def test_links_that_tell_who_it_was(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        friend = self.env["res.partner"].create({"name": "Friend"})
        visit = self._create_visit(self.anna, 9)
        complaint = self._create_complaint(
            sale_order_id=order.id,
            event_id=visit.id,
            contact_ids=[Command.link(friend.id)],
            product_id=self.env["product.product"].create({"name": "Tap"}).id,
        )
        message = complaint._add_customer_reply("Hello").message_ids[0]
        self.assertEqual(message.author_id, self.customer)
        self._end(complaint, "closed")
        following = complaint._create_next()
        complaint._anonymise()
        self.assertFalse(
            complaint.partner_id
            or complaint.contact_ids
            or complaint.sale_order_id
            or complaint.event_id
            or complaint.email_normalized
            or message.author_id
            or following.previous_id
        )
        self.assertEqual(complaint.product_id.name, "Tap", "it is counted")
        self.assertTrue(visit.exists() and order.exists() and friend.exists())

    def test_files_of_others_stay(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        invoice = self.env["ir.attachment"].create(
            {"name": "offer.pdf", "raw": b"x", "res_model": "sale.order", "res_id": order.id}
        )
        complaint = self._create_complaint()
        complaint.message_post(body="Here", attachment_ids=invoice.ids)
        invoice.write({"res_model": "sale.order", "res_id": order.id})
        self._end(complaint, "closed")
        complaint._anonymise()
        self.assertTrue(invoice.exists())

    def test_it_is_over_for_good(self):
        complaint = self._create_complaint()
        with self.assertRefused("still open", UserError):
            complaint._anonymise()
        self._end(complaint, "closed")
        complaint._anonymise()
        at = complaint.anonymised_at
        with freeze_time(fields.Datetime.now() + timedelta(hours=1)):
            complaint._anonymise()
        self.assertEqual(complaint.anonymised_at, at)
        self.assertFalse(complaint._is_reopenable())
        self.assertFalse(complaint._create_next({"name": "Again"}).previous_id)

    def test_only_managers_after_being_asked(self):
        complaint = self._create_complaint()
        self._end(complaint, "closed")
        seen = complaint.with_user(self.dispatcher_user).sudo(False)
        for method in ("action_anonymise", "_anonymise"):
            with self.assertRaises(AccessError):
                getattr(seen, method)()
        action = complaint.with_user(self.manager_user).sudo(False).action_anonymise()
        self.assertFalse(complaint.anonymised_at)
        dialogs = self.env[action["res_model"]].with_user(self.manager_user)
        with Form(dialogs.with_context(**action["context"])) as form:
            pass
        form.record.action_anonymise()
        self.assertTrue(complaint.anonymised_at)

    def test_merged_ones_go_along(self):
        complaint, merged = self._create_complaint(), self._create_complaint("Again")
        merged._merge_into(complaint)
        self._end(complaint, "closed")
        complaint._anonymise()
        self.assertTrue(merged.anonymised_at)
        self.assertFalse(merged.partner_id)

    # === RETENTION ===

    def _run(self, day):
        with freeze_time(datetime.fromisoformat(day)), self.enter_registry_test_mode():
            self.env.ref("pylot_frontoffice.ir_cron_pylot_complaint_anonymise").with_env(
                self.env
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _create_closed(self, day, **values):
        complaint = self._create_complaint(**values)
        with freeze_time(datetime.fromisoformat(day)):
            self._end(complaint, "closed")
        return complaint

    def test_kept_to_the_end_of_the_year_and_so_long(self):
        """The year ends on the clock of the company: 23:30 UTC is next year in Berlin."""
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        early = self._create_closed("2022-01-03")
        late = self._create_closed("2022-12-31 22:30:00")
        next_year = self._create_closed("2022-12-31 23:30:00")
        contract = self._create_closed("2022-06-01", sale_order_id=order.id)
        still_open = self._create_complaint()
        everything = early | late | next_year | contract | still_open
        self._run("2025-12-31 22:30:00")
        self.assertFalse(everything.filtered("anonymised_at"))
        self._run("2025-12-31 23:30:00")
        self.assertEqual(everything.filtered("anonymised_at"), early | late)
        self._run("2028-12-31 22:30:00")
        self.assertEqual(everything.filtered("anonymised_at"), early | late | next_year)
        self._run("2029-01-01 00:00:00")
        self.assertEqual(everything - still_open, everything.filtered("anonymised_at"))

    def test_never(self):
        complaint = self._create_closed("2012-01-03")
        self.company.pylot_retention_months = 0
        self._run("2026-01-01")
        self.assertFalse(complaint.anonymised_at)

    def test_one_bad_record_does_not_stop_the_others(self):
        bad, good = self._create_closed("2012-01-03"), self._create_closed("2012-01-03")
        scrub = self.registry["pylot.complaint"]._scrub

        def fail(complaints):
            if complaints == bad:
                raise ValueError("The shredder is jammed")
            return scrub(complaints)

        with (
            patch.object(self.registry["pylot.complaint"], "_scrub", fail),
            mute_logger("odoo.addons.pylot_frontoffice.models.pylot_complaint_privacy"),
        ):
            self._run("2026-01-01")
        self.assertTrue(good.anonymised_at)
        self.assertFalse(bad.anonymised_at)
        self.assertEqual(bad.closing_problem, "The shredder is jammed")
        self._run("2026-02-01")
        self.assertTrue(bad.anonymised_at)

    # === WHOSE COMPLAINTS ===

    def test_core_finds_every_complaint_of_a_person(self):
        if "privacy.lookup.wizard" not in self.env:
            self.skipTest("privacy_lookup is not installed")
        by_contact = self._create_complaint()
        by_address = self._create_complaint(partner_id=False, email_from="F. <frieda@example.com>")
        archived = self._create_complaint()
        archived.active = False
        other = self._create_complaint(partner_id=False, email_from="kim@example.com")
        gone = self._create_complaint()
        self._end(gone, "closed")
        gone._anonymise()
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": "Frieda Kunde", "email": "frieda@example.com"}
        )
        wizard.action_lookup()
        lines = wizard.line_ids.filtered(lambda line: line.res_model == "pylot.complaint")
        self.assertEqual(set(lines.mapped("res_id")), set((by_contact | by_address | archived).ids))
        self.assertNotIn(other.id, lines.mapped("res_id"))
