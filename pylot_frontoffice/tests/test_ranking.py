from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import FrontofficeCommon

# Around Berlin: the customer is in Mitte, one technician starts nearby, one in Potsdam.
MITTE = {"partner_latitude": 52.5200, "partner_longitude": 13.4050}
NEARBY = {"partner_latitude": 52.5300, "partner_longitude": 13.4100}
POTSDAM = {"partner_latitude": 52.3906, "partner_longitude": 13.0645}


@tagged("post_install", "-at_install")
class TestRanking(FrontofficeCommon):
    """The proposal is explained: who is best, and what each point is for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type = cls._create_type("Maintenance")
        cls.customer.write(MITTE)
        cls.team = cls.anna | cls.bert | cls.carla
        cls.team.home_partner_id = cls._create_place("Depot", NEARBY)

    @classmethod
    def _create_place(cls, name, coordinates):
        return cls.env["res.partner"].create({"name": name, **coordinates})

    def _rank(self, hour=9, days=0, hours=1, **values):
        start = self._at(hour, days=days)
        values = {"partner": self.customer, "technicians": self.team, **values}
        return self.type._rank_technicians(start, start + timedelta(hours=hours), **values)

    def _names(self, ranked):
        return [candidate["name"] for candidate in ranked]

    def _get(self, ranked, technician):
        return next(row for row in ranked if row["resource_id"] == technician.id)

    def _require_skill(self, level=None, certification=False):
        skill_type = self.env["hr.skill.type"].create(
            {
                "name": "Gas",
                "is_certification": certification,
                "skill_ids": [Command.create({"name": "Gas heating"})],
                "skill_level_ids": [
                    Command.create({"name": "Beginner", "level_progress": 20}),
                    Command.create({"name": "Expert", "level_progress": 90}),
                ],
            }
        )
        beginner, expert = skill_type.skill_level_ids.sorted("level_progress")
        self.type.skill_ids = [
            Command.create(
                {"skill_id": skill_type.skill_ids.id, "level_id": expert.id if level else False}
            )
        ]
        return skill_type, beginner, expert

    def _give_skill(self, technician, skill_type, level, **validity):
        self.env["hr.employee.skill"].create(
            {
                "employee_id": technician.employee_id.id,
                "skill_type_id": skill_type.id,
                "skill_id": skill_type.skill_ids.id,
                "skill_level_id": level.id,
                **validity,
            }
        )

    def test_contract(self):
        ranked = self._rank()
        self.assertEqual(len(ranked), 3)
        for row in ranked:
            self.assertLessEqual({"resource_id", "score", "reasons"}, row.keys())
            self.assertTrue(0 <= row["score"] <= 100)
            self.assertTrue(all(isinstance(reason, str) and reason for reason in row["reasons"]))
        self.assertEqual(ranked, self._rank(), "the same question, the same answer")

    def test_skill_and_level_come_first(self):
        skill_type, beginner, expert = self._require_skill(level=True)
        self._give_skill(self.anna, skill_type, beginner)
        self._give_skill(self.bert, skill_type, expert)
        self.customer.preferred_technician_id = self.anna
        ranked = self._rank()
        self.assertEqual(ranked[0]["name"], "Bert", "no preference outweighs a missing skill")
        self.assertEqual([row["qualified"] for row in ranked], [True, False, False])
        self.assertIn("Gas heating", " ".join(self._get(ranked, self.anna)["reasons"]))

    def test_certificate_must_be_valid_on_the_day_of_the_visit(self):
        skill_type, _beginner, expert = self._require_skill(certification=True)
        monday = self.monday
        self._give_skill(
            self.anna, skill_type, expert, valid_from=monday - timedelta(400), valid_to=monday
        )
        self._give_skill(self.bert, skill_type, expert, valid_from=monday + timedelta(1))
        first, second = self._rank(), self._rank(days=1)
        self.assertTrue(self._get(first, self.anna)["qualified"])
        self.assertFalse(self._get(first, self.bert)["qualified"])
        self.assertFalse(self._get(second, self.anna)["qualified"], "expired the day before")
        self.assertTrue(self._get(second, self.bert)["qualified"])

    def test_busy_comes_after_free(self):
        self._create_visit(self.anna, 8.5)
        self.customer.preferred_technician_id = self.anna
        ranked = self._rank()
        self.assertEqual(ranked[-1]["name"], "Anna")
        self.assertFalse(ranked[-1]["free"])
        self.assertIn("already booked", " ".join(ranked[-1]["reasons"]))

    def test_buffers_count(self):
        self._create_visit(self.anna, 8, 1)
        self.assertTrue(self._get(self._rank(), self.anna)["free"])
        self.type.buffer_before = 15
        self.assertFalse(self._get(self._rank(), self.anna)["free"])

    def test_time_off_and_working_hours(self):
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.anna.id,
                "calendar_id": self.calendar.id,
                "date_from": self._at(0),
                "date_to": self._at(24),
            }
        )
        self.assertFalse(self._get(self._rank(), self.anna)["free"])
        self.assertTrue(self._get(self._rank(), self.bert)["free"])
        self.assertFalse(any(row["free"] for row in self._rank(hour=20)))

    def test_moving_a_visit_is_not_busy_with_itself(self):
        visit = self._create_visit(self.anna, 9)
        self.assertFalse(self._get(self._rank(), self.anna)["free"])
        self.assertTrue(self._get(self._rank(ignore_event_ids=visit.ids), self.anna)["free"])

    def test_short_way(self):
        self.carla.home_partner_id = self._create_place("Potsdam", POTSDAM)
        ranked = self._rank()
        self.assertEqual(ranked[-1]["name"], "Carla")
        self.assertLess(ranked[-1]["score"], ranked[0]["score"])

    def test_way_from_the_visit_before(self):
        """Who is in Potsdam before and after loses two drives; who is in town only passes by."""
        potsdam, nearby = (
            self._create_place("Far", POTSDAM),
            self._create_place("Near", NEARBY),
        )
        for hour in (8, 14):
            self._create_visit(self.anna, hour, customer_id=potsdam.id)
            self._create_visit(self.bert, hour, customer_id=nearby.id)
        ranked = self._rank(hour=10, technicians=self.anna | self.bert)
        self.assertEqual(self._names(ranked), ["Bert", "Anna"])

    def test_way_by_postal_code_only(self):
        self.company.country_id = self.env.ref("base.de")
        near = self.env["res.partner"].create({"name": "Near", "zip": "10117"})
        far = self.env["res.partner"].create({"name": "Far", "zip": "80331"})
        customer = self.env["res.partner"].create({"name": "No coordinates", "zip": "10115"})
        self.team.home_partner_id = near
        self.bert.home_partner_id = far
        ranked = self._rank(partner=customer)
        self.assertEqual(ranked[-1]["name"], "Bert")
        self.assertIn("min detour", " ".join(ranked[-1]["reasons"]))

    def test_preferred_known_and_area(self):
        past = self._create_visit(
            self.bert, 9, days=-28, customer_id=self.customer.id, visit_state="done"
        )
        self.assertTrue(past.booking_ids)
        ranked = self._rank()
        self.assertEqual(ranked[0]["name"], "Bert")
        self.assertIn("was here once", ranked[0]["reasons"])
        self.customer.preferred_technician_id = self.carla
        self.assertEqual(self._names(self._rank())[:2], ["Carla", "Bert"])
        self.customer.preferred_technician_id = False
        self.bert.service_zips = "8, 9"
        self.assertIn("outside the service area", self._get(self._rank(), self.bert)["reasons"])

    def test_light_day(self):
        self._create_visit(self.anna, 13, 4)
        self.assertEqual(self._names(self._rank())[-1], "Anna")

    def test_weights_have_an_effect(self):
        self.customer.preferred_technician_id = self.carla
        self.assertEqual(self._rank()[0]["name"], "Carla")
        self.env.company.pylot_weight_preferred = 0
        self.assertEqual(self._names(self._rank()), ["Anna", "Bert", "Carla"])
        self.env["res.config.settings"].create({"pylot_weight_preferred": 80}).execute()
        self.assertEqual(self._rank()[0]["name"], "Carla")

    def test_every_weight_has_an_effect(self):
        """Each wish alone decides for Carla, and switched off it decides nothing."""
        decide = {
            "travel": self._bring_carla_home,
            "preferred": lambda: self.customer.write({"preferred_technician_id": self.carla.id}),
            "known": lambda: self._create_visit(
                self.carla, 9, days=-28, customer_id=self.customer.id, visit_state="done"
            ),
            "area": lambda: (self.anna | self.bert).write({"service_zips": "8"}),
            "load": lambda: [self._create_visit(who, 13, 4) for who in self.anna | self.bert],
        }
        wishes = [name for name in self.company._fields if name.startswith("pylot_weight_")]
        self.assertEqual({f"pylot_weight_{name}" for name in decide}, set(wishes))
        for name, prepare in decide.items():
            with self.subTest(wish=name), self.env.cr.savepoint() as savepoint:
                prepare()
                self.company.write({**dict.fromkeys(wishes, 0), f"pylot_weight_{name}": 10})
                scores = {row["name"]: row["score"] for row in self._rank()}
                self.assertGreater(scores["Carla"], max(scores["Anna"], scores["Bert"]))
                self.company.write({**dict.fromkeys(wishes, 10), f"pylot_weight_{name}": 0})
                scores = {row["name"]: row["score"] for row in self._rank()}
                self.assertEqual(scores["Carla"], scores["Anna"])
                savepoint.rollback()

    def _bring_carla_home(self):
        self.carla.home_partner_id = self.customer

    def test_without_any_weight(self):
        """Then only qualification, freedom, load and the order of hiring are left."""
        wishes = [name for name in self.company._fields if name.startswith("pylot_weight_")]
        self.company.write(dict.fromkeys(wishes, 0))
        self._create_visit(self.anna, 14)
        ranked = self._rank()
        self.assertEqual(self._names(ranked), ["Bert", "Carla", "Anna"])
        self.assertEqual([row["score"] for row in ranked], [0, 0, 0])

    def test_public_holiday(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": self._at(0),
                "date_to": self._at(24),
            }
        )
        self.assertFalse(any(row["free"] for row in self._rank()))
        self.assertTrue(all(row["free"] for row in self._rank(days=1)))

    def test_who_is_asked(self):
        """People who can be booked in the company, or those the type names; no vans, no copiers,
        nobody who left or works next door."""
        self._create_technician("Stranger", company=self.other_company)
        self._create_technician("Gone").active = False
        self._create_technician("Clerk").is_technician = False
        self._create_equipment("Van")
        kind = self.type.with_user(self.dispatcher_user)
        start = self._at(9)
        ranked = kind._rank_technicians(start, start + timedelta(hours=1))
        ours = {"Anna", "Bert", "Carla"}
        self.assertLessEqual(ours, set(self._names(ranked)))
        self.assertFalse({"Stranger", "Gone", "Clerk", "Van"} & set(self._names(ranked)))
        self.type.technician_ids = self.bert
        ranked = kind._rank_technicians(start, start + timedelta(hours=1))
        self.assertEqual(self._names(ranked), ["Bert"])

    def test_skill_that_was_lost(self):
        """Half qualified is not qualified, and every missing skill is named."""
        skill_type, beginner, expert = self._require_skill(level=True)
        other = self.env["hr.skill"].create({"name": "Welding", "skill_type_id": skill_type.id})
        self.type.skill_ids = [Command.create({"skill_id": other.id})]
        for technician, level in ((self.anna, expert), (self.bert, beginner)):
            self.env["hr.employee.skill"].create(
                {
                    "employee_id": technician.employee_id.id,
                    "skill_type_id": skill_type.id,
                    "skill_id": other.id,
                    "skill_level_id": level.id,
                }
            )
        row = self._get(self._rank(), self.anna)
        self.assertFalse(row["qualified"])
        reasons = " ".join(row["reasons"])
        self.assertIn("Gas heating", reasons)
        self.assertNotIn("Welding", reasons)
        carla = " ".join(self._get(self._rank(), self.carla)["reasons"])
        self.assertIn("Gas heating", carla)
        self.assertIn("Welding", carla)

    def test_nobody_drives_to_a_phone_call(self):
        self.carla.home_partner_id = self._create_place("Potsdam", POTSDAM)
        self.type.place = "online"
        ranked = self._rank()
        self.assertEqual(len({row["score"] for row in ranked}), 1)
        self.assertNotIn("detour", str(ranked))

    def test_without_a_customer(self):
        ranked = self._rank(partner=None)
        self.assertEqual(len(ranked), 3)
        self.assertNotIn("preferred", str(ranked))

    def test_reasons_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.customer.preferred_technician_id = self.carla
        german = self.type.with_context(lang="de_DE")
        start = self._at(9)
        best = german._rank_technicians(
            start, start + timedelta(hours=1), partner=self.customer, technicians=self.team
        )[0]
        english = self._rank()[0]
        self.assertEqual(best["resource_id"], english["resource_id"])
        self.assertEqual(len(best["reasons"]), len(english["reasons"]))
        self.assertFalse(set(best["reasons"]) & set(english["reasons"]))
        self.assertIn("frei", best["reasons"])

    def test_constant_number_of_queries(self):
        skill_type, _beginner, expert = self._require_skill()
        many = self.team.browse()
        for number in range(40):
            many |= self._create_technician(f"Technician {number}")
        for technician in many[::2]:
            self._give_skill(technician, skill_type, expert)
        for number, technician in enumerate(many):
            self._create_visit(technician, 8, days=number % 2, customer_id=self.customer.id)
        self._count(many[:2])  # warm caches
        self.assertEqual(self._count(many[:4]), self._count(many))

    def _count(self, technicians):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._rank(hour=10, technicians=technicians)
        return self.env.cr.sql_log_count - before
