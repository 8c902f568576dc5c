from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .board_common import BoardCommon

URGENT, PROMISED, ALLDAY, LOOSE = 1, 2, 4, 8


@tagged("post_install", "-at_install")
class TestBoard(BoardCommon):
    """What is on the board."""

    def test_rows(self):
        van = self._create_equipment("Van")
        self.anna.service_zips = "10, 12"
        team = self.env["pylot.team"].create(
            {"name": "North", "member_ids": [Command.link(self.technician_user.id)]}
        )
        board = self._get_board()
        rows = {row["name"]: row for row in self._read(board["technicians"])}
        self.assertEqual(list(rows), ["Anna", "Bert", "Carla", "Van"])
        self.assertEqual(rows["Anna"]["zips"], ["10", "12"])
        self.assertEqual(rows["Anna"]["team_ids"], team.ids)
        self.assertEqual(rows["Bert"]["team_ids"], [])
        self.assertIn((team.id, "North"), board["teams"])
        self.assertFalse(rows["Van"]["is_person"])
        self.assertEqual(rows["Van"]["id"], van.id)

    def test_skills_of_rows(self):
        kind = self.env["hr.skill.type"].create(
            {
                "name": "Trade",
                "skill_ids": [Command.create({"name": "Gas"})],
                "skill_level_ids": [Command.create({"name": "Master", "level_progress": 100})],
            }
        )
        self.env["hr.employee.skill"].create(
            {
                "employee_id": self.bert.employee_id.id,
                "skill_type_id": kind.id,
                "skill_id": kind.skill_ids.id,
                "skill_level_id": kind.skill_level_ids.id,
            }
        )
        board = self._get_board(self.agent_user)
        self.assertEqual(board["skills"], [(kind.skill_ids.id, "Gas")])
        held = {row["name"]: row["skill_ids"] for row in self._read(board["technicians"])}
        self.assertEqual(held, {"Anna": [], "Bert": kind.skill_ids.ids, "Carla": []})

    def test_visits(self):
        kind = self._create_type(buffer_before=10, buffer_after=20)
        crew = self._create_visit(
            self.anna,
            9,
            name="Boiler",
            helper_ids=[Command.set(self.bert.ids)],
            customer_id=self.customer.id,
            appointment_type_id=kind.id,
            visit_priority="1",
        )
        self._create_visit(self.carla, 9, days=1, name="Tomorrow")
        self._create_visit(self.carla, 9, name="Cancelled", visit_state="cancelled")
        board = self._get_board()
        [row] = self._read(board["visits"])
        self.assertEqual(
            row,
            {
                "id": crew.id,
                "start": self._minute(9),
                "stop": self._minute(10),
                "state": 1,
                "technician_ids": [self.anna.id, self.bert.id],
                "name": "Boiler",
                "customer": "Frieda Kunde",
                "zip": "10115",
                "city": "Berlin",
                "type_id": kind.id,
                "flags": URGENT,
            },
        )
        self.assertEqual(board["states"][row["state"]], ["planned", "Planned"])
        self.assertEqual(board["types"][kind.id], ["Repair", 0, 10, 20])

    def test_whole_days_are_those_of_the_reader(self):
        day = self._create_visit(
            self.anna, allday=True, start_date=self.monday, stop_date=self.monday
        )
        [row] = self._read(self._get_board(days=3)["visits"])
        self.assertEqual(row["id"], day.id)
        self.assertEqual((row["start"], row["stop"]), (self._minute(0), self._minute(24)))
        self.assertEqual(row["flags"], ALLDAY)
        tuesday = date.fromordinal(self.monday.toordinal() + 1)
        self.assertFalse(self._get_board(first_day=tuesday)["visits"]["rows"])

    def test_times_behind_the_visits(self):
        self._take_leave(self.anna, 15, 17)
        self.env["calendar.event"].create(
            {
                "name": "Secret",
                "start": self._at(10),
                "stop": self._at(11),
                "partner_ids": [Command.set(self.technician_user.partner_id.ids)],
                "privacy": "private",
            }
        )
        self._hold(self.bert, 9)
        board = self._get_board()
        times = board["times"][self.anna.id]
        self.assertEqual(
            times["work"],
            [[self._minute(8), self._minute(12)], [self._minute(13), self._minute(17)]],
        )
        self.assertEqual(times["off"], [[self._minute(15), self._minute(17)]])
        self.assertEqual(times["busy"], [[self._minute(10), self._minute(11)]])
        self.assertNotIn("Secret", str(board))
        [hold] = self._read(board["holds"])
        self.assertEqual(hold["technician_id"], self.bert.id)
        self.assertEqual((hold["start"], hold["stop"]), (self._minute(9), self._minute(10)))

    def test_travel(self):
        self.company.partner_id.write({"zip": "10115", "country_id": self.env.ref("base.de").id})
        far = self.env["res.partner"].create(
            {"name": "Far", "zip": "14467", "country_id": self.env.ref("base.de").id}
        )
        first = self._create_visit(self.anna, 9, customer_id=self.customer.id)
        second = self._create_visit(self.anna, 13, customer_id=far.id)
        online = self._create_type(place="online")
        self._create_visit(self.anna, 15, customer_id=far.id, appointment_type_id=online.id)
        travel = {event: minutes for _who, event, minutes in self._get_board()["travel"]}
        self.assertEqual(set(travel), {first.id, second.id})
        self.assertGreater(travel[second.id], travel[first.id])

    def test_promised_windows(self):
        visit = self._promise_window(self.anna, 9, 8, 12)
        self._create_visit(
            self.bert, 9, window_start=self._at(8), window_stop=self._at(12), name="Nobody knows"
        )
        windows = [[visit.id, self._minute(8), self._minute(12)]]
        self.assertEqual(self._get_board()["windows"], windows)
        self.assertEqual(self._get_board(self.technician_user)["windows"], windows)
        self._move(visit, 14)
        self.assertEqual(self._get_board()["windows"], [], "nobody waits then any more")

    def test_promised_windows_in_the_list(self):
        self.env["res.lang"]._activate_lang("de_DE")
        visit = self._promise_window(self.anna, 9, 8, 12)
        other = self._create_visit(self.bert, 9)
        for user in (self.dispatcher_user, self.technician_user):
            read = (visit | other).with_user(user).with_context(lang="de_DE", tz="Europe/Berlin")
            self.assertEqual(read.sorted("id").mapped("promised_arrival"), ["08:00 – 12:00", False])
        visit.action_to_plan()
        self.assertFalse(visit.promised_arrival)

    def test_tray(self):
        normal = self._create_visit(name="Normal", visit_state="draft", hours=2)
        urgent = self._create_visit(
            name="Urgent", visit_state="draft", visit_priority="1", customer_id=self.customer.id
        )
        board = self._get_board()
        tray = self._read(board["tray"])
        self.assertEqual([row["id"] for row in tray], [urgent.id, normal.id])
        self.assertEqual([row["minutes"] for row in tray], [60, 120])
        self.assertEqual(tray[0]["flags"], URGENT)
        self.assertEqual(board["tray_count"], 2)
        self.assertFalse(board["visits"]["rows"])

    def test_days_when_the_clock_is_changed(self):
        for day, hours in ((date(2027, 3, 28), 23), (date(2026, 10, 25), 25), (self.monday, 24)):
            board = self._get_board(first_day=day)
            self.assertEqual(board["zone"], "Europe/Berlin")
            first, last = board["days"]
            self.assertEqual(last - first, hours * 60, day)
            self.assertEqual(first, self._minute(0, day=day))
        board = self._get_board(first_day=date(2027, 3, 27), days=3)
        lengths = [b - a for a, b in zip(board["days"], board["days"][1:], strict=False)]
        self.assertEqual(lengths, [1440, 1380, 1440])

    def test_visit_on_the_day_the_clock_is_changed(self):
        sunday = date(2027, 3, 28)
        start, stop = self._at(9, day=sunday), self._at(10, day=sunday)
        visit = self._create_visit(self.anna, start=start, stop=stop)
        board = self._get_board(first_day=sunday)
        [row] = self._read(board["visits"])
        self.assertEqual(row["id"], visit.id)
        # the hour from 2 to 3 is missing
        self.assertEqual(row["start"] - board["days"][0], 8 * 60)

    def test_odd_input(self):
        board = self.env["pylot.board"].with_user(self.dispatcher_user)
        for day in ("no day", "2026-02-31", [1], {1: 2}, 7, "9999-12-31", "0001-01-01"):
            with self.assertRaises(UserError):
                board.get_board(day, 7)
        for days in ("x", None, []):
            with self.assertRaises(UserError):
                board.get_board(str(self.monday), days)
        self.assertEqual(len(board.get_board(str(self.monday), 10_000)["days"]), 15)
        self.assertEqual(len(board.get_board(str(self.monday), -1)["days"]), 2)


