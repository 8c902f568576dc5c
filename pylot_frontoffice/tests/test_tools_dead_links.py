import doctest

from odoo.tests import BaseCase, tagged

from ..tools import dead_links
from ..tools.dead_links import hide_paths, kill_links


@tagged("post_install", "-at_install")
class TestToolsDeadLinks(BaseCase):
    """Links of customers in the eyes of others (tools/dead_links.py)."""

    def test_examples(self):
        outcome = doctest.testmod(dead_links)
        self.assertTrue(outcome.attempted)
        self.assertFalse(outcome.failed)

    def test_nothing_of_a_secret_is_left(self):
        for markup in (
            "<a href='https://x.example/v/1?token=SECRET'>Cancel</a>",
            "<p>Open https://x.example/v/SECRET</p>",
            "<div><b>b</b> or http://x.example:8069/SECRET, please</div>",
            "<a href='/my/orders/1?access_token=SECRET'><img src='cid:1'/></a>",
            "Text first https://x.example/SECRET <br/> https://x.example/SECRET",
        ):
            with self.subTest(markup=markup):
                self.assertNotIn("SECRET", kill_links(markup))
        self.assertEqual(kill_links("<p>Tom &amp; Jerry</p>"), "<p>Tom &amp; Jerry</p>")
        self.assertEqual(kill_links("a &lt; b"), "a &lt; b")
        self.assertEqual(kill_links(False), "")
        self.assertEqual(hide_paths("https://x.example"), "https://x.example")
