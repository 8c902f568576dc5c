"""Customers who follow the link of a reminder to pay."""

from .dunning_common import DunningRecords
from .pages_common import PagesCase

IBAN = "DE89370400440532013000"


def write_message(env, lines, level, **values):
    """:param lines: receivable lines of one customer, company and currency
    :return: a message as it is sent, without sending it"""
    dunnings = env["pylot.dunning"].with_company(lines.company_id)
    (case,) = dunnings._read_cases(lines)
    history = dunnings._read_charges([case])
    vals = dunnings._prepare_vals(case, level, env["pylot.reminder"], history)
    (number,) = dunnings._draw_numbers([case.company])
    return dunnings.create({**vals, "name": number, **values})


class DunningPages(DunningRecords):
    """Mixed into cases with visitors: a customer who owes euros, and an account to pay to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._prepare_dunning()
        del cls.call  # a level of ours, and what browsers are driven by
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.bank = cls.env["res.partner.bank"].create(
            {
                "acc_number": IBAN,
                "partner_id": cls.company.partner_id.id,
                "acc_holder_name": "Pylot GmbH",
            }
        )

    @classmethod
    def _create_dunning(cls, moves, level=None, **values):
        """:return: a message as it is sent, without sending it"""
        cls.env.flush_all()
        lines = moves.line_ids.filtered(lambda line: line.display_type == "payment_term")
        return write_message(cls.env, lines, level or cls.friendly, **values)

    @classmethod
    def _create_claims(cls, *amounts, **values):
        invoices = cls.env["account.move"]
        for amount in amounts or (100, 50):
            invoices |= cls._create_invoice(amount, **{"currency_id": cls.euro.id, **values})
        return invoices

    @classmethod
    def _create_dispute(cls, move, **values):
        return cls.env["pylot.complaint"].create(
            {"name": "Wrong", "partner_id": move.partner_id.id, "move_id": move.id, **values}
        )

    def get_path(self, dunning):
        return f"/dunning/{dunning.access_token}"

    def say(self, amount, currency=None):
        """:return: the amount as it stands in the text of a page"""
        return " ".join((currency or self.euro).format(amount).split())

    def see(self, dunning):
        self.env.flush_all()
        return self.get(self.get_path(dunning))


class DunningPagesCase(DunningPages, PagesCase):
    pass
