from unittest.mock import patch

from odoo.tests import tagged

from ..models import pylot_faq_article_best
from .faq_search_common import FaqSearchCommon


@tagged("post_install", "-at_install")
class TestFaqSearch(FaqSearchCommon):
    """People find what they mean, as they type it."""

    def assertFinds(self, key, *queries, lang="de_DE"):
        for query in queries:
            with self.subTest(query=query, lang=lang):
                self.assertEqual(self._find(query, lang)[:1], [key])

    def test_natural_questions(self):
        self.assertFinds("invoice", "Hallo, wo kann ich denn meine Rechnung finden?")
        self.assertFinds("invoice", "hi, where can I find the invoice please", lang="en_US")
        self.assertFinds("shut", "Wann habt ihr denn geschlossen?", "sonntags")

    def test_compounds_in_both_directions(self):
        self.assertFinds("maintenance", "Heizungswartung", "Wartungsintervall der Heizung")
        self.assertFinds("move", "Terminverschiebung")
        self.articles["rate"].with_context(lang="de_DE").question = "Was ist der Stundensatz?"
        self.assertFinds("rate", "Preis einer Stunde", "Stundenpreis")

    def test_typing_mistakes(self):
        self.assertFinds("invoice", "Rechung", "Rechnugn", "Rehcnung", "Rechnungg")
        self.assertFinds("pump", "Wärmepume", "Wärmepunpe")
        self.assertFinds("invoice", "invocie", "invoise", lang="en_US")

    def test_umlauts_as_they_are_typed(self):
        self.assertFinds("pump", "Wärmepumpe", "Waermepumpe", "WARMEPUMPE", "wa\u0308rmepumpe")
        self.assertFinds("street", "Straße", "Strasse", "STRASSE")
        self.assertFinds("shut", "Büro", "Buero", "Buro")

    def test_forms_of_a_word(self):
        self.assertFinds("invoice", "Rechnungen", "meiner Rechnungen")
        self.assertFinds("move", "verschiebe Termine", "verschobener Termin verschieben")
        self.assertFinds("cancel", "cancelling appointments", "cancelled", lang="en_US")

    def test_synonyms_are_data(self):
        self.assertNotEqual(self._find("Wisch")[:1], ["invoice"])
        synonym = self.env["pylot.faq.synonym"].create({"words": "Rechnung, Wisch, blaue Zettel"})
        self.assertFinds("invoice", "Wisch", "Wo sind die blauen Zettel?")
        synonym.active = False
        self.assertNotEqual(self._find("Wisch")[:1], ["invoice"])

    def test_keywords_and_category(self):
        self.articles["rate"].with_context(lang="de_DE").keywords = "Tarif, Verrechnungssatz"
        self.assertFinds("rate", "Tarif", "Verrechnungssätze")
        category = self.env["pylot.faq.category"].create({"name": "Zebrafische"})
        self.articles["rate"].category_id = category
        self.assertFinds("rate", "Zebrafisch")
        category.name = "Kängurus"
        self.assertFinds("rate", "Känguru")
        self.assertEqual(self._find("Zebrafisch"), [])

    def test_best_are_looked_at_twice(self):
        """What has many pieces of the question is before what has one similar word."""
        article = self.articles["rate"].copy({"is_published": True}).with_context(lang="de_DE")
        article.question = "Meine Bremsen quietschen, ist das gefährlich?"
        article.answer = "<p>Reinigen Sie die Flächen und bremsen Sie einige Male kräftig.</p>"
        self.keys[article.id] = "brakes"
        with patch.object(pylot_faq_article_best, "rerank", lambda _words, found, _texts: found):
            self.assertNotEqual(self._find("Bremsklötze abgefahren wechseln")[:1], ["brakes"])
        self.assertFinds("brakes", "Bremsklötze abgefahren wechseln")

    def test_an_article_nobody_has_translated(self):
        fresh = (
            self.env["pylot.faq.article"]
            .with_context(lang="en_US")
            .create(
                {
                    "question": "Do you repair dishwashers?",
                    "is_published": True,
                    "audience": "public",
                }
            )
        )
        self.keys[fresh.id] = "dishwasher"
        self.assertFinds("dishwasher", "dishwashers")
        self.assertFinds("dishwasher", "dishwashers", lang="en_US")
        german = (
            self.env["pylot.faq.article"]
            .with_context(lang="en_US")
            .create(
                {
                    "question": "Reparieren Sie auch Geschirrspüler von anderen Händlern?",
                    "is_published": True,
                    "audience": "public",
                }
            )
        )
        self.keys[german.id] = "german"
        self.assertFinds("german", "Geschirrspuelern", lang="en_US")

    def test_only_small_words(self):
        self.assertFinds("shut", "Wann ist das?")
        self.assertFinds("street", "do you come to", lang="en_US")

    def test_the_first_two_articles(self):
        """Where every word is common, none says little."""
        for key, article in self.articles.items():
            if key not in ("move", "cancel"):
                article.unlink()
        query = "My appointment has moved to another planet"
        self.assertEqual(self._find(query, "en_US"), ["move", "cancel"])

    def test_nothing_is_found(self):
        for query in ("", "   ", None, "Quantenchromodynamik", "xyzzy", "?!", "😀😀"):
            with self.subTest(query=query):
                self.assertEqual(self._find(query), [])

    def test_pages_and_count_agree(self):
        Article = self.env["pylot.faq.article"].with_user(self.visitor)
        Article = Article.with_context(lang="de_DE")
        query = "Termin Rechnung Wartung Stunde"
        total = len(Article._search_scored(query)[1])
        self.assertGreaterEqual(total, 4)
        pages = [Article._search_explained(query, limit=2, offset=at) for at in range(0, total, 2)]
        found = [each["article"] for page in pages for each in page]
        self.assertEqual(len(found), total)
        self.assertEqual(found, list(Article._search_ranked(query, limit=total)))
        scores = [each["score"] for page in pages for each in page]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertEqual(scores[0], 1)

    def test_reasons_and_marks(self):
        self.env["pylot.faq.synonym"].create({"words": "invoice, scrap of paper"})

        def explain(query, lang="en_US"):
            Article = self.env["pylot.faq.article"].with_context(lang=lang)
            best = Article._search_explained(query, limit=1)[0]
            return best["reasons"], best["marks"]

        self.assertEqual(
            explain("Where do I find invoices?"),
            (["In the question: find, invoice"], ["find", "invoice"]),
        )
        self.assertEqual(explain("Invocie"), (["“Invocie” was read as “invoice”"], ["invoice"]))
        self.assertEqual(explain("scrap of paper")[0], ["“scrap” means the same as “invoice”"])
        self.assertEqual(explain("what do you do to")[0], ["Only small words in common"])
        reasons, marks = explain("Heizungswartung", "de_DE")
        self.assertEqual(set(marks), {"Heizung", "Wartung"})
        self.assertEqual(len(reasons), 2)
