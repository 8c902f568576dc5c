from odoo import api, models
from odoo.fields import Domain


class PylotFaqCategory(models.Model):
    """Categories as visitors see them: one that holds nothing for them does not exist."""

    _inherit = "pylot.faq.category"

    def _get_public_url(self):
        """:return: path of the page, in the language of the context; the number alone finds it"""
        self.ensure_one()
        return f"/faq/category/{self.env['ir.http']._slug((self.id, self.name))}"

    @api.model
    def _find_visible(self, number):
        """:return: the category, elevated, if the current user may read an article in it or below
        it"""
        category = self.sudo().browse(number).exists().filtered("active")
        if not category:
            return category
        articles = self.env["pylot.faq.article"]
        inside = Domain("category_id", "child_of", category.id)
        return category if articles._find_visible(inside, limit=1) else category.browse()

    def _get_finer(self):
        """:return: list of (finer category, number of articles in it or below it that the current
        user may read), without empty ones"""
        self.ensure_one()
        articles = self.env["pylot.faq.article"]
        visible = articles.sudo(False)._get_visible_domain()
        counts = articles.sudo()._read_group(
            visible & Domain("category_id", "child_of", self.child_ids.ids),
            ["category_id"],
            ["__count"],
        )
        totals = {}
        for category, count in counts:
            path = category.parent_path.split("/")
            finer = int(path[path.index(str(self.id)) + 1])
            totals[finer] = totals.get(finer, 0) + count
        return [(each, totals[each.id]) for each in self.child_ids if each.id in totals]

    def _get_way(self):
        """:return: the categories from the top of the tree to this one"""
        ids = [int(each) for each in (self.parent_path or "").split("/") if each]
        return self.browse(ids)
