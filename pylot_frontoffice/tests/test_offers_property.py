import random
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .slots_common import SlotsCase, utc

ROUNDS = 12
ZIPS = ("10115", "10965", "14467", "16321", "20095", "39104", "")
STEP = timedelta(minutes=30)
DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestOffersProperty(SlotsCase):
    """Random plans: every offer becomes a visit, every other time on the grid has a reason. The
    number of the round is the seed, so a failure shows itself again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        country = cls.env.ref("base.de")
        cls.company.country_id = country
        cls.people = cls.env["resource.resource"].union(
            *(cls._make_technician(f"T{number}") for number in range(3))
        )
        cls.vans = cls.env["resource.resource"].union(
            *(cls._make_technician(f"V{number}", resource_type="material") for number in range(2))
        )
        cls.partners = cls.env["res.partner"].create(
            [{"name": zip_code, "zip": zip_code, "country_id": country.id} for zip_code in ZIPS]
        )

    def test_offers(self):
        offered = refused = 0
        for number in range(ROUNDS):
            with self.subTest(number=number), self.env.cr.savepoint() as savepoint:
                counts = self._check(random.Random(number))
                offered, refused = offered + counts[0], refused + counts[1]
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertGreater(offered, 50)
        self.assertGreater(refused, 50)

    def _check(self, rng):
        appointment_type = self._make_random_type(rng)
        self._make_plan(rng)
        partner = rng.choice(self.partners)
        start = utc("Europe/Berlin", 2026, 6, 8, 0, 0)
        stop = start + 2 * DAY
        offers = appointment_type._get_offers(start, stop, partner=partner)
        for offer in offers:
            found = appointment_type._find_offer(offer["key"], partner=partner)
            self.assertEqual(found, offer)
            self._check_bookable(appointment_type, offer, partner)
        if appointment_type.arrival == "exact":
            self._check_refused(appointment_type, offers, start, stop, partner)
        return len(offers), 2 * 48 - len(offers)

    def _check_bookable(self, appointment_type, offer, partner):
        crew = appointment_type._choose_crew(offer, partner)
        needs_van = bool(appointment_type.equipment_ids)
        self.assertEqual(len(set(crew)), appointment_type.crew_size + needs_van)
        with self.env.cr.savepoint() as savepoint:
            self.env["calendar.event"].create(
                {
                    "name": "Visit",
                    "start": offer["start"],
                    "stop": offer["stop"],
                    "appointment_type_id": appointment_type.id,
                    "technician_id": crew[0],
                    "helper_ids": [Command.set(crew[1:])],
                    "customer_id": partner.id,
                }
            )
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all()

    def _check_refused(self, appointment_type, offers, start, stop, partner):
        able = {offer["start"]: set(offer["resource_ids"]) for offer in offers}
        moments = [start + STEP * number for number in range((stop - start) // STEP)]
        length = offers and offers[0]["stop"] - offers[0]["start"]
        moments = [moment for moment in moments if not length or moment + length <= stop]
        wanted = [(moment, person, None) for moment in moments for person in self.people]
        explained = appointment_type._explain_slots(wanted, partner=partner)
        for (moment, person, _stop), codes in zip(wanted, explained, strict=True):
            self.assertEqual(person.id in able.get(moment, ()), not codes, (moment, codes))
            self.assertEqual(len(appointment_type._explain_text(codes)), len(codes))

    def _make_random_type(self, rng):
        return self._make_type(
            self.people,
            duration=rng.choice((0.5, 1, 2)),
            grid=rng.choice((30, 60)),
            buffer_before=rng.choice((0, 10)),
            buffer_after=rng.choice((0, 15)),
            crew_size=rng.choice((1, 1, 2)),
            arrival=rng.choice(("exact", "exact", "window")),
            window_ids=[
                Command.create({"hour_from": start, "hour_to": start + 4}) for start in (8, 12)
            ],
            count_travel=rng.random() < 0.8,
            capacity_minutes=rng.choice((0, 0, 300)),
            service_zips=rng.choice(("", "", "1")),
            equipment_ids=[Command.set(rng.choice((self.vans.browse(), self.vans)).ids)],
        )

    def _make_plan(self, rng):
        for person in self.people:
            person.capacity_minutes = rng.choice((0, 0, 240))
            person.service_zips = rng.choice(("", "", "10,2"))
        values = []
        for resource in self.people | self.vans:
            moment = utc("Europe/Berlin", 2026, 6, 7, 20, 0)
            for _number in range(6):
                moment += timedelta(minutes=rng.randrange(30, 15 * 60, 15))
                stop = moment + timedelta(minutes=rng.choice((30, 60, 90)))
                values.append(
                    {
                        "name": "Visit",
                        "start": moment,
                        "stop": stop,
                        "technician_id": resource.id,
                        "customer_id": rng.choice(self.partners).id,
                    }
                )
                moment = stop
        self.env["calendar.event"].create(values)
