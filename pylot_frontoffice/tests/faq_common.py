"""Visitors who have a question."""

from odoo.fields import Command


class FaqPages:
    """Mixed into cases with pages: two categories, one in the other, and an article for each
    audience."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Article = cls.env["pylot.faq.article"]
        cls.Query = cls.env["pylot.faq.query"]
        cls.heating = cls.env["pylot.faq.category"].create({"name": "Heating"})
        cls.radiators = cls.env["pylot.faq.category"].create(
            {"name": "Radiators", "parent_id": cls.heating.id}
        )
        cls.cold = cls._create_article(
            "Why does my radiator stay cold?",
            "<p>Let the air out: open the small valve with its key.</p>",
            category_id=cls.radiators.id,
        )
        cls.pressure = cls._create_article(
            "Which pressure is right?",
            "<p>Between 1.5 and 2 bar, before you heat.</p>",
            category_id=cls.heating.id,
        )
        cls.contract = cls._create_article(
            "What does my heating contract cover?",
            "<p>One inspection a year.</p>",
            category_id=cls.heating.id,
            audience="customer",
        )
        cls.margin = cls._create_article(
            "Which heating pressure is a secret?",
            "<p>Forty percent.</p>",
            category_id=cls.heating.id,
            audience="staff",
        )
        cls.draft = cls._create_article(
            "Which heating draft is not checked?",
            "<p>Perhaps.</p>",
            category_id=cls.heating.id,
            is_published=False,
        )
        cls.hidden = cls.margin | cls.draft

    @classmethod
    def _create_article(cls, question, answer="<p>So it is.</p>", **values):
        return cls.Article.create(
            {"question": question, "answer": answer, "is_published": True, **values}
        )

    @classmethod
    def _attach(cls, article, kind):
        article.appointment_type_ids = [Command.link(kind.id)]

    def get_article(self, article):
        return self.get(article._get_public_url())
