from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .race_case import RaceCase


@tagged("post_install", "-at_install")
class TestComplaintTakeRace(RaceCase):
    """Two agents press "Take It" at the same moment: one has it, the other is told."""

    @classmethod
    def _prepare(cls):
        common = cls.common
        company = common.company
        team = common.env["pylot.team"]._get_default(company)
        cls.complaint_id = (
            common.env["pylot.complaint"].create({"name": "Tap", "team_id": team.id}).id
        )
        cls.user_ids = [
            new_test_user(
                common.env,
                f"pylot_rival_{name}",
                groups="pylot_frontoffice.group_agent",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            ).id
            for name in ("one", "two")
        ]

    @mute_logger("odoo.sql_db")
    def test_one_has_it_the_other_is_told(self):
        def find(env, user_id=1):
            return env["pylot.complaint"].with_user(user_id).browse(self.complaint_id)

        outcomes = self._run_at_once(
            *(
                lambda env, user_id=user_id: find(env, user_id).action_take()
                for user_id in self.user_ids
            ),
            look=lambda env: find(env).user_id,
        )
        self.assertEqual(sorted(map(type, outcomes), key=str), [type(None), UserError])
        winner = self.user_ids[outcomes.index(None)]
        with self._transaction() as env:
            self.assertEqual(find(env).user_id.id, winner)
