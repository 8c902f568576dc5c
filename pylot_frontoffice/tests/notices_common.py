from odoo import fields

from .common import FrontofficeCommon


class NoticesCommon(FrontofficeCommon):
    """Visits that have been promised, and what their customers get to read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notices = cls.env["pylot.visit.notice"]
        cls.company.write({"email": "office@example.com", "phone": "030 1234"})
        cls.customer.write({"email": "frieda@example.com", "lang": "en_US"})
        cls.type = cls._create_type(reminder_hours=24)

    @classmethod
    def _promise(cls, kind="confirmed", technician=None, **values):
        values = {
            "appointment_type_id": cls.type.id,
            "customer_id": cls.customer.id,
            "visit_state": "confirmed",
            **values,
        }
        visit = cls._create_visit(technician or cls.anna, **values)
        visit._promise(kind)
        return visit

    @classmethod
    def _send_due(cls):
        """As the job does, without its commits."""
        due = cls.notices.search(
            [("state", "=", "planned"), ("due_at", "<=", fields.Datetime.now())]
        )
        for notice in due:
            notice._send_locked()

    @classmethod
    def _send_reminders(cls):
        """As the job does, without its commits."""
        reminders = cls.env["pylot.reminder"]
        for reminder in reminders.search(reminders._get_due_domain())._get_ready():
            reminder._deliver_safely()

    def _get_reminders(self, documents, *states):
        domain = [("res_model", "=", documents._name), ("res_id", "in", documents.ids)]
        found = self.env["pylot.reminder"].search(domain, order="id")
        return found.filtered(lambda one: one.state in (states or ("planned",)))

    def _get_new_mails(self, action):
        """:return: the e-mails that are in the queue because of ``action``"""
        mails = self.env["mail.mail"]
        last = mails.search([], order="id desc", limit=1).id or 0
        action()
        return mails.search([("id", ">", last)], order="id")

    def _get_notices(self, visit, *states):
        notices = visit.notice_ids.filtered(lambda notice: notice.state in (states or ("planned",)))
        return notices.sorted("id").mapped("kind")
