import doctest

import hypothesis
import hypothesis.strategies as st

from odoo.tests import TransactionCase, tagged

from ..tools import sql_array

QUICK = hypothesis.settings(max_examples=100, deadline=None)
# the database has neither NUL nor half of a character
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
NUMBERS = st.lists(st.integers(-(2**31), 2**31 - 1)) | st.lists(st.floats(-1e300, 1e300))


@tagged("post_install", "-at_install")
class TestToolsSqlArray(TransactionCase):
    """What the database reads is what was written."""

    def test_examples(self):
        self.assertFalse(doctest.testmod(sql_array).failed)

    @QUICK
    @hypothesis.given(st.lists(TEXT | st.sampled_from(["null", "NULL", "{", '"', "\\", ","])))
    def test_texts(self, texts):
        self.env.cr.execute("SELECT %s::varchar[]", [sql_array.sql_array(texts)])
        self.assertEqual(self.env.cr.fetchone()[0], texts)

    @QUICK
    @hypothesis.given(NUMBERS)
    def test_numbers(self, numbers):
        self.env.cr.execute("SELECT %s::float8[]", [sql_array.sql_array(numbers)])
        self.assertEqual(self.env.cr.fetchone()[0], numbers)

    def test_answers(self):
        self.env.cr.execute("SELECT %s::boolean[]", [sql_array.sql_array([True, False])])
        self.assertEqual(self.env.cr.fetchone()[0], [True, False])
