from odoo import api, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ..const import PRIORITIES, SEVERITIES
from ..tools.target_rule import Rule


class PylotSlaPolicy(models.Model):
    """Which policy counts for a complaint. There are few and they hardly change, so they are kept
    in the cache of the server and nothing is asked for a complaint."""

    _inherit = "pylot.sla.policy"

    @api.model
    @ormcache()
    def _get_rules(self):
        """:return: tuple of the active policies as :class:`Rule`, the first that fits wins"""
        policies = self.sudo().with_context(active_test=True).search(Domain.TRUE)
        return tuple(policy._make_rule() for policy in policies)

    @api.model
    @ormcache("policy_id")
    def _get_rule(self, policy_id):
        """:return: :class:`Rule` of a policy that may be archived"""
        return self.sudo().browse(policy_id)._make_rule()

    def _make_rule(self):
        return Rule(
            id=self.id,
            kind=self.kind,
            seconds=self.hours * 3600,
            warn=self.warn_hours * 3600,
            leader=self.leader_hours * 3600,
            company=self.company_id.id,
            teams=frozenset(self.team_ids.ids),
            causes=frozenset(self.type_ids.ids),
            priority=_rank(PRIORITIES, self.priority),
            severity=_rank(SEVERITIES, self.severity),
            safety=self.is_for_safety,
        )

    @api.model
    def _find_rules(self, complaint):
        """:return: dict of a kind to the :class:`Rule` that counts for ``complaint``"""
        path = complaint.type_id.parent_path or ""
        case = (
            complaint.company_id.id,
            complaint.team_id.id,
            [int(part) for part in path.split("/") if part],
            _rank(PRIORITIES, complaint.priority),
            _rank(SEVERITIES, complaint.severity),
            complaint.is_safety,
        )
        found = {}
        for rule in self._get_rules():
            if rule.kind not in found and rule.fits(*case):
                found[rule.kind] = rule
        return found


def _rank(selection, value):
    """:return: place of ``value`` among the values, 0 for none"""
    return next((rank for rank, (key, _label) in enumerate(selection) if key == value), 0)
