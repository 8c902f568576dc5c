"""The desk in a real browser: a tour, and how people with impairments meet it."""

import os
from pathlib import Path

from odoo.fields import Command
from odoo.tests import tagged

from .axe_common import AXE, SCROLLS, SMALL, WIDE
from .browser_common import BrowserCase
from .desk_common import DeskCase

PATIENCE = 180


@tagged("post_install", "-at_install")
class TestDeskBrowser(DeskCase, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.kim | cls.lou).lang = "de_DE"
        cls.ring_team.provider_script = "<p>Ask for the floor.</p>"

    def test_desk_tour(self):
        self.env.flush_all()
        cookies = {"frontend_lang": "de_DE"}
        self.start_tour(
            "/de/desk", "pylot_desk_tour", login="desk_kim", cookies=cookies, timeout=PATIENCE
        )
        self.env.invalidate_all()
        self.assertEqual(self.complaint.team_id, self.business)
        self.assertTrue(self.complaint.first_response_at)
        self.assertEqual(self.complaint.activity_ids.user_id, self.dispatcher_user)

    def test_accessible(self):
        path = os.environ.get("PYLOT_AXE")
        if not path:
            self.skipTest("axe-core not found")
        self.axe = Path(path).read_text()
        self.kind.write({"access": "internal", "notice": 0})
        self.ring_team.provider_visit_type_ids = [Command.set(self.kind.ids)]
        self.complaint.write(
            {"priority": "3", "is_safety": True, "description": "<p>It drips day and night.</p>"}
        )
        self.complaint._add_customer_reply("When do you come?", [("tap.txt", b"x")])
        self.complaint.with_user(self.kim).sudo()._note_from_desk("Was angry")
        with self.open_browser("desk_kim"):
            for name, path in {
                "queue": "/desk",
                "complaint": f"/desk/{self.complaint.id}",
                "times": f"/desk/{self.complaint.id}/visit",
                "gone": "/desk/0",
            }.items():
                self.visit(path)
                self._check(name)
            self.visit("/desk/new")
            self.click(".pylot-form button[type=submit]")
            self._check("call with errors")

    def _check(self, name):
        for width in (1280, 360):
            with self.subTest(page=name, width=width):
                self.resize(width)
                self.evaluate(
                    "document.querySelectorAll('details').forEach((d) => (d.open = true))"
                )
                if not self.evaluate("Boolean(window.axe)"):
                    self.evaluate(f"{self.axe}; true")
                self.assertEqual(self.evaluate(AXE), [])
                self.assertFalse(self.evaluate(SCROLLS), self.evaluate(WIDE))
                self.assertEqual(self.evaluate(SMALL), [])
        self.assertEqual(self.evaluate("document.querySelectorAll('h1').length"), 1)
