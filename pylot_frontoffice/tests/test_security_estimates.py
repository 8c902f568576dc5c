from odoo.tests import tagged

from .estimate_common import EstimateRecords
from .security_common import ESTIMATE_MODELS, SecurityCommon

# What each role may do with a record: (r)ead, (w)rite, (c)reate, (u)nlink. Visitors have no access
# at all: pages hand them prepared values.
MATRIX = {
    #                   public portal plain sales tech  agent disp  manager both
    "estimate_shared":  "-      -      -     r     r     r     r     rwcu    r",
    "estimate_ours":    "-      -      -     r     r     r     r     rwcu    r",
    "estimate_foreign": "-      -      -     -     -     -     -     -       r",
    "input_shared":     "-      -      -     r     r     r     r     rwcu    r",
    "input_ours":       "-      -      -     r     r     r     r     rwcu    r",
    "input_foreign":    "-      -      -     -     -     -     -     -       r",
    "choice_shared":    "-      -      -     r     r     r     r     rwcu    r",
    "choice_ours":      "-      -      -     r     r     r     r     rwcu    r",
    "choice_foreign":   "-      -      -     -     -     -     -     -       r",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestSecurityEstimates(EstimateRecords, SecurityCommon):
    """Who sees what prices are made of."""

    @classmethod
    def _create_records(cls):
        made = {}
        for name, company in (
            ("shared", cls.env["res.company"]),
            ("ours", cls.company),
            ("foreign", cls.other_company),
        ):
            estimate = cls._create_estimate(company_id=company.id)
            inputs = estimate.input_ids
            made[f"estimate_{name}"] = estimate
            made[f"input_{name}"] = inputs[1]
            made[f"choice_{name}"] = inputs.choice_ids[0]
        return made

    def test_every_record_for_every_role(self):
        self.check_matrix(MATRIX)

    def test_matrix_is_complete(self):
        ours = {name for name in self.get_our_models() if name.startswith(ESTIMATE_MODELS)}
        self.assertEqual(ours, {record._name for record in self.records.values()})
