from ast import literal_eval
from datetime import datetime, timedelta

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .complaints_common import ComplaintCommon

RECEIVED = datetime(2027, 1, 11, 9)


@tagged("post_install", "-at_install")
class TestComplaintReport(ComplaintCommon):
    """What complaints say about the business, counted in the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cause = cls.env.ref("pylot_frontoffice.complaint_type_work_fault")
        cls.Report = cls.env["pylot.complaint.report"]

    def _get_row(self, complaint):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Report.browse(complaint.id)

    def _filter(self, name, domain):
        """:return: rows of the report after a click on a filter"""
        view = self.env.ref("pylot_frontoffice.pylot_complaint_report_view_search")
        [node] = etree.fromstring(view.arch).xpath(f"//filter[@name='{name}']")
        return self.Report.search(domain + literal_eval(node.get("domain")))

    def test_times(self):
        complaint = self._create_complaint(
            received_at=RECEIVED,
            type_id=self.cause.id,
            first_response_at=RECEIVED + timedelta(hours=3),
            solved_at=RECEIVED + timedelta(days=2),
            reopen_count=2,
        )
        self.assertRecordValues(
            self._get_row(complaint),
            [
                {
                    "complaint_id": complaint.id,
                    "kind_id": self.cause.parent_id.id,
                    "type_id": self.cause.id,
                    "response_hours": 3,
                    "resolution_hours": 48,
                    "reopened_share": 1,
                    "cost": 0,
                    "vote": 0,
                }
            ],
        )

    def test_what_is_not_over_does_not_count(self):
        """An average is one of what there is, not of zeros."""
        self._create_complaint(received_at=RECEIVED, type_id=self.cause.id)
        done = self._create_complaint(
            received_at=RECEIVED,
            type_id=self.cause.id,
            first_response_at=RECEIVED + timedelta(hours=5),
        )
        self.env.flush_all()
        [(count, hours, kept)] = self.Report._read_group(
            [
                ("type_id", "=", self.cause.id),
                ("team_id", "=", done.team_id.id),
                ("partner_id", "=", self.customer.id),
            ],
            [],
            ["__count", "response_hours:avg", "resolution_kept:avg"],
        )
        self.assertEqual((count, hours, kept), (2, 5, False))

    def test_promises(self):
        policy = self.env["pylot.sla.policy"].search([], limit=1)
        complaints = self.Complaint.create([{"name": f"Tap {each}"} for each in range(3)])
        complaints.sla_status_ids.sudo().unlink()
        statuses = self.env["pylot.sla.status"].sudo()
        for complaint, state in zip(complaints, ("kept", "broken", "running"), strict=True):
            statuses.create(
                {
                    "complaint_id": complaint.id,
                    "policy_id": policy.id,
                    "company_id": self.company.id,
                    "kind": "resolution",
                    "state": state,
                }
            )
        self.env.flush_all()
        [(kept,)] = self.Report._read_group(
            [("id", "in", complaints.ids)], [], ["resolution_kept:avg"]
        )
        self.assertEqual(kept, 0.5)
        late = self._filter("late", [("id", "in", complaints.ids)])
        self.assertEqual(late.complaint_id, complaints[1], "not those whose target is running")

    def test_cost_of_what_was_done(self):
        """Two remedies carried out, one given up."""
        complaint = self._create_complaint(type_id=self.cause.id)
        actions = self.env["pylot.complaint.action"].sudo()
        for cost, state in ((30, "done"), (12.5, "done"), (99, "cancelled")):
            actions.create(
                {"complaint_id": complaint.id, "kind": "other", "cost": cost, "state": state}
            )
        row = self._get_row(complaint)
        self.assertEqual((row.cost, row.currency_id), (42.5, self.company.currency_id))

    def test_votes(self):
        complaint = self._create_complaint()
        self.env["rating.rating"].create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id("pylot.complaint"),
                    "res_id": complaint.id,
                    "rating": rating,
                    "consumed": consumed,
                }
                for rating, consumed in ((5, True), (2, True), (1, False))
            ]
        )
        self.assertEqual(self._get_row(complaint).vote, 3.5)

    def test_who_sees_it(self):
        foreign = self._create_complaint(
            team_id=self.env["pylot.team"]._get_default(self.other_company).id
        )
        ours = self._create_complaint()
        self.env.flush_all()
        seen = self.Report.with_user(self.agent_user).search([("id", "in", (ours | foreign).ids)])
        self.assertEqual(seen.ids, ours.ids)
        with self.assertRaises(AccessError):
            self.Report.with_user(self.technician_user).search([])


@tagged("post_install", "-at_install")
class TestTeamFigures(ComplaintCommon):
    """What a team has to do this morning, each figure one click."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["pylot.team"].create(
            {"name": "Heating", "member_ids": [cls.agent_user.id]}
        )
        cls.seen = cls.team.with_user(cls.agent_user)

    def _complain(self, **values):
        return self._create_complaint(team_id=self.team.id, **values)

    def _click(self, figure):
        action = self.seen.with_context(pylot_figure=figure).action_view_figure()
        return self.Complaint.with_user(self.agent_user).search(action["domain"])

    def test_figures_and_what_is_behind_them(self):
        mine = self._complain(user_id=self.agent_user.id)
        free = self._complain()
        waiting = self._complain(user_id=self.dispatcher_user.id)
        waiting._set_state("waiting_customer")
        done = self._complain(dismissal="mistake")
        done._set_state("closed")
        now = datetime.now()
        mine.sla_status_ids.sudo().write({"deadline": now - timedelta(hours=1)})
        free.sla_status_ids.sudo().write(
            {"deadline": now + timedelta(hours=9), "risk_at": now - timedelta(hours=1)}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        expected = {
            "open": mine | free | waiting,
            "mine": mine,
            "unassigned": free,
            "waiting": waiting,
            "risk": free,
            "broken": mine,
        }
        for figure, complaints in expected.items():
            with self.subTest(figure=figure):
                self.assertEqual(self.seen[f"{figure}_count"], len(complaints))
                self.assertEqual(set(self._click(figure).ids), set(complaints.ids))

    def test_satisfaction(self):
        self.assertEqual(self.seen.satisfaction, 0)
        complaint = self._complain()
        self.env["rating.rating"].create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id("pylot.complaint"),
                    "res_id": complaint.id,
                    "rating": rating,
                    "consumed": True,
                }
                for rating in (5, 4)
            ]
        )
        self.env.invalidate_all()
        self.assertEqual(self.seen.satisfaction, 4.5)

    def test_constant_queries(self):
        teams = self.env["pylot.team"].create([{"name": f"Team {each}"} for each in range(20)])
        self.Complaint.create([{"name": "Tap", "team_id": each.id} for each in teams])
        names = ["open_count", "broken_count", "satisfaction"]
        teams[0].with_user(self.agent_user).read(names)
        counted = []
        for number in (2, 20):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            teams[:number].with_user(self.agent_user).read(names)
            counted.append(self.cr.sql_log_count - before)
        self.assertEqual(counted[0], counted[1])
        self.assertLessEqual(counted[1], 12)

    def test_a_foreign_team(self):
        foreign = self.env["pylot.team"]._get_default(self.other_company)
        with self.assertRaises(AccessError):
            foreign.with_user(self.agent_user).read(["open_count"])
