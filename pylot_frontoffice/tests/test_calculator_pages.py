"""Everything that can be worked out on our pages, as visitors without JavaScript see it."""

from odoo.tests import tagged

from .calculators_common import CalculatorsCase


@tagged("post_install", "-at_install")
class TestCalculatorPages(CalculatorsCase):
    def test_all_open(self):
        page = self.get("/calculators")
        self.assertEqual(page.status, 200)
        links = page.main.xpath(".//h2/a/@href")
        self.assertGreaterEqual(len(links), 5)
        for link in links:
            with self.subTest(link):
                page = self.get(link)
                self.assertEqual(page.status, 200)
                self.assertTrue(page.main.xpath(".//*[@class='pylot-figure mb-2']")[0].text)
