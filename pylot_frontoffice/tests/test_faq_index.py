import random

from odoo.tests import tagged

from ..models import pylot_faq_term_pieces
from .faq_search_common import ENGLISH, GERMAN, FaqSearchCommon

ROUNDS = 60


@tagged("post_install", "-at_install")
class TestFaqIndex(FaqSearchCommon):
    """Whatever is written, by whatever door, the index is the one that would be built anew."""

    def assertIndexRight(self):
        kept = self._get_index()
        self.env["pylot.faq.article"]._index_rebuild()
        built = self._get_index()
        for name, rows in built.items():
            self.assertEqual(kept[name], rows, name)

    def test_after_each_kind_of_change(self):
        article = self.articles["move"]
        category = self.env["pylot.faq.category"].create({"name": "Planning"})
        changes = [
            lambda: article.write({"question": "Another question about kangaroos"}),
            lambda: article.with_context(lang="de_DE").write({"answer": "<p>Kängurus</p>"}),
            lambda: article.write({"keywords": "wallaby"}),
            lambda: article.write({"category_id": category.id}),
            lambda: category.write({"name": "Scheduling"}),
            lambda: category.with_context(lang="de_DE").write({"name": "Planung"}),
            lambda: category.update_field_translations("name", {"de_DE": "Planen"}),
            lambda: article.update_field_translations("question", {"de_DE": "Beuteltiere?"}),
            lambda: article.update_field_translations("question", {"de_DE": False}),
            lambda: article.write({"is_published": False}),
            lambda: article.action_archive(),
            lambda: article.write({"audience": "staff", "company_id": self.env.company.id}),
            lambda: article.copy(),
            lambda: article.unlink(),
        ]
        for number, change in enumerate(changes):
            with self.subTest(number=number):
                change()
                self.assertIndexRight()

    def test_random_changes(self):
        self._change_at_random()
        self.assertIndexRight()

    def test_random_changes_of_what_is_common(self):
        """Pieces become too common to be of use, and are of use again."""
        self.patch(pylot_faq_term_pieces, "COMMON", 3)
        self.env["pylot.faq.article"]._index_rebuild()
        before = self._count_common()
        self._change_at_random()
        self.assertNotEqual(self._count_common(), before)
        self.assertIndexRight()

    def test_common_pieces_are_of_use_again(self):
        self.patch(pylot_faq_term_pieces, "COMMON", 3)
        self.env["pylot.faq.article"]._index_rebuild()
        create = self.env["pylot.faq.article"].create
        values = {"is_published": True, "audience": "public"}
        few = create([{"question": f"kangaroo{end}", **values} for end in ("a", "b")])
        self.assertEqual(len(self._find("kangaroos", "en_US")), 2)
        many = create([{"question": f"kangaroo{end}", **values} for end in ("c", "d")])
        self.assertEqual(self._find("kangaroos", "en_US"), [])
        self.assertIndexRight()
        many.unlink()
        self.assertEqual(len(self._find("kangaroos", "en_US")), 2)
        few.unlink()
        self.assertEqual(self._find("kangaroos", "en_US"), [])
        self.env.cr.execute("SELECT count(*) FROM pylot_faq_piece WHERE piece = 'ngar'")
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        self.assertIndexRight()

    def test_an_index_of_an_older_version(self):
        """Once, pieces and terms were rows; an upgrade makes lists of them."""
        kept = self._get_index()
        self.env.cr.execute("CREATE TABLE pylot_faq_gram (term_id int4)")
        self.env.cr.execute("DELETE FROM pylot_faq_piece")
        self.env.cr.execute(
            "CREATE FUNCTION pylot_faq_near() RETURNS int LANGUAGE SQL AS 'SELECT 1'"
        )
        self.env["pylot.faq.term"].init()
        self.assertEqual(self._get_index(), kept)
        self.env.cr.execute("SELECT to_regclass('pylot_faq_gram')")
        self.assertFalse(self.env.cr.fetchone()[0])
        self.env.cr.execute("SELECT count(*) FROM pg_proc WHERE proname LIKE 'pylot%'")
        self.assertEqual(self.env.cr.fetchone()[0], 2)

    def test_what_is_written_past_odoo_is_found_later(self):
        self.env.cr.execute(
            "UPDATE pylot_faq_article SET question = jsonb_build_object('en_US', 'Kangaroos?')"
            " WHERE id = %s",
            [self.articles["move"].id],
        )
        self.assertEqual(self._find("kangaroo", "en_US"), [])
        self.env["pylot.faq.article"]._gc_index_stale()
        self.assertEqual(self._find("kangaroo", "en_US"), ["move"])
        self.assertIndexRight()

    def test_a_further_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.assertEqual(self._find("invoice", "fr_FR")[:1], ["invoice"])
        self.articles["invoice"].with_context(lang="fr_FR").question = "Où est ma facture ?"
        self.assertEqual(self._find("factures", "fr_FR")[:1], ["invoice"])
        self.assertIndexRight()

    def test_files_of_translations(self):
        self.env.cr.execute(
            'UPDATE pylot_faq_article SET question = question || \'{"de_DE": "Kängurus?"}\''
            " WHERE id = %s",
            [self.articles["move"].id],
        )
        self.env["ir.module.module"]._load_module_terms([], ["de_DE"])
        self.assertEqual(self._find("Kaenguru"), ["move"])

    def test_constant_number_of_statements(self):
        Article = self.env["pylot.faq.article"]
        counts = []
        for number in (1, 100):
            articles = Article.create([{"question": f"Old {at}"} for at in range(number)])
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            articles._index()
            unchanged = self.env.cr.sql_log_count - before
            self.assertEqual(unchanged, 1)
            self.env.cr.execute(
                "UPDATE pylot_faq_article SET question = jsonb_build_object('en_US', 'New ' || id)"
                " WHERE id = ANY(%s)",
                [articles.ids],
            )
            before = self.env.cr.sql_log_count
            articles._index()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 8)

    def _change_at_random(self):
        chance = random.Random(19)
        Article = self.env["pylot.faq.article"]
        vocabulary = " ".join(
            text for pair in (*ENGLISH.values(), *GERMAN.values()) for text in pair
        )
        vocabulary = [*vocabulary.split(), "Donaudampfschiff", "e\u0301clair", "12", "a", "_", "’"]
        pool = Article.browse([article.id for article in self.articles.values()])

        def text():
            return " ".join(chance.choices(vocabulary, k=chance.randint(1, 12)))

        for _round in range(ROUNDS):
            some = Article.browse(chance.sample(pool.ids, min(len(pool), chance.randint(1, 3))))
            some = some.with_context(lang=chance.choice(["en_US", "de_DE"]))
            kind = chance.randrange(5)
            if kind == 0:
                pool |= Article.create([{"question": text()} for _number in range(3)])
            elif kind == 1 and len(pool) > 5:
                pool -= some
                some.unlink()
            else:
                name = chance.choice(["question", "answer", "keywords"])
                some.write({name: text() if name == "question" else chance.choice([text(), False])})

    def _count_common(self):
        self.env.cr.execute("SELECT count(*) FROM pylot_faq_piece WHERE term_ids IS NULL")
        return self.env.cr.fetchone()[0]
