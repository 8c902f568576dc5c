from odoo.tests import Form, tagged

from .common import FrontofficeCommon


@tagged("post_install", "-at_install")
class TestFaqAudience(FrontofficeCommon):
    """No article is read by more people than its category, whatever happens to either."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top = cls._create_category("Top")
        cls.below = cls._create_category("Below", cls.top)
        cls.article = cls._create_article("Who pays?", cls.below)

    @classmethod
    def _create_category(cls, name, above=None, **values):
        values = {"name": name, "parent_id": above.id if above else False, **values}
        return cls.env["pylot.faq.category"].create(values)

    @classmethod
    def _create_article(cls, question, category=None, **values):
        values = {"question": question, "category_id": category and category.id, **values}
        return cls.env["pylot.faq.article"].create(values)

    def test_narrowing_a_category_takes_everything_in_it_along(self):
        staff = self._create_article("What do we pay?", self.below, audience="staff")
        self.top.audience = "customer"
        self.assertEqual(self.below.audience, "customer")
        self.assertEqual(self.article.audience, "customer")
        self.assertEqual(staff.audience, "staff")
        self.top.audience = "public"
        self.assertEqual(self.article.audience, "customer", "widening is decided for each")

    def test_moving_makes_nothing_wider(self):
        staff = self._create_article("What do we pay?", audience="staff")
        staff.category_id = self.below
        self.assertEqual(staff.audience, "staff")
        inside = self._create_category("Inside", audience="staff")
        self.article.category_id = inside
        self.assertEqual(self.article.audience, "staff")
        self.below.parent_id = inside
        self.assertEqual(self.below.audience, "staff")

    def test_wider_than_the_category_is_refused(self):
        self.top.audience = "customer"
        for record in (self.article, self.below):
            with self.assertRefused("only for “Customers With Login”"):
                record.audience = "public"
        with self.assertRefused("for “Everybody”"):
            self._create_article("Where?", self.below, audience="public")
        self.below.audience = "provider"
        with self.assertRefused("Staff.*Providers"):
            self.article.audience = "staff"

    def test_new_articles_are_for_whom_the_category_is(self):
        self.top.audience = "customer"
        with Form(self.env["pylot.faq.article"].with_user(self.agent_user)) as form:
            form.question = "When?"
            self.assertEqual(form.audience, "public")
            form.category_id = self.below
            self.assertEqual(form.audience, "customer")
        self.assertEqual(form.record.audience, "customer")
