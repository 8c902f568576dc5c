"""What tests of calculators have in common."""

import json
from urllib.parse import urlencode

from .pages_common import PagesCase


class CalculatorsCase(PagesCase):
    """A German company with an address of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "country_id": cls.env.ref("base.de").id,
                "account_fiscal_country_id": cls.env.ref("base.de").id,
                "email": "office@example.com",
                "phone": "+49 511 123456",
                "account_sale_tax_id": False,
            }
        )
        cls.env["pylot.base.rate"]._load_known_rates()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.company.currency_id = cls.euro

    def ask(self, slug, _lang="", **typed):
        """:return: what scripts get for these inputs"""
        # or the language of the last page goes on
        self.opener.cookies.pop("frontend_lang", None)
        path = f"{_lang}/calculators/{slug}/result?{urlencode(typed, doseq=True)}"
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200, path)
        return json.loads(response.text)

    def open(self, slug, **typed):
        return self.get(f"/calculators/{slug}?{urlencode(typed, doseq=True)}")

    def get_figure(self, page):
        """:return: (what the number is, the number)"""
        [label] = page.main.xpath(".//*[@class='pylot-summary']/p[1]")
        [value] = page.main.xpath(".//*[contains(@class, 'pylot-figure')]")
        return label.text, value.text.replace("\xa0", " ")
