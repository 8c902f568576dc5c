from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanApply(PlanCommon):
    """What is accepted comes true as far as it still can, and customers hear of it once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"email": "office@example.com"})
        cls.customer.write({"email": "frieda@example.com", "lang": "en_US"})
        cls.notices = cls.env["pylot.visit.notice"]

    def _send_due(self):
        mails = self.env["mail.mail"]
        last = mails.search([], order="id desc", limit=1).id or 0
        for notice in self.notices.search([("state", "=", "planned")], order="due_at, id"):
            notice._send_locked()
        return mails.search([("id", ">", last)], order="id")

    def _get_places(self, visits):
        return {visit: (visit.technician_id, visit.start, visit.visit_state) for visit in visits}

    def test_accept_all(self):
        visits = self._create_drafts(8)
        plan = self._propose()
        self.assertEqual(plan.change_ids.event_id, visits)
        plan.with_user(self.dispatcher_user).action_apply()
        self.assertEqual(plan.state, "applied")
        for line in plan.change_ids:
            visit = line.event_id
            self.assertEqual(line.state, "applied", line.reason)
            self.assertEqual((visit.technician_id, visit.start), (line.resource_id, line.start))
            self.assertEqual(visit.stop, line.stop)
            self.assertEqual(visit.visit_state, "planned")
            self.assertBooked(visit, (line.resource_id, line.start, line.stop))

    def test_accept_some(self):
        visits = self._create_drafts(3)
        plan = self._propose()
        plan.change_ids[0].is_accepted = False
        plan.action_apply()
        self.assertEqual(plan.change_ids[0].event_id.visit_state, "draft")
        self.assertEqual(len(visits.filtered("technician_id")), 2)
        nothing = self._propose()
        nothing.action_accept_none()
        with self.assertRefused("Tick", UserError):
            nothing.action_apply()

    def test_twice_is_once(self):
        self._create_drafts(1)
        plan = self._propose()
        plan.action_apply()
        with self.assertRefused("meanwhile", UserError):
            plan.action_apply()

    def test_only_dispatchers(self):
        self._create_drafts(1)
        plan = self._propose()
        with self.assertRaises(AccessError):
            plan.with_user(self.agent_user).action_apply()
        with self.assertRaises(AccessError):
            plan.with_user(self.agent_user).change_ids.is_accepted = False

    def test_what_changed_meanwhile(self):
        moved, cancelled, planned, gone, longer, taken, absent, fine = visits = self._create_drafts(
            8
        )
        plan = self._propose()
        lines = {line.event_id: line for line in plan.change_ids}
        self.assertEqual(len(lines), 8)
        for visit, line in lines.items():
            line.write(
                {"resource_id": self.anna.id, "start": self._at(8 + visits.ids.index(visit.id))}
            )
            line.stop = line.start + timedelta(hours=1)
        # lunch is at 12: the plan of the test goes around it
        lines[longer].write({"start": self._at(16), "stop": self._at(17)})
        lines[absent].write({"resource_id": self.bert.id})
        lines[taken].write({"start": self._at(15), "stop": self._at(16)})
        lines[fine].write({"start": self._at(13), "stop": self._at(14)})
        moved._plan_visit(self.carla, self._at(9, days=1))
        cancelled.action_cancel_visit()
        planned._plan_visit(self.carla, self._at(9, days=2))
        gone.unlink()
        longer.write({"stop": longer.stop + timedelta(hours=1)})
        self._create_visit(self.anna, 15.5)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Ill",
                "resource_id": self.bert.id,
                "date_from": self._at(0),
                "date_to": self._at(23),
            }
        )
        plan.action_apply()
        refused = {
            line.event_id: line.reason for line in plan.change_ids if line.state == "refused"
        }
        self.assertIn("planned meanwhile", refused[moved])
        self.assertIn("cancelled", refused[cancelled])
        self.assertIn("planned meanwhile", refused[planned])
        self.assertIn("another time now", refused[longer])
        self.assertIn("takes that time", refused[taken])
        self.assertIn("is off", refused[absent])
        self.assertEqual(lines[fine].state, "applied", lines[fine].reason)
        self.assertEqual(fine.start, self._at(13))
        self.assertEqual(plan.state, "applied")

    def test_visits_swap(self):
        first, second = self._create_visit(self.anna, 9), self._create_visit(self.anna, 10)
        plan = self._create_plan(state="proposed")
        for visit, hour in ((first, 10), (second, 9)):
            self._create_line(plan, visit, self.anna, hour)
        plan.action_apply()
        self.assertEqual((first.start, second.start), (self._at(10), self._at(9)))

    def test_whoever_depends_on_a_refused_one_is_refused(self):
        first, second = self._create_visit(self.anna, 9), self._create_visit(self.anna, 10)
        plan = self._create_plan(state="proposed")
        self._create_line(plan, first, self.anna, 11)
        self._create_line(plan, second, self.anna, 9)
        first.is_fixed = True
        plan.action_apply()
        self.assertEqual((first.start, second.start), (self._at(9), self._at(10)))
        self.assertEqual(plan.state, "proposed", "nothing was accepted")
        self.assertIn("takes that time", plan.change_ids[1].reason + plan.change_ids[0].reason)

    def _create_line(self, plan, visit, technician, hour, **values):
        return self.env["pylot.plan.line"].create(
            {
                "plan_id": plan.id,
                "event_id": visit.id,
                "kind": "change",
                "old_state": visit.visit_state,
                "old_resource_id": visit.technician_id.id,
                "old_start": visit.start,
                "old_stop": visit.stop,
                "resource_id": technician.id,
                "start": self._at(hour),
                "stop": self._at(hour) + (visit.stop - visit.start),
                **values,
            }
        )

    def test_promise_made_meanwhile_is_kept(self):
        visit = self._create_visit(self.anna, 9)
        plan = self._create_plan(state="proposed", move="told")
        self._create_line(plan, visit, self.bert, 11)
        visit.action_confirm_visit()
        visit._promise("confirmed")
        plan.action_apply()
        self.assertEqual(visit.start, self._at(9))
        self.assertEqual(plan.change_ids.state, "refused")

    # === CUSTOMERS ===

    def test_one_mail_per_customer(self):
        mine = [self._create_draft() for _ in range(3)]
        other = self._create_draft(customer_id=self._create_customer("Other").id)
        plan = self._propose()
        self.assertTrue(all(plan.change_ids.mapped("is_told")))
        self.assertEqual(plan.told_count, 2)
        plan.with_user(self.dispatcher_user).action_apply()
        mails = self._send_due()
        self.assertEqual(
            sorted(mail.email_to.split("<")[-1].strip(">") for mail in mails),
            ["frieda@example.com", "other@example.com"],
        )
        [mail] = mails.filtered(lambda mail: "frieda" in mail.email_to)
        for visit in mine:
            self.assertIn(visit.customer_token, mail.body_html)
            self.assertEqual(visit.awaiting, "customer")
        self.assertEqual(len(mail.attachment_ids), 3)
        self.assertIn("Your 3 appointments", mail.subject)
        self.assertFalse(self._send_due(), "once")
        self.assertEqual(set((other | mine[0]).notice_ids.mapped("state")), {"sent"})

    def test_not_told_unless_wanted(self):
        self._create_draft()
        plan = self._propose(is_telling=False)
        self.assertFalse(plan.change_ids.is_told)
        plan.action_apply()
        self.assertFalse(self._send_due())

    def test_moved_visits_are_told_once(self):
        visits = self.env["calendar.event"]
        for hour in (9, 10):
            visit = self._create_visit(
                self.anna, hour, customer_id=self.customer.id, awaiting="customer"
            )
            visit._promise("proposed")
            visits |= visit
        self._send_due()
        plan = self._create_plan(state="proposed", move="told")
        for visit, hour in zip(visits, (14, 15), strict=True):
            self._create_line(plan, visit, self.bert, hour)
        self.assertEqual(plan.change_ids.mapped("is_told"), [True, True])
        plan.action_apply()
        self.assertEqual(set(plan.change_ids.mapped("state")), {"applied"})
        self.assertEqual(len(self._send_due()), 1)
        plan.action_undo()
        self.assertEqual(visits.mapped("start"), [self._at(9), self._at(10)])
        self.assertEqual(len(self._send_due()), 1)

    def test_who_comes_is_nobody_elses_business(self):
        visit = self._create_visit(self.anna, 9, customer_id=self.customer.id)
        visit._promise("confirmed")
        self._send_due()
        plan = self._create_plan(state="proposed", move="told")
        line = self._create_line(plan, visit, self.bert, 9)
        self.assertFalse(line.is_told)
        plan.action_apply()
        self.assertEqual(visit.technician_id, self.bert)
        self.assertFalse(self._send_due())

    def test_a_visit_of_the_bundle_moves_before_the_mail(self):
        """The message says what is true when it is sent."""
        visits = [self._create_draft() for _ in range(3)]
        plan = self._propose()
        plan.action_apply()
        visits[0].action_cancel_visit()
        mails = self._send_due()
        body = "".join(mails.filtered(lambda mail: "Your 2" in mail.subject).mapped("body_html"))
        self.assertNotIn(visits[0].customer_token, body)
        self.assertIn(visits[1].customer_token, body)

    def test_only_first_times_are_announced(self):
        """Of a planned visit its customer has not heard of nobody tells now either."""
        visit = self._create_visit(self.anna, 9, customer_id=self.customer.id)
        plan = self._create_plan(state="proposed")
        line = self._create_line(plan, visit, self.bert, 14)
        self.assertFalse(line.is_told)
        plan.action_apply()
        self.assertFalse(self._send_due())

    def test_technicians_get_no_mail_for_each_visit(self):
        """Core would tell whoever loses a visit of its new time, and wait for the mail server."""
        visits = self.env["calendar.event"]
        self.anna.user_id = self.technician_user
        for hour in (9, 10):
            visits |= self._create_visit(self.anna, hour)
        self.assertEqual(visits.partner_ids, self.technician_user.partner_id)
        plan = self._create_plan(state="proposed")
        for visit, hour in zip(visits, (14, 15), strict=True):
            self._create_line(plan, visit, self.bert, hour)
        messages = self.env["mail.message"]
        last = messages.search([], order="id desc", limit=1).id
        plan.action_apply()
        plan.action_undo()
        self.assertFalse(
            messages.search([("id", ">", last), ("message_type", "=", "user_notification")])
        )

    # === UNDO ===

    def test_undo(self):
        drafts = self._create_drafts(4)
        planned = self._create_visit(self.anna, 9)
        before = self._get_places(drafts | planned)
        plan = self._propose(is_telling=False)
        plan.action_apply()
        self.assertNotEqual(self._get_places(drafts), before)
        plan.with_user(self.dispatcher_user).action_undo()
        self.assertEqual(plan.state, "undone")
        self.assertEqual(self._get_places(drafts | planned), before)
        self.assertFalse(drafts.booking_ids)

    def test_undo_before_the_mail_tells_nobody(self):
        visit = self._create_draft()
        plan = self._propose()
        plan.action_apply()
        plan.action_undo()
        self.assertFalse(self._send_due())
        self.assertFalse(visit.ics_uid)
        self.assertFalse(visit.awaiting)

    def test_undo_after_the_mail_tells_once(self):
        for _ in range(2):
            self._create_draft()
        plan = self._propose()
        plan.action_apply()
        self.assertEqual(len(self._send_due()), 1)
        plan.action_undo()
        self.assertEqual(len(self._send_due()), 1)

    def test_undo_says_where_not(self):
        drafts = self._create_drafts(4)
        plan = self._propose()
        plan.action_apply()
        moved, accepted = drafts[:2]
        moved.write({"start": self._at(9, days=1), "stop": self._at(10, days=1)})
        accepted.write({"visit_state": "confirmed"})
        plan.action_undo()
        lines = {line.event_id: line for line in plan.change_ids}
        self.assertIn("was changed", lines[moved].reason)
        self.assertIn("accepted", lines[accepted].reason)
        self.assertEqual(moved.start, self._at(9, days=1))
        self.assertEqual(drafts[2:].mapped("visit_state"), ["draft", "draft"])

    def test_undo_where_the_old_place_is_taken(self):
        visit = self._create_visit(self.anna, 9)
        plan = self._create_plan(state="proposed")
        self._create_line(plan, visit, self.anna, 14)
        plan.action_apply()
        self._create_visit(self.anna, 9)
        with self.assertRefused("Nothing can be taken back", UserError):
            plan.action_undo()
        self.assertEqual(visit.start, self._at(14))

    # === BATCH ===

    def test_queries_do_not_grow_fast(self):
        """A visit costs what writing it costs (its row, its chatter, its alarm and attendees), and
        nothing more: measured 3.2 queries a line to accept, 6.2 to take back."""
        for is_telling in (False, True):
            counts = [self._count_queries(number, is_telling) for number in (5, 25)]
            applied, undone = ((many - few) / 20 for few, many in zip(*counts, strict=True))
            self.assertLess(applied, 4.5, counts)
            self.assertLess(undone, 9, counts)

    def _count_queries(self, number, is_telling):
        """:return: of accepting and of taking back so many lines"""
        self._create_drafts(number)
        plan = self._propose(5, is_telling=is_telling, move="none")
        self.assertEqual(len(plan.change_ids), number)
        counts = []
        for action in (plan.action_apply, plan.action_undo):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            action()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        plan.change_ids.event_id.unlink()
        return counts
