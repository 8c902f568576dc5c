from odoo.tests import tagged

from odoo.addons.web.models.models import Base

from ..models.pylot_complaint_board import ACTIVITY_FIELDS
from .complaints_common import ComplaintCommon

ASKED = {
    "name": {},
    "activity_ids": {"fields": {}},
    **dict.fromkeys(ACTIVITY_FIELDS, {}),
    "activity_type_id": {"fields": {"display_name": {}}},
}


@tagged("post_install", "-at_install")
class TestComplaintBoard(ComplaintCommon):
    """What board and list are given is what Odoo would have given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaints = cls._create_complaint() + cls._create_complaint() + cls._create_complaint()
        call = cls.env.ref("mail.mail_activity_data_call")
        warning = cls.env["mail.activity.type"].create(
            {"name": "Danger", "decoration_type": "danger", "icon": "fa-fire"}
        )
        users = (cls.agent_user, cls.env.user)
        for complaint, kind, user in zip(cls.complaints, (call, warning), users, strict=False):
            complaint.activity_schedule(
                activity_type_id=kind.id, summary=f"{kind.name} now", user_id=user.id
            )

    def _read(self, complaints, read, specification=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return read(complaints, specification or ASKED)

    def test_activities_are_told_as_ever(self):
        complaints = self.complaints.with_user(self.agent_user)
        ours = self._read(complaints, type(complaints).web_read)
        self.assertEqual(ours, self._read(complaints, Base.web_read))
        self.assertEqual([len(each["activity_ids"]) for each in ours], [1, 1, 0])
        self.assertEqual(
            [each["activity_exception_decoration"] for each in ours], [False, "danger", False]
        )

    def test_fields_of_activities_alone(self):
        asked = {"activity_state": {}}
        ours = self._read(self.complaints, type(self.complaints).web_read, asked)
        self.assertEqual(ours, self._read(self.complaints, Base.web_read, asked))

    def test_a_complaint_that_is_not_stored_yet(self):
        new = self.env["pylot.complaint"].new({"name": "New"})
        self.assertEqual(new.web_read({**ASKED})[0]["activity_ids"], [])

    def test_the_board_costs_the_same_with_more_complaints(self):
        agents = self.complaints.with_user(self.agent_user)

        def show():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            agents.web_read_group(
                [], ["stage_id"], ["__count"], auto_unfold=True, unfold_read_specification=ASKED
            )
            return self.env.cr.sql_log_count - before

        show()
        few = show()
        self.env["pylot.complaint"].create(
            [{"name": f"Drip {n}", "partner_id": self.customer.id} for n in range(20)]
        )
        self.assertEqual(show(), few)
