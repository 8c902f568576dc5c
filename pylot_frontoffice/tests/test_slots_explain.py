from datetime import timedelta

from odoo.tests import new_test_user, tagged

from .slots_common import NOW, SlotsCase, utc

MONDAY = (2026, 6, 8)
HOUR = timedelta(hours=1)


def at(*clock, day=MONDAY):
    return utc("Europe/Berlin", *day, *clock)


@tagged("post_install", "-at_install")
class TestSlotsExplain(SlotsCase):
    """Why a time is not offered, the next free ones, and who is in the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "jo.technician", tz="Europe/Berlin")
        cls.jo = cls._make_technician(user_id=cls.user.id)
        cls.sam = cls._make_technician("Sam")
        cls.type = cls._make_type(cls.jo, buffer_after=30)

    def _book(self, technician, start, stop, **values):
        return self.env["pylot.booking"].create(
            {"resource_id": technician.id, "start": start, "stop": stop, **values}
        )

    # === REASONS ===

    def test_each_reason(self):
        skill, _levels = self._make_skill()
        self._book(self.jo, at(10), at(11))
        self._make_meeting(self.user, at(10, day=(2026, 6, 9)), at(11, day=(2026, 6, 9)))
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.jo.id,
                "date_from": at(day=(2026, 6, 10)),
                "date_to": at(day=(2026, 6, 11)),
            }
        )
        self.type.write({"notice": 27, "horizon": 30})
        cases = [
            (at(13), self.jo, []),
            (at(13), self.sam, ["not_technician"]),
            (at(15), self.jo, ["working_hours"]),
            (at(9), self.jo, ["notice", "booked"]),
            (NOW - HOUR, self.jo, ["past", "working_hours"]),
            (at(8, 0, day=(2026, 6, 9)), self.jo, ["calendar"]),
            (at(11, 0, day=(2026, 6, 9)), self.jo, []),
            (at(11, 10, day=(2026, 6, 9)), self.jo, ["grid"]),
            (at(8, day=(2026, 6, 10)), self.jo, ["time_off"]),
            (at(8, day=(2026, 7, 7)), self.jo, []),
            (at(9, day=(2026, 7, 7)), self.jo, ["horizon"]),
        ]
        explained = self.type._explain_slots([(start, who, None) for start, who, _ in cases])
        self.assertEqual(explained, [codes for _start, _who, codes in cases])
        for start, technician, codes in cases:
            self.assertEqual(self.type._explain_slot(start, technician), codes)
        self.type.skill_ids = [(0, 0, {"skill_id": skill.id})]
        self.assertEqual(self.type._explain_slot(at(13), self.jo), ["skill"])

    def test_every_reason_has_words(self):
        codes = [
            "not_technician",
            "skill",
            "working_hours",
            "time_off",
            "booked",
            "calendar",
            "past",
            "notice",
            "horizon",
            "grid",
            "crew",
        ]
        sentences = self.type._explain_text(codes)
        self.assertEqual(len(set(sentences)), len(codes))
        self.assertEqual(self.type._explain_text([]), [])

    def test_other_length(self):
        self.assertEqual(self.type._explain_slot(at(14), self.jo, at(16)), [])
        self.assertEqual(self.type._explain_slot(at(14), self.jo, at(17)), ["working_hours"])
        self.assertEqual(
            self.type._explain_slot(at(14), self.jo, at(14)), [], "no length: that of the type"
        )

    def test_crew(self):
        self.type.write({"technician_ids": (self.jo | self.sam).ids, "crew_size": 2})
        self.assertEqual(self.type._explain_slot(at(10), self.jo), [])
        self._book(self.sam, at(10), at(11))
        self.assertEqual(self.type._explain_slot(at(10), self.jo), ["crew"])
        self.assertEqual(self.type._explain_slot(at(10), self.sam), ["booked"])

    def test_archived_technician(self):
        self.jo.active = False
        self.assertEqual(self.type._explain_slot(at(10), self.jo), ["not_technician"])

    def test_own_visit_and_hold_are_not_in_the_way(self):
        visit = self.env["calendar.event"].create(
            {"name": "Visit", "start": at(10), "stop": at(12), "technician_id": self.jo.id}
        )
        hold = self._book(self.jo, at(13), at(14), state="hold", expires_at=NOW + HOUR)
        explain = self.type._explain_slot
        self.assertEqual(explain(at(10), self.jo), ["booked"])
        self.assertEqual(explain(at(10), self.jo, ignore_event_ids=visit.ids), [])
        self.assertEqual(explain(at(13), self.jo), ["booked"])
        self.assertEqual(explain(at(13), self.jo, ignore_booking_ids=hold.ids), [])

    def test_meeting_that_is_moved_is_not_in_the_way(self):
        meeting = self._make_meeting(self.user, at(10), at(12))
        explain = self.type._explain_slot
        self.assertEqual(explain(at(10), self.jo), ["calendar"])
        self.assertEqual(explain(at(10), self.jo, ignore_event_ids=meeting.ids), [])

    # === NEXT FREE TIMES ===

    def _get_next(self, *args, **kwargs):
        return [slot["start"] for slot in self.type._get_next_slots(*args, **kwargs)]

    def test_next_slots_mind_neither_notice_nor_horizon(self):
        self.type.write({"notice": 240, "horizon": 1})
        self.assertEqual(self._get_next(at(9, 30)), [at(10), at(11), at(12)])
        far = at(9, day=(2027, 3, 1))
        self.assertEqual(self._get_next(far, limit=1), [far])

    def test_next_slots_not_in_the_past(self):
        with self._at(at(12, 30)):
            for after in (at(8), at(8) - timedelta(days=100)):
                self.assertEqual(self._get_next(after, limit=2), [at(13), at(14)])

    def test_next_slots_look_further(self):
        self._book(self.jo, at(8), at(8, day=(2026, 6, 24)))
        self.assertEqual(self._get_next(at(8), limit=1), [at(8, day=(2026, 6, 24))])
        self._book(self.jo, at(8, day=(2026, 6, 24)), at(8, day=(2027, 6, 24)))
        self.assertEqual(self._get_next(at(8)), [])

    def test_next_slots_of_a_crew(self):
        """All of the given technicians, in the length of this visit."""
        visit = self.env["calendar.event"].create(
            {"name": "Visit", "start": at(8), "stop": at(11), "technician_id": self.sam.id}
        )
        self._book(self.jo, at(8), at(9, 30))
        self.type.technician_ids = self.jo | self.sam
        crew = {"technicians": self.jo | self.sam, "duration": 5, "limit": 1}
        self.assertEqual(self._get_next(at(8), **crew), [at(11)])
        moved = self._get_next(at(8), **crew, ignore_event_ids=visit.ids)
        self.assertEqual(moved, [at(10)])

    def test_next_slots_without_type(self):
        slots = self.env["pylot.appointment.type"]._get_next_slots(
            at(8, 10), technicians=self.sam, duration=7.5, limit=2
        )
        tomorrow = at(8, day=(2026, 6, 9))
        self.assertEqual(
            [(slot["start"], slot["stop"]) for slot in slots],
            [(at(8, 30), at(16)), (tomorrow, tomorrow + 7.5 * HOUR)],
        )

    # === WHO IS IN THE WAY ===

    def test_obstacles(self):
        self._book(self.jo, at(10), at(11))
        get_obstacles = self.env["pylot.availability"]._get_obstacles
        both = self.jo | self.sam
        self.assertEqual(get_obstacles(both, at(9), at(10)), {self.jo.id: [], self.sam.id: []})
        self.assertEqual(
            get_obstacles(both, at(9), at(10), buffer_after=5),
            {self.jo.id: ["booked"], self.sam.id: []},
        )
        self.assertEqual(get_obstacles(self.jo, at(11), at(12)), {self.jo.id: []})
        self.assertEqual(
            get_obstacles(self.jo, at(11), at(12), buffer_before=5), {self.jo.id: ["booked"]}
        )
        self.assertEqual(
            get_obstacles(both, at(9, 7), at(17)),
            {self.jo.id: ["working_hours", "booked"], self.sam.id: ["working_hours"]},
        )
        skill, _levels = self._make_skill()
        self.type.skill_ids = [(0, 0, {"skill_id": skill.id})]
        self.assertEqual(
            get_obstacles(self.sam, at(9), at(10), appointment_type=self.type),
            {self.sam.id: ["skill"]},
        )

    def test_obstacles_of_many_periods(self):
        self._book(self.jo, at(10), at(11))
        periods = [(at(10), at(11)), (at(11), at(12)), (at(10), at(11))]
        result = self.env["pylot.availability"]._get_obstacles_batch(self.jo, periods)
        self.assertEqual([codes[self.jo.id] for codes in result], [["booked"], [], ["booked"]])
        self.assertEqual(self.env["pylot.availability"]._get_obstacles_batch(self.jo, []), [])
