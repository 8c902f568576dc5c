from odoo import api, fields, models

# Whatever their parameters: another version may have had others.
DROP_FUNCTIONS = """
    DO $$
    DECLARE ours regprocedure;
    BEGIN
        FOR ours IN
            SELECT oid FROM pg_proc WHERE proname IN ('pylot_faq_near', 'pylot_faq_hits')
        LOOP
            EXECUTE 'DROP FUNCTION ' || ours;
        END LOOP;
    END $$
"""


class PylotFaqTerm(models.Model):
    """The vocabulary of the articles, a language at a time, and what belongs to it.

    Three plain tables without an ORM go with it: the pieces of each term, the articles it is in
    with its weight there, and which text of an article has been indexed, with its words.
    """

    _name = "pylot.faq.term"
    _description = "FAQ Vocabulary"
    _log_access = False
    _order = "lang, term"
    _rec_name = "term"

    lang = fields.Char(required=True)
    term = fields.Char(help="Empty: stands for all articles.")
    document_count = fields.Integer(string="Articles", required=True)

    _unique_term = models.UniqueIndex("(lang, term)")

    def init(self):
        self.env.cr.execute(DROP_FUNCTIONS)
        self.env.cr.execute("""
            CREATE TABLE IF NOT EXISTS pylot_faq_posting (
                article_id int4 NOT NULL REFERENCES pylot_faq_article ON DELETE CASCADE,
                term_id int4 NOT NULL REFERENCES pylot_faq_term ON DELETE CASCADE,
                weight float4 NOT NULL
            );
            ALTER TABLE pylot_faq_posting DROP CONSTRAINT IF EXISTS pylot_faq_posting_pkey;
            CREATE UNIQUE INDEX IF NOT EXISTS pylot_faq_posting_unique
                ON pylot_faq_posting (article_id, term_id) INCLUDE (weight);
            CREATE INDEX IF NOT EXISTS pylot_faq_posting_best
                ON pylot_faq_posting (term_id, weight DESC, article_id);
            CREATE TABLE IF NOT EXISTS pylot_faq_document (
                article_id int4 NOT NULL REFERENCES pylot_faq_article ON DELETE CASCADE,
                lang varchar NOT NULL,
                digest varchar NOT NULL,
                PRIMARY KEY (article_id, lang)
            );
            ALTER TABLE pylot_faq_document
                ADD COLUMN IF NOT EXISTS words varchar NOT NULL DEFAULT ''
        """)

    @api.model
    def _drop_tables(self):
        """Tables and functions the ORM does not know do not go by themselves."""
        self.env.cr.execute(DROP_FUNCTIONS)
        self.env.cr.execute("DROP TABLE IF EXISTS pylot_faq_posting, pylot_faq_document")
