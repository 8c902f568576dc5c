"""What tests of complaints start from."""

from odoo.fields import Command

from .common import FrontofficeCommon


class ComplaintCommon(FrontofficeCommon):
    """One team with the agent in it, working the office hours of Berlin, and a customer with an
    e-mail address."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "frieda@example.com"
        cls.team = cls.env["pylot.team"]._get_default(cls.company)
        cls.team.write(
            {
                "member_ids": [Command.link(cls.agent_user.id)],
                "resource_calendar_id": cls.calendar.id,
                "user_id": cls.dispatcher_user.id,
            }
        )
        cls.Complaint = cls.env["pylot.complaint"]

    @classmethod
    def _create_complaint(cls, name="The tap drips", env=None, **values):
        prepared = {"name": name, "partner_id": cls.customer.id, **values}
        return (env or cls.env)["pylot.complaint"].create(prepared)

    @classmethod
    def _get_stage(cls, state):
        return cls.Complaint._find_stage(state, cls.team)

    @classmethod
    def _end(cls, complaints, state="solved"):
        """Decide in the customer's favour, say so on the phone, and end them."""
        complaints._decide("accepted", "We put it right.", channel="phone")
        complaints._set_state(state)
