"""What most tests of the front office start from."""

from contextlib import contextmanager

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase

from .records import FrontofficeRecords


class FrontofficeCommon(FrontofficeRecords, TransactionCase):
    """A small business in Berlin: Monday to Friday 8-12 and 13-17, one user of every role, three
    technicians, and a second company next door. Nothing is planned yet.

    Tests say times on the wall clock of Berlin, ``_at(9, 30)``, and get naive UTC. They are
    counted from ``monday``, a working day that is always in the future.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill()

    def _get_booked(self, *events):
        """:return: set of (technician's name, start, stop), as the database has it"""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT technician.name, booking.start, booking.stop FROM pylot_booking AS booking"
            " JOIN resource_resource AS technician ON technician.id = booking.resource_id"
            " WHERE booking.event_id = ANY(%s)",
            [[id_ for event in events for id_ in event.ids]],
        )
        return set(self.env.cr.fetchall())

    def assertBooked(self, event, *expected):
        """:param expected: tuples of technician, start and stop (naive UTC); all of the event"""
        self.assertEqual(
            self._get_booked(event),
            {(technician.name, start, stop) for technician, start, stop in expected},
        )

    @contextmanager
    def assertRefused(self, text, exception=ValidationError):
        """What is tried inside is refused with such a text (a regular expression), and rolled
        back, which ``assertRaisesRegex`` does not do."""
        with self.assertRaises(exception) as caught:
            yield
        self.assertRegex(str(caught.exception), text)
