from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command

from .common import FrontofficeCommon

CRON = "pylot_frontoffice.ir_cron_pylot_waitlist_offer"


class WaitlistCommon(FrontofficeCommon):
    """Anna is busy on all of ``monday``, from 8 to 12 and from 13 to 17; it is ten o'clock on the
    Monday before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls._create_type(
            "Repair",
            access="public",
            grid=60,
            place="company",
            company_id=cls.company.id,
            technician_ids=[Command.set(cls.anna.ids)],
        )
        cls.morning = cls._create_visit(cls.anna, 8, hours=4, appointment_type_id=cls.kind.id)
        cls.afternoon = cls._create_visit(cls.anna, 13, hours=4, appointment_type_id=cls.kind.id)

    def setUp(self):
        super().setUp()
        self._go_to(self._at(10, days=-7))

    def _go_to(self, moment):
        """From now on it is ``moment`` (naive UTC)."""
        self.now = moment
        if not getattr(self, "is_patched", False):
            self.is_patched = True
            self.startPatcher(patch.object(fields.Datetime, "now", lambda *_args: self.now))

    @classmethod
    def _wait(cls, email="kim@example.com", env=None, **values):
        """:return: somebody who waits for ``monday``"""
        return (env or cls.env)["pylot.waitlist"].create(
            {
                "appointment_type_id": cls.kind.id,
                "contact_name": email.split("@")[0].capitalize(),
                "contact_email": email,
                "date_from": cls.monday,
                "date_to": cls.monday,
                "lang": "en_US",
                **values,
            }
        )

    def _run(self):
        """The job runs once."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def _get_mails(self, entry):
        return self.env["mail.mail"].search([("email_to", "=", entry.contact_email)])

    def _get_hours(self, offers):
        """:return: starts in hours on the clock of Berlin on ``monday``"""
        midnight = self._at(0)
        return [(offer["start"] - midnight) / timedelta(hours=1) for offer in offers]

    @contextmanager
    def assertWakes(self, times):
        """The job is asked to run so many times by what is done inside."""
        triggers = self.env["ir.cron.trigger"]
        domain = [("cron_id", "=", self.env.ref(CRON).id)]
        before = triggers.search(domain)
        yield
        self.assertEqual(len(triggers.search(domain) - before), times)
