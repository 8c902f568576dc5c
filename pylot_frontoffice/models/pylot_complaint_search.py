import re

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

WORD = re.compile(r"[^\W_]+")
# Numbers are quoted without the zeros in front.
NUMBER_DIGITS = 5
# What an ordinary index finds quickly. Punctuation ends a word, so that parts of numbers and of
# e-mail addresses are found, too.
DOCUMENT = """to_tsvector('simple'::regconfig, translate(
    coalesce({table}number, '') || ' ' || coalesce({table}name, '') || ' '
    || coalesce({table}partner_name, '') || ' ' || coalesce({table}email_from, ''),
    '-_./@+', '      '))"""


class PylotComplaint(models.Model):
    """Finding complaints as one types: quickly among hundreds of thousands, with or without the
    extensions of the database. The board and lists have their indexes here, too."""

    _inherit = "pylot.complaint"

    search_text = fields.Char(
        string="Number, Subject or Customer",
        store=False,
        search="_search_search_text",
        help="All of these words, in any order; the beginning of each is enough.",
    )

    _text_idx = models.Index(f"USING gin (({DOCUMENT.format(table='')}))")
    # a column of the board, most urgent first
    _stage_idx = models.Index("(stage_id, priority DESC, id DESC)")
    # what boards and lists show first, said as the ORM says "state not in solved, closed": columns
    # in their order, so that nothing is sorted, and who works on what, to be counted
    _open_idx = models.Index(
        "(company_id, stage_id, priority DESC, id DESC) INCLUDE (user_id)"
        " WHERE active IS TRUE AND (state NOT IN ('solved', 'closed') OR state IS NULL)"
    )

    def _search_search_text(self, operator, value):
        if operator not in ("ilike", "like", "=ilike", "in") or not value:
            return NotImplemented
        texts = value if operator == "in" else [value]
        return Domain.OR(self._get_text_domain(str(text)) for text in texts)

    def _get_text_domain(self, text):
        """:return: domain: words that begin so; where there are none, this text anywhere in number
        or subject"""
        query = self._make_text_query(text)
        if query and self._is_text_known(query):
            return Domain.custom(
                to_sql=lambda model, alias, _query: SQL(
                    "%s @@ to_tsquery('simple', %s)", self._get_document(alias), query
                )
            )
        return Domain("number", "ilike", text) | Domain("name", "ilike", text)

    def _make_text_query(self, text):
        """:return: the words of ``text`` in the language of PostgreSQL's text search"""
        parts = []
        for word in WORD.findall(text):
            part = f"{word}:*"
            if word.isdecimal() and len(word) < NUMBER_DIGITS:
                part = f"({part} | {word:0>{NUMBER_DIGITS}})"
            parts.append(part)
        return " & ".join(parts)

    def _is_text_known(self, query):
        self.flush_model(["number", "name", "partner_name", "email_from"])
        # a count, because for the first match alone the planner would rather read the table
        [(number,)] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM pylot_complaint WHERE %s @@ to_tsquery('simple', %s)",
                self._get_document("pylot_complaint"),
                query,
            )
        )
        return bool(number)

    def _get_document(self, alias):
        """:return: SQL of what the index is on, in the table ``alias``"""
        return SQL(DOCUMENT.format(table="%(table)s."), table=SQL.identifier(alias))
