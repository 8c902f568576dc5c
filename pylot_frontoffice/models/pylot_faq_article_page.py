from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.json import scriptsafe
from odoo.tools.mail import html_to_inner_content

DESCRIPTION_LENGTH = 155
RELATED = 4
# Ways to an answer that a front page shows of each category.
TOP = 5


class PylotFaqArticle(models.Model):
    """Articles as visitors see them. Whoever may read nothing of this model in Odoo still reads on
    the pages what is meant for them: elevated, and only inside ``_get_visible_domain``."""

    _inherit = "pylot.faq.article"

    def _get_public_url(self):
        """:return: path of the page, in the language of the context; the number alone finds it"""
        self.ensure_one()
        return f"/faq/{self.env['ir.http']._slug((self.id, self.question))}"

    # === WHAT A VISITOR MAY SEE ===

    @api.model
    def _find_visible(self, domain=Domain.TRUE, **options):
        """:param options: of ``search``
        :return: articles, elevated, that the current user may read"""
        visible = self._get_visible_domain()
        return self.sudo().search(visible & Domain(domain), **options)

    @api.model
    def _count_visible(self, domain=Domain.TRUE):
        return self.sudo().search_count(self._get_visible_domain() & Domain(domain))

    @api.model
    def _is_open(self):
        """:return: whether there is anything to read for the current user"""
        return bool(self._find_visible(limit=1, order="id"))

    @api.model
    def _get_front(self):
        """Each category on top of the tree with its most helpful articles, those of finer ones
        included, by one statement.

        :return: list of (category or none, articles, number of all), as the categories are sorted
        """
        visible = self.sudo()._search(self._get_visible_domain(), order="id")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT root, array_agg(id ORDER BY place), max(total)
                  FROM (
                    SELECT a.id, r.root, count(*) OVER (PARTITION BY r.root) AS total,
                           row_number() OVER (
                               PARTITION BY r.root ORDER BY a.helpfulness DESC, a.sequence, a.id
                           ) AS place
                      FROM pylot_faq_article a
                      LEFT JOIN pylot_faq_category c ON c.id = a.category_id
                     CROSS JOIN LATERAL (
                        SELECT coalesce(split_part(c.parent_path, '/', 1)::integer, 0) AS root
                     ) r
                     WHERE a.id IN %s
                  ) ranked
                 WHERE place <= %s
                 GROUP BY root""",
                visible.subselect(),
                TOP,
            )
        )
        found = {root: (self.sudo().browse(ids), total) for root, ids, total in rows}
        self.sudo().browse([each for ids, _total in found.values() for each in ids.ids]).fetch(
            ["question", "answer", "audience"]
        )
        roots = self.env["pylot.faq.category"].sudo().search([("id", "in", list(found))])
        nowhere = roots.browse()
        groups = [(root, *found[root.id]) for root in roots]
        known = set(roots.ids)
        groups += [(nowhere, *each) for root, each in found.items() if root not in known]
        return groups

    # === ONE PAGE ===

    def _get_plain_answer(self):
        """:return: the answer as one line of plain text"""
        self.ensure_one()
        return html_to_inner_content(self.answer or "")

    def _get_excerpt(self, length=DESCRIPTION_LENGTH):
        """:return: the beginning of the answer, ending with a whole word"""
        return cut(self._get_plain_answer(), length)

    def _get_related(self, limit=RELATED):
        """:return: articles about something near, best first, that the visitor may read"""
        self.ensure_one()
        words = " ".join(filter(None, [self.question, self.keywords]))
        visitor = self.sudo(False)
        found = visitor.env[self._name]._search_ranked(words, limit=limit + 1)
        return found.sudo().filtered(lambda article: article.id != self.id)[:limit]

    def _get_bookable(self):
        """:return: appointment types, elevated, that everybody may book because of this article"""
        self.ensure_one()
        kinds = self.appointment_type_ids | self.product_tmpl_ids.appointment_type_id
        company = self.env.company
        return kinds.filtered(
            lambda kind: (
                kind.active and kind.access == "public" and (kind.company_id or company) == company
            )
        )

    def _get_structured_data(self):
        """:return: schema.org's FAQPage as JSON that may stand in a page, of the articles that are
        public to all; "" when none is"""
        public = self.filtered(lambda each: each.audience == "public" and each.is_published)
        questions = [
            {
                "@type": "Question",
                "name": article.question,
                "acceptedAnswer": {"@type": "Answer", "text": article._get_plain_answer()},
            }
            for article in public
            if article._get_plain_answer()
        ]
        if not questions:
            return ""
        page = {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": questions}
        return scriptsafe.dumps(page, ensure_ascii=False)


def cut(text, length):
    """:return: at most ``length`` characters of ``text``, ending with a whole word"""
    if len(text) <= length:
        return text
    return f"{text[:length].rsplit(' ', 1)[0].rstrip(' ,;:–-')} …"
