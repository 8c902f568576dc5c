from urllib.parse import urlencode

from odoo.fields import Command
from odoo.tests import tagged

from .estimate_common import EstimateRecords
from .pages_common import PagesCase

MAX_BYTES = 60_000
# Session, user, layout, and the estimate with its inputs and choices.
PAGE_QUERIES = 16


@tagged("post_install", "-at_install")
class TestEstimateBudget(EstimateRecords, PagesCase):
    """What an estimate costs does not depend on how much it asks."""

    def _count(self, path):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = self.get(path)
        self.assertEqual(page.status, 200, page.text)
        self.assertLess(len(page.response.content), MAX_BYTES)
        return self.env.cr.sql_log_count - before

    def test_page_and_result(self):
        counts = {}
        for number in (0, 17):
            extra = [
                Command.create(
                    {
                        "name": f"A question with a long name {turn}",
                        "code": f"extra_{turn}",
                        "kind": "choice",
                        "choice_ids": [
                            Command.create({"name": f"Answer {each}", "value": each})
                            for each in range(10)
                        ],
                    }
                )
                for turn in range(number)
            ]
            estimate = self._create_estimate(input_ids=[*self._prepare_inputs(), *extra])
            path = self._get_path(estimate)
            typed = {
                f"i_{each.code}": str(each.choice_ids[-1].id)
                for each in estimate.input_ids
                if each.kind == "choice"
            }
            query = urlencode({**self._get_query(estimate), **typed})
            for name, address in (("page", path), ("result", f"{path}?{query}")):
                self._count(address)
                counts.setdefault(name, set()).add(self._count(address))
        for name, found in counts.items():
            self.assertEqual(len(found), 1, f"{name}: {found}")
            self.assertLessEqual(max(found), PAGE_QUERIES, name)

    def test_links(self):
        estimates = self.env["pylot.estimate"]
        counts = set()
        for number in (2, 20):
            for _turn in range(number):
                self._create_estimate()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertGreaterEqual(len(estimates._get_public_links()), number)
            counts.add(self.env.cr.sql_log_count - before)
        self.assertEqual(len(counts), 1, counts)
