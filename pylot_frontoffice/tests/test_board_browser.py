"""The board in a real browser: by mouse, by finger, by keyboard, and on a phone."""

import os
from contextlib import contextmanager
from pathlib import Path

from odoo.fields import Command
from odoo.tests import tagged

from .axe_common import AXE, SCROLLS, SMALL, WIDE
from .board_browser import BoardWindow
from .board_common import BoardReading
from .browser_common import BrowserCase


class BoardBrowserCase(BoardReading, BrowserCase):
    """Opens the board on ``monday``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "frieda@example.com"
        action = cls.env.ref("pylot_frontoffice.pylot_board_action")
        action.context = str({"pylot_board": {"first": str(cls.monday)}})

    @contextmanager
    def open_board(self, user=None):
        with self.open_browser((user or self.dispatcher_user).login):
            self.window = BoardWindow(self.browser, self.base_url())
            self.window.open()
            yield self.window
            # what was still asked for is not left to the next test
            self.window.wait_for("!document.querySelector('.o_pylot_overlay')")

    def _wait_until(self, window, visit, **values):
        """The server has done it, and the board shows it."""
        window.wait_for("!document.querySelector('.modal')")
        window.see(window.bar(visit))
        window.see(".o_notification")
        with self.reading():
            self.assertRecordValues(visit, [values])


@tagged("post_install", "-at_install")
class TestBoardBrowser(BoardBrowserCase):
    maxDiff = None

    # === BY MOUSE ===

    def test_from_the_tray_into_a_collision(self):
        self._create_visit(self.bert, 10, name="Leak")
        visit = self._create_visit(visit_state="draft", name="Boiler", customer_id=self.customer.id)
        with self.open_board() as window:
            start = window.get_middle(window.card(visit))
            window.take(start, window.get_point(self.bert, 10.5))
            window.see_in_hand(".ghost.taken")
            window.see(".o_pylot_room")
            window.mouse("mouseReleased", *window.get_point(self.bert, 10.5))
            window.wait_for("document.querySelector('.modal')?.innerText.includes('Leak')")
            # it has snapped back
            window.see(window.card(visit))
            window.click(".o_pylot_alternatives button")
            self._wait_until(
                window,
                visit,
                technician_id=self.bert.id,
                start=self._at(11),
                stop=self._at(12),
                visit_state="planned",
            )
            window.wait_for(f'!document.querySelector("{window.card(visit)}")')

    def test_to_somebody_else_and_back_with_undo(self):
        visit = self._create_visit(self.anna, 9, name="Boiler")
        with self.open_board() as window:
            window.drag(window.get_middle(window.bar(visit)), window.get_point(self.carla, 14.5))
            window.see(window.bar(visit, self.carla))
            window.click(".o_notification_buttons button")
            window.see(window.bar(visit, self.anna))
            window.wait_for("document.querySelectorAll('.o_notification').length")
            expected = {"technician_id": self.anna.id, "start": self._at(9)}
            with self.reading():
                self.assertRecordValues(visit, [expected])

    def test_longer(self):
        visit = self._create_visit(self.anna, 9, name="Boiler")
        with self.open_board() as window:
            window.drag(
                window.get_middle(f"{window.bar(visit)} .o_pylot_resize"),
                window.get_point(self.anna, 10.5),
            )
            self._wait_until(window, visit, start=self._at(9), stop=self._at(10, 30))

    def test_crew_moves_together(self):
        visit = self._create_visit(
            self.anna, 9, name="Boiler", helper_ids=[Command.set(self.carla.ids)]
        )
        with self.open_board() as window:
            start = window.get_middle(window.bar(visit, self.carla))
            stop = window.get_point(self.carla, 14.5)
            window.take(start, stop)
            window.wait_for(
                "document.querySelector('.o_pylot_overlay')?.shadowRoot"
                ".querySelectorAll('.ghost:not([hidden])').length === 2"
            )
            window.mouse("mouseReleased", *stop)
            self._wait_until(window, visit, start=self._at(14), technician_id=self.anna.id)
        self.assertEqual(set(visit.booking_ids.mapped("start")), {self._at(14)})
        self.assertEqual(visit.booking_ids.resource_id, self.anna | self.carla)

    def test_customer_is_told_unless_somebody_says_no(self):
        told, untold = (
            self._create_visit(technician, 9, visit_state="confirmed", customer_id=self.customer.id)
            for technician in (self.anna, self.bert)
        )
        for visit in (told, untold):
            visit.with_user(self.agent_user).action_inform_customer()
        before = (told | untold).notice_ids
        with self.open_board() as window:
            for visit, technician in ((told, self.anna), (untold, self.bert)):
                window.drag(
                    window.get_middle(window.bar(visit)), window.get_point(technician, 14.5)
                )
                window.see(".o_pylot_inform input:checked")
                window.close_notifications()
                if visit == untold:
                    window.click(".o_pylot_inform input")
                window.click(".o_pylot_confirm")
                self._wait_until(window, visit, start=self._at(14))
            with self.reading():
                after = ((told | untold).notice_ids - before).filtered("due_at")
                self.assertEqual(after.event_id, told)
                self.assertEqual(after.mapped("kind"), ["moved"])

    def test_outside_of_what_was_promised(self):
        """Seen while dragging, said in the question, and not promised by an alternative."""
        visit = self._promise_window(self.anna, 9, 8, 12)
        with self.open_board() as window:
            start = window.get_middle(window.bar(visit))
            window.take(start, window.get_point(self.bert, 10.5))
            window.see_in_hand(".band")
            window.see_in_hand(".ghost.main:not(.outside)")
            window.mouse("mouseMoved", *window.get_point(self.bert, 14.5))
            window.see_in_hand(".ghost.main.outside")
            window.mouse("mouseReleased", *window.get_point(self.bert, 14.5))
            window.see(".o_pylot_inform .o_pylot_outside")
            window.click(".modal .modal-footer .btn-secondary")
            window.wait_for("!document.querySelector('.modal')")
            # the same is seen by whoever only looks at it
            for kind in ("mousePressed", "mouseReleased"):
                window.mouse(kind, *window.get_middle(window.bar(visit)))
            window.wait_for(
                "document.querySelector('.o_pylot_details').innerText.includes('Promised arrival')"
            )
            window.wait_for(
                "Boolean(document.querySelector('.o_pylot_promise').shadowRoot"
                ".querySelector('.band'))"
            )
            window.click(".o_pylot_move_to")
            window.wait_for("!document.querySelector('.o_pylot_promise')")
            window.see("#o_pylot_move_when")
            window.evaluate(
                "(() => { const when = document.querySelector('#o_pylot_move_when');"
                " when.value = when.value.slice(0, 11) + '15:00';"
                " when.dispatchEvent(new Event('change')); })()"
            )
            window.see(".o_pylot_move .o_pylot_outside")
            window.click(".modal .modal-footer .btn-secondary")
            window.wait_for("!document.querySelector('.modal')")
            with self.reading():
                self.assertEqual(visit.start, self._at(9))

    def test_escape_puts_back(self):
        visit = self._create_visit(self.anna, 9)
        with self.open_board() as window:
            point = window.get_point(self.bert, 14.5)
            window.take(window.get_middle(window.bar(visit)), point)
            window.see(".o_pylot_name.o_best")
            window.press("Escape")
            window.wait_for("!document.querySelector('.o_pylot_overlay, .o_lifted, .o_best')")
            window.mouse("mouseReleased", *point)
            with self.reading():
                self.assertEqual(visit.start, self._at(9))

    def test_into_the_tray(self):
        visit = self._create_visit(self.anna, 9)
        with self.open_board() as window:
            window.drag(window.get_middle(window.bar(visit)), window.get_middle(".o_pylot_tray"))
            window.see(window.card(visit))
            window.see(".o_notification")
            with self.reading():
                self.assertEqual(visit.visit_state, "draft")

    # === WITHOUT ===

    def test_by_keyboard_alone(self):
        self._create_visit(self.bert, 10, name="Leak")
        visit = self._create_visit(self.anna, 9, name="Boiler")
        with self.open_board() as window:
            window.focus(".o_pylot_bar[tabindex='0']")
            window.press(" ")
            window.see(".o_pylot_room")
            self.assertIn("Taken", window.get_spoken())
            window.press("ArrowDown")
            window.press("ArrowRight", shift=True)
            window.wait_for(
                "document.querySelector('[aria-live=assertive]').innerText.includes('not free')"
            )
            self.assertIn("Bert", window.get_spoken())
            window.press("ArrowRight", shift=True)
            window.press("ArrowRight")
            window.press("Enter")
            self._wait_until(
                window,
                visit,
                technician_id=self.bert.id,
                start=self._at(11, 15),
                stop=self._at(12, 15),
            )
            window.wait_for(f'document.activeElement.matches("{window.bar(visit, self.bert)}")')
            window.press(" ")
            window.press("ArrowUp")
            window.press("Escape")
            window.wait_for("!document.querySelector('.o_pylot_overlay')")
            with self.reading():
                self.assertEqual(visit.technician_id, self.bert)

    def test_dialog_does_the_same(self):
        visit = self._create_visit(visit_state="draft", name="Boiler")
        with self.open_board() as window:
            window.focus(window.card(visit))
            window.press("Enter")
            window.click(".o_pylot_move_to")
            window.see(".o_pylot_offers button")
            window.click(".o_pylot_move .o_pylot_confirm, .modal .o_pylot_confirm")
            self._wait_until(window, visit, visit_state="planned", start=self._at(8))

    def test_on_a_phone(self):
        visit = self._create_visit(visit_state="draft", name="Boiler")
        self._create_visit(self.bert, 9, name="Leak")
        with self.open_browser(self.dispatcher_user.login):
            window = BoardWindow(self.browser, self.base_url())
            window.resize(360)
            window.go("/odoo/board", ".o_pylot_agenda")
            window.wait_for("document.body.innerText.includes('Anna')")
            window.click("[aria-label='Technician after']")
            window.wait_for("document.querySelector('.o_pylot_entries').innerText.includes('Leak')")
            self.assertFalse(window.evaluate(SCROLLS), window.evaluate(WIDE))
            window.click(".o_pylot_agenda_tray summary")
            window.click(".o_pylot_agenda_tray .o_pylot_entry button")
            window.see(".o_pylot_offers button")
            window.click(".modal .o_pylot_confirm")
            window.wait_for("!document.querySelector('.modal')")
            window.see(".o_notification")
            with self.reading():
                self.assertEqual(visit.visit_state, "planned")

    def test_technicians_look_at_their_own(self):
        visit = self._create_visit(self.anna, 9, name="Boiler")
        with self.open_board(self.technician_user) as window:
            window.see(window.bar(visit))
            self.assertEqual(window.evaluate("document.querySelectorAll('.o_pylot_row').length"), 1)
            self.assertFalse(
                window.evaluate("Boolean(document.querySelector('.o_pylot_tray, .o_movable'))")
            )

    def test_list_of_the_day(self):
        self._create_visit(self.anna, 9, name="Boiler")
        self._create_visit(self.anna, 9, days=1, name="Tomorrow")
        with self.open_board() as window:
            window.click(".o_pylot_list")
            window.see(".o_list_view .o_group_header")
            self.assertIn("Anna (1)", window.evaluate("document.body.innerText"))

    def test_plan_these_days(self):
        """Whoever may, asks the planner about what is shown."""
        with self.open_board() as window:
            window.click(".o_pylot_plan")
            window.see(".o_form_view [name=date_from]")

    def test_accessible(self):
        path = os.environ.get("PYLOT_AXE")
        if not path:
            self.skipTest("axe-core not found")
        self._create_visit(self.anna, 9, name="Boiler", customer_id=self.customer.id)
        self._create_visit(self.bert, 9, name="Done", visit_state="done")
        self._create_visit(visit_state="draft", name="Waiting", visit_priority="1")
        with self.open_board() as window:
            for width in (1280, 360):
                window.resize(width)
                window.see(".o_pylot_body" if width > 360 else ".o_pylot_agenda")
                window.evaluate(f"{Path(path).read_text()}; true")
                with self.subTest(width=width):
                    # the page around it is Odoo's
                    ours = AXE.replace("found === document.documentElement ||", "")
                    ours = ours.replace(".pylot-page", ".o_pylot_main")
                    self.assertEqual(window.evaluate(ours), [])
                    self.assertEqual(
                        window.evaluate(SMALL.replace(".pylot-page", ".o_pylot_board")), []
                    )
                    # Odoo's menu follows the width of the window after a moment
                    window.wait_for(f"!({SCROLLS})")


@tagged("post_install", "-at_install")
class TestBoardTouch(BoardBrowserCase):
    touch_enabled = True

    def test_by_finger(self):
        visit = self._create_visit(self.anna, 9, name="Boiler")
        with self.open_board() as window:
            start = window.get_middle(window.bar(visit))
            stop = window.get_point(self.carla, 14.5)
            window.touch("touchStart", start)
            window.see(".o_pylot_shield")
            for part in (0.3, 0.6, 1):
                window.touch(
                    "touchMove", [a + (b - a) * part for a, b in zip(start, stop, strict=True)]
                )
            window.see_in_hand(".ghost:not([hidden])")
            window.touch("touchEnd")
            self._wait_until(window, visit, technician_id=self.carla.id, start=self._at(14))
