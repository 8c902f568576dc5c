"""What tests of e-mails about complaints start from."""

import itertools
from email.message import EmailMessage
from email.policy import SMTP

from odoo import fields

from .complaints_common import ComplaintCommon


class ComplaintMailCommon(ComplaintCommon):
    """A team that has an address, ``service@pylot.example``."""

    counter = itertools.count(1)

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

    @classmethod
    def _write_mail(cls, sender="Kim <kim@example.org>", headers=(), body="It drips.", **values):
        """:param headers: dict of further headers; None takes one away
        :return: bytes of an e-mail to the team"""
        number = next(cls.counter)
        message = EmailMessage(policy=SMTP)
        message.set_content(body)
        for name, value in {
            "From": sender,
            "To": "service@pylot.example",
            "Subject": f"The tap drips {number}",
            "Message-ID": f"<{number}.kim@example.org>",
            "Date": "Mon, 23 Nov 2026 09:00:00 +0100",
            **values,
            **dict(headers),
        }.items():
            if value is not None:
                del message[name]
                message[name] = value
        return message.as_bytes()

    @classmethod
    def _deliver(cls, raw, model=False):
        """Let an e-mail through the real gateway.

        :return: complaints that are new because of it"""
        last = cls.Complaint.with_context(active_test=False).search([], order="id desc", limit=1)
        cls.env["mail.thread"].message_process(model, raw)
        cls.env.flush_all()
        return cls.Complaint.with_context(active_test=False).search([("id", ">", last.id or 0)])

    @classmethod
    def _deliver_new(cls, sender="Frieda Kunde <frieda@example.com>", **values):
        """:return: a complaint that came by e-mail, and has been acknowledged"""
        complaint = cls._deliver(cls._write_mail(sender, **values))
        cls._send_due()
        return complaint

    @classmethod
    def _refer_to(cls, message):
        """:return: headers of an answer to ``message``"""
        return {"In-Reply-To": message.message_id, "References": message.message_id}
