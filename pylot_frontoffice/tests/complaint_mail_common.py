"""What tests of e-mails about complaints start from."""

from odoo import fields

from .complaints_common import ComplaintCommon


class ComplaintMailCommon(ComplaintCommon):
    """A team that has an address, ``service@pylot.example``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notices = cls.env["pylot.complaint.notice"]
        cls.domain = cls.env["mail.alias.domain"].create({"name": "pylot.example"})
        cls.company.write({"email": "office@example.com", "alias_domain_id": cls.domain.id})
        cls.team.write({"alias_name": "service", "alias_domain_id": cls.domain.id})
        cls.customer.lang = "en_US"

    @classmethod
    def _send_due(cls):
        """As the job does, without its commits."""
        due = cls.notices.search(
            [("state", "=", "planned"), ("due_at", "<=", fields.Datetime.now())]
        )
        for notice in due:
            notice._send_locked()

    def _get_new_mails(self, action):
        """:return: the e-mails that are in the queue because of ``action``"""
        mails = self.env["mail.mail"]
        last = mails.search([], order="id desc", limit=1).id or 0
        action()
        return mails.search([("id", ">", last)], order="id")
