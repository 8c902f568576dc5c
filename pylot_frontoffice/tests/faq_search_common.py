"""A small FAQ to search in; other articles of the database are out of the way."""

from .common import FrontofficeCommon

GERMAN = {
    "maintenance": ("Wie oft ist eine Wartung der Heizung nötig?", "<p>Einmal im Jahr.</p>"),
    "invoice": ("Wo finde ich meine Rechnung?", "<p>Im Kundenportal unter „Belege“.</p>"),
    "move": ("Kann ich den Termin verschieben?", "<p>Ja, bis zum Vortag um 12 Uhr.</p>"),
    "cancel": ("Wie sage ich einen Termin ab?", "<p>Mit dem Link in der Bestätigung.</p>"),
    "pump": ("Lohnt sich eine Wärmepumpe?", "<p>Meist, auch im Altbau.</p>"),
    "street": ("Kommen Sie in jede Straße?", "<p>Ja, im ganzen Landkreis.</p>"),
    "rate": ("Was kostet eine Stunde?", "<p>68 Euro, mit Anfahrt.</p>"),
    "shut": ("Wann ist das Büro geschlossen?", "<p>Samstags und sonntags.</p>"),
}
ENGLISH = {
    "maintenance": ("How often does the heating need maintenance?", "<p>Once a year.</p>"),
    "invoice": ("Where do I find my invoice?", "<p>In the portal, under Documents.</p>"),
    "move": ("Can I move my appointment?", "<p>Yes, until noon of the day before.</p>"),
    "cancel": ("How do I cancel my appointment?", "<p>With the link in the e-mail.</p>"),
    "pump": ("Does a heat pump pay off?", "<p>Mostly, in old buildings, too.</p>"),
    "street": ("Do you come to every street?", "<p>Yes, all over the district.</p>"),
    "rate": ("What does an hour cost?", "<p>68 euros, travel included.</p>"),
    "shut": ("When is the office closed?", "<p>On Saturdays and Sundays.</p>"),
}


class FaqSearchCommon(FrontofficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        Article = cls.env["pylot.faq.article"]
        Article.with_context(active_test=False).search([("id", "!=", 0)]).unlink()
        cls.articles = {}
        for key, (question, answer) in ENGLISH.items():
            cls.articles[key] = Article.create(
                {
                    "question": question,
                    "answer": answer,
                    "is_published": True,
                    "audience": "public",
                }
            )
            german_question, german_answer = GERMAN[key]
            cls.articles[key].with_context(lang="de_DE").write(
                {"question": german_question, "answer": german_answer}
            )
        cls.keys = {article.id: key for key, article in cls.articles.items()}
        cls.visitor = cls.env.ref("base.public_user")

    def _find(self, query, lang="de_DE", user=None, limit=5, **context):
        """:return: list of keys of articles (or their questions), best first"""
        Article = self.env["pylot.faq.article"].with_user(user or self.visitor)
        found = Article.with_context(lang=lang, **context)._search_ranked(query, limit=limit)
        return [self.keys.get(article.id) or article.sudo().question for article in found]

    def _get_index(self):
        """:return: dict of what the index says, without the numbers of its rows"""
        self.env.cr.execute("SELECT lang, term, document_count FROM pylot_faq_term")
        terms = sorted(self.env.cr.fetchall())
        self.env.cr.execute(
            """SELECT kept.lang, piece, term_count, array_agg(term ORDER BY term)
               FROM pylot_faq_piece kept LEFT JOIN pylot_faq_term ON id = ANY (term_ids)
               GROUP BY 1, 2, 3"""
        )
        pieces = sorted(self.env.cr.fetchall())
        self.env.cr.execute(
            "SELECT article_id, lang, term, weight FROM pylot_faq_posting"
            " JOIN pylot_faq_term term ON term.id = term_id"
        )
        postings = sorted(self.env.cr.fetchall())
        self.env.cr.execute("SELECT article_id, lang, digest, words FROM pylot_faq_document")
        documents = sorted(self.env.cr.fetchall())
        return {"terms": terms, "pieces": pieces, "postings": postings, "documents": documents}