@tagged("post_install", "-at_install")
class TestBoardAccess(BoardCommon):
    """Whose board shows what."""

    def test_technicians_see_their_own(self):
        own = self._create_visit(self.anna, 9)
        helping = self._create_visit(
            self.bert, 11, helper_ids=[Command.set(self.anna.ids)], customer_id=self.customer.id
        )
        self._create_visit(self.bert, 14)
        self._create_visit(visit_state="draft")
        self._hold(self.bert, 8)
        board = self._get_board(self.technician_user)
        self.assertEqual([row["name"] for row in self._read(board["technicians"])], ["Anna"])
        visits = self._read(board["visits"])
        self.assertEqual([row["id"] for row in visits], [own.id, helping.id])
        self.assertEqual(visits[1]["technician_ids"], self.anna.ids)
        self.assertFalse(board["tray"]["rows"])
        self.assertFalse(board["holds"]["rows"])
        self.assertEqual(list(board["times"]), self.anna.ids)
        self.assertFalse(board["can_plan"])
        self.assertFalse(board["teams"] or board["skills"])

    def test_technicians_plan_nothing(self):
        visit = self._create_visit(self.anna, 9)
        board = self.env["pylot.board"].with_user(self.technician_user)
        with self.assertRaises(AccessError):
            self._move(visit, 11, user=self.technician_user)
        with self.assertRaises(AccessError):
            board.unplan(visit.id)
        with self.assertRaises(AccessError):
            board.get_candidates(visit.id, str(self.monday))

    def test_others_see_nothing(self):
        for user in (self.plain_user, self.salesperson_user):
            with self.assertRaises(AccessError):
                self._get_board(user)

    def test_other_companies(self):
        stranger = self._create_technician("Stranger", company=self.other_company)
        visit = self._create_visit(stranger, 9)
        draft = self._create_visit(visit_state="draft")
        draft.visit_company_id = self.other_company
        for user in (self.agent_user, self.dispatcher_user):
            board = self._get_board(user)
            self.assertNotIn("Stranger", str(board["technicians"]))
            self.assertFalse(board["visits"]["rows"])
            self.assertFalse(board["tray"]["rows"])
        mine = self._create_visit(self.anna, 9)
        with self.assertRaises(UserError) as foreign:
            self._move(visit, 11)
        with self.assertRaises(UserError) as missing:
            self.env["pylot.board"].with_user(self.dispatcher_user).move(2**30, 1, 2)
        self.assertEqual(str(foreign.exception), str(missing.exception))
        with self.assertRefused("not on the board", UserError):
            self._move(mine, 11, to_id=stranger.id)

    def test_private_visit_keeps_its_text(self):
        self._create_visit(
            self.bert,
            9,
            name="Surprise party",
            user_id=self.manager_user.id,
            privacy="private",
            customer_id=self.customer.id,
        )
        [row] = self._read(self._get_board()["visits"])
        self.assertNotIn("Surprise", row["name"])
        self.assertFalse(row["customer"] or row["zip"] or row["city"])

    def test_channel(self):
        name = self._get_board()["channel"]
        parent = "odoo.addons.bus.models.ir_websocket.IrWebsocket._build_bus_channel_list"

        def get_channels(user):
            with patch(parent, lambda _self, channels: channels):
                found = self.env["ir.websocket"].with_user(user)._build_bus_channel_list([name])
            return [each for each in found if "board" in str(each)]

        for user in (self.dispatcher_user, self.agent_user, self.technician_user):
            self.assertEqual(get_channels(user), [(self.company, "pylot_board")])
        for user in (self.plain_user, self.env.ref("base.public_user")):
            self.assertEqual(get_channels(user), [])
