"""Which complaints a promise is for.

What a rule leaves empty, it does not ask for; priority and severity are ranks, and enough or more
will do. A rule for safety matters takes these at whatever rank.

>>> rule = Rule(1, "response", 3600, 0, 0, 7, frozenset(), frozenset({5}), 1, 0, True)
>>> rule.fits(7, 3, [4, 5], 1, 0, False), rule.fits(7, 3, [4], 1, 0, False)
(True, False)
>>> rule.fits(7, 3, [5], 0, 0, False), rule.fits(7, 3, [5], 0, 0, True)
(False, True)
>>> rule.fits(8, 3, [5], 1, 0, True)
False
"""

from typing import NamedTuple


class Rule(NamedTuple):
    """A policy as the matching needs it; times in seconds of work."""

    id: int
    kind: str
    seconds: float
    warn: float
    leader: float
    company: int
    teams: frozenset
    causes: frozenset
    priority: int
    severity: int
    safety: bool

    def fits(self, company, team, causes, priority, severity, is_safety):
        """:param causes: ids of the cause and of all above it"""
        return (
            (not self.company or self.company == company)
            and (not self.teams or team in self.teams)
            and (not self.causes or not self.causes.isdisjoint(causes))
            and (
                (self.safety and is_safety)
                or (priority >= self.priority and severity >= self.severity)
            )
        )
