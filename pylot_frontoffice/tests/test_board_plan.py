"""From the board to the planner."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .board_common import BoardCommon


@tagged("post_install", "-at_install")
class TestBoardPlan(BoardCommon):
    def test_days_that_are_shown(self):
        boards = self.env["pylot.board"].with_user(self.dispatcher_user)
        for days in (1, 3, 7):
            with self.subTest(days=days):
                action = boards.get_plan_action(str(self.monday), days)
                plan = self.env["pylot.plan"].with_user(self.dispatcher_user)
                plan = plan.with_context(**action["context"]).create({})
                last = self.monday + timedelta(days=days - 1)
                self.assertEqual((plan.date_from, plan.date_to), (self.monday, last))

    def test_only_dispatchers_are_offered_it(self):
        for user, offered in ((self.dispatcher_user, True), (self.agent_user, False)):
            with self.subTest(user=user.login):
                self.assertEqual(self._get_board(user)["can_run_planner"], offered)

    def test_nonsense(self):
        boards = self.env["pylot.board"].with_user(self.dispatcher_user)
        with self.assertRefused("not a day", Exception):
            boards.get_plan_action("yesterday", 1)
        self.assertTrue(boards.get_plan_action(str(fields.Date.today()), 10**6))
