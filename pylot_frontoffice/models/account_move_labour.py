from odoo import models


class AccountMove(models.Model):
    """What private customers in Germany read on invoices for work on their house or garden: the
    part that is labour (EStG 35a (5)), and how long to keep the invoice (UStG 14b (1) sentence 5).
    """

    _inherit = "account.move"

    def _concerns_private_property(self):
        """:return: whether this is an invoice, or a credit note, of a German company to a private
        customer for work on a property"""
        self.ensure_one()
        company, partner = self.company_id, self.commercial_partner_id
        country = company.account_fiscal_country_id or company.country_id
        return bool(
            self.move_type in ("out_invoice", "out_refund", "out_receipt")
            and company.pylot_household_notes
            and country.code == "DE"
            and not partner.is_company
            and not partner.vat
            and (partner.country_id.code or "DE") == "DE"
            and any(line.product_id.is_property_work for line in self._get_work_lines())
        )

    def _get_work_lines(self):
        """:return: lines that say what was done: of the invoice, or of the orders behind an
        invoice of a down payment"""
        lines = self.invoice_line_ids.filtered(lambda line: line._is_work_line())
        if lines:
            return lines
        orders = self.sudo().invoice_line_ids.sale_line_ids.order_id
        return orders.order_line.filtered("is_deliverable")

    def _get_labour_share(self):
        """Discounts, down payments and roundings belong to labour and material in proportion: what
        the invoices of an order show adds up to the labour of the order.

        :return: tuple (labour with taxes, taxes in it), in the currency of the company and as
            positive numbers on credit notes too; (0, 0) when there is nothing to show
        """
        self.ensure_one()
        currency = self.company_id.currency_id
        if not self._concerns_private_property():
            return 0.0, 0.0
        sums = self._get_labour_sums()
        gross = {kind: base + tax for kind, (base, tax) in sums.items()}
        share = self._get_labour_ratio(gross["labour"], gross["material"])
        tax_ratio = self._get_labour_ratio(sums["labour"][1], sums["material"][1], share)
        return (
            currency.round(gross["labour"] + gross["both"] * share),
            currency.round(sums["labour"][1] + sums["both"][1] * tax_ratio),
        )

    def _get_labour_sums(self):
        """:return: dict of ``labour``, ``material`` and ``both`` (discounts and the like) to
        (amount without taxes, taxes), whose sums are the totals of the invoice to the cent"""
        taxes = self.env["account.tax"]
        base_lines, _tax_lines = self._get_rounded_base_and_tax_lines()
        details = taxes._aggregate_base_lines_tax_details(
            base_lines, lambda base_line, _tax: base_line["record"]._get_labour_key()
        )
        values = taxes._aggregate_base_lines_aggregated_values(details)
        return {
            key: (values[key]["total_excluded"], values[key]["tax_amount"])
            for key in ("labour", "material", "both")
        }

    def _get_labour_ratio(self, labour, material, default=None):
        """:return: which part of what belongs to both is labour"""
        if labour or material:
            return labour / (labour + material) if labour + material else 0.0
        if default is not None:
            return default
        # nothing but a down payment: as in the order
        lines = self._get_work_lines()
        total = sum(lines.mapped("price_total"))
        done = lines.filtered(lambda line: line.product_id.product_tmpl_id._is_labour())
        return sum(done.mapped("price_total")) / total if total else 0.0
