from .common import FrontofficeCommon


class FinanceCommon(FrontofficeCommon):
    """A bank, and nothing offered by anybody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.plans = cls.env["pylot.finance.plan"]
        cls.plans.search([("is_published", "=", True)]).is_published = False
        cls.bank = cls.env["res.partner"].create(
            {"name": "Test Bank", "street": "Am Markt 1", "zip": "30159", "city": "Hannover"}
        )

    @classmethod
    def _create_plan(cls, **vals):
        return cls.plans.create(
            {
                "name": "Bank",
                "lender_id": cls.bank.id,
                "currency_id": cls.euro.id,
                "amount_from": 500,
                "amount_to": 20000,
                "terms": "12, 24, 84",
                "nominal_rate": 3.88,
                "is_published": True,
                **vals,
            }
        )

    def _get_offers(self, amount, **kwargs):
        return self.plans._get_offers(amount, currency=self.euro, **kwargs)
